// A room whose worker ends at any moment, again and again: its members go on with the same sessions, and what they said
// to each other has come: once where the room is durable, and else at most a little twice.

import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { RoomLog } from '../../src/host/room-log.ts'
import { WampError } from '../../src/protocol/errors.ts'
import { Random } from '../fuzz/random.ts'
import { tick } from '../transport/link-acceptance.ts'
import { Member, MemoryLog, Place } from './keeping-stage.ts'

beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory())
  vi.stubGlobal('IDBKeyRange', IDBKeyRange)
})
afterEach(() => void vi.unstubAllGlobals())

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index)

/** What a member heard and answered. */
class Witness {
  readonly member: Member
  /** Numbers of events, by publisher. */
  readonly heard = new Map<string, number[]>()
  /** The calls that it was asked to answer. */
  readonly asked: string[] = []
  readonly meta: string[] = []
  /** Events of one topic that came for another one. */
  readonly astray: string[] = []
  id = 0
  said = 0

  constructor(member: Member) {
    this.member = member
  }

  async begins(): Promise<void> {
    const { session, name } = this.member
    this.id = session.id ?? 0
    await session.subscribe('com.example.', (args: unknown[]) => this.#hears(args), { match: 'prefix' })
    await session.subscribe('wamp.session.on_leave', (args: unknown[]) => void this.meta.push(`left ${args[0]}`))
    await session.subscribe('wamp.session.on_join', () => void this.meta.push('joined'))
    await session.register(`com.own.${name}`, async ([call]: unknown[]) => {
      this.asked.push(call as string)
      await tick()
      return `${name} ${call}`
    })
  }

  /** Subscribes to a topic of its own, whose events name it. */
  async listens(topic: string): Promise<void> {
    await this.member.session.subscribe(topic, ([named]: unknown[]) => {
      if (named !== topic) this.astray.push(`${named} for ${topic}`)
    })
  }

  #hears([from, number]: unknown[]): void {
    const numbers = this.heard.get(from as string) ?? []
    this.heard.set(from as string, numbers)
    numbers.push(number as number)
  }
}

interface Play {
  readonly witnesses: Witness[]
  readonly outcomes: Map<string, unknown>
  readonly crashes: number
  readonly bystander: string[]
}

interface Worker {
  place: Place
  /** Ends it, and begins another one with what it has left. */
  again(): Promise<void>
}

async function play(seed: number, worker: Worker, steps = 120): Promise<Play> {
  const random = new Random(seed)
  const witnesses: Witness[] = []
  for (const name of ['ann', 'ben', 'cat', 'dan']) {
    witnesses.push(new Witness(await new Member(name, name === 'ann' ? 'tab' : 'guest').join(worker.place)))
  }
  for (const witness of witnesses) await witness.begins()
  const bystander = witnesses.map(({ meta }) => meta.splice(0).length.toString())
  const outcomes = new Map<string, unknown>()
  const calls: Promise<unknown>[] = []
  const topics: string[] = []
  let crashes = 0
  for (let step = 0; step < steps; step++) {
    const witness = random.pick(witnesses)
    const { member } = witness
    const what = random.below(100)
    if (what < 10) {
      topics.push(`org.example.${step}`)
      calls.push(witness.listens(`org.example.${step}`))
      const topic = random.pick(topics)
      void member.session.publish(topic, [topic])
    } else if (what < 45) {
      for (let burst = random.below(5); burst >= 0; burst--) {
        void member.session.publish('com.example.x', [member.name, witness.said++])
      }
    } else if (what < 70) {
      const call = `${member.name} ${step}`
      const settled = member.session.call(`com.own.${random.pick(witnesses).member.name}`, [call])
      calls.push(
        settled.then(
          result => outcomes.set(call, result),
          error => outcomes.set(call, error),
        ),
      )
    } else if (what < 95) for (let turns = random.below(6); turns > 0; turns--) await tick()
    else if (what < 97) member.connect(worker.place)
    else {
      crashes++
      for (const { member: other } of witnesses) other.cut()
      await worker.again()
      for (const { member: other } of witnesses) {
        if (random.chance(0.3)) await tick()
        expect(other.connect(worker.place)).toBe(true)
      }
    }
    await Promise.resolve()
  }
  await Promise.all(calls)
  for (const witness of witnesses) await eventually(() => allHeard(witness, witnesses))
  return { witnesses, outcomes, crashes, bystander }
}

function allHeard(witness: Witness, all: Witness[]): boolean {
  return all.every(other => {
    if (other === witness || other.said === 0) return true
    return witness.heard.get(other.member.name)?.includes(other.said - 1)
  })
}

async function eventually(condition: () => boolean | undefined): Promise<void> {
  await expect.poll(condition, { timeout: 10_000, interval: 2 }).toBe(true)
}

/** In memory, where a write takes a few turns, and is kept or not when the worker ends. */
function inMemory(seed: number, durable: boolean): Worker {
  const random = new Random(seed + 1_000_000)
  // Of some, who decides what they may do takes time.
  const settings = seed % 4 === 0 ? { permissions: [() => tick().then(() => true)] } : {}
  const pause = async () => {
    for (let turns = random.below(4); turns > 0; turns--) await tick()
  }
  let log = new MemoryLog([], pause)
  const worker: Worker = {
    place: new Place({ durable, settings, log }),
    again: async () => {
      const left = log.end()
      log = new MemoryLog(left, pause)
      worker.place = new Place({ durable, settings, log, left })
    },
  }
  return worker
}

/** In a database. */
async function inDatabase(durable: boolean): Promise<Worker> {
  const open = async () => {
    const { log, left } = await RoomLog.open('test')
    let over = false
    const mortal = {
      write: async (...change: Parameters<RoomLog['write']>) => {
        if (!over) await log.write(...change)
        if (over) await new Promise(() => {})
      },
      clear: () => log.clear(),
      close: () => {},
    }
    const end = () => {
      over = true
    }
    return { place: new Place({ durable, log: mortal, left }), end }
  }
  let now = await open()
  const worker: Worker = {
    place: now.place,
    again: async () => {
      now.end()
      now = await open()
      worker.place = now.place
    },
  }
  return worker
}

function sameSessions({ witnesses }: Play): void {
  for (const { member, id, meta, astray } of witnesses) {
    expect(astray).toEqual([])
    expect(member.ended).toBeUndefined()
    expect(member.states).toEqual(['connecting', 'open'])
    expect(member.session.id).toBe(id)
    expect(meta).toEqual([])
  }
}

function settledCalls({ outcomes, crashes }: Play): void {
  for (const outcome of outcomes.values()) {
    if (outcome instanceof WampError) {
      expect(crashes).toBeGreaterThan(0)
      expect(outcome.error).toBe('wamp.error.network_failure')
    }
  }
  for (const [call, outcome] of outcomes) {
    if (!(outcome instanceof WampError)) expect(outcome).toMatch(new RegExp(`^[a-z]+ ${call}$`))
  }
}

const others = (witness: Witness, all: Witness[]) => all.filter(other => other !== witness)

function exactlyOnce(played: Play): void {
  sameSessions(played)
  settledCalls(played)
  for (const witness of played.witnesses) {
    for (const { member, said } of others(witness, played.witnesses)) {
      expect(witness.heard.get(member.name) ?? []).toEqual(upTo(said))
    }
    expect(new Set(witness.asked).size).toBe(witness.asked.length)
  }
}

function atLeastOnce(played: Play): void {
  sameSessions(played)
  settledCalls(played)
  for (const witness of played.witnesses) {
    for (const { member, said } of others(witness, played.witnesses)) {
      expect([...new Set(witness.heard.get(member.name) ?? [])]).toEqual(upTo(said))
    }
    if (played.crashes === 0) expect(new Set(witness.asked).size).toBe(witness.asked.length)
  }
}

describe.each(upTo(40))('seed %i', seed => {
  test('durable: everything once', async () => {
    exactlyOnce(await play(seed, inMemory(seed, true)))
  })

  test('not durable: nothing lost', async () => {
    atLeastOnce(await play(seed, inMemory(seed, false)))
  })
})

describe.each(upTo(6))('by IndexedDB, seed %i', seed => {
  test('durable: everything once', async () => {
    exactlyOnce(await play(seed + 500, await inDatabase(true)))
  })

  test('not durable: nothing lost', async () => {
    atLeastOnce(await play(seed + 500, await inDatabase(false)))
  })
})
