// Session names: what sessions are called, by what the page says of them, by what they do, and else by who they are.

import type { Transport } from '../../host/transport-kind.ts'
import { CALL, PUBLISH, REGISTER, SUBSCRIBE } from '../../protocol/messages.ts'
import type { TracedMessage } from './traced-message.ts'
import type { Words } from './words.ts'

/**
 * Names by session id, by authid, or by what a session does: `com.app.gettemp` is who registers or publishes that,
 * `call com.app.gettemp` who calls it, `subscribe com.app.position` who subscribes to it. Of several that fit, the first counts.
 */
export type GivenNames = ReadonlyMap<number | string, string>

/** Who a session is, as far as is known. */
export interface SessionIdentity {
  readonly session: number
  readonly authid?: string
  readonly authrole?: string
  readonly authmethod?: string
  readonly transport?: Transport | undefined
}

const DOES: Readonly<Record<number, readonly string[]>> = {
  [REGISTER]: ['', 'register '],
  [PUBLISH]: ['', 'publish '],
  [CALL]: ['call '],
  [SUBSCRIBE]: ['subscribe '],
}
/** Authentication methods by which the router makes up an authid, which says nothing to people. */
const NAMELESS: readonly unknown[] = ['anonymous', 'invite', 'internal', undefined]

export class SessionNames {
  given: GivenNames = new Map()
  /** What of the given names fits a session by what it does. */
  readonly #doing = new Map<number, Set<string>>()
  readonly #numbers = new Map<number, number>()

  /** What a session does may give it a name. */
  saw({ record, uri }: TracedMessage): void {
    if (uri === undefined || record.direction === 'from-router') return
    for (const does of DOES[Number(record.message[0])] ?? []) this.does(record.session, does + uri)
  }

  does(session: number, what: string): void {
    if (!this.given.has(what)) return
    const doing = this.#doing.get(session) ?? new Set()
    this.#doing.set(session, doing.add(what))
  }

  /** The given name of a session, if there is one. */
  givenTo({ session, authid }: SessionIdentity): string | undefined {
    const said = this.given.get(session) ?? (authid && this.given.get(authid))
    const doing = this.#doing.get(session)
    return said || !doing ? said : [...this.given].find(([what]) => doing.has(String(what)))?.[1]
  }

  nameOf(identity: SessionIdentity, own: boolean, words: Words): string {
    const { session, authid, authrole, authmethod } = identity
    const given = this.givenTo(identity)
    if (given) return given
    if (own) return words.thisPage
    if (authid && !NAMELESS.includes(authmethod)) return authid
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
