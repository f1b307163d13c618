// Procedure: what a registered procedure does in the libraries that run here; autobahn-python.py does the same.

import { type Behaviour, type Dict, type Payload, REFUSED, Refused, type Registered } from './driver.ts'
import { Inbox } from './inbox.ts'

/** An invocation, as far as the library tells. */
export interface Invocation extends Payload {
  readonly details: Dict
  /** Where the caller wants it and the library can. */
  readonly progress: ((part: Payload) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

export class Procedure {
  readonly invoked = new Inbox<Payload>()
  readonly interrupted = new Inbox<true>()
  readonly #behaviour: Behaviour
  readonly #name: string
  readonly #held = new Set<() => void>()

  constructor(behaviour: Behaviour, name: string) {
    this.#behaviour = behaviour
    this.#name = name
  }

  /** Rejects with {@link Refused} for an error of the application. */
  async answer({ args, kwargs, details, progress, signal }: Invocation): Promise<Payload> {
    this.invoked.put({ args, kwargs })
    switch (this.#behaviour) {
      case 'echo':
        return { args, kwargs }
      case 'nothing':
        return { args: [], kwargs: {} }
      case 'refuse':
        throw new Refused(REFUSED, args, kwargs)
      case 'break':
        throw new Error('broken')
      case 'count':
        for (let number = 1; number <= Number(args[0]); number++) progress?.({ args: [number], kwargs: {} })
        return { args: [args[0]], kwargs: {} }
      case 'name':
        return { args: [this.#name], kwargs: {} }
      case 'who':
        return { args: [], kwargs: { procedure: details.procedure ?? null, caller: details.caller ?? null } }
      case 'hold':
        return this.#hold(signal)
    }
  }

  registered(unregister: () => Promise<void>): Registered {
    const { invoked, interrupted } = this
    return { invoked, interrupted, release: () => this.#release(), unregister }
  }

  #release(): void {
    for (const release of this.#held) release()
    this.#held.clear()
  }

  #hold(signal: AbortSignal | undefined): Promise<Payload> {
    return new Promise((resolve, reject) => {
      const interrupt = () => {
        this.interrupted.put(true)
        reject(new Refused('wamp.error.canceled'))
      }
      this.#held.add(() => resolve({ args: ['released'], kwargs: {} }))
      signal?.addEventListener('abort', interrupt)
    })
  }
}
