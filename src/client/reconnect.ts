// Reconnect: when a session that lost its link tries again.

/** Milliseconds between tries: the first, the growth from one to the next, and the longest. */
const FIRST_DELAY = 250
const GROWTH = 1.6
const LONGEST_DELAY = 5_000

/**
 * Endings after which trying again is of no use: the router has decided. Everything else may pass, `authentication_failed`
 * too: routers say it when what they ask about people is out of order.
 */
const FINAL = new Set([
  'wamp.close.killed',
  'wamp.error.authentication_denied',
  'wamp.error.authentication_required',
  'wamp.error.invalid_argument',
  'wamp.error.invalid_uri',
  'wamp.error.no_matching_auth_method',
  'wamp.error.no_such_principal',
  'wamp.error.no_such_realm',
  'wamp.error.not_authorized',
  'wamp.error.protocol_violation',
])

export const isFinal = (reason: string) => FINAL.has(reason)

/** Waits between tries, longer each time, with a random part so that a room's guests do not return in one instant. */
export class Backoff {
  #delay = FIRST_DELAY
  #timer: ReturnType<typeof setTimeout> | undefined
  #task: (() => void) | undefined

  /** Runs `task` after the next delay. */
  schedule(task: () => void): void {
    this.cancel()
    this.#task = task
    this.#timer = setTimeout(() => this.now(), this.#delay * (0.5 + Math.random()))
    this.#delay = Math.min(this.#delay * GROWTH, LONGEST_DELAY)
  }

  /** Runs what is scheduled at once: a network or a page has come back. */
  now(): void {
    const task = this.#task
    this.cancel()
    task?.()
  }

  cancel(): void {
    clearTimeout(this.#timer)
    this.#task = undefined
  }

  /** Begins with the first delay again. */
  reset(): void {
    this.#delay = FIRST_DELAY
  }
}
