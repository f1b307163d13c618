// Awake: what a page holds so that its browser does not put it to sleep while it hosts, and whether that may happen.

/** The screen's lock, as far as it is needed: not every TypeScript library has it, nor every browser. */
interface ScreenLock {
  release(): Promise<void>
}

const AT_RISK =
  'This page hosts in the background, and nobody is connected directly: the browser may freeze it. Keep it in sight, or host in a worker.'

export class Awake {
  #release: (() => void) | undefined
  #screen: Promise<ScreenLock | undefined> | undefined
  #guests = 0
  #stopListening = () => {}

  /** The page hosts from now on. */
  hold(): void {
    if (this.#release || typeof document !== 'object') return
    // A lock that somebody waits for keeps Chromium from freezing the page that holds it.
    const name = `wamp-mesh-awake-${Math.random()}`
    const held = new Promise<void>(resolve => {
      this.#release = resolve
    })
    for (const task of [() => held, () => {}]) navigator.locks?.request(name, task).catch(() => {})
    const look = () => this.#look()
    document.addEventListener('visibilitychange', look)
    this.#stopListening = () => document.removeEventListener('visibilitychange', look)
    this.#look()
  }

  /** The page hosts no more, or is left. */
  release(): void {
    this.#release?.()
    this.#release = undefined
    this.#stopListening()
    this.#look()
  }

  /** So many are in: while somebody is, the screen stays on as long as the page is in sight. */
  guests(count: number): void {
    this.#guests = count
    this.#look()
  }

  /** Why the page may be frozen, in a sentence for people; undefined where that is not to be expected. */
  risk(channels: number): string | undefined {
    const hidden = typeof document === 'object' && document.visibilityState === 'hidden'
    return hidden && channels === 0 ? AT_RISK : undefined
  }

  #look(): void {
    const wanted = this.#release !== undefined && this.#guests > 0 && document.visibilityState === 'visible'
    if (wanted) this.#screen ??= this.#keepScreen()
    else {
      void this.#screen?.then(lock => lock?.release())
      this.#screen = undefined
    }
  }

  /** Refused where the battery is low, say: then the screen goes dark as it would. */
  async #keepScreen(): Promise<ScreenLock | undefined> {
    const { wakeLock } = navigator as { wakeLock?: { request(type: 'screen'): Promise<ScreenLock> } }
    try {
      return await wakeLock?.request('screen')
    } catch {
      return undefined
    }
  }
}
