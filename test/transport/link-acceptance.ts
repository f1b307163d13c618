// The acceptance suite of Link: every transport runs it, with a text and a binary serializer.

import { afterEach, describe, expect, test } from 'vitest'
import type { Frame, Link } from '../../src/protocol/link.ts'
import { json } from '../../src/protocol/serializer/json.ts'
import { msgpack } from '../../src/protocol/serializer/msgpack.ts'
import type { Serializer } from '../../src/protocol/serializer/serializer.ts'

/** Two ends of one open transport, and what a test may do to it. */
export interface LinkPair {
  left: Link
  right: Link
  /** Kills the transport under both links, as a network or a crash would. */
  cut?: () => void | Promise<void>
  /** Lets go of what the test itself holds (a server, a page). */
  dispose?: () => void | Promise<void>
  /** How many listeners and timers the links hold. */
  held?: () => number
}

/** Makes pairs of one kind of transport. Frames are opaque to links: any text or bytes may be sent. */
export type MakePair = (serializer: Serializer) => Promise<LinkPair>

/** What came out of a link, and promises for what is still to come. */
export class Receiver {
  readonly frames: Frame[] = []
  readonly reasons: string[] = []
  #changed: () => void = () => {}

  frame(frame: Frame): void {
    // Nothing may come after `closed`: it would stand among the frames for every test to see.
    this.frames.push(this.reasons.length > 0 ? `after closed: ${frame}` : frame)
    this.#changed()
  }

  closed(reason: string): void {
    this.reasons.push(reason)
    this.#changed()
  }

  async count(frames: number): Promise<void> {
    while (this.frames.length < frames && this.reasons.length === 0) await this.#change()
    expect(this.reasons, 'closed before all frames had come').toEqual([])
  }

  /** The reason, once there is one. */
  async end(): Promise<string> {
    while (this.reasons.length === 0) await this.#change()
    return this.reasons[0] ?? ''
  }

  #change(): Promise<void> {
    return new Promise(resolve => {
      this.#changed = resolve
    })
  }
}

/** A frame of `size` bytes, or characters, that tells its number. */
export function sampleFrame(serializer: Serializer, number: number, size = 64): Frame {
  const text = `[${number},"${'x'.repeat(Math.max(0, size - 5 - String(number).length))}"]`
  return serializer.binary ? new TextEncoder().encode(text) : text
}

/** The number of a sample frame. */
export function numberOf(frame: Frame): number {
  const text = typeof frame === 'string' ? frame : new TextDecoder().decode(frame)
  return Number(/^\[(\d+),"x*"\]$/.exec(text)?.[1] ?? Number.NaN)
}

/** Waits for a macrotask: everything that was under way as microtasks is done. */
export function tick(): Promise<void> {
  return new Promise(resolve => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(0)
  })
}

/** Waits until `condition` holds. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await tick()
}

/** Runs the suite: `name` is the transport's. Only memory cannot be cut, and holds nothing. */
export function linkAcceptance(name: string, makePair: MakePair, serializers = [json, msgpack]): void {
  for (const serializer of serializers) {
    describe(`${name} × ${serializer.id}`, () => {
      runWith(serializer, makePair)
      if (name !== 'memory') runFaults(serializer, makePair)
    })
  }
}

/** Makes pairs, and closes them after each test. */
function pairsFor(serializer: Serializer, makePair: MakePair) {
  const pairs: LinkPair[] = []

  afterEach(async () => {
    for (const pair of pairs.splice(0)) {
      pair.left.close()
      pair.right.close()
      await pair.dispose?.()
    }
  })

  async function open(): Promise<LinkPair> {
    const pair = await makePair(serializer)
    pairs.push(pair)
    return pair
  }

  async function started() {
    const pair = await open()
    const left = new Receiver()
    const right = new Receiver()
    pair.left.start(left)
    pair.right.start(right)
    return { pair, left, right }
  }

  return { open, started }
}

function runWith(serializer: Serializer, makePair: MakePair): void {
  const { open, started } = pairsFor(serializer, makePair)
  const sample = (number: number, size?: number) => sampleFrame(serializer, number, size)

  test('knows its serializer', async () => {
    const { left, right } = await open()
    expect([left.serializer.id, right.serializer.id]).toEqual([serializer.id, serializer.id])
  })

  test('carries frames as they are, both ways', async () => {
    const { pair, left, right } = await started()
    pair.left.send(sample(1))
    pair.right.send(sample(2))
    await Promise.all([left.count(1), right.count(1)])
    expect(right.frames).toEqual([sample(1)])
    expect(left.frames).toEqual([sample(2)])
  })

  test('a text keeps every character, an array every byte', async () => {
    const { pair, right } = await started()
    const frame = serializer.binary
      ? Uint8Array.from({ length: 256 }, (_, byte) => byte)
      : '["\\u0000é€😀\\ud800"]\ufeff'
    pair.left.send(frame)
    await right.count(1)
    expect(right.frames[0]).toEqual(frame)
  })

  test('a view of a larger buffer is sent alone, and the buffer stays whole', async () => {
    const { pair, right } = await started()
    const pool = new TextEncoder().encode('secret[1,"xx"]secret')
    const view = pool.subarray(6, 14)
    pair.left.send(serializer.binary ? view : '[1,"xx"]')
    await right.count(1)
    const [frame] = right.frames
    expect(frame && numberOf(frame)).toBe(1)
    if (frame instanceof Uint8Array && frame !== view)
      expect(new TextDecoder().decode(frame.buffer)).not.toContain('secret')
    expect(pool.length).toBe(20)
  })

  test('10,000 small frames come in order', async () => {
    const { pair, right } = await started()
    for (let number = 0; number < 10_000; number++) pair.left.send(sample(number))
    await right.count(10_000)
    expect(right.frames.map(numberOf)).toEqual(Array.from({ length: 10_000 }, (_, number) => number))
  })

  test('frames of many sizes come in order within their lanes', async () => {
    const { pair, right } = await started()
    const lanes = [0, 1, 2, 9_007_199_254_740_991]
    const sizes = [64, 20_000, 10, 100_000, 16_384, 16_380]
    for (let number = 0; number < 120; number++) {
      pair.left.send(sample(number, sizes[number % sizes.length]), lanes[number % lanes.length])
    }
    await right.count(120)
    const came = right.frames.map(numberOf)
    for (const [index] of lanes.entries()) {
      const ofLane = came.filter(number => number % lanes.length === index)
      expect(ofLane).toEqual([...ofLane].sort((a, b) => a - b))
    }
    expect(new Set(came).size).toBe(120)
  })

  test('a frame of 1 MiB survives', async () => {
    const { pair, right } = await started()
    const frame = sample(7, 1024 * 1024)
    pair.left.send(frame)
    await right.count(1)
    expect(right.frames[0] === frame || equal(right.frames[0], frame)).toBe(true)
  })

  test('what comes before start is kept, and delivered first', async () => {
    const pair = await open()
    const right = new Receiver()
    const probe = new Receiver()
    pair.left.start(probe)
    pair.left.send(sample(1))
    pair.left.send(sample(2))
    pair.right.send(sample(0))
    await probe.count(1)
    await tick()
    pair.right.start(right)
    pair.left.send(sample(3))
    await right.count(3)
    expect(right.frames.map(numberOf)).toEqual([1, 2, 3])
  })

  test('never delivers inside start or send', async () => {
    const pair = await open()
    const receiver = new Receiver()
    pair.left.send(sample(1))
    pair.right.start(receiver)
    pair.left.send(sample(2))
    expect(receiver.frames).toEqual([])
    await receiver.count(2)
  })

  test('the left side closes: both hear it once, with the reason, after all frames', async () => {
    const { pair, left, right } = await started()
    for (let number = 0; number < 100; number++) pair.left.send(sample(number, 1000))
    pair.left.close('enough for today')
    expect(await left.end()).toBe('enough for today')
    expect(await right.end()).toBe('enough for today')
    expect(right.frames.map(numberOf)).toEqual(Array.from({ length: 100 }, (_, number) => number))
    pair.left.close('again')
    pair.right.close('again')
    await tick()
    expect([left.reasons.length, right.reasons.length]).toEqual([1, 1])
  })

  test('the right side closes without a reason: both hear a sentence', async () => {
    const { pair, left, right } = await started()
    pair.right.close()
    expect(await left.end()).toMatch(/side closed/)
    expect(await right.end()).toMatch(/side closed/)
  })

  test('what came before a close that the other side had not started to hear is delivered first', async () => {
    const pair = await open()
    const left = new Receiver()
    pair.left.start(left)
    pair.left.send(sample(1))
    pair.left.close('done')
    await left.end()
    await tick()
    const right = new Receiver()
    pair.right.start(right)
    await right.end()
    expect(right.frames.map(numberOf)).toEqual([1])
  })

  test('both close at once: each hears it once', async () => {
    const { pair, left, right } = await started()
    pair.left.close('left')
    pair.right.close('right')
    expect(await left.end()).toBe('left')
    expect(await right.end()).toMatch(/left|right/)
    await settled(pair)
    expect([left.reasons.length, right.reasons.length]).toEqual([1, 1])
  })

  test('is silent after close, and send does nothing', async () => {
    const { pair, left, right } = await started()
    pair.right.send(sample(1))
    pair.left.close()
    pair.left.send(sample(2))
    await Promise.all([left.end(), right.end()])
    pair.left.send(sample(3))
    pair.right.send(sample(4))
    await settled(pair)
    expect(left.frames).toEqual([])
    expect(right.frames).toEqual([])
  })

  test('a close from within a frame stops the frames behind it', async () => {
    const pair = await open()
    const right = new Receiver()
    const closing = {
      frame(frame: Frame) {
        right.frame(frame)
        if (right.frames.length === 3) pair.right.close('three are enough')
      },
      closed: (reason: string) => right.closed(reason),
    }
    pair.right.start(closing)
    for (let number = 0; number < 10; number++) pair.left.send(sample(number))
    expect(await right.end()).toBe('three are enough')
    await tick()
    expect(right.frames.map(numberOf)).toEqual([0, 1, 2])
  })

  test('bufferedAmount rises when sending, and falls to nothing', async () => {
    const { pair, right } = await started()
    await until(() => pair.left.bufferedAmount === 0)
    // A WebSocket begins to count only when the system's own buffers are full.
    let sent = 0
    while (pair.left.bufferedAmount === 0 && sent < 30) pair.left.send(sample(sent++, 1024 * 1024))
    expect(pair.left.bufferedAmount).toBeGreaterThan(0)
    await right.count(sent)
    await until(() => pair.left.bufferedAmount === 0)
  })
}

function runFaults(serializer: Serializer, makePair: MakePair): void {
  const { started } = pairsFor(serializer, makePair)
  const sample = (number: number, size?: number) => sampleFrame(serializer, number, size)

  test('the transport dies under it: both hear it once', async () => {
    const { pair, left, right } = await started()
    await pair.cut?.()
    pair.left.send(sample(1))
    pair.right.send(sample(2))
    expect(await left.end()).not.toBe('')
    expect(await right.end()).not.toBe('')
    pair.left.close()
    await tick()
    expect([left.reasons.length, right.reasons.length]).toEqual([1, 1])
  })

  test('the transport dies in the middle of a large frame: what is whole stays, the rest never comes', async () => {
    const { pair, right } = await started()
    pair.left.send(sample(1))
    await right.count(1)
    pair.left.send(sample(2, 8 * 1024 * 1024))
    await pair.cut?.()
    await right.end()
    expect(right.frames.map(numberOf).every((number, index) => number === index + 1)).toBe(true)
  })

  test('leaves no listener and no timer behind', async () => {
    const { pair, left, right } = await started()
    pair.left.send(sample(1, 100_000))
    await right.count(1)
    expect(pair.held?.()).toBeGreaterThan(0)
    pair.left.close()
    await Promise.all([left.end(), right.end()])
    await until(() => pair.held?.() === 0)
  })
}

/** Waits until the closing of both ends has come to rest, as far as that can be known. */
async function settled(pair: LinkPair): Promise<void> {
  if (pair.held) await until(() => pair.held?.() === 0)
  for (let turn = 0; turn < 10; turn++) await tick()
}

function equal(a: Frame | undefined, b: Frame): boolean {
  return (
    typeof a === 'object' && typeof b === 'object' && a.length === b.length && a.every((byte, at) => byte === b[at])
  )
}
