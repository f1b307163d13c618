// Component: one of the orchard's five in this page, on a session of its own, started and taken out by a switch.

import { type Session, WampError } from '../wamp.ts'
import { failureOf } from './failure.ts'
import type { Note } from './note.ts'
import type { Start, Tools } from './tools.ts'

export type Standing = 'off' | 'starting' | 'waiting' | 'working'

export interface ComponentOptions {
  readonly start: Start
  /**
   * Opens a session. Lost, it must not come back by itself: another device may have the component's procedures by then.
   * Rejects while that is not possible.
   */
  connect(onclose: () => void): Promise<Session>
  /** Something about the component changed. */
  onchange(): void
}

/** Milliseconds until a session that was lost, or could not be opened, is tried again. */
const AGAIN = 1_000

export class Component {
  readonly #options: ComponentOptions
  #standing: Standing = 'off'
  #note: Note | undefined
  #end = new AbortController()

  constructor(options: ComponentOptions) {
    this.#options = options
  }

  get standing(): Standing {
    return this.#standing
  }

  get isOn(): boolean {
    return this.#standing !== 'off'
  }

  /** What it told last. */
  get note(): Note | undefined {
    return this.#note
  }

  /** Has it run from now on, again and again if its session is lost. */
  on(): void {
    if (!this.isOn) void this.#run()
  }

  /** Takes it out: another device's may take over at once. */
  off(): void {
    this.#end.abort()
    this.#become('off')
  }

  async #run(): Promise<void> {
    const end = new AbortController()
    this.#end = end
    while (!end.signal.aborted) {
      this.#become('starting')
      await this.#runOnce(end.signal)
      await pause(end.signal)
    }
  }

  /** Resolves when the session is lost, or the component is taken out. */
  async #runOnce(whole: AbortSignal): Promise<void> {
    const lost = new AbortController()
    const { connect, start } = this.#options
    // Why there is none is told where the page tells of its connection.
    const session = await connect(() => lost.abort()).catch(() => undefined)
    if (!session) return
    const end = () => {
      void session.close()
      lost.abort()
    }
    if (whole.aborted) return end()
    whole.addEventListener('abort', end, { once: true })
    try {
      await start(this.#tools(session, lost.signal))
      if (!lost.signal.aborted) this.#become('working')
      await aborted(lost.signal)
    } catch (error) {
      if (!(error instanceof WampError)) throw error
      if (!lost.signal.aborted) this.#tell({ kind: 'refused', failure: failureOf(error, '') })
    } finally {
      whole.removeEventListener('abort', end)
      end()
    }
  }

  #tools(session: Session, signal: AbortSignal): Tools {
    return {
      session,
      signal,
      onwaiting: () => !signal.aborted && this.#become('waiting'),
      tell: note => !signal.aborted && this.#tell(note),
    }
  }

  #become(standing: Standing): void {
    this.#standing = standing
    if (standing === 'off' || standing === 'waiting') this.#note = undefined
    this.#options.onchange()
  }

  #tell(note: Note): void {
    this.#note = note
    this.#options.onchange()
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

/** Waits a while, or until the signal. */
async function pause(signal: AbortSignal): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  await Promise.race([
    aborted(signal),
    new Promise(resolve => {
      timer = setTimeout(resolve, AGAIN)
    }),
  ])
  clearTimeout(timer)
}
