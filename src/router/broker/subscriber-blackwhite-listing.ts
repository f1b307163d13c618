// subscriber_blackwhite_listing: a publisher may choose among its subscribers [wamp:subscriber-blackwhite-listing].

import type { PublishOptions } from '../../protocol/messages.ts'
import type { Session } from '../session.ts'

export const feature = 'subscriber_blackwhite_listing'

/** Which sessions pass all six lists; a list that is present and empty makes nobody eligible [R-BW-1]. */
export function listed(options: PublishOptions): (receiver: Session) => boolean {
  const tests = [
    test(options.eligible, options.exclude, session => session.id),
    test(options.eligible_authid, options.exclude_authid, session => session.principal.authid),
    test(options.eligible_authrole, options.exclude_authrole, session => session.principal.authrole),
  ].filter(present => present !== undefined)
  return receiver => tests.every(passes => passes(receiver))
}

function test<T>(eligible: T[] | undefined, exclude: T[] | undefined, of: (session: Session) => T) {
  if (eligible === undefined && exclude === undefined) return undefined
  const white = eligible && new Set(eligible)
  const black = new Set(exclude)
  return (session: Session) => (white?.has(of(session)) ?? true) && !black.has(of(session))
}
