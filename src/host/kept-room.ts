// KeptRoom: what is kept of a room for the case that its worker ends: the realm, and the links of those who may come back,
// each with how far it has come. It is kept as changes, of which each tells everything of one moment.

import type { Id, Uri } from '../protocol/messages.ts'
import type { Entry, RealmSnapshot, Standing } from '../router/snapshot.ts'
import { changedState, type LinkChange, type LinkState } from '../transport/resume/link-state.ts'

/** Whose link it is: a guest's, or that of a tab that hosts the room. */
export type SeatKind = 'guest' | 'tab'

interface SeatFacts {
  readonly kind: SeatKind
  /** What it speaks, by the name of its subprotocol. */
  readonly protocol: string
  readonly standing: Standing
}

export interface KeptSeat extends SeatFacts {
  readonly link: LinkState
}

export interface SeatChange extends SeatFacts {
  readonly link: LinkChange
}

export interface RoomChange {
  readonly version: number
  /** Milliseconds since 1970. */
  readonly at: number
  /** Whether nobody was told anything that is not kept. */
  readonly exact: boolean
  /** Things of the realm; `undefined` where they are there no more. */
  readonly entries: readonly Entry[]
  /** By the secret names of the links. */
  readonly seats: readonly (readonly [name: string, change: SeatChange | undefined])[]
}

export interface KeptRoom {
  readonly exact: boolean
  readonly realm: RealmSnapshot
  readonly seats: ReadonlyMap<string, KeptSeat>
}

/** To be raised whenever what is kept means something else: a room that was kept otherwise is not gone on with. */
export const KEPT_VERSION = 1

/**
 * What the changes come to, the first of which tells all there is. `undefined` where nobody would come back to it any more.
 * @param notBefore milliseconds since 1970: what was kept last before is stale.
 */
export function keptRoom(changes: readonly RoomChange[], notBefore: number): KeptRoom | undefined {
  const last = changes.at(-1)
  if (last === undefined || !(last.at >= notBefore)) return undefined
  if (changes.some(({ version }) => version !== KEPT_VERSION)) return undefined
  const realm = {
    session: new Map<Id | Uri, unknown>(),
    subscription: new Map<Id | Uri, unknown>(),
    registration: new Map<Id | Uri, unknown>(),
    retained: new Map<Id | Uri, unknown>(),
  }
  const seats = new Map<string, KeptSeat>()
  for (const change of changes) {
    for (const [kind, id, value] of change.entries) setOrDelete(realm[kind], id, value)
    for (const [name, seat] of change.seats) setOrDelete(seats, name, seat && changedSeat(seats.get(name), seat))
  }
  // As this very program has written it.
  return { exact: last.exact, realm: realm as unknown as RealmSnapshot, seats }
}

function setOrDelete<Key, Value>(map: Map<Key, Value>, key: Key, value: Value | undefined): void {
  if (value === undefined) map.delete(key)
  else map.set(key, value)
}

function changedSeat(before: KeptSeat | undefined, { link, ...facts }: SeatChange): KeptSeat {
  return { ...facts, link: changedState(before?.link, link) }
}
