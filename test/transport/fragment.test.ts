// Fragment links: packing, splitting, lanes, limits, both dialects, and what a hostile other side tries.

import { describe, expect, test } from 'vitest'
import { json } from '../../src/protocol/serializer/json.ts'
import { msgpack } from '../../src/protocol/serializer/msgpack.ts'
import type { FragmentLinkOptions } from '../../src/transport/fragment.ts'
import { FragmentLink } from '../../src/transport/fragment.ts'
import { limits } from '../../src/transport/framing.ts'
import { fragmentPair, TestChannel } from './channel-pair.ts'
import { CountingTimers, ManualTimers } from './counting.ts'
import { numberOf, Receiver, sampleFrame, tick } from './link-acceptance.ts'

const KIB = 1024
const MIB = 1024 * KIB
const sample = (number: number, size?: number) => sampleFrame(msgpack, number, size)

/** One link whose other side is played by the test, byte by byte. */
function against(options: FragmentLinkOptions = {}, serializer = msgpack) {
  const timers = new ManualTimers()
  const channel = new TestChannel(true)
  const link = new FragmentLink(channel, serializer, { heartbeat: { timers }, ...options })
  channel.link = link
  const receiver = new Receiver()
  link.start(receiver)
  const says = (...bytes: number[]) => link.receive(Uint8Array.from(bytes))
  return { link, channel, receiver, timers, says }
}

describe('small frames', () => {
  test('those of one tick share one channel message', async () => {
    const { left, right, channels } = fragmentPair(msgpack, { manual: true })
    const receiver = new Receiver()
    right.start(receiver)
    await tick()
    channels[0].deliver()
    channels[0].sent.length = 0
    for (let number = 0; number < 100; number++) left.send(sample(number))
    await tick()
    expect(channels[0].sent.length).toBe(1)
    channels[0].deliver()
    await receiver.count(100)
  })

  test('one alone leaves with the end of its microtask', async () => {
    const { left, channels } = fragmentPair(msgpack, { manual: true })
    await tick()
    const before = channels[0].sent.length
    left.send(sample(1))
    expect(channels[0].sent.length).toBe(before)
    await Promise.resolve()
    expect(channels[0].sent.length).toBe(before + 1)
  })

  test('no channel message is longer than 16 KiB, and long ones are full', async () => {
    const { left, right, channels } = fragmentPair(msgpack, {})
    const receiver = new Receiver()
    right.start(receiver)
    for (let number = 0; number < 50; number++) left.send(sample(number, 50_000), number)
    await receiver.count(50)
    const sizes = channels[0].sent.map(message => message.length)
    expect(Math.max(...sizes)).toBeLessThanOrEqual(16 * KIB)
    expect(sizes.length).toBeLessThan((50 * 50_000 * 1.1) / (16 * KIB))
  })

  test('what comes in a Buffer comes out as plain arrays', async () => {
    const { link, receiver } = against()
    const message = Buffer.from([0x77, 1, 0x10, 2, 7, 8])
    link.receive(message)
    await receiver.count(1)
    expect(receiver.frames).toStrictEqual([Uint8Array.of(7, 8)])
    expect(receiver.frames[0]).not.toBeInstanceOf(Buffer)
  })
})

describe('large frames', () => {
  test('a frame of lane 0 overtakes a large one of another lane between its pieces', async () => {
    const { left, right } = fragmentPair(msgpack, { highMark: 32 * KIB })
    const receiver = new Receiver()
    right.start(receiver)
    left.send(sample(1, MIB), 7)
    await tick()
    left.send(sample(2))
    await receiver.count(2)
    expect(receiver.frames.map(numberOf)).toEqual([2, 1])
  })

  test('a later frame of the same lane does not', async () => {
    const { left, right } = fragmentPair(msgpack, { highMark: 32 * KIB })
    const receiver = new Receiver()
    right.start(receiver)
    left.send(sample(1, MIB), 7)
    left.send(sample(2), 7)
    left.send(sample(3, MIB))
    left.send(sample(4))
    await receiver.count(4)
    const came = receiver.frames.map(numberOf)
    expect(came.indexOf(1)).toBeLessThan(came.indexOf(2))
    expect(came.indexOf(3)).toBeLessThan(came.indexOf(4))
  })

  test('lanes take turns: a small result is not kept waiting by large ones', async () => {
    const { left, right } = fragmentPair(msgpack, { highMark: 32 * KIB })
    const receiver = new Receiver()
    right.start(receiver)
    for (let lane = 1; lane <= 4; lane++) left.send(sample(lane, 2 * MIB), lane)
    left.send(sample(5, 20 * KIB), 5)
    await receiver.count(5)
    expect(receiver.frames.map(numberOf)[0]).toBe(5)
  })

  test('more of them than the other side has slots for, in as many lanes, all arrive', async () => {
    const { left, right } = fragmentPair(msgpack, {})
    const receiver = new Receiver()
    right.start(receiver)
    for (let lane = 1; lane <= 200; lane++) left.send(sample(lane, 40 * KIB), lane)
    for (let lane = 1; lane <= 200; lane++) left.send(sample(1000 + lane, 64), lane)
    await receiver.count(400)
    expect(new Set(receiver.frames.map(numberOf)).size).toBe(400)
  })

  test('more bytes than may be under way at once, in as many lanes, all arrive', async () => {
    const { left, right } = fragmentPair(msgpack, { limit: 100 * MIB })
    const receiver = new Receiver()
    right.start(receiver)
    for (let lane = 0; lane < 6; lane++) left.send(sample(lane, 12 * MIB), lane)
    await receiver.count(6)
    expect(receiver.frames.map(numberOf).sort()).toEqual([0, 1, 2, 3, 4, 5])
  })

  test('the largest frame of all arrives; one byte more closes the link with the reason', async () => {
    const { left, right } = fragmentPair(msgpack, { limit: 100 * MIB })
    const here = new Receiver()
    const there = new Receiver()
    left.start(here)
    right.start(there)
    left.send(new Uint8Array(limits.frame))
    await there.count(1)
    left.send(new Uint8Array(limits.frame + 1))
    expect(await here.end()).toContain(`${limits.frame + 1} bytes cannot be sent: the limit is ${limits.frame}`)
    expect(await there.end()).toContain(`${limits.frame + 1} bytes cannot be sent`)
  })
})

describe('a slow receiver', () => {
  test('gets no more than the high mark and one message, until it has drained', async () => {
    const { left, channels } = fragmentPair(msgpack, { manual: true })
    left.send(sample(1, 4 * MIB))
    await tick()
    expect(channels[0].bufferedAmount).toBeLessThan((256 + 16) * KIB)
    expect(left.bufferedAmount).toBeGreaterThan(4 * MIB)
    const before = channels[0].sent.length
    channels[0].deliver()
    expect(channels[0].sent.length).toBeGreaterThan(before)
  })

  test('is closed at the limit, with a reason on both sides', async () => {
    const { left, right, channels } = fragmentPair(msgpack, { manual: true, limit: MIB })
    const here = new Receiver()
    const there = new Receiver()
    left.start(here)
    right.start(there)
    for (let number = 0; number < 20; number++) left.send(sample(number, 100_000))
    expect(await here.end()).toMatch(/cannot keep up: \d+ bytes were waiting for it, and the limit is 1048576/)
    channels[0].deliver()
    channels[0].deliver()
    expect(await there.end()).toContain('cannot keep up')
  })

  test('is left alone while paused, and hears the rest after', async () => {
    const { left, right } = fragmentPair(msgpack, {})
    const receiver = new Receiver()
    right.start(receiver)
    left.pause()
    left.send(sample(1))
    await tick()
    await tick()
    expect(receiver.frames).toEqual([])
    left.resume()
    await receiver.count(1)
  })
})

describe('closing', () => {
  test('sends what waits behind a full channel before it says goodbye', async () => {
    const { left, right } = fragmentPair(msgpack, {})
    const there = new Receiver()
    right.start(there)
    left.send(sample(1, 4 * MIB))
    left.close('that was it')
    expect(await there.end()).toBe('that was it')
    expect(there.frames.map(numberOf)).toEqual([1])
  })

  test('gives up on a channel that never drains', async () => {
    const timers = new ManualTimers()
    const { left, channels } = fragmentPair(msgpack, { manual: true, heartbeat: { timers } })
    const here = new Receiver()
    left.start(here)
    left.send(sample(1, 4 * MIB))
    left.close('enough')
    expect(await here.end()).toBe('enough')
    expect(channels[0].closedWith).toBeUndefined()
    await timers.pass(2000)
    expect(channels[0].closedWith).toBe('enough')
    expect(left.bufferedAmount).toBe(0)
  })

  test('waits for a slow channel as long as that moves', async () => {
    const timers = new ManualTimers()
    const { left, right, channels } = fragmentPair(msgpack, { manual: true, heartbeat: { timers } })
    const there = new Receiver()
    right.start(there)
    left.send(sample(1, MIB))
    left.close('done')
    for (let second = 0; second < 8 && there.reasons.length === 0; second++) {
      channels[0].deliver()
      await timers.pass(1500)
    }
    expect(await there.end()).toBe('done')
    expect(there.frames.map(numberOf)).toEqual([1])
  })

  test('the other side is heard no more, but its goodbye ends the waiting', async () => {
    const { link, channel, receiver, timers, says } = against()
    says(0x77, 1)
    link.close('here')
    says(0x10, 1, 99)
    expect(channel.closedWith).toBeUndefined()
    says(0x15, 0)
    expect(channel.closedWith).toBeDefined()
    expect(await receiver.end()).toBe('here')
    expect(receiver.frames).toEqual([])
    expect(timers.running).toBe(0)
  })
})

describe('the heartbeat', () => {
  test('keeps a silent link alive, with about one ping a second', async () => {
    const timers = new ManualTimers()
    const { left, right, channels } = fragmentPair(msgpack, { manual: true, heartbeat: { timers } })
    const receivers = [new Receiver(), new Receiver()] as const
    left.start(receivers[0])
    right.start(receivers[1])
    for (let second = 0; second < 60; second++) {
      await timers.pass(1000)
      for (let turn = 0; turn < 3; turn++) {
        for (const channel of channels) channel.deliver()
        await tick()
      }
    }
    expect([...receivers[0].reasons, ...receivers[1].reasons]).toEqual([])
    const words = channels[0].sent.length + channels[1].sent.length
    expect(words).toBeGreaterThan(100)
    expect(words).toBeLessThan(300)
    left.close()
    right.close()
  })

  test('ten seconds of silence end the link', async () => {
    const { channel, receiver, timers, says } = against()
    says(0x77, 1)
    await timers.pass(10_000)
    expect(receiver.reasons).toEqual([])
    await timers.pass(3000)
    expect(await receiver.end()).toMatch(/^Nothing was heard from the other side for 1\d seconds\.$/)
    expect(channel.closedWith).toBeDefined()
    expect(timers.running).toBe(0)
  })

  test('a sleep does not: the other side gets a moment to answer after it', async () => {
    const { link, receiver, timers, says } = against()
    says(0x77, 1)
    await timers.pass(3000)
    await timers.jump(3_600_000)
    says(0x14, 1)
    await timers.pass(5000)
    expect(receiver.reasons).toEqual([])
    link.close()
  })

  test('a sleep that the other side did not survive does', async () => {
    const { receiver, timers, says } = against()
    says(0x77, 1)
    await timers.jump(3_600_000)
    await timers.jump(3_600_000)
    await timers.pass(1000)
    expect(await receiver.end()).toContain('Nothing was heard')
  })

  test('only receiving keeps saying something, or the other side would hear nothing', async () => {
    const { link, channel, timers, says } = against()
    says(0x77, 1)
    await tick()
    channel.sent.length = 0
    for (let second = 0; second < 10; second++) {
      says(0x10, 1, 99)
      await timers.pass(1000)
    }
    expect(channel.sent.length).toBeGreaterThanOrEqual(5)
    link.close()
  })

  test('a probe finds who answers', async () => {
    const { left, right } = fragmentPair(msgpack, { heartbeat: { timers: new CountingTimers() } })
    expect(await left.probe(60_000)).toBe(true)
    expect(await right.probe(60_000)).toBe(true)
    left.close()
  })

  test('a probe finds nobody: no answer in time, an answer to something older, or a link that closed', async () => {
    const { link, timers, says } = against()
    says(0x77, 1)
    const first = link.probe(5000)
    const second = link.probe(5000)
    says(0x14, 1)
    await timers.pass(5000)
    expect([await first, await second]).toEqual([true, false])
    const third = link.probe(5000)
    link.close()
    expect(await third).toBe(false)
    expect(await link.probe(5000)).toBe(false)
  })

  test('of a thousand pings at once only the last is answered', async () => {
    const { channel, link, says } = against()
    await tick()
    channel.sent.length = 0
    says(0x77, 1)
    for (let number = 0; number < 100; number++) says(0x13, number)
    await tick()
    expect(channel.sent.map(message => [...message])).toEqual([[0x14, 99]])
    link.close()
  })
})

describe('text', () => {
  test('travels as UTF-8', async () => {
    const { left, right } = fragmentPair(json, {})
    const receiver = new Receiver()
    right.start(receiver)
    left.send('["€😀"]')
    await receiver.count(1)
    expect(receiver.frames).toEqual(['["€😀"]'])
  })

  test('that is no UTF-8 closes the link', async () => {
    const { receiver, says } = against({}, json)
    says(0x77, 1, 0x10, 1, 0xff)
    expect(await receiver.end()).toContain('not UTF-8')
  })
})

describe("the draft's dialect", () => {
  test('is understood from the first byte, and answered', async () => {
    const { link, channel, receiver, says } = against({ listens: true })
    link.send(Uint8Array.of(9))
    await tick()
    expect(channel.sent).toEqual([])
    says(0, 1, 2)
    says(1, 3)
    await receiver.count(1)
    expect(receiver.frames).toEqual([Uint8Array.of(1, 2, 3)])
    await tick()
    expect(channel.sent.map(message => [...message])).toEqual([[1, 9]])
  })

  test('large frames go one after the other, whatever their lanes, in pieces of 16 KiB with a flag', async () => {
    const { link, channel, says } = against({ listens: true, highMark: 100 * MIB })
    says(1, 0x93)
    const frames = [sample(1, 40_000), sample(2, 5), sample(3, 16_383), sample(4, 16_384)]
    for (const [index, frame] of frames.entries()) link.send(frame, index + 1)
    await tick()
    expect(channel.sent.every(message => message.length <= 16 * KIB)).toBe(true)
    const received: number[][] = [[]]
    for (const [flag, ...piece] of channel.sent) {
      received.at(-1)?.push(...piece)
      if (flag === 1) received.push([])
    }
    expect(received.slice(0, -1).map(bytes => numberOf(Uint8Array.from(bytes)))).toEqual([1, 2, 3, 4])
  })

  test('has no heartbeat: silence is no death, and a probe believes', async () => {
    const { link, channel, receiver, timers, says } = against({ listens: true })
    says(1, 0x93)
    await timers.pass(600_000)
    expect(receiver.reasons).toEqual([])
    expect(channel.sent).toEqual([])
    expect(await link.probe(1)).toBe(true)
    link.close()
    await timers.pass(2000)
    expect(timers.running).toBe(0)
  })

  test.each([
    [
      'a third flag',
      [
        [0, 5],
        [2, 5],
      ],
    ],
    ['an empty piece with more to come', [[0]]],
  ])('%s closes the link', async (_name, messages) => {
    const { receiver, says } = against({ listens: true })
    for (const message of messages) says(...message)
    expect(await receiver.end()).not.toBe('')
  })

  test('a frame without end is cut off at the limit', async () => {
    const { link, receiver } = against({ listens: true })
    const piece = new Uint8Array(16 * KIB)
    for (let sent = 0; sent <= limits.frame; sent += piece.length - 1) link.receive(piece)
    expect(await receiver.end()).toContain(`${limits.frame}`)
  })

  test('is refused by a link that had begun in its own', async () => {
    const { receiver, says } = against()
    says(1, 0x93)
    expect(await receiver.end()).toContain('draft')
  })
})

describe('a hostile other side', () => {
  const greeting = [0x77, 1]
  const much = [0x80, 0x80, 0x80, 0x80, 0x10]

  test.each<[string, number[][]]>([
    ['an empty message', [[]]],
    ['no greeting', [[0x10, 1, 1]]],
    ['half a greeting', [[0x77]]],
    ['another version', [[0x77, 2]]],
    ['a WAMP frame without framing', [[0x93, 1, 2, 3]]],
    ['an unknown record', [[...greeting, 0x42]]],
    ['a frame cut short', [[...greeting, 0x10, 5, 1, 2]]],
    ['a frame of 4 GiB, announced', [[...greeting, 0x10, ...much]]],
    ['a large frame of 4 GiB, announced', [[...greeting, 0x11, 1, ...much, 1, 1]]],
    ['a length without end', [[...greeting, 0x10, ...Array(20).fill(0xff)]]],
    ['a length above 2^53', [[...greeting, 0x13, ...Array(7).fill(0xff), 0x7f]]],
    ['a slot that does not exist', [[...greeting, 0x11, 65, 10, 1, 1]]],
    ['a slot used twice', [[...greeting, 0x11, 1, 10, 1, 1, 0x11, 1, 10, 1, 1]]],
    ['a continuation of nothing', [[...greeting, 0x12, 1, 1, 1]]],
    [
      'more than was announced',
      [
        [...greeting, 0x11, 1, 2, 1, 1],
        [0x12, 1, 2, 1, 1],
      ],
    ],
    ['an empty piece', [[...greeting, 0x11, 1, 2, 0]]],
    ['a large frame of nothing', [[...greeting, 0x11, 1, 0, 0]]],
    ['a ping cut short', [[...greeting, 0x13]]],
    ['a bye cut short', [[...greeting, 0x15, 9, 1]]],
  ])('%s: closed with a sentence, and deaf from then on', async (_name, messages) => {
    const { link, channel, receiver, timers, says } = against()
    for (const message of messages) says(...message)
    expect(await receiver.end()).toMatch(/^The other side .*\.$|^A message of the other side .*\.$/)
    says(...greeting, 0x10, 1, 1)
    link.send(sample(1))
    await timers.pass(2000)
    expect(receiver.frames).toEqual([])
    expect(channel.closedWith).toBeDefined()
    expect(timers.running).toBe(0)
  })

  test('frames before the bad record are delivered', async () => {
    const { receiver, says } = against()
    says(...greeting, 0x10, 1, 7, 0x42)
    await receiver.end()
    expect(receiver.frames).toEqual([Uint8Array.of(7)])
  })

  test('all slots with the largest frames announced: refused before memory is taken', async () => {
    const { receiver, says } = against()
    says(...greeting)
    for (let slot = 1; slot <= 64; slot++) says(0x11, slot, 0x80, 0x80, 0x80, 0x08, 1, 1)
    expect(await receiver.end()).toContain('too many large frames at once')
  })

  test('a goodbye with a reason that is no text still ends the link', async () => {
    const { receiver, says } = against()
    says(...greeting, 0x15, 2, 0xff, 0xfe)
    await receiver.end()
  })

  test('what follows a goodbye is not delivered', async () => {
    const { receiver, says } = against()
    says(...greeting, 0x15, 0, 0x10, 1, 1)
    await receiver.end()
    expect(receiver.frames).toEqual([])
  })
})

describe('random traffic', () => {
  /** A random number generator with a seed, so that a failure can be had again (mulberry32). */
  function random(seed: number): (below: number) => number {
    let state = seed
    return below => {
      state = (state + 0x6d2b79f5) | 0
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
      return ((mixed ^ (mixed >>> 14)) >>> 0) % below
    }
  }

  test.each(Array.from({ length: 30 }, (_, seed) => seed))(
    'frames, lanes and sizes of seed %i arrive whole and in order',
    async seed => {
      const next = random(seed)
      const listens = next(2) === 1
      const { left, right } = fragmentPair(msgpack, { highMark: 1 + next(300 * KIB), right: { listens } })
      const there = new Receiver()
      const here = new Receiver()
      right.start(there)
      left.start(here)
      const lanes = new Map<number, number[]>()
      const sizes = [10, 100, 1000, 16_379, 16_380, 16_381, 16_382, 16_384, 40_000, 300_000]
      for (let number = 0; number < 200; number++) {
        const lane = next(8)
        lanes.set(lane, [...(lanes.get(lane) ?? []), number])
        left.send(sample(number, sizes[next(sizes.length)]), lane)
        if (next(3) === 0) right.send(sample(number, next(20_000)))
        if (next(10) === 0) await tick()
      }
      await there.count(200)
      for (const numbers of lanes.values()) {
        expect(there.frames.map(numberOf).filter(number => numbers.includes(number))).toEqual(numbers)
      }
      left.close()
      right.close()
    },
  )

  test.each(Array.from({ length: 200 }, (_, seed) => seed))(
    'bytes changed or cut in seed %i end in frames or in a closed link',
    async seed => {
      const next = random(seed)
      const { channel, left } = (() => {
        const pair = fragmentPair(msgpack, { manual: true })
        return { channel: pair.channels[0], left: pair.left }
      })()
      for (let number = 0; number < 20; number++) left.send(sample(number, next(30_000)), next(4))
      await tick()
      const victim = against({ listens: next(2) === 1 })
      for (const message of channel.sent) {
        const copy = message.slice(0, next(4) === 0 ? next(message.length + 1) : message.length)
        for (let hits = next(3); hits > 0; hits--) copy[next(Math.min(copy.length, 40) || 1)] = next(256)
        victim.link.receive(copy)
      }
      victim.link.close('over')
      await victim.receiver.end()
      await victim.timers.pass(2000)
      expect(victim.receiver.reasons.length).toBe(1)
      expect(victim.timers.running).toBe(0)
      left.close()
    },
  )
})
