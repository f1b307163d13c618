// Ledger: what all peers of a run have said, so that each can tell whether what it hears is right; and what was wrong.

import type { Match } from './patterns.ts'

export type Dict = Record<string, unknown>

export interface Said {
  readonly realm: string
  /** The session that said it. */
  readonly session: number
  readonly uri: string
  readonly options: Dict
}

export interface Held {
  readonly uri: string
  readonly match: Match
  readonly options: Dict
  /** Taken away from a peer that could not be told: one that did not announce `registration_revocation`. */
  lost?: boolean
}

/** A session, as far as others may take something from it. */
export interface Holder {
  readonly realm: string
  readonly registrations: ReadonlyMap<number, Held>
}

export class Ledger {
  /** By what stands in their arguments: `<who>/<number>`. */
  readonly publications = new Map<string, Said & { id?: number }>()
  readonly calls = new Map<string, Said>()
  /** Calls that were refused by one callee, and may come to another one late. */
  readonly rerouted = new Set<string>()
  /** The ids of sessions that are open. */
  readonly sessions = new Set<number>()
  readonly holders = new Set<Holder>()
  /** How often a message of each type was heard. */
  readonly heard = new Map<unknown, number>()
  /** Rules that were broken, in sentences. */
  readonly faults: string[] = []

  fault(sentence: string): void {
    this.faults.push(sentence)
  }

  /** Somebody registered by force, as `id`: older registrations of the same pattern have ended. */
  forced(realm: string, { uri, match }: Held, id: number): void {
    for (const holder of this.holders) {
      if (holder.realm !== realm) continue
      for (const [older, held] of holder.registrations) {
        if (older < id && held.uri === uri && held.match === match) held.lost = true
      }
    }
  }

  /** Every receiver and the publisher must be told of one id for one event. */
  published(key: string, id: unknown): void {
    const publication = this.publications.get(key)
    if (publication === undefined) return this.fault(`nobody published ${key}`)
    if (!isId(id)) this.fault(`publication id ${String(id)}`)
    publication.id ??= id as number
    if (publication.id !== id) this.fault(`${key} is publication ${publication.id} to some and ${String(id)} to others`)
  }
}

export const isId = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 1
