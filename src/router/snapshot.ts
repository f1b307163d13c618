// Snapshot: what a realm consists of while its sessions last, as plain data that `structuredClone` takes, so that another
// router can go on with it: same sessions, same ids.

import type { EventDetails, Id, PublishOptions, RegisterOptions, Uri } from '../protocol/messages.ts'
import type { ClientRole } from '../protocol/roles.ts'
import type { MatchPolicy } from '../protocol/uri.ts'
import type { ChoiceLists } from './broker/subscriber-blackwhite-listing.ts'
import type { Principal } from './session.ts'

/** Everything there is of a realm, by kind; sessions, subscriptions and registrations by their ids, retained events by topic. */
export interface RealmSnapshot {
  readonly session: ReadonlyMap<Id, KeptSession>
  readonly subscription: ReadonlyMap<Id, KeptSubscription>
  readonly registration: ReadonlyMap<Id, KeptRegistration>
  readonly retained: ReadonlyMap<Uri, readonly KeptRetained[]>
}

export type EntryKind = keyof RealmSnapshot
/** One thing of a snapshot: its kind, its id, and what it is now; `undefined` where it is there no more. */
export type Entry = readonly [kind: EntryKind, id: Id | Uri, value: unknown]
/** Told of each thing that has become another, or begins, or ends: by the time it is looked at, not before. */
export type Changed = (kind: EntryKind, id: Id | Uri) => void

export interface KeptSession {
  readonly id: Id
  readonly principal: Principal
  /** What its roles announced. */
  readonly features: KeptFeatures
  readonly asleep: boolean
  readonly testaments: readonly KeptTestament[]
}

export type KeptFeatures = Readonly<Record<ClientRole, readonly string[]>>

export interface KeptTestament {
  readonly scope: 'detached' | 'destroyed'
  readonly disclose: boolean | undefined
  readonly options: PublishOptions
  readonly topic: Uri
  readonly trailing: readonly unknown[]
}

export interface KeptSubscription {
  readonly id: Id
  readonly match: MatchPolicy
  readonly topic: Uri
  readonly created: Date
  readonly owner: string
  readonly subscribers: readonly Id[]
}

export interface KeptRegistration {
  readonly id: Id
  readonly procedure: Uri
  readonly match: MatchPolicy
  readonly invoke: NonNullable<RegisterOptions['invoke']>
  readonly created: string
  /** In the order in which they registered. */
  readonly registrants: readonly {
    readonly session: Id
    readonly options: Pick<RegisterOptions, 'disclose_caller' | 'forward_timeout'>
  }[]
}

/** A retained event. What its publisher's serializer alone could tell, 2.0 from 2, is lost. */
export interface KeptRetained {
  readonly id: Id
  readonly publisher: Id
  readonly authid: string
  readonly exclude_me: boolean | undefined
  readonly details: EventDetails
  readonly trailing: readonly unknown[]
  /** Whom the publisher chose. */
  readonly lists: ChoiceLists
}

/** How far a router has come with the peer of a link, for whoever keeps that. */
export interface Standing {
  /** The session that the peer has joined with, if it has. */
  readonly session: Id | undefined
  /** Request ids that the peer has used, up to this one. */
  readonly lastRequest: Id
  /** Ids of INVOCATIONs to it, up to this one. */
  readonly lastInvocation: Id
  /** Requests of its calls that were not answered yet. */
  readonly calls: readonly Id[]
  /** INVOCATIONs that it has not answered yet. */
  readonly invocations: readonly Id[]
}
