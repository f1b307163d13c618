// Election: which of the tabs of one origin leads, so that one alone holds what cannot be shared.

/** Who stands for election; neither is called from within a call to its candidacy. */
export interface Candidate {
  /** This tab leads now. */
  elected(): void
  /** Another tab has seized the lead. This candidacy is over; to lead again, stand again. */
  deposed(): void
}

export interface Candidacy {
  /** Gives the lead up to whoever waits longest, or waits no longer; the candidate hears nothing more. */
  withdraw(): void
  /** Takes the lead at once from a leader that cannot give it up, since its page is frozen. */
  seize(): void
}

/**
 * Stands for election as the leader that goes by `name`. Of all who stand one leads, and when its tab withdraws, closes
 * or crashes the next one does, in the order in which they stood. A page that may come back from the browser's cache
 * has to withdraw on `pagehide`: it keeps the lead there otherwise.
 *
 * Without Web Locks, as on plain http, nobody is elected by waiting. Somebody who knows all tabs, as their worker does,
 * has to appoint one: its `seize` elects it, and whoever appoints another one in its place tells it to withdraw.
 */
export function standForElection(
  name: string,
  candidate: Candidate,
  locks: LockManager | undefined = globalThis.navigator?.locks,
): Candidacy {
  return locks ? new LockCandidacy(name, candidate, locks) : new AppointedCandidacy(candidate)
}

/** One request for the lock. A request that its candidacy has given up gives back what it is granted. */
class LockRequest {
  readonly #abort = new AbortController()
  #release: (() => void) | undefined
  #over = false

  get granted(): boolean {
    return this.#release !== undefined
  }

  get signal(): AbortSignal {
    return this.#abort.signal
  }

  /** Holds the lock for as long as what this returns is pending. */
  hold(candidate: Candidate): Promise<void> | undefined {
    if (this.#over) return undefined
    const held = new Promise<void>(resolve => {
      this.#release = resolve
    })
    candidate.elected()
    return held
  }

  /** The lock was stolen, or the waiting aborted, which is news to nobody. */
  lost(candidate: Candidate): void {
    const stolen = this.granted && !this.#over
    this.giveUp()
    if (stolen) candidate.deposed()
  }

  giveUp(): void {
    this.#over = true
    this.#abort.abort()
    this.#release?.()
  }
}

class LockCandidacy implements Candidacy {
  readonly #name: string
  readonly #candidate: Candidate
  readonly #locks: LockManager
  #request = new LockRequest()
  #over = false

  constructor(name: string, candidate: Candidate, locks: LockManager) {
    this.#name = name
    this.#candidate = candidate
    this.#locks = locks
    this.#send({ signal: this.#request.signal })
  }

  withdraw(): void {
    this.#over = true
    this.#request.giveUp()
  }

  seize(): void {
    if (this.#over || this.#request.granted) return
    // Who waits in the queue would be next after itself.
    this.#request.giveUp()
    this.#request = new LockRequest()
    this.#send({ steal: true })
  }

  #send(options: LockOptions): void {
    const request = this.#request
    const asked = this.#locks.request(this.#name, options, () => request.hold(this.#candidate))
    asked.catch(error => {
      // Anything else is no loss of the lock: a page without an origin has none to lose.
      if (!isAbort(error)) throw error
      if (request === this.#request) this.#over = true
      request.lost(this.#candidate)
    })
  }
}

function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError'
}

class AppointedCandidacy implements Candidacy {
  readonly #candidate: Candidate
  #leads = false
  #over = false

  constructor(candidate: Candidate) {
    this.#candidate = candidate
  }

  withdraw(): void {
    this.#over = true
  }

  seize(): void {
    if (this.#over || this.#leads) return
    this.#leads = true
    queueMicrotask(() => {
      if (!this.#over) this.#candidate.elected()
    })
  }
}
