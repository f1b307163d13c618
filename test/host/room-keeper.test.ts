// The keeper of a room's sessions: what waits for it and what does not, what it does where nothing can be kept, and whom it
// brings back.

import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { keptRoom, type RoomChange } from '../../src/host/kept-room.ts'
import { tick } from '../transport/link-acceptance.ts'
import { Member, MemoryLog, Place } from './keeping-stage.ts'

afterEach(() => void vi.restoreAllMocks())

/** A log whose writes end when a test says so. */
function heldLog(left: readonly RoomChange[] = []) {
  const held: (() => void)[] = []
  let holding = false
  const pause = () => (holding ? new Promise<void>(resolve => held.push(resolve)) : tick())
  const log = new MemoryLog(left, pause)
  return {
    log,
    hold: () => {
      holding = true
    },
    release: () => {
      holding = false
      for (const resolve of held.splice(0)) resolve()
    },
  }
}

async function turns(count = 20): Promise<void> {
  for (let turn = 0; turn < count; turn++) await tick()
}

/** Who hears what is said on `com.example.x`. */
async function listener(place: Place, name: string): Promise<Member & { heard: unknown[] }> {
  const heard: unknown[] = []
  const member = await new Member(name).join(place)
  await member.session.subscribe('com.example.x', ([what]: unknown[]) => void heard.push(what))
  return Object.assign(member, { heard })
}

const isSettled = async (promise: Promise<unknown>) => {
  let settled = false
  promise.then(
    () => {
      settled = true
    },
    () => {},
  )
  await turns()
  return settled
}

test('where a room is durable, events go when they are kept', async () => {
  const { log, hold, release } = heldLog()
  const place = new Place({ durable: true, log })
  const [ann, ben] = [await listener(place, 'ann'), await new Member('ben').join(place)]
  hold()
  void ben.session.publish('com.example.x', [1])
  await turns()
  expect(ann.heard).toEqual([])
  release()
  await turns()
  expect(ann.heard).toEqual([1])
})

test('where it is not, events go at once, and what tells of a change in the realm when that is kept', async () => {
  const { log, hold, release } = heldLog()
  const place = new Place({ durable: false, log })
  const [ann, ben] = [await listener(place, 'ann'), await new Member('ben').join(place)]
  await turns()
  hold()
  void ben.session.publish('com.example.x', [1])
  await turns()
  expect(ann.heard).toEqual([1])
  const subscribing = ben.session.subscribe('com.example.y', () => {})
  // In the order in which they were said.
  void ben.session.publish('com.example.x', [2])
  expect(await isSettled(subscribing)).toBe(false)
  expect(ann.heard).toEqual([1])
  release()
  expect(await isSettled(subscribing)).toBe(true)
  expect(ann.heard).toEqual([1, 2])
  // Also while such a change is being written.
  hold()
  const first = ben.session.subscribe('com.example.z', () => {})
  await turns()
  const lookup = ann.session.call('wamp.subscription.lookup', ['com.example.z'])
  expect(await isSettled(lookup)).toBe(false)
  release()
  expect(await isSettled(Promise.all([first, lookup]))).toBe(true)
})

test('where nothing can be kept, the room goes on without, and says so once; later it is tried again', async () => {
  const errors: unknown[] = []
  const log = new MemoryLog()
  const place = new Place({ durable: true, log, errors })
  const ann = await listener(place, 'ann')
  expect(log.kept.length).toBeGreaterThan(0)
  log.broken = new Error('The disk is full.')
  const ben = await new Member('ben').join(place)
  for (let number = 1; number <= 5; number++) {
    void ben.session.publish('com.example.x', [number])
    await turns()
  }
  expect(ann.heard).toEqual([1, 2, 3, 4, 5])
  expect(errors).toEqual([log.broken])
  // What is no longer true must not be gone on with.
  expect(log.kept).toEqual([])
  const { now } = performance
  vi.spyOn(performance, 'now').mockImplementation(() => now.call(performance) + 11_000)
  const { writes } = log
  void ben.session.publish('com.example.x', [6])
  await expect.poll(() => log.writes).toBeGreaterThan(writes)
  await turns()
  expect(errors).toHaveLength(1)
  log.broken = undefined
  vi.spyOn(performance, 'now').mockImplementation(() => now.call(performance) + 22_000)
  void ben.session.publish('com.example.x', [7])
  await expect.poll(() => log.kept.length).toBeGreaterThan(0)
  await expect.poll(() => ann.heard).toEqual([1, 2, 3, 4, 5, 6, 7])
  const again = new Place({ durable: true, left: log.end() })
  expect([ann, ben].map(member => member.connect(again))).toEqual([true, true])
  await ben.session.publish('com.example.x', [8], {}, { acknowledge: true })
  await turns()
  expect(ann.heard).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
})

test('what is kept stays small, however much happens', async () => {
  const log = new MemoryLog([], () => Promise.resolve())
  const place = new Place({ durable: true, log })
  const [ann, ben] = [await listener(place, 'ann'), await new Member('ben').join(place)]
  let most = { changes: 0, bytes: 0 }
  const look = () => {
    const frames = log.kept.flatMap(({ seats }) => seats.flatMap(([, seat]) => seat?.link.frames ?? []))
    const bytes = frames.reduce((sum, [, frame]) => sum + (frame?.bytes.length ?? 0), 0)
    most = { changes: Math.max(most.changes, log.kept.length), bytes: Math.max(most.bytes, bytes) }
  }
  for (let number = 1; number <= 60; number++) {
    await ben.session.publish('com.example.x', ['x'.repeat(100_000)], {}, { acknowledge: true })
    look()
  }
  expect(most.bytes).toBeLessThan(4_000_000)
  for (let number = 1; number <= 700; number++) {
    await ben.session.publish('com.example.x', [number], {}, { acknowledge: true })
    if (number % 10 === 0) look()
  }
  expect(log.writes).toBeGreaterThan(700)
  expect(most.changes).toBeLessThan(503)
  await expect.poll(() => ann.heard.length).toBe(760)
})

test('a room where nothing happens is not stale, and one that was left long ago is', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance', 'Date'] })
  onTestFinished(() => void vi.useRealTimers())
  const log = new MemoryLog()
  const place = new Place({ durable: true, grace: 300, log })
  await listener(place, 'ann')
  await vi.advanceTimersByTimeAsync(500)
  const kept = log.end()
  expect(keptRoom(kept, Date.now() - 300)).toBeDefined()
  expect(keptRoom(kept, Date.now() + 1)).toBeUndefined()
  expect(keptRoom([], 0)).toBeUndefined()
  expect(
    keptRoom(
      kept.map(change => ({ ...change, version: 0 })),
      0,
    ),
  ).toBeUndefined()
})

test('who does not come back leaves when the grace is over, from then on', async () => {
  const log = new MemoryLog()
  const place = new Place({ durable: true, log })
  const [ann, ben] = [await listener(place, 'ann'), await new Member('ben').join(place)]
  const benId = ben.session.id
  await ben.session.call('wamp.session.add_testament', ['com.example.x', ['the end'], {}])
  const left: unknown[] = []
  await ann.session.subscribe('wamp.session.on_leave', ([id]: unknown[]) => void left.push(id))
  ann.cut()
  ben.cut()
  const again = new Place({ durable: true, grace: 400, left: log.end() })
  ann.connect(again)
  await turns()
  expect([ann.heard, left]).toEqual([[], []])
  await expect.poll(() => ann.heard, { timeout: 5_000 }).toEqual(['the end'])
  await expect.poll(() => left).toEqual([benId])
  expect(again.seats.find('guest', 'ben')).toBeUndefined()
})

test('a tab that does not come back soon is gone, before the grace is over', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  const log = new MemoryLog()
  const place = new Place({ durable: true, log })
  const [tab, asleep] = [await new Member('tab', 'tab').join(place), await new Member('asleep', 'tab').join(place)]
  const watcher = await new Member('watcher').join(place)
  asleep.link.sleep('The page was left.')
  await turns()
  for (const member of [tab, watcher]) member.cut()
  const again = new Place({ durable: true, left: log.end() })
  watcher.connect(again)
  await turns()
  await vi.advanceTimersByTimeAsync(11_000)
  await turns()
  expect([again.seats.find('tab', 'tab'), again.seats.find('tab', 'asleep')]).toEqual([undefined, expect.anything()])
  expect(await watcher.session.call('wamp.session.list')).toEqual([asleep.session.id, watcher.session.id])
  vi.useRealTimers()
})

test('guests come back as guests, tabs as tabs; nobody else knows their names', async () => {
  const log = new MemoryLog()
  const place = new Place({ durable: true, log })
  const [tab, guest] = [await new Member('tab', 'tab').join(place), await new Member('guest').join(place)]
  tab.cut()
  guest.cut()
  const again = new Place({ durable: true, left: log.end() })
  expect(again.seats.find('guest', 'tab')).toBeUndefined()
  expect(again.seats.find('tab', 'guest')).toBeUndefined()
  for (const member of [tab, guest]) member.connect(again)
  const roles = await Promise.all(
    [tab, guest].map(({ session }) => tab.session.call('wamp.session.get', [session.id ?? 0])),
  )
  expect(roles).toEqual(['host', 'guest'].map(authrole => expect.objectContaining({ authrole })))
})

test('who has left is not kept, nor anything of a room that was closed', async () => {
  const log = new MemoryLog()
  const place = new Place({ durable: true, log })
  const [ann, ben] = [await listener(place, 'ann'), await new Member('ben').join(place)]
  await ben.session.close()
  await turns()
  const room = keptRoom(log.kept, 0)
  expect([...(room?.seats.keys() ?? [])]).toEqual(['ann'])
  expect([...(room?.realm.session.keys() ?? [])]).toEqual([ann.session.id])
  place.keeper.close()
  await turns()
  expect(log.kept).toEqual([])
  const { writes } = log
  await ann.session.publish('com.example.x', [1], {}, { acknowledge: true })
  expect(log.writes).toBe(writes)
})
