// A resumable link over paths that come and go: nothing is lost, doubled, or out of order within a lane.

import { describe, expect, test } from 'vitest'
import { type Frame, LAST_LANE, type Liveness, type Transfers } from '../../../src/protocol/link.ts'
import { json } from '../../../src/protocol/serializer/json.ts'
import { msgpack } from '../../../src/protocol/serializer/msgpack.ts'
import type { ResumableLinkOptions } from '../../../src/transport/resume/resumable-link.ts'
import { settled } from '../../trace.ts'
import type { FragmentPair } from '../channel-pair.ts'
import { ManualTimers } from '../counting.ts'
import { numberOf, sampleFrame } from '../link-acceptance.ts'
import { pathPair } from './path-pair.ts'

/** What a link delivered. */
class End {
  readonly frames: Frame[] = []
  readonly said: string[] = []
  readonly transferred: Transfers[] = []

  frame(frame: Frame): void {
    this.frames.push(frame)
  }

  liveness(liveness: Liveness): void {
    this.said.push(liveness)
  }

  transfers(transfers: Transfers): void {
    this.transferred.push(transfers)
  }

  closed(reason: string): void {
    this.said.push(`closed: ${reason}`)
  }

  get numbers(): number[] {
    return this.frames.map(numberOf)
  }
}

interface Options extends Omit<ResumableLinkOptions, 'timers'> {
  text?: boolean
}

/** Two started links, and paths whose messages come when the test lets them. */
function stage({ text = false, ...options }: Options = {}) {
  const timers = new ManualTimers()
  const serializer = text ? json : msgpack
  const pair = pathPair(serializer, { ...options, timers })
  const left = new End()
  const right = new End()
  pair.left.start(left)
  pair.right.start(right)
  const connect = () => pair.connect({ manual: true })
  const say = (number: number, size?: number, lane?: number) =>
    pair.left.send(sampleFrame(serializer, number, size), lane)
  return { timers, links: pair, left, right, connect, say }
}

/** Lets everything arrive that is on its way, either way, answers to it too. */
async function exchange(...pairs: FragmentPair[]): Promise<void> {
  for (let quiet = 0; quiet < 3; quiet++) {
    await settled()
    for (const { channels } of pairs) {
      for (const channel of channels) {
        if (channel.bufferedAmount > 0) quiet = 0
        channel.deliver()
      }
    }
  }
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index)

describe.each([false, true])('text: %s', text => {
  test('a path is cut with frames in flight: they come by the next one', async () => {
    const { links, left, right, connect, say } = stage({ text })
    const first = connect()
    await exchange(first)
    for (let number = 0; number < 10; number++) say(number)
    await settled()
    links.right.send(sampleFrame(links.right.serializer, 99))
    await settled()
    first.cut()
    for (let number = 10; number < 20; number++) say(number)
    await exchange(connect())
    expect(right.numbers).toEqual(upTo(20))
    expect(left.numbers).toEqual([99])
  })

  test('what came, and was not yet said to have come, is not doubled', async () => {
    const { right, connect, say } = stage({ text })
    const first = connect()
    for (let number = 0; number < 10; number++) say(number)
    await exchange(first)
    expect(right.numbers).toEqual(upTo(10))
    first.cut()
    await exchange(connect())
    expect(right.numbers).toEqual(upTo(10))
  })
})

describe('moving', () => {
  test('a second path takes over while the first one lives', async () => {
    const moves: unknown[] = []
    const { links, right, connect, say } = stage({ moved: path => moves.push(path) })
    const first = connect()
    for (let number = 0; number < 10; number++) say(number)
    await settled()
    const second = connect()
    for (let number = 10; number < 20; number++) say(number)
    await exchange(first, second)
    for (let number = 20; number < 30; number++) say(number)
    await exchange(first, second)
    expect(right.numbers).toEqual(upTo(30))
    expect([links.left.path, links.right.path]).toEqual([second.left, second.right])
    expect(moves).toEqual([first.left, first.right, second.left, second.right])
    expect(first.channels[0].closedWith).toBeDefined()
  })

  test('the first path goes on until the other side has the second one, too', async () => {
    const { links, right, connect, say } = stage()
    const first = connect()
    await exchange(first)
    const second = connect()
    say(0)
    await exchange(first)
    expect(links.left.path).toBe(first.left)
    expect(right.numbers).toEqual([0])
    await exchange(second)
    expect(links.left.path).toBe(second.left)
  })

  test('the new path dies before it was used: the first one goes on', async () => {
    const { links, right, connect, say } = stage()
    const first = connect()
    await exchange(first)
    connect().cut()
    say(0)
    await exchange(first)
    expect(links.left.path).toBe(first.left)
    expect(right.numbers).toEqual([0])
  })

  test('the new path dies when one side had moved already: the next one has all', async () => {
    const { links, left, right, connect, say } = stage()
    const first = connect()
    await exchange(first)
    const second = connect()
    await settled()
    // The left side hears that the right one goes on by it, and moves.
    second.channels[1].deliver()
    await settled()
    expect(links.left.path).toBe(second.left)
    for (let number = 0; number < 5; number++) say(number)
    links.right.send(sampleFrame(msgpack, 50))
    await settled()
    first.cut()
    second.cut()
    await exchange(connect())
    expect(right.numbers).toEqual(upTo(5))
    expect(left.numbers).toEqual([50])
  })

  test('frames come by both paths at once: none is doubled, none out of order', async () => {
    const { right, connect, say } = stage()
    const first = connect()
    await exchange(first)
    for (let number = 0; number < 10; number++) {
      say(number, 10_000)
      await settled()
    }
    const second = connect()
    await settled()
    second.channels[1].deliver()
    await settled()
    for (let round = 0; round < 20; round++) {
      first.channels[0].deliver(1)
      second.channels[0].deliver(1)
      await settled()
    }
    await exchange(first, second)
    expect(right.numbers).toEqual(upTo(10))
  })

  test('the old path is closed before the other side is heard by the new one: no third path is asked for', async () => {
    const moves: unknown[] = []
    const { links, connect } = stage({ moved: path => moves.push(path) })
    const first = connect()
    await exchange(first)
    const second = connect()
    await settled()
    second.channels[0].deliver()
    await exchange(first)
    expect(links.left.path).toBeUndefined()
    expect(moves).not.toContain(undefined)
    second.cut()
    await settled()
    expect(moves.filter(path => path === undefined)).toHaveLength(2)
  })

  test('the two sides learn of two paths in opposite order: whatever becomes of these, nothing is lost', async () => {
    const { links, left, right, connect, say } = stage()
    const [one, two] = [connect(), connect()]
    await exchange(one)
    await exchange(two)
    for (let number = 0; number < 5; number++) say(number)
    links.right.send(sampleFrame(msgpack, 50))
    await exchange(one, two)
    await exchange(connect())
    expect(right.numbers).toEqual(upTo(5))
    expect(left.numbers).toEqual([50])
  })

  test('again and again, with frames both ways', async () => {
    const { links, left, right, connect, say } = stage()
    for (let round = 0; round < 30; round++) {
      const path = connect()
      say(2 * round, 20_000)
      links.right.send(sampleFrame(msgpack, round))
      await settled()
      for (const channel of path.channels) channel.deliver(round % 3)
      say(2 * round + 1)
      await settled()
      for (const channel of path.channels) channel.deliver(round % 2)
      if (round % 4 !== 0) path.cut()
    }
    await exchange(connect())
    expect(right.numbers).toEqual(upTo(60))
    expect(left.numbers).toEqual(upTo(30))
  })
})

describe('large frames', () => {
  test('one that came by half comes whole by the next path, once', async () => {
    const { right, connect, say } = stage()
    const first = connect()
    await exchange(first)
    say(0, 500_000, 7)
    say(1)
    await settled()
    first.channels[0].deliver(10)
    await settled()
    expect(right.numbers).toEqual([1])
    first.cut()
    say(2, 20, 7)
    await exchange(connect())
    expect(right.numbers).toEqual([1, 0, 2])
  })

  test('whoever is told how far one is, hears that it goes no more when its path dies, and begins anew by the next', async () => {
    const { left, right, connect, say } = stage()
    const first = connect()
    await exchange(first)
    say(1, 1024 * 1024, 7)
    await settled()
    first.channels[0].deliver(8)
    await settled()
    expect(left.transferred.at(-1)?.sending?.total).toBeGreaterThan(1024 * 1024)
    const half = right.transferred.at(-1)?.receiving?.bytes ?? 0
    first.cut()
    await settled()
    for (const end of [left, right]) expect(end.transferred.at(-1)).toEqual({})
    await exchange(connect())
    expect(right.numbers).toEqual([1])
    const [anew] = right.transferred.slice(right.transferred.findIndex(({ receiving }) => !receiving) + 1)
    expect(anew?.receiving?.bytes).toBeLessThanOrEqual(half)
    for (const end of [left, right]) {
      expect([end.transferred.at(-1)?.sending, end.transferred.at(-1)?.receiving]).toEqual([undefined, undefined])
    }
  })

  test('events are not held up by a result of 5 MB', async () => {
    const { right, connect, say } = stage()
    const path = connect()
    await exchange(path)
    say(0, 5 * 1024 * 1024, 7)
    // More than may be on their way at a time, and nothing of the result comes to its end meanwhile.
    for (let round = 1; round <= 100; round++) {
      for (let number = 0; number < 20; number++) say(round * 20 + number, 1_000)
      await settled()
      path.channels[0].deliver(3)
      path.channels[1].deliver()
    }
    for (let turn = 0; turn < 20; turn++) {
      await settled()
      path.channels[0].deliver(2)
      path.channels[1].deliver()
    }
    expect(right.numbers).toEqual(upTo(2_020).slice(20))
    await exchange(path)
    expect(right.numbers.at(-1)).toBe(0)
  })

  test('a full window moves to the next path though all of it had come', async () => {
    const { links, right, connect, say } = stage()
    const first = connect()
    await exchange(first)
    for (let number = 0; number < 40; number++) say(number, 64 * 1024)
    await settled()
    // The next path's first words say that nothing has come; then all comes by the first one, whose reports are lost.
    const second = connect()
    await settled()
    for (let turn = 0; turn < 20; turn++) {
      first.channels[0].deliver()
      await settled()
    }
    expect(right.numbers).toEqual(upTo(4))
    second.channels[1].deliver()
    await exchange(second)
    expect(right.numbers).toEqual(upTo(40))
    expect(links.left.bufferedAmount).toBe(0)
  })
})

describe('what is kept', () => {
  test('little is on its way while the other side says nothing', async () => {
    const { connect, say } = stage()
    const path = connect()
    await exchange(path)
    for (let number = 0; number < 100; number++) say(number, 100_000)
    await settled()
    let sent = 0
    for (let turn = 0; turn < 100; turn++) {
      sent += path.channels[0].bufferedAmount
      path.channels[0].deliver()
      await settled()
    }
    expect(sent).toBeGreaterThan(250_000)
    expect(sent).toBeLessThan(400_000)
  })

  test('what has come is forgotten after a while', async () => {
    const { timers, links, connect, say } = stage({ limit: 10_000 })
    const path = connect()
    for (let round = 0; round < 20; round++) {
      say(round, 5_000)
      await exchange(path)
      await timers.pass(1_000)
      await exchange(path)
    }
    expect(links.left.over).toBe(false)
  })

  test('without a path up to the limit, then the link ends, and the other side hears why as soon as there is one', async () => {
    const { links, left, right, connect, say } = stage({ limit: 100_000 })
    const first = connect()
    await exchange(first)
    first.cut()
    await settled()
    connect()
    for (let number = 0; number < 20; number++) say(number, 10_000)
    await settled()
    const sentence = /^closed: The receiver cannot keep up: \d+ bytes were waiting for it, and the limit is 100000\.$/
    expect(left.said).toEqual([expect.stringMatching(sentence)])
    await exchange(connect())
    expect(right.said).toEqual(left.said)
    expect([links.left.over, links.right.over]).toEqual([true, true])
  })

  test('a frame that no link carries ends it', async () => {
    const { links, left, right, connect } = stage()
    const path = connect()
    links.left.send(new Uint8Array(17 * 1024 * 1024))
    await exchange(path)
    expect(left.said).toEqual([expect.stringContaining('cannot be sent')])
    expect(right.said).toEqual(left.said)
  })
})

describe('closing', () => {
  test('what was sent comes first, also what had to wait, and the last lane last', async () => {
    const { links, right, connect, say } = stage()
    const path = connect()
    await exchange(path)
    say(3, 20, LAST_LANE)
    for (let number = 0; number < 3; number++) say(number, 2_000_000, number)
    links.left.close('enough')
    await exchange(path)
    expect(right.numbers.sort()).toEqual([0, 1, 2, 3])
    expect(right.numbers.at(-1)).toBe(3)
    expect(right.said).toEqual(['closed: enough'])
    expect([links.left.over, links.right.over]).toEqual([true, true])
  })

  test('while a path is being opened: the other side has everything by it, then the farewell', async () => {
    const { timers, links, left, right, connect, say } = stage()
    const first = connect()
    await exchange(first)
    say(0)
    first.cut()
    await settled()
    const second = connect()
    say(1)
    links.left.close('enough')
    say(2)
    await settled()
    expect(left.said).toEqual(['closed: enough'])
    await exchange(second)
    expect(right.numbers).toEqual([0, 1])
    expect(right.said).toEqual(['closed: enough'])
    await timers.pass(5_000)
    expect(timers.running).toBe(0)
  })

  test('while a path is being opened that never is: the link is over after two seconds', async () => {
    const { timers, links, connect } = stage()
    const first = connect()
    await exchange(first)
    first.cut()
    await settled()
    connect()
    links.left.close('enough')
    await timers.pass(1_999)
    expect(links.left.over).toBe(false)
    await timers.pass(1)
    expect(links.left.over).toBe(true)
  })

  test('without any path: at once', async () => {
    const ends: string[] = []
    const { timers, links, left } = stage({ ended: reason => ends.push(reason) })
    links.left.close('enough')
    links.left.close('again')
    links.right.end('unknown')
    links.right.end('again')
    await settled()
    expect(left.said).toEqual(['closed: enough'])
    expect(ends).toEqual(['enough', 'unknown'])
    expect(timers.running).toBe(0)
  })

  test('a link that is over closes what it is given', async () => {
    const { links, connect } = stage()
    links.left.end('over')
    const path = connect()
    await settled()
    expect(links.left.path).toBeUndefined()
    expect(path.channels[0].sent.length).toBeGreaterThan(0)
  })

  test('whoever is told that the link has moved, or is alive, may end it', async () => {
    const moves: unknown[] = []
    const { links, connect } = stage({ moved: path => moves.push(path), liveness: () => links.left.end('enough') })
    const first = connect()
    await exchange(first)
    links.right.sleep('')
    await exchange(first)
    const second = connect()
    await exchange(second)
    expect(links.left.over).toBe(true)
    expect(moves).not.toContain(second.left)
  })
})

describe('asleep, alive, gone', () => {
  test('who sleeps is asleep at once; all waits for its return', async () => {
    const { timers, links, left, right, connect, say } = stage()
    const first = connect()
    await exchange(first)
    say(0)
    links.right.sleep('The page is hidden.')
    await exchange(first)
    say(1)
    expect(left.said).toEqual(['asleep'])
    expect(links.left.liveness).toBe('asleep')
    expect(first.channels[0].closedWith).toBeDefined()
    await timers.pass(20_000)
    const second = connect()
    await exchange(second)
    expect(left.said).toEqual(['asleep', 'alive'])
    expect(right.numbers).toEqual([0, 1])
    await timers.jump(200)
    expect(links.left.over).toBe(false)
  })

  test('who sleeps longer than the grace finds its link gone', async () => {
    const { timers, links, left, connect } = stage()
    const first = connect()
    await exchange(first)
    links.right.sleep('The page is hidden.')
    await exchange(first)
    await timers.pass(30_000)
    await settled()
    expect(left.said).toEqual(['asleep', 'closed: Nothing was heard from the other side for 30 seconds.'])
    expect(links.left.over).toBe(true)
    expect(timers.running).toBe(0)
  })

  test('a path that falls silent is kept, and the other side is asleep until it is heard again', async () => {
    const { timers, links, left, connect } = stage()
    const path = connect()
    await exchange(path)
    await timers.pass(6_000)
    expect(left.said).toEqual(['asleep'])
    expect(links.left.path).toBe(path.left)
    await exchange(path)
    expect(left.said).toEqual(['asleep', 'alive'])
  })

  test('a path that stays silent for the grace is the end', async () => {
    const { timers, left, connect } = stage()
    await exchange(connect())
    await timers.pass(40_000)
    await settled()
    expect(left.said).toEqual(['asleep', 'closed: Nothing was heard from the other side for 30 seconds.'])
  })

  test('a clock that jumps ends nothing', async () => {
    const { timers, links, left, connect } = stage()
    const first = connect()
    await exchange(first)
    first.cut()
    await settled()
    await timers.jump(3_600_000)
    await settled()
    expect(links.left.over).toBe(false)
    await exchange(connect())
    expect(left.said.at(-1)).toBe('alive')
  })

  test('who is doubted and answers stays; who does not is gone', async () => {
    const { timers, links, left, connect } = stage()
    const path = connect()
    await exchange(path)
    links.left.doubt(2_000, 'Its wire was closed.')
    await exchange(path)
    await timers.pass(2_500)
    expect(links.left.over).toBe(false)
    await exchange(path)
    links.left.doubt(2_000, 'Its wire was closed.')
    await timers.pass(2_000)
    await settled()
    expect(left.said).toEqual(['closed: Its wire was closed.'])
  })

  test('who is doubted and comes by another path stays', async () => {
    const { timers, links, connect } = stage()
    const first = connect()
    await exchange(first)
    first.cut()
    await settled()
    links.left.doubt(2_000, 'Its wire was closed.')
    await timers.pass(1_000)
    await exchange(connect())
    await timers.pass(2_000)
    expect(links.left.over).toBe(false)
  })
})
