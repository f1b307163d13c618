// A resumable link whose state is kept beyond its process: what the process knew last goes on in another one, and the
// other side, which never ended, gets all of it once.

import { describe, expect, test } from 'vitest'
import { msgpack } from '../../../src/protocol/serializer/msgpack.ts'
import { BrokenFraming } from '../../../src/transport/framing.ts'
import { changedState, type LinkState } from '../../../src/transport/resume/link-state.ts'
import { Owed } from '../../../src/transport/resume/owed.ts'
import { bytesOf, PATH_HEARTBEAT, ResumableLink } from '../../../src/transport/resume/resumable-link.ts'
import { Random } from '../../fuzz/random.ts'
import { settled } from '../../trace.ts'
import { type FragmentPair, fragmentPair } from '../channel-pair.ts'
import { ManualTimers } from '../counting.ts'
import { numberOf, sampleFrame } from '../link-acceptance.ts'

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index)
const frameOf = (number: number, size?: number) => sampleFrame(msgpack, number, size)

const NOTHING: LinkState = { have: { upto: 0, beyond: [] }, lastNumber: 0, lastSerial: 0, frames: new Map() }

interface Kept {
  readonly link: LinkState
  readonly acted: readonly number[]
}

/** A side that answers each frame with one of its number, and may end at any time; the other one lives. */
class Stage {
  readonly timers = new ManualTimers()
  readonly living: ResumableLink
  /** What the living side got, by lane. */
  readonly got: number[] = []
  readonly closed: string[] = []
  /** What the mortal one has acted on, as far as its present self knows. */
  acted: number[] = []
  mortal: ResumableLink
  pair: FragmentPair | undefined
  readonly #open: boolean
  /** How many of the frames that came are not acted on. */
  holding = 0
  /** Whether it answers. */
  answers = true
  #held: number[] = []
  #kept: Kept = { link: NOTHING, acted: [] }
  #writing: Kept | undefined

  constructor(open: boolean) {
    this.#open = open
    const { timers } = this
    this.living = new ResumableLink(msgpack, { timers })
    this.living.start({ frame: frame => this.got.push(numberOf(frame)), closed: reason => this.closed.push(reason) })
    this.mortal = this.#begin(undefined)
  }

  connect(): void {
    this.pair?.cut()
    this.pair = fragmentPair(bytesOf(msgpack), { manual: true, heartbeat: { ...PATH_HEARTBEAT, timers: this.timers } })
    this.mortal.take(this.pair.left)
    this.living.take(this.pair.right)
  }

  /** Begins to keep what there is. */
  write(whole = false): void {
    const change = structuredClone(this.mortal.change(this.#held.length, whole)) ?? { ...this.#kept.link, frames: [] }
    const before = whole ? undefined : structuredClone(this.#kept.link)
    this.#writing = { link: changedState(before, change), acted: [...this.acted] }
  }

  /** That is kept. */
  written(): void {
    if (!this.#writing) return
    this.#kept = this.#writing
    this.#writing = undefined
    this.mortal.kept()
  }

  get writing(): boolean {
    return this.#writing !== undefined
  }

  /** The process ends, and another one goes on with what was kept. */
  crash(): void {
    this.pair?.cut()
    this.#writing = undefined
    this.#held = []
    this.holding = 0
    this.acted = [...this.#kept.acted]
    this.mortal = this.#begin(structuredClone(this.#kept.link))
    this.connect()
  }

  /** Acts on what it had held. */
  release(): void {
    this.holding = 0
    for (const number of this.#held.splice(0)) this.#act(number)
  }

  async exchange(): Promise<void> {
    for (let quiet = 0; quiet < 3; quiet++) {
      await settled()
      for (const channel of this.pair?.channels ?? []) {
        if (channel.bufferedAmount > 0) quiet = 0
        channel.deliver()
      }
    }
  }

  /** Lets everything arrive, and be kept. */
  async rest(): Promise<void> {
    this.release()
    for (let round = 0; round < 10; round++) {
      await this.exchange()
      if (!this.writing) this.write()
      this.written()
      await this.timers.pass(2_000)
    }
  }

  #begin(restored: LinkState | undefined): ResumableLink {
    const keeper = { open: this.#open, changed: () => {} }
    const link = new ResumableLink(msgpack, { timers: this.timers, keeper, ...(restored && { restored }) })
    link.start({
      frame: frame => {
        if (this.holding > 0) this.#held.push(numberOf(frame))
        else this.#act(numberOf(frame))
      },
      closed: reason => link === this.mortal && this.closed.push(reason),
    })
    return link
  }

  #act(number: number): void {
    this.acted.push(number)
    if (this.answers) this.mortal.send(frameOf(number), number % 5 === 4 ? number : 0)
  }
}

test('nothing goes, and nothing is acknowledged, before it is kept', async () => {
  const stage = new Stage(false)
  stage.connect()
  for (const number of upTo(3)) stage.living.send(frameOf(number))
  await stage.exchange()
  expect(stage.acted).toEqual(upTo(3))
  await stage.timers.pass(5_000)
  await stage.exchange()
  expect(stage.got).toEqual([])
  stage.write()
  stage.living.send(frameOf(3))
  await stage.exchange()
  stage.written()
  await stage.exchange()
  expect(stage.got).toEqual(upTo(3))
  // The fourth came behind what is kept: it was not acknowledged, and comes again.
  stage.crash()
  await stage.rest()
  expect([stage.acted, stage.got]).toEqual([upTo(4), upTo(4)])
})

test('where frames may go at once, only acknowledgements wait', async () => {
  const stage = new Stage(true)
  stage.connect()
  for (const number of upTo(3)) stage.living.send(frameOf(number))
  await stage.exchange()
  expect(stage.got).toEqual(upTo(3))
  stage.crash()
  await stage.rest()
  // Once more, since nothing was kept.
  expect([stage.acted, stage.got.slice(-1)]).toEqual([upTo(3), [2]])
})

test('new frames do not get the numbers of frames that only the other side knows of', async () => {
  const stage = new Stage(true)
  stage.connect()
  stage.living.send(frameOf(0))
  await stage.exchange()
  stage.write()
  stage.written()
  for (const number of [1, 2, 3]) stage.mortal.send(frameOf(number))
  await stage.exchange()
  stage.crash()
  for (const number of [10, 11]) stage.mortal.send(frameOf(number))
  await stage.rest()
  expect(stage.got).toEqual([0, 1, 2, 3, 10, 11])
})

test('a full window is told of when it is kept, so that the other side goes on', async () => {
  const stage = new Stage(false)
  // Answers would tell it, too.
  stage.answers = false
  stage.connect()
  for (const number of upTo(20)) stage.living.send(frameOf(number, 40_000))
  for (let round = 0; round < 20; round++) {
    await stage.exchange()
    stage.write()
    stage.written()
  }
  expect(stage.acted).toEqual(upTo(20))
})

test('what waits for its turn, or for a path, is kept with what may replace it', async () => {
  const stage = new Stage(false)
  stage.mortal.send(frameOf(0))
  stage.mortal.send(frameOf(1), 0, 'a')
  stage.write()
  stage.written()
  stage.mortal.send(frameOf(2), 0, 'a')
  stage.mortal.send(frameOf(3))
  stage.write()
  stage.written()
  stage.crash()
  stage.mortal.send(frameOf(4), 0, 'a')
  await stage.rest()
  expect(stage.got).toEqual([0, 3, 4])
})

test('farewells do not wait', async () => {
  const stage = new Stage(false)
  stage.connect()
  await stage.exchange()
  stage.mortal.send(frameOf(0))
  stage.mortal.close('That is all.')
  await stage.exchange()
  expect(stage.got).toEqual([0])
  expect(stage.closed).toContain('That is all.')
})

describe('a side that ends between any two steps', () => {
  const seeds = upTo(60)

  async function play(seed: number, open: boolean): Promise<{ stage: Stage; said: number; crashes: number[] }> {
    const random = new Random(seed)
    const stage = new Stage(open)
    const crashes: number[] = []
    let said = 0
    stage.connect()
    for (let step = 0; step < 300; step++) {
      const what = random.below(100)
      if (what < 30) for (let burst = random.below(4); burst >= 0; burst--) stage.living.send(frameOf(said++))
      else if (what < 60) stage.pair?.channels[random.below(2)]?.deliver(1 + random.below(3))
      else if (what < 75 && !stage.writing) stage.write(random.chance(0.1))
      else if (what < 87) stage.written()
      else if (what < 91) stage.holding = 1
      else if (what < 95) stage.release()
      else if (what < 97) stage.connect()
      else if (random.chance(0.7)) {
        crashes.push(stage.got.length)
        stage.crash()
      } else await stage.timers.pass(1_000)
      await settled()
    }
    await stage.rest()
    return { stage, said, crashes }
  }

  const lanes = (numbers: readonly number[]) => [
    numbers.filter(number => number % 5 !== 4),
    numbers.filter(number => number % 5 === 4).sort((a, b) => a - b),
  ]

  test.each(seeds)('loses nothing and doubles nothing where all waits: %i', async seed => {
    const { stage, said } = await play(seed, false)
    expect(stage.closed).toEqual([])
    expect(stage.acted).toEqual(upTo(said))
    expect(lanes(stage.got)).toEqual(lanes(upTo(said)))
  })

  test.each(seeds)('loses nothing where only acknowledgements wait: %i', async seed => {
    const { stage, said, crashes } = await play(seed, true)
    expect(stage.closed).toEqual([])
    expect(stage.acted).toEqual(upTo(said))
    expect([...new Set(stage.got)].sort((a, b) => a - b)).toEqual(upTo(said))
    const [inOrder = []] = lanes([...new Set(stage.got)])
    expect(inOrder).toEqual(lanes(upTo(said))[0])
    if (crashes.length === 0) expect(stage.got).toHaveLength(said)
  })
})

describe('what another process owed', () => {
  const state = (lastNumber: number): LinkState => ({ ...NOTHING, lastNumber, lastSerial: lastNumber })

  test('numbers that the other side has are passed over, gaps between them are filled', () => {
    const owed = new Owed(true, state(5))
    owed.acknowledge({ upto: 7, beyond: [{ first: 9, last: 10 }] })
    for (let count = 0; count < 4; count++) owed.push(new Uint8Array(1), 0)
    expect([owed.next(), owed.next(), owed.next()].map(frame => frame?.number)).toEqual([8, 11, 12])
    owed.acknowledge({ upto: 7, beyond: [{ first: 9, last: 10 }] })
    owed.acknowledge({ upto: 12, beyond: [] })
    expect(owed.nextNumber).toBe(13)
  })

  test('only what has changed is told: what came and went in between never', () => {
    const owed = new Owed(true)
    const serials = () => owed.changes().map(([serial, frame]) => [serial, frame?.number])
    for (let count = 0; count < 3; count++) owed.push(new Uint8Array(1), 0)
    owed.next()
    expect(serials()).toEqual([[1, 1], [2, undefined], [3, undefined]]) // biome-ignore format: pairs
    owed.next()
    owed.push(new Uint8Array(1), 0)
    owed.acknowledge({ upto: 1, beyond: [] })
    expect(owed.changes().map(([serial, frame]) => [serial, frame && (frame.number ?? 'waits')])).toEqual(
      [[2, 2], [4, 'waits'], [1, undefined]], // biome-ignore format: pairs
    )
    for (let frame = owed.next(); frame; frame = owed.next());
    owed.push(new Uint8Array(1), 0)
    owed.next()
    owed.acknowledge({ upto: 5, beyond: [] })
    expect(serials()).toEqual([[3, undefined], [4, undefined], [2, undefined]]) // biome-ignore format: pairs
    expect(owed.all()).toEqual([])
  })

  test('the other side cannot have what no process can have sent', () => {
    const owed = new Owed(true, state(5))
    expect(() => owed.acknowledge({ upto: 2_000_000, beyond: [] })).toThrow(BrokenFraming)
    owed.push(new Uint8Array(1), 0)
    owed.next()
    expect(() => owed.acknowledge({ upto: 7, beyond: [] })).toThrow(BrokenFraming)
  })
})
