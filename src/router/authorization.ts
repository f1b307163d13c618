// Authorization: who may do what, by static rules and by functions, in one list [wamp:authorization].

import { refusal } from '../protocol/errors.ts'
import type { Dict, Uri } from '../protocol/messages.ts'
import { describe } from '../protocol/options.ts'
import type { MatchPolicy } from '../protocol/uri.ts'
import type { Clock } from './clock.ts'
import { type Eventually, followed, isPending, recovered, within } from './eventually.ts'
import {
  type Action,
  type Authorizer,
  judge,
  type Permission,
  type PermissionRequest,
  type Verdict,
} from './permission.ts'
import type { Session } from './session.ts'

export type { Verdict } from './permission.ts'

/** Milliseconds for a function to decide. */
const AUTHORIZER_TIME = 10_000

const ALLOWED: Verdict = { allow: true }
const DENIED: Verdict = { allow: false }

export interface AuthorizationSetup {
  /** The first that decides wins. Without any, everything is allowed; where there are some, what none decides is not. */
  readonly permissions?: readonly (Permission | Authorizer)[] | undefined
  readonly clock: Clock
  /** Told of what functions throw, and of those that do not decide. */
  report(error: unknown): void
}

/** Of a function. */
type Answer = boolean | Verdict | undefined

interface Asked extends PermissionRequest {
  readonly session: Session
  readonly options: Dict
}

export class Authorization {
  readonly #permissions: readonly (Permission | Authorizer)[]
  readonly #setup: AuthorizationSetup
  /** Ends what functions take their time for, by the session that waits. */
  readonly #waits = new Map<Session, Set<() => void>>()

  constructor(setup: AuthorizationSetup) {
    this.#permissions = setup.permissions ?? []
    this.#setup = setup
  }

  /**
   * What `session` may do to `uri`: now where rules decide, later where a function takes its time.
   * @throws {WampError} `wamp.error.authorization_failed`, or rejects with it, where a function does.
   */
  decide(session: Session, action: Action, uri: Uri, options: object): Eventually<Verdict> {
    if (this.#permissions.length === 0) return ALLOWED
    const { principal } = session
    // A copy, for a function may do with it what it likes.
    const copy: Dict = { ...options }
    const target = { uri, match: copy.match as MatchPolicy | undefined }
    return this.#decideFrom(0, { session, principal, action, target, options: copy })
  }

  /** A session has left: nothing is to be decided for it any more. */
  left(session: Session): void {
    for (const end of this.#waits.get(session) ?? []) end()
  }

  #decideFrom(first: number, asked: Asked): Eventually<Verdict> {
    for (const [index, permission] of this.#permissions.entries()) {
      if (index < first) continue
      const verdict = typeof permission === 'function' ? this.#ask(permission, asked) : judge(permission, asked)
      if (isPending(verdict)) return followed(verdict, decided => decided ?? this.#decideFrom(index + 1, asked))
      if (verdict !== undefined) return verdict
    }
    return DENIED
  }

  #ask(authorizer: Authorizer, { session, action, target, options }: Asked): Eventually<Verdict | undefined> {
    const { report } = this.#setup
    const details = { session: session.id, ...session.principal }
    const late = new Error(`an authorizer did not decide on ${action} ${target.uri} within ${AUTHORIZER_TIME / 1000} s`)
    return recovered<Verdict | undefined>(
      () => {
        const answer = authorizer(details, action, target.uri, options)
        return followed(isPending(answer) ? this.#wait(session, answer, late) : answer, readVerdict)
      },
      error => {
        report(error)
        // What went wrong is for whoever runs the router, not for its clients.
        throw refusal('wamp.error.authorization_failed', `whether ${action} ${target.uri} is allowed was not decided`)
      },
    )
  }

  /** What a function answers in time; no, once the session has left. */
  #wait(session: Session, answer: PromiseLike<Answer>, late: Error): PromiseLike<Answer> {
    const ends = this.#waits.get(session) ?? new Set()
    const ended = () => {
      ends.delete(leave)
      if (ends.size === 0) this.#waits.delete(session)
    }
    const { value, end } = within(answer, { clock: this.#setup.clock, ms: AUTHORIZER_TIME, late, ended })
    const leave = () => end(false)
    this.#waits.set(session, ends.add(leave))
    return value
  }
}

/** An authorizer may be JavaScript: what is neither yes nor no must not be taken for one of them. */
function readVerdict(answer: Answer | null): Verdict | undefined {
  if (answer === undefined || answer === null) return undefined
  if (typeof answer === 'boolean') return answer ? ALLOWED : DENIED
  if (typeof answer.allow === 'boolean') return answer
  throw new TypeError(`an authorizer must return a boolean or a verdict, and returned ${describe(answer)}`)
}
