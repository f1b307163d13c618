// subscriber_blackwhite_listing: a publisher may choose among its subscribers [wamp:subscriber-blackwhite-listing].

import type { PublishOptions } from '../../protocol/messages.ts'
import type { Session } from '../session.ts'

export const feature = 'subscriber_blackwhite_listing'

/** Whether a session passes a publisher's lists. */
export type Listed = (receiver: Session) => boolean

/** Of publishers who do not choose. */
export const everybody: Listed = () => true

/** Which sessions pass all six lists; a list that is present and empty makes nobody eligible [R-BW-1]. */
export function listed(options: PublishOptions): Listed {
  if (!choosesSessions(options) && !choosesPeople(options)) return everybody
  const tests = [
    test(options.eligible, options.exclude, session => session.id),
    test(options.eligible_authid, options.exclude_authid, session => session.principal.authid),
    test(options.eligible_authrole, options.exclude_authrole, session => session.principal.authrole),
  ].filter(test => test !== undefined)
  return receiver => tests.every(passes => passes(receiver))
}

/** Whether the publisher chooses by what lasts no longer than a session. */
export function choosesSessions({ eligible, exclude }: PublishOptions): boolean {
  return eligible !== undefined || exclude !== undefined
}

function choosesPeople(options: PublishOptions): boolean {
  return (
    options.eligible_authid !== undefined ||
    options.exclude_authid !== undefined ||
    options.eligible_authrole !== undefined ||
    options.exclude_authrole !== undefined
  )
}

const LASTING = ['eligible_authid', 'exclude_authid', 'eligible_authrole', 'exclude_authrole'] as const

/** The lists that mean the same for every later session. */
export type LastingLists = Pick<PublishOptions, (typeof LASTING)[number]>
/** All six lists of a publisher. */
export type ChoiceLists = LastingLists & Pick<PublishOptions, 'eligible' | 'exclude'>

const NONE: LastingLists = {}

/** A publisher's choice among people, to be applied to whoever asks for the event later. */
export function lastingLists(options: PublishOptions): LastingLists {
  return choosesPeople(options) ? present(options, LASTING) : NONE
}

/** A publisher's lists, without its other options. */
export function choiceLists(options: PublishOptions): ChoiceLists {
  return present(options, [...LASTING, 'eligible', 'exclude'])
}

function present<Key extends keyof ChoiceLists>(options: PublishOptions, keys: readonly Key[]): Pick<ChoiceLists, Key> {
  return Object.fromEntries(keys.flatMap(key => (options[key] ? [[key, options[key]]] : []))) as Pick<ChoiceLists, Key>
}

/** Whether one session passes such lists; {@link listed} prepares for many. */
export function passes(lists: LastingLists, { principal: { authid, authrole } }: Session): boolean {
  const { eligible_authid, exclude_authid, eligible_authrole, exclude_authrole } = lists
  return (
    eligible_authid?.includes(authid) !== false &&
    exclude_authid?.includes(authid) !== true &&
    eligible_authrole?.includes(authrole) !== false &&
    exclude_authrole?.includes(authrole) !== true
  )
}

function test<T>(eligible: T[] | undefined, exclude: T[] | undefined, of: (session: Session) => T) {
  if (eligible === undefined && exclude === undefined) return undefined
  const white = eligible && new Set(eligible)
  const black = new Set(exclude)
  return (session: Session) => (white?.has(of(session)) ?? true) && !black.has(of(session))
}
