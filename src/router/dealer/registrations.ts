// Registrations: which procedures and patterns there are, and whose they are [wamp:registering-and-unregistering].

import type { Id, RegisterOptions, Uri } from '../../protocol/messages.ts'
import { isReserved, type MatchPolicy } from '../../protocol/uri.ts'
import { PatternMap } from '../pattern-map.ts'
import type { Session } from '../session.ts'
import { select } from './pattern-based-registration.ts'

/** One callee of a registration, with those options it registered with that its calls need. */
export interface Registrant {
  readonly session: Session
  readonly options: Pick<RegisterOptions, 'disclose_caller' | 'forward_timeout'>
}

/** A procedure, or a pattern of procedures, and its callees; it lasts as long as it has one. */
export interface Registration {
  readonly id: Id
  readonly procedure: Uri
  readonly match: MatchPolicy
  readonly invoke: NonNullable<RegisterOptions['invoke']>
  /** When the first callee came, as ISO 8601. */
  readonly created: string
  /** Whether it is the router's own, in `wamp.`, which the meta API does not tell of. */
  readonly reserved: boolean
  /** In the order in which they registered. */
  readonly registrants: Registrant[]
  /** Where in that order the next call goes, if the callees take turns. */
  turn: number
}

/** Told of every change of registrations outside `wamp.`, in the order of R-MET-1. */
export interface RegistrationObserver {
  created(callee: Session, registration: Registration): void
  registered(callee: Session, registration: Registration): void
  unregistered(callee: Session, registration: Registration): void
  deleted(callee: Session, registration: Registration): void
}

export class Registrations {
  readonly #byUri = new PatternMap<Registration>()
  readonly #byId = new Map<Id, Registration>()
  readonly #held = new Map<Session, Set<Registration>>()
  readonly #date: () => Date
  readonly #changed: (registration: Id) => void
  #lastId = 0

  /** @param changed told of each registration that has got, or lost, a callee. */
  constructor(date: () => Date, changed: (registration: Id) => void = () => {}) {
    this.#date = date
    this.#changed = changed
  }

  /** All, in the order of their creation. */
  values(): Iterable<Registration> {
    return this.#byId.values()
  }

  get(id: Id): Registration | undefined {
    return this.#byId.get(id)
  }

  /** The registration of exactly this URI or pattern. */
  lookup(match: MatchPolicy, uri: Uri): Registration | undefined {
    return this.#byUri.get(match, uri)
  }

  /** The registration that a call of `procedure` goes to. */
  match(procedure: Uri): Registration | undefined {
    return select(this.#byUri, procedure)
  }

  /** How many registrations a session holds. */
  count(callee: Session): number {
    return this.#held.get(callee)?.size ?? 0
  }

  holds(callee: Session, registration: Registration): boolean {
    return this.#held.get(callee)?.has(registration) ?? false
  }

  /** Adds a callee to the registration of `procedure`, which begins with the first. */
  add(callee: Session, procedure: Uri, options: RegisterOptions): Registration {
    const match = options.match ?? 'exact'
    const registration = this.lookup(match, procedure) ?? this.#create(match, procedure, options)
    const { disclose_caller = false, forward_timeout = false } = options
    // A copy, since a callee may put any amount of others beside them.
    this.join({ session: callee, options: { disclose_caller, forward_timeout } }, registration)
    return registration
  }

  /** Takes a callee out of a registration, which ends with the last. */
  remove(callee: Session, registration: Registration): void {
    const { registrants, match, procedure, id } = registration
    const at = registrants.findIndex(({ session }) => session === callee)
    if (at < 0) return
    registrants.splice(at, 1)
    // Whose turn it was keeps it.
    if (at < registration.turn) registration.turn--
    if (registrants.length === 0) {
      this.#byUri.delete(match, procedure)
      this.#byId.delete(id)
    }
    const held = this.#held.get(callee)
    held?.delete(registration)
    if (held?.size === 0) this.#held.delete(callee)
    this.#changed(id)
  }

  /** Takes a callee out of all its registrations, and returns these. */
  removeAll(callee: Session): Registration[] {
    const held = [...(this.#held.get(callee) ?? [])]
    for (const registration of held) this.remove(callee, registration)
    return held
  }

  /** Takes up a registration that has its id already, and no callee yet; those that follow get higher ones. */
  put(registration: Registration): void {
    const { id, match, procedure } = registration
    this.#lastId = Math.max(this.#lastId, id)
    this.#byUri.set(match, procedure, registration)
    this.#byId.set(id, registration)
  }

  /** Makes a session one of the callees. */
  join(registrant: Registrant, registration: Registration): void {
    registration.registrants.push(registrant)
    const held = this.#held.get(registrant.session) ?? new Set()
    this.#held.set(registrant.session, held.add(registration))
    this.#changed(registration.id)
  }

  #create(match: MatchPolicy, procedure: Uri, options: RegisterOptions): Registration {
    const registration: Registration = {
      id: this.#lastId + 1,
      procedure,
      match,
      invoke: options.invoke ?? 'single',
      created: this.#date().toISOString(),
      reserved: isReserved(procedure),
      registrants: [],
      turn: 0,
    }
    this.put(registration)
    return registration
  }
}
