// Registration controller: offers a procedure for an element, answered by a function, or one question after the other.

import type { ReactiveControllerHost } from 'lit'
import type { Endpoint, RegisterOptions } from '../client/callee.ts'
import type { Session } from '../client/session.ts'
import type { Question } from './question.ts'
import { SessionHold } from './session-hold.ts'

export interface RegistrationSettings {
  readonly session: Session | undefined
  readonly procedure: string | undefined
  readonly match?: RegisterOptions['match'] | undefined
  readonly invoke?: RegisterOptions['invoke'] | undefined
  /** Answers by itself; without it calls are questions, which wait for their answer. */
  readonly answer?: Endpoint | undefined
}

/** Who is told, besides the host that is updated. */
export interface RegistrationListener {
  asked?(question: Question): void
  failed?(error: Error): void
}

export class RegistrationController {
  readonly #host: ReactiveControllerHost
  readonly #settings: () => RegistrationSettings
  readonly #listener: RegistrationListener
  #questions: readonly Question[] = []
  #error: Error | undefined

  /** @param settings read at each update of the host: what is other than before is registered anew. */
  constructor(host: ReactiveControllerHost, settings: () => RegistrationSettings, listener: RegistrationListener = {}) {
    this.#host = host
    this.#settings = settings
    this.#listener = listener
    new SessionHold(host, {
      wanted: () => {
        const { session, procedure, match, invoke } = settings()
        return { session, key: procedure ? JSON.stringify([procedure, match, invoke]) : '' }
      },
      take: session => this.#register(session),
      failed: error => {
        this.#error = error
        host.requestUpdate()
        listener.failed?.(error)
      },
    })
  }

  /** The calls that wait for an answer, the oldest first. One that is given up, or too late, is there no more. */
  get questions(): readonly Question[] {
    return this.#questions
  }

  /** Why the procedure is not offered, where it was refused. */
  get error(): Error | undefined {
    return this.#error
  }

  async #register(session: Session): Promise<() => unknown> {
    const { procedure = '', match, invoke } = this.#settings()
    this.#error = undefined
    const registration = await session.register(
      procedure,
      (args, kwargs, details) => {
        const { answer } = this.#settings()
        return answer ? answer(args, kwargs, details) : this.#ask(args, kwargs, details)
      },
      { ...(match && { match }), ...(invoke && { invoke }) },
    )
    return () => {
      // Nobody is there to answer any more.
      for (const question of this.#questions) question.refuse(new Error('Whoever was asked has left.'))
      return registration.unregister()
    }
  }

  #ask(...[args, kwargs, details]: Parameters<Endpoint>): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const settle = (act: () => void) => {
        this.#questions = this.#questions.filter(other => other !== question)
        this.#host.requestUpdate()
        act()
      }
      const question: Question = {
        args,
        kwargs,
        details,
        answer: value => settle(() => resolve(value)),
        refuse: error => settle(() => reject(error)),
      }
      this.#questions = [...this.#questions, question]
      this.#host.requestUpdate()
      details.signal.addEventListener('abort', () => question.refuse(details.signal.reason as Error), { once: true })
      this.#listener.asked?.(question)
    })
  }
}
