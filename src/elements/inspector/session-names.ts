// Session names: what sessions are called, by what the page says of them, by what they do, and else by who they are.

import { CALL, PUBLISH, REGISTER, SUBSCRIBE } from '../../protocol/messages.ts'
import type { TracedMessage } from './traced-message.ts'
import type { Words } from './words.ts'

/**
 * Names by session id, by authid, or by what a session does: `com.app.gettemp` is who registers or publishes that,
 * `call com.app.gettemp` who calls it, `subscribe com.app.position` who subscribes to it.
 */
export type GivenNames = ReadonlyMap<number | string, string>

/** Who a session is, as far as is known. */
export interface SessionIdentity {
  readonly session: number
  readonly authid?: string
  readonly authrole?: string
}

const DOES: Readonly<Record<number, readonly string[]>> = {
  [REGISTER]: ['', 'register '],
  [PUBLISH]: ['', 'publish '],
  [CALL]: ['call '],
  [SUBSCRIBE]: ['subscribe '],
}
/** An authid that a router made up says nothing to people. */
const MADE_UP = /^[0-9A-Z]{4}(-[0-9A-Z]{4}){3,}$|^[\w+/=-]{16,}$/

export class SessionNames {
  given: GivenNames = new Map()
  readonly #doing = new Map<number, string>()
  readonly #numbers = new Map<number, number>()

  /** What a session does may give it a name. */
  saw({ record, uri }: TracedMessage): void {
    if (uri === undefined || record.direction === 'from-router') return
    for (const does of DOES[Number(record.message[0])] ?? []) this.does(record.session, does + uri)
  }

  does(session: number, what: string): void {
    const name = this.given.get(what)
    if (name !== undefined && !this.#doing.has(session)) this.#doing.set(session, name)
  }

  /** The given name of a session, if there is one. */
  givenTo({ session, authid }: SessionIdentity): string | undefined {
    return this.given.get(session) ?? (authid && this.given.get(authid)) ?? this.#doing.get(session)
  }

  nameOf(identity: SessionIdentity, own: boolean, words: Words): string {
    const { session, authid, authrole } = identity
    const given = this.givenTo(identity)
    if (given) return given
    if (own) return words.thisPage
    if (authid && authrole !== 'host' && !MADE_UP.test(authid)) return authid
    const role = authrole === 'guest' || authrole === 'plain' || authrole === 'host' ? words[authrole] : words.session
    return `${role} ${this.#numberOf(session)}`
  }

  /** In the order in which they were seen. */
  #numberOf(session: number): number {
    const number = this.#numbers.get(session) ?? this.#numbers.size + 1
    this.#numbers.set(session, number)
    return number
  }
}
