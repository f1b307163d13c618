// Registration controller: offers a procedure for an element, answered by a function, or one question after the other.

import type { ReactiveControllerHost } from 'lit'
import type { Endpoint, RegisterOptions } from '../client/callee.ts'
import type { Session } from '../client/session.ts'
import { WampError } from '../protocol/errors.ts'
import { onceASecond } from './once-a-second.ts'
import type { Question } from './question.ts'
import { SessionHold } from './session-hold.ts'
import { whenFree } from './when-free.ts'

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

/** How many questions wait at the same time, and how many of them of one caller that is known. */
const MOST_QUESTIONS = 20
const MOST_OF_ONE = 3

export class RegistrationController {
  readonly #host: ReactiveControllerHost
  readonly #settings: () => RegistrationSettings
  readonly #listener: RegistrationListener
  #questions: readonly Question[] = []
  #error: Error | undefined
  /** Whether somebody else has the procedure. */
  #taken = false
  #attempt = 0
  readonly #again = onceASecond(() => {
    if (!this.#taken) return
    this.#attempt++
    this.#host.requestUpdate()
  })

  /** @param settings read at each update of the host: what is other than before is registered anew. */
  constructor(host: ReactiveControllerHost, settings: () => RegistrationSettings, listener: RegistrationListener = {}) {
    this.#host = host
    this.#settings = settings
    this.#listener = listener
    new SessionHold(host, {
      wanted: () => ({ session: settings().session, key: this.#wanted && `${this.#wanted} ${this.#attempt}` }),
      take: (session, givenUp) => this.#register(session, givenUp),
      failed: error => {
        this.#became(error)
        listener.failed?.(error)
      },
    })
    new SessionHold(host, {
      // What stands in the way is another with each connection.
      wanted: () => ({ session: settings().session, key: this.#taken ? `${settings().session?.id}` : '' }),
      take: session => {
        const { procedure = '', match } = settings()
        return whenFree(session, procedure, match, this.#again)
      },
      failed: () => {},
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

  /** What is to be registered, as a text; nothing for none. */
  get #wanted(): string {
    const { procedure, match, invoke } = this.#settings()
    return procedure ? JSON.stringify([procedure, match, invoke]) : ''
  }

  async #register(session: Session, givenUp: AbortSignal): Promise<() => unknown> {
    const { procedure = '', match, invoke } = this.#settings()
    this.#became(undefined)
    givenUp.addEventListener('abort', () => {
      // Nobody is there to answer any more.
      for (const question of this.#questions) question.refuse(left())
    })
    const registration = await session.register(
      procedure,
      (args, kwargs, details) => {
        if (givenUp.aborted) throw left()
        const { answer } = this.#settings()
        return answer ? answer(args, kwargs, details) : this.#ask(args, kwargs, details)
      },
      { ...(match && { match }), ...(invoke && { invoke }) },
    )
    return () => registration.unregister()
  }

  #became(error: Error | undefined): void {
    this.#error = error
    this.#taken = error instanceof WampError && error.error === 'wamp.error.procedure_already_exists'
    this.#host.requestUpdate()
  }

  #ask(...[args, kwargs, details]: Parameters<Endpoint>): Promise<unknown> {
    const { caller } = details
    const ofOne = this.#questions.filter(({ details }) => caller !== undefined && details.caller === caller)
    if (this.#questions.length >= MOST_QUESTIONS || ofOne.length >= MOST_OF_ONE) {
      const sentence = 'Too many questions wait for an answer here. Try again later.'
      throw new WampError('wamp_mesh.error.limit_reached', [sentence])
    }
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

function left(): Error {
  return new Error('Whoever was asked has left.')
}
