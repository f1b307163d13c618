// Restoring: another router goes on where one ended. Peers keep their sessions and all that they held, and hear nothing.

import { expect, test } from 'vitest'
import { json } from '../../src/protocol/serializer/json.ts'
import type { EventStore } from '../../src/router/broker/event-history.ts'
import type { KeptEvent } from '../../src/router/broker/kept-event.ts'
import { entriesOf, entryOf } from '../../src/router/keeping.ts'
import { OPEN_LIMITS } from '../../src/router/limits.ts'
import type { RealmSettings } from '../../src/router/realm-settings.ts'
import { restoreRealm } from '../../src/router/restoring.ts'
import { type Attached, Router } from '../../src/router/router.ts'
import type { Entry, EntryKind, RealmSnapshot, Standing } from '../../src/router/snapshot.ts'
import { memoryPair } from '../../src/transport/memory.ts'
import { FakeClock, Peer, sequence, settled } from '../trace.ts'

const ID = expect.any(Number)

/** A realm whose router can be replaced by another at any time. */
class Moving {
  readonly clock = new FakeClock()
  readonly #settings: RealmSettings
  #router: Router
  #peers = new Map<Peer, Attached>()
  /** What was told of changes, gathered as a keeper would. */
  #gathered: Record<EntryKind, Map<unknown, unknown>> = emptyEntries()
  #changed = new Map<string, [EntryKind, number | string]>()
  readonly #random = sequence()

  constructor(settings: RealmSettings = {}) {
    this.#settings = settings
    this.#router = this.#newRouter()
  }

  get realm() {
    const realm = this.#router.realm('realm1')
    if (!realm) throw new Error('nobody has joined')
    return realm
  }

  async joins(details: Record<string, unknown> = {}): Promise<Peer> {
    const [near, far] = memoryPair(json)
    const attached = this.#router.attach(far)
    const peer = await new Peer(near).join('realm1', details)
    this.#peers.set(peer, attached)
    return peer
  }

  standing(peer: Peer): Standing | undefined {
    return this.#peers.get(peer)?.standing
  }

  attached(peer: Peer): Attached | undefined {
    return this.#peers.get(peer)
  }

  /** Ends the router without a word, and goes on with another one; gone for good are those in `without`. */
  async moves(...without: Peer[]): Promise<Peer[]> {
    const snapshot = structuredClone(this.#snapshot())
    const old = [...this.#peers].filter(([peer]) => !without.includes(peer))
    const standings = structuredClone(old.map(([, { standing }]) => standing))
    this.#router = this.#newRouter()
    const pairs = old.map(() => memoryPair(json))
    const links = pairs.map(([, link], at) => {
      const standing = standings[at]
      if (!standing?.session) throw new Error('not joined')
      return { link, standing, session: standing.session, limits: OPEN_LIMITS }
    })
    const attached = restoreRealm(this.#router, 'realm1', snapshot, links)
    const peers = pairs.map(([near, far], at) => {
      const peer = new Peer(near)
      peer.id = old[at]?.[0].id ?? 0
      this.#peers.set(peer, attached.get(far) as Attached)
      return peer
    })
    for (const [peer] of old) this.#peers.delete(peer)
    for (const peer of without) this.#peers.delete(peer)
    await settled()
    return peers
  }

  /** By what was told of changes; which is to be all there is. */
  #snapshot(): RealmSnapshot {
    for (const [kind, id] of this.#changed.values()) this.#gather(entryOf(this.realm, kind, id), this.#gathered)
    const whole = emptyEntries()
    for (const entry of entriesOf(this.realm)) this.#gather(entry, whole)
    expect(this.#gathered).toEqual(whole)
    return whole as unknown as RealmSnapshot
  }

  #gather([kind, id, value]: Entry, into: Record<EntryKind, Map<unknown, unknown>>): void {
    if (value === undefined) into[kind].delete(id)
    else into[kind].set(id, value)
  }

  #newRouter(): Router {
    return new Router({
      clock: this.clock,
      random: this.#random,
      realms: { realm1: this.#settings },
      changed: (_, kind, id) => this.#changed.set(`${kind} ${id}`, [kind, id]),
    })
  }
}

function emptyEntries(): Record<EntryKind, Map<unknown, unknown>> {
  return { session: new Map(), subscription: new Map(), registration: new Map(), retained: new Map() }
}

test('subscriptions go on with their ids, and nobody is told anything', async () => {
  const room = new Moving()
  const watcher = await room.joins()
  watcher.sends([32, 1, { match: 'prefix' }, 'wamp.'])
  const [a, b] = [await room.joins(), await room.joins()]
  a.sends([32, 1, {}, 'com.app.x'], [32, 2, { match: 'prefix' }, 'com.'], [32, 3, {}, 'com.app.gone'])
  b.sends([32, 1, {}, 'com.app.y'], [32, 2, {}, 'com.app.x'])
  const [[, , exact], [, , prefix], [, , gone]] = (await a.got()) as [number[], number[], number[]]
  const [[, , other]] = (await b.got()) as [number[]]
  a.sends([34, 4, gone])
  await a.got()
  await watcher.got()
  const [watching, one, two] = (await room.moves()) as [Peer, Peer, Peer]
  two.sends([16, 3, {}, 'com.app.x', ['still here']], [32, 4, {}, 'com.app.z'])
  expect(await one.got()).toEqual([
    [36, exact, ID, {}, ['still here']],
    [36, prefix, ID, { topic: 'com.app.x' }, ['still here']],
  ])
  const [[, , fresh]] = (await two.got()) as [number[]]
  expect([exact, prefix, other]).not.toContain(fresh)
  expect((await watching.got()).map(([, , , , args]) => (args as unknown[])[1])).toEqual([
    { id: fresh, created: expect.any(String), uri: 'com.app.z', match: 'exact' },
    fresh,
  ])
  one.sends([34, 5, exact])
  expect(await one.got()).toEqual([[35, 5]])
})

test('registrations go on with their ids, their policy and the order of their callees; ids of requests go on', async () => {
  const room = new Moving()
  const [a, b, caller] = [await room.joins(), await room.joins(), await room.joins()]
  b.sends([64, 1, { invoke: 'first' }, 'com.app.who'])
  const [[, , shared]] = (await b.got()) as [number[]]
  a.sends([64, 1, { invoke: 'first' }, 'com.app.who'], [64, 2, { match: 'wildcard' }, 'com..own'])
  const [[, , same], [, , own]] = (await a.got()) as [number[], number[]]
  expect(same).toBe(shared)
  caller.sends([48, 1, {}, 'com.app.who'])
  expect(await b.got()).toEqual([[68, 1, shared, {}]])
  b.sends([70, 1, {}, ['b']])
  expect(await caller.got()).toEqual([[50, 1, {}, ['b']]])
  const [a2, b2, caller2] = (await room.moves()) as [Peer, Peer, Peer]
  caller2.sends([48, 2, {}, 'com.app.who'], [48, 3, {}, 'com.my.own'])
  expect(await b2.got()).toEqual([[68, 2, shared, {}]])
  expect(await a2.got()).toEqual([[68, 1, own, { procedure: 'com.my.own' }]])
  a2.sends([64, 3, {}, 'com.app.new'])
  const [[, , fresh]] = (await a2.got()) as [number[]]
  expect([shared, own]).not.toContain(fresh)
  caller2.sends([48, 4, {}, 'wamp.registration.lookup', ['com.app.who']], [48, 9, {}, 'com.app.who'])
  expect(await caller2.got()).toEqual([
    [50, 4, {}, [shared]],
    [3, { message: expect.any(String) }, 'wamp.error.protocol_violation'],
  ])
})

test('who does not come back leaves: it is told, its testament is published, its registrations are free', async () => {
  const room = new Moving()
  const [watcher, mortal] = [await room.joins(), await room.joins()]
  mortal.sends(
    [64, 1, {}, 'com.app.mine'],
    [48, 2, {}, 'wamp.session.add_testament', ['com.app.end', [1]]],
    [48, 3, {}, 'wamp.session.add_testament', ['com.app.end', [2], {}], { publish_options: { exclude_me: false } }],
  )
  watcher.sends([32, 1, {}, 'wamp.session.on_leave'], [32, 2, {}, 'com.app.end'])
  const [[, , leaving], [, , ending]] = (await watcher.got()) as [number[], number[]]
  const [still] = (await room.moves(mortal)) as [Peer]
  expect(await still.got()).toEqual([
    [36, ending, ID, {}, [1]],
    [36, ending, ID, {}, [2]],
    [36, leaving, ID, {}, [mortal.id, expect.any(String), expect.any(String)]],
  ])
  still.sends([64, 3, {}, 'com.app.mine'])
  expect((await still.got())[0]?.[0]).toBe(65)
})

test('a testament of who goes on is published when it leaves, later', async () => {
  const room = new Moving()
  const [heir, mortal] = [await room.joins(), await room.joins()]
  heir.sends([32, 1, {}, 'com.app.end'])
  mortal.sends([48, 1, {}, 'wamp.session.add_testament', ['com.app.end', ['later'], { a: 1 }]])
  await heir.got()
  const [still, dying] = (await room.moves()) as [Peer, Peer]
  expect(await still.got()).toEqual([])
  dying.link.close()
  expect((await still.got()).map(event => event.slice(4))).toEqual([[['later'], { a: 1 }]])
})

test('calls under way end with one error; their callees stop, and what they answer late is nobody’s', async () => {
  const room = new Moving()
  const callee = await room.joins({ roles: { callee: { features: { call_canceling: true } } } })
  const caller = await room.joins()
  callee.sends([64, 1, {}, 'com.app.slow'], [64, 2, {}, 'com.app.quick'])
  const [[, , slow], [, , quick]] = (await callee.got()) as [number[], number[]]
  caller.sends([48, 1, {}, 'com.app.slow'], [48, 2, {}, 'com.app.quick'])
  expect(await callee.got()).toEqual([
    [68, 1, slow, {}],
    [68, 2, quick, {}],
  ])
  callee.sends([70, 2, {}, ['done']])
  expect(await caller.got()).toEqual([[50, 2, {}, ['done']]])
  const [callee2, caller2] = (await room.moves()) as [Peer, Peer]
  expect(await caller2.got()).toEqual([[8, 48, 1, {}, 'wamp.error.network_failure', [expect.any(String)]]])
  expect(await callee2.got()).toEqual([[69, 1, { mode: 'killnowait' }]])
  callee2.sends([70, 1, {}, ['too late']])
  caller2.sends([48, 3, {}, 'com.app.slow'])
  expect(await callee2.got()).toEqual([[68, 3, slow, {}]])
  expect(await caller2.got()).toEqual([])
  const [, caller3] = (await room.moves()) as [Peer, Peer]
  expect(await caller3.got()).toEqual([[8, 48, 3, {}, 'wamp.error.network_failure', [expect.any(String)]]])
})

test('retained events are there, for those whom they are for', async () => {
  const room = new Moving()
  const [publisher, other] = [await room.joins(), await room.joins()]
  publisher.sends(
    [16, 1, { retain: true }, 'com.app.x', ['old']],
    [16, 2, { retain: true }, 'com.app.x', [{ a: [1, null] }], { b: 2 }],
    [16, 3, { retain: true, exclude_me: false, eligible: [publisher.id] }, 'com.app.x', ['mine']],
    [16, 4, { retain: true }, 'com.app.y', ['y']],
  )
  await publisher.got()
  const [publisher2, other2] = (await room.moves()) as [Peer, Peer]
  for (const [peer, request] of [
    [publisher2, 5],
    [other2, 1],
  ] as const) {
    peer.sends(
      [32, request, { get_retained: true }, 'com.app.x'],
      [32, request + 1, { get_retained: true }, 'com.app.y'],
    )
  }
  const events = async (peer: Peer) => (await peer.got()).filter(([type]) => type === 36).map(event => event.slice(3))
  expect(await events(publisher2)).toEqual([[{ retained: true }, ['mine']]])
  expect(await events(other2)).toEqual([
    [{ retained: true }, [{ a: [1, null] }], { b: 2 }],
    [{ retained: true }, ['y']],
  ])
  expect(other.id).toBe(other2.id)
})

test('a history goes on with the subscription that it is of', async () => {
  const kept = new Map<number, KeptEvent>()
  const store: EventStore = {
    load: () => [...kept.values()],
    add: (publication, describe) => void kept.set(publication, describe()),
    remove: publication => void kept.delete(publication),
  }
  const room = new Moving({ eventHistory: { store } })
  const [a, b] = [await room.joins(), await room.joins()]
  // The history of another one, which nobody holds, must not take its id.
  a.sends([32, 1, {}, 'com.app.past'], [32, 2, {}, 'com.app.x'])
  const [[, , past], [, , held]] = (await a.got()) as [number[], number[]]
  b.sends([16, 1, {}, 'com.app.past', [1]], [16, 2, {}, 'com.app.x', [2]])
  a.sends([34, 3, past])
  await a.got()
  const [a2, b2] = (await room.moves()) as [Peer, Peer]
  b2.sends([16, 3, {}, 'com.app.x', [3]])
  expect(await a2.got()).toEqual([[36, held, ID, {}, [3]]])
  a2.sends([48, 4, {}, 'wamp.subscription.get_events', [held]])
  const [[, , , events]] = (await a2.got()) as [[unknown, unknown, unknown, { args: unknown[] }[]]]
  expect(events.map(({ args }) => args)).toEqual([[2], [3]])
})

test('what is being decided, and what came behind it, counts as not yet come', async () => {
  const decisions: ((allow: boolean) => void)[] = []
  const room = new Moving({
    permissions: [(_, __, uri) => uri !== 'com.app.slow' || new Promise(resolve => decisions.push(resolve))],
  })
  const peer = await room.joins()
  peer.sends([32, 1, {}, 'com.app.a'])
  await peer.got()
  expect(room.standing(peer)).toEqual({
    session: peer.id,
    lastRequest: 1,
    lastInvocation: 0,
    calls: [],
    invocations: [],
  })
  expect(room.attached(peer)?.undecided).toBe(0)
  peer.sends(
    [32, 2, {}, 'com.app.slow'],
    [32, 3, {}, 'com.app.b'],
    [32, 4, {}, 'com.app.slow'],
    [32, 5, {}, 'com.app.c'],
  )
  await peer.got()
  expect(room.attached(peer)?.undecided).toBe(4)
  expect(room.standing(peer)?.lastRequest).toBe(1)
  decisions.shift()?.(true)
  expect((await peer.got()).map(([type, request]) => [type, request])).toEqual([
    [33, 2],
    [33, 3],
  ])
  expect(room.attached(peer)?.undecided).toBe(2)
  expect(room.standing(peer)?.lastRequest).toBe(3)
  // Lost with its router, it is sent again.
  const [again] = (await room.moves()) as [Peer]
  again.sends([32, 4, {}, 'com.app.slow'])
  await settled()
  decisions.at(-1)?.(true)
  expect((await again.got())[0]?.slice(0, 2)).toEqual([33, 4])
})

test('who was asleep still is', async () => {
  const room = new Moving()
  const [watcher, sleeper] = [await room.joins(), await room.joins()]
  room.realm.turn([...room.realm.sessions.values()][1] as never, 'asleep')
  const [still] = (await room.moves()) as [Peer]
  still.sends([48, 1, {}, 'wamp.session.get', [sleeper.id]])
  expect((await still.got())[0]?.[3]).toEqual([expect.objectContaining({ session: sleeper.id, liveness: 'asleep' })])
  expect(watcher.id).toBe(still.id)
})
