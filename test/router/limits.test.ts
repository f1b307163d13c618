// What one session may cost a router: frames, subscriptions, registrations, calls in flight.

import { describe, expect, test } from 'vitest'
import { FrameRate, limitsWith, OPEN_LIMITS, ROOM_LIMITS } from '../../src/router/limits.ts'
import { SERIALIZERS } from '../raw-codec.ts'
import { type Peer, trace } from '../trace.ts'

const LIMITED = 'wamp_mesh.error.limit_reached'
const limited = (limits: Partial<typeof OPEN_LIMITS>) => ({ limits: { ...OPEN_LIMITS, ...limits } })
const types = async (peer: Peer) => (await peer.got()).map(message => (message[0] === 8 ? message[4] : message[0]))

test('a limit that is undefined is the usual one', () => {
  expect(limitsWith(ROOM_LIMITS)).toEqual(ROOM_LIMITS)
  expect(limitsWith(ROOM_LIMITS, { frameSize: undefined, calls: 3 })).toEqual({ ...ROOM_LIMITS, calls: 3 })
})

test.each(SERIALIZERS)('a frame above the limit is a violation, over $id; one at it is not', async serializer => {
  const { joins, router } = trace()
  const peer = await joins(serializer, limited({ frameSize: 1_000 }))
  const frame = (size: number) => {
    const text = `[16,1,{},"com.app.t",["${'x'.repeat(size)}"]]`
    if (serializer.id === 'json') return text
    return serializer.encode(SERIALIZERS[0]?.decode(text) as never)
  }
  const overhead = frame(800).length - 800
  peer.sendsFrame(frame(1_000 - overhead))
  expect(await peer.got()).toEqual([])
  peer.sendsFrame(frame(1_001 - overhead))
  expect(await peer.got()).toEqual([
    [3, { message: expect.stringMatching(/1001 bytes.*1000/) }, 'wamp.error.protocol_violation'],
  ])
  expect(router.counters.violations).toBe(1)
})

test('a flood is a violation, and nobody else notices', async () => {
  const { joins, clock, router } = trace()
  const [flooder, other] = [await joins(undefined, limited({ framesPerSecond: 10 })), await joins()]
  clock.advance(10_000)
  other.sends([32, 1, {}, 'com.app.t'])
  await other.got()
  flooder.sends(...Array.from({ length: 30 }, (_, index) => [16, index + 1, {}, 'com.app.t']))
  expect(await flooder.got()).toEqual([
    [3, { message: 'more than 10 messages a second' }, 'wamp.error.protocol_violation'],
  ])
  expect(await other.got()).toHaveLength(20)
  expect(router.counters.violations).toBe(1)
})

describe('answers that others asked for', () => {
  const FLOOD = ['more than 10 messages a second', 'wamp.error.protocol_violation']
  const features = { call_canceling: true, progressive_call_results: true }
  const roles = { caller: { features }, callee: { features } }
  /** A callee that may send 10 messages a second, and a caller with 50 calls at it. */
  const called = async (options: object = {}) => {
    const { attaches, joins } = trace()
    const callee = await attaches(undefined, limited({ framesPerSecond: 10 })).join('realm1', { roles })
    const caller = await joins()
    callee.sends([64, 1, {}, 'com.app.p'])
    caller.sends(...ids.map(id => [48, id, options, 'com.app.p']))
    expect(await callee.got()).toHaveLength(1 + 50)
    return { callee, caller }
  }
  const ids = Array.from({ length: 50 }, (_, index) => index + 1)
  const farewell = async (peer: Peer) => (await peer.got()).filter(([type]) => type === 3).map(([, d, why]) => [d, why])
  const flood = [[{ message: FLOOD[0] }, FLOOD[1]]]

  test('are not counted: callers cannot have their callee closed', async () => {
    const { callee, caller } = await called()
    callee.sends(...ids.map(id => (id % 2 ? [70, id, {}] : [8, 68, id, {}, 'com.app.error'])))
    expect(await farewell(callee)).toEqual([])
    expect(await types(caller)).toEqual(ids.map(id => (id % 2 ? 50 : 'com.app.error')))
    callee.sends([32, 2, {}, 'com.app.t'])
    expect(await types(callee)).toEqual([33])
  })

  test.each(['skip', 'kill', 'killnowait'])(
    'nor are those to calls that were canceled with %s meanwhile',
    async mode => {
      const { callee, caller } = await called()
      caller.sends(...ids.map(id => [49, id, { mode }]))
      await caller.got()
      callee.sends(...ids.map(id => [8, 68, id, {}, 'wamp.error.canceled']))
      expect(await farewell(callee)).toEqual([])
    },
  )

  test('nor are those to calls of who left', async () => {
    const { callee, caller } = await called()
    caller.link.close()
    await caller.got()
    callee.sends(...ids.map(id => [70, id, {}]))
    expect(await farewell(callee)).toEqual([])
  })

  test('each is for one call: the same answers again are counted', async () => {
    const { callee, caller } = await called()
    caller.sends(...ids.slice(0, 25).map(id => [49, id, { mode: 'skip' }]))
    await caller.got()
    callee.sends(...ids.map(id => [70, id, {}]))
    expect(await farewell(callee)).toEqual([])
    callee.sends(...ids.map(id => [70, id, {}]))
    expect(await farewell(callee)).toEqual(flood)
  })

  test('parts of results are counted', async () => {
    const { callee } = await called({ receive_progress: true })
    callee.sends(...ids.map(id => [70, id, { progress: true }]))
    expect(await farewell(callee)).toEqual(flood)
  })

  test('nothing else is let through by them', async () => {
    const { callee } = await called()
    callee.sends(...ids.map(id => [16, id + 1, {}, 'com.app.t']))
    expect(await farewell(callee)).toEqual(flood)
  })
})

describe('the frame rate', () => {
  const takes = (rate: FrameRate, count: number, at: number) =>
    Array.from({ length: count }, () => rate.take(at)).filter(Boolean).length

  test('lets two seconds of it through at once, then only what time brings', () => {
    const rate = new FrameRate(100, 0)
    expect(takes(rate, 200, 0)).toBe(200)
    expect(takes(rate, 51, 500)).toBe(50)
    expect(takes(rate, 201, 100_500)).toBe(200)
  })

  test('lets no more through after a while of silence', () => {
    const rate = new FrameRate(100, 0)
    rate.take(0)
    expect(takes(rate, 400, 100_000)).toBe(200)
  })

  test('is no limit where it is infinite', () => {
    expect(takes(new FrameRate(Number.POSITIVE_INFINITY, 0), 10_000, 0)).toBe(10_000)
  })
})

test('subscriptions: one too many is refused; a topic held already costs nothing; one given back counts no more', async () => {
  const peer = await trace().joins(undefined, limited({ subscriptions: 2 }))
  peer.sends([32, 1, {}, 'com.app.a'], [32, 2, {}, 'com.app.b'])
  const [[, , first] = []] = await peer.got()
  peer.sends([32, 3, {}, 'com.app.c'], [32, 4, {}, 'com.app.a'], [34, 5, first], [32, 6, {}, 'com.app.c'])
  expect(await types(peer)).toEqual([LIMITED, 33, 35, 33])
})

test('registrations: one too many is refused; one given back counts no more', async () => {
  const peer = await trace().joins(undefined, limited({ registrations: 2 }))
  peer.sends([64, 1, {}, 'com.app.a'], [64, 2, {}, 'com.app.b'])
  const [[, , first] = []] = await peer.got()
  peer.sends([64, 3, {}, 'com.app.c'], [66, 4, first], [64, 5, {}, 'com.app.c'])
  expect(await types(peer)).toEqual([LIMITED, 67, 65])
})

test('calls in flight: one too many is refused; one answered counts no more', async () => {
  const { joins } = trace()
  const [callee, caller] = [await joins(), await joins(undefined, limited({ calls: 2 }))]
  callee.sends([64, 1, {}, 'com.app.p'])
  caller.sends([48, 1, {}, 'com.app.p'], [48, 2, {}, 'com.app.p'], [48, 3, {}, 'com.app.p'])
  expect(await types(caller)).toEqual([LIMITED])
  callee.sends([70, 1, {}], [8, 68, 2, {}, 'com.app.error'])
  expect(await types(caller)).toEqual([50, 'com.app.error'])
  caller.sends([48, 4, {}, 'com.app.p'], [48, 5, {}, 'com.app.p'], [48, 6, {}, 'com.app.nobody'])
  expect(await types(caller)).toEqual(['wamp.error.no_such_procedure'])
  // A callee that leaves gives its callers their calls back.
  callee.link.close()
  expect(await types(caller)).toEqual(['wamp.error.canceled', 'wamp.error.canceled'])
})

test('a limit counts for its session only', async () => {
  const { joins } = trace()
  const [a, b] = [await joins(undefined, limited({ subscriptions: 0 })), await joins()]
  a.sends([32, 1, {}, 'com.app.t'])
  b.sends([32, 1, {}, 'com.app.t'])
  expect(await types(a)).toEqual([LIMITED])
  expect(await types(b)).toEqual([33])
})
