// Opened page: what the life of a page does to its sessions and its room: it is left, shown again, out of sight, online again.

import { type Opened, roomOf, sessionsOf } from './opened.ts'

export class OpenedPage {
  readonly #opened: () => Opened | undefined
  readonly #seen: () => void

  /** @param seen told when the page comes into sight or goes out of it. */
  constructor(opened: () => Opened | undefined, seen: () => void) {
    this.#opened = opened
    this.#seen = seen
  }

  listen(): void {
    for (const [target, type, listener] of this.#listeners) target.addEventListener(type, listener)
  }

  unlisten(): void {
    for (const [target, type, listener] of this.#listeners) target.removeEventListener(type, listener)
  }

  /**
   * The page is left. One that may come back keeps its room, asleep, and its session, if that resumes. Others say GOODBYE, and
   * so do those of its components: what they offer, somebody else may offer meanwhile.
   */
  readonly #suspend = (event: Event): void => {
    const current = this.#opened()
    if (!current) return
    const { persisted } = event as PageTransitionEvent
    for (const session of sessionsOf(current)) {
      const stays = persisted && session === current.session && current.ways.get(session)?.resumes
      if (!stays) session.suspend()
    }
    const room = roomOf(current.target)
    if (persisted) room?.sleep()
    else room?.abandon()
  }

  readonly #resume = (event: Event): void => {
    if (!(event as PageTransitionEvent).persisted) return
    roomOf(this.#opened()?.target)?.wake()
    this.#retry()
  }

  readonly #retry = (): void => {
    const current = this.#opened()
    if (!current || document.visibilityState === 'hidden' || !navigator.onLine) return
    for (const session of sessionsOf(current)) session.retry()
    roomOf(current.target)?.retry()
  }

  readonly #listeners: readonly [EventTarget, string, (event: Event) => void][] = [
    [globalThis, 'pagehide', this.#suspend],
    [globalThis, 'pageshow', this.#resume],
    [globalThis, 'online', this.#retry],
    [globalThis.document, 'visibilitychange', this.#retry],
    [globalThis.document, 'visibilitychange', () => this.#opened() && this.#seen()],
  ]
}
