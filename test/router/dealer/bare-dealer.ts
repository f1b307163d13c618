// A dealer without a realm around it, with sessions that keep what they are sent: for what no message can ask for.

import type { Message } from '../../../src/protocol/messages.ts'
import { Dealer } from '../../../src/router/dealer/dealer.ts'
import { OPEN_LIMITS } from '../../../src/router/limits.ts'
import type { RealmSettings } from '../../../src/router/realm-settings.ts'
import { NO_SEAT, type Principal, Session } from '../../../src/router/session.ts'
import { FakeClock, sequence } from '../../trace.ts'

export interface BareSession {
  readonly session: Session
  /** What it was sent since the last look, without payloads. */
  got(): unknown[][]
}

/** A dealer, its clock, what it told of registrations, and who can join. */
export function bareDealer(settings: RealmSettings = {}) {
  const clock = new FakeClock()
  const events: [event: string, session: number, registration: number][] = []
  const tell = (event: string) => (callee: Session, registration: { id: number }) => {
    events.push([event, callee.id, registration.id])
  }
  const observer = {
    created: tell('created'),
    registered: tell('registered'),
    unregistered: tell('unregistered'),
    deleted: tell('deleted'),
  }
  const dealer = new Dealer({ settings, clock, random: sequence(), observer: () => observer })
  let lastId = 0
  const joins = (features: readonly string[] = [], principal: Partial<Principal> = {}): BareSession => {
    const messages: Message[] = []
    const announced = new Set(features)
    const id = ++lastId
    const session = new Session({
      id,
      principal: { authid: `a${id}`, authrole: 'guest', authmethod: 'anonymous', authprovider: 'static', ...principal },
      features: { caller: announced, callee: announced, publisher: announced, subscriber: announced },
      limits: OPEN_LIMITS,
      seat: { ...NO_SEAT, deliver: ({ message }) => messages.push(message) },
    })
    const got = () => messages.splice(0).map(message => message.filter(item => !isPayload(item)))
    return { session, got }
  }
  return { clock, dealer, events, joins }
}

function isPayload(item: unknown): boolean {
  return typeof item === 'object' && item !== null && 'trailing' in item
}
