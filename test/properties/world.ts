// World: one router with several witnesses; it carries out commands, and looks at what is left at the end.

import type { Link, LinkReceiver } from '../../src/protocol/link.ts'
import { OPEN_LIMITS } from '../../src/router/limits.ts'
import type { RealmSettings } from '../../src/router/realm-settings.ts'
import { Router } from '../../src/router/router.ts'
import { memoryPair } from '../../src/transport/memory.ts'
import { SERIALIZERS } from '../raw-codec.ts'
import { FakeClock, sequence, settled } from '../trace.ts'
import { type Act, ANNOUNCEMENTS, type Command, type Nth, type PeerSetup } from './commands.ts'
import { type Dict, Ledger } from './ledger.ts'
import { best, matches } from './patterns.ts'
import type { SessionRecord } from './session-record.ts'
import { Witness } from './witness.ts'

const LIMITED = { ...OPEN_LIMITS, subscriptions: 2, registrations: 2, calls: 2 }

export class World {
  readonly clock = new FakeClock()
  readonly ledger = new Ledger()
  readonly router: Router
  readonly #setups: readonly PeerSetup[]
  #witnesses: Witness[] = []

  constructor(setups: readonly PeerSetup[], settings: RealmSettings) {
    this.router = new Router({ clock: this.clock, random: sequence(), settings })
    this.#setups = setups
    this.#witnesses = setups.map((setup, index) => this.#arrives(setup, `${index}`))
  }

  async run(commands: readonly Command[]): Promise<void> {
    for (const [index, { realm, announces }] of this.#setups.entries()) {
      this.#witnesses[index]?.joins(realm, ANNOUNCEMENTS[announces])
    }
    await settled()
    for (const { peer, act } of commands) {
      const at = peer % this.#witnesses.length
      const witness = this.#witnesses[at] as Witness
      if (act.do === 'settle') await settled()
      else if (act.do === 'wait') this.#wait(act.ms)
      else if (act.do === 'join') this.#joins(at, act)
      else perform(witness, act, this.#sessions)
    }
    await settled()
    await this.#finishCalls()
    await this.#rollCall()
    await this.#everybodyLeaves()
  }

  get #sessions(): SessionRecord[] {
    return this.#witnesses.flatMap(({ session }) => session ?? [])
  }

  /** A peer with a link of its own; what the router throws is kept. */
  #arrives({ serializer, limited, polite }: PeerSetup, name: string): Witness {
    const [near, far] = memoryPair(SERIALIZERS.find(({ id }) => id === serializer) ?? (SERIALIZERS[0] as never))
    this.router.attach(guarded(far, this.ledger), limited ? { limits: LIMITED } : {})
    return new Witness(near, { name, polite, ledger: this.ledger })
  }

  #joins(at: number, { realm, announces }: Act & { do: 'join' }): void {
    const witness = this.#witnesses[at] as Witness
    const setup = this.#setups[at] as PeerSetup
    if (witness.closed) this.#witnesses[at] = this.#arrives(setup, `${witness.name}'`)
    this.#witnesses[at]?.joins(realm, ANNOUNCEMENTS[announces])
  }

  #wait(ms: number): void {
    try {
      this.clock.advance(ms)
    } catch (error) {
      this.ledger.fault(`a timer threw ${(error as Error).stack}`)
    }
  }

  /** Every call ends in one RESULT or ERROR, once its callee has answered; every other request is answered at once. */
  async #finishCalls(): Promise<void> {
    for (let round = 0; round < 10; round++) {
      for (const witness of this.#witnesses) {
        for (const [id, { answered }] of witness.session?.invocations ?? []) if (!answered) witness.answers(id, {})
      }
      await settled()
    }
    for (const { unanswered } of this.#sessions) unanswered.map(one => this.ledger.fault(`${one} was never answered`))
  }

  /** Now that all is quiet: an event reaches exactly who should have it, and a call the best callee. */
  async #rollCall(): Promise<void> {
    for (const witness of this.#witnesses) {
      const { session } = witness
      if (session === undefined) continue
      for (const uri of ['com.a', 'com.a.b', 'com.b.b']) {
        for (const { events } of this.#sessions) events.length = 0
        witness.requests(16, {}, { uri })
        await settled()
        for (const other of this.#sessions) this.#expectEvents(session, other, uri)
      }
      await this.#expectInvocation(witness, session)
    }
  }

  #expectEvents(publisher: SessionRecord, { id, who, realm, subscriptions, events }: SessionRecord, uri: string): void {
    const receives = id !== publisher.id && realm === publisher.realm
    const expected = receives ? [...subscriptions].filter(([, held]) => matches(held, uri)).map(([held]) => held) : []
    const got = events.map(event => Number(event.split(' ').at(-1)))
    if (`${got.sort()}` === `${expected.sort()}`) return
    this.ledger.fault(`${who} got an event of ${uri} on ${got}, and holds ${expected} [R-PUB-4, R-PS-1]`)
  }

  async #expectInvocation(witness: Witness, session: SessionRecord): Promise<void> {
    const uri = 'com.a.b'
    const inRealm = this.#sessions.filter(({ realm }) => realm === session.realm)
    const expected = best(
      inRealm.flatMap(({ registrations }) => [...registrations.values()].filter(({ lost }) => !lost)),
      uri,
    )
    const before = new Map(inRealm.map(one => [one, new Set(one.invocations.keys())]))
    witness.requests(48, {}, { uri })
    await settled()
    const got = inRealm.flatMap(one =>
      [...one.invocations]
        .filter(([id]) => !before.get(one)?.has(id))
        .map(([, { registration }]) => one.registrations.get(registration)),
    )
    const right =
      expected === undefined
        ? got.length === 0
        : got.length === 1 && got[0]?.uri === expected.uri && got[0].match === expected.match
    if (!right)
      this.ledger.fault(`a call of ${uri} went to ${JSON.stringify(got)}, not to ${JSON.stringify(expected)} [R-PAT-1]`)
    await this.#finishCalls()
  }

  /** Half of them say so; then nothing may be left of anybody. */
  async #everybodyLeaves(): Promise<void> {
    for (const [index, witness] of this.#witnesses.entries()) {
      if (index % 2 === 0) witness.leaves()
    }
    await settled()
    for (const { link } of this.#witnesses) link.close()
    await settled()
    const { router, clock, ledger } = this
    if (router.size > 0) ledger.fault(`${router.size} links are left`)
    if (router.realms.length > 0) ledger.fault(`realms are left: ${router.realms}`)
    if (clock.timers > 0) ledger.fault(`${clock.timers} timers are left`)
  }
}

/** Carries out one command of a peer, as far as it has a session. */
function perform(witness: Witness, act: Act, sessions: readonly SessionRecord[]): void {
  const { session } = witness
  if (act.do === 'vanish') return witness.link.close()
  if (session === undefined) return
  const requests = [...session.requests]
  switch (act.do) {
    case 'subscribe':
      return witness.requests(32, act.options as Dict, act)
    case 'register':
      return witness.requests(64, act.options as Dict, act)
    case 'publish':
      return witness.requests(16, addressed(act, sessions), act)
    case 'call': {
      // Who did not announce it is thrown out [R-PCI-1]; lies try that.
      const { progress, ...options } = act.options as Dict
      const sends = progress === true && witness.maySend('progressive_call_invocations')
      return witness.requests(48, sends ? { ...options, progress } : options, act)
    }
    case 'continue': {
      const progressive = requests.filter(([, { type, options }]) => type === 48 && options.progress === true)
      return nth(progressive, act.nth, ([request]) => witness.continues(request, act.last))
    }
    case 'unsubscribe':
      if (act.lie) return witness.requests(34, {}, { id: 9_999 })
      return nth([...session.subscriptions.keys()], act.nth, id => witness.requests(34, {}, { id }))
    case 'unregister':
      if (act.lie) return witness.requests(66, {}, { id: 9_999 })
      return nth([...session.registrations.keys()], act.nth, id => witness.requests(66, {}, { id }))
    case 'cancel': {
      const calls = requests.filter(([, { type }]) => type === 48)
      return nth(calls, act.nth, ([request]) =>
        witness.says([49, request, act.mode === undefined ? {} : { mode: act.mode }]),
      )
    }
    case 'answer': {
      // Those that were answered already too, rarely: who answers twice is not believed the second time.
      const open = [...session.invocations].filter(([, { answered }]) => !answered || act.nth === 0)
      return nth(open, act.nth, ([id]) => witness.answers(id, act))
    }
    case 'meta':
      return witness.requestsMeta(
        act.procedure,
        act.procedure.startsWith('wamp.session.') && act.args.length === 1
          ? [sessions[act.nth % sessions.length]?.id]
          : act.args,
      )
    case 'leave':
      return witness.leaves()
    case 'abort':
      return witness.says([3, {}, 'wamp.error.canceled'])
    case 'lie':
      return witness.says(act.message)
    default:
  }
}

/** The options of a PUBLISH, rarely with lists of sessions. */
function addressed({ options, except, only }: Act & { do: 'publish' }, sessions: readonly SessionRecord[]): Dict {
  const ids = sessions.map(({ id }) => id)
  return {
    ...options,
    ...(except > 16 && { exclude: ids.slice(0, except - 16) }),
    ...(only > 16 && { eligible: ids.slice(0, only - 17) }),
  }
}

function nth<T>(list: readonly T[], index: Nth, act: (one: T) => void): void {
  if (list.length > 0) act(list[index % list.length] as T)
}

/** The same link, with what its receiver throws told to the ledger. */
function guarded(link: Link, ledger: Ledger): Link {
  const guard = (act: () => void) => {
    try {
      act()
    } catch (error) {
      ledger.fault(`the router threw ${(error as Error).stack}`)
    }
  }
  return {
    serializer: link.serializer,
    get bufferedAmount() {
      return link.bufferedAmount
    },
    start: (receiver: LinkReceiver) =>
      link.start({
        frame: frame => guard(() => receiver.frame(frame)),
        closed: reason => guard(() => receiver.closed(reason)),
      }),
    send: (frame, lane) => link.send(frame, lane),
    close: reason => link.close(reason),
  }
}
