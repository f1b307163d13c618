// Who speaks to a resumable link as it likes: the link ends with a sentence, throws nothing, and keeps little.

import { describe, expect, test } from 'vitest'
import type { Frame, LinkReceiver } from '../../../src/protocol/link.ts'
import { msgpack } from '../../../src/protocol/serializer/msgpack.ts'
import { MessageReader } from '../../../src/transport/framing.ts'
import { MOST_RUNS, readHave, record, writeHave, writeRecord } from '../../../src/transport/resume/records.ts'
import { bytesOf, type Path, ResumableLink } from '../../../src/transport/resume/resumable-link.ts'
import { settled } from '../../trace.ts'
import { ManualTimers } from '../counting.ts'

/** A path whose other end is the test. */
class BarePath implements Path {
  readonly serializer = bytesOf(msgpack)
  readonly bufferedAmount = 0
  deaf = false
  readonly sent: Uint8Array[] = []
  closed: string | undefined
  #receiver: LinkReceiver | undefined

  start(receiver: LinkReceiver): void {
    this.#receiver = receiver
  }

  send(frame: Frame): void {
    this.sent.push(frame as Uint8Array)
  }

  close(reason = ''): void {
    this.closed ??= reason
  }

  probe(): Promise<boolean> {
    return Promise.resolve(true)
  }

  /** It is closed since noise came by it. */
  breaks(reason: string): void {
    this.deaf = true
    this.#receiver?.closed(reason)
  }

  says(...records: (Uint8Array | number[])[]): void {
    for (const one of records) this.#receiver?.frame(Uint8Array.from(one))
  }

  /** The kinds of the records that were sent. */
  get kinds(): (number | undefined)[] {
    return this.sent.map(([kind]) => kind)
  }
}

function attacked() {
  const timers = new ManualTimers()
  const frames: Frame[] = []
  const said: string[] = []
  const link = new ResumableLink(msgpack, { timers })
  link.start({ frame: frame => frames.push(frame), closed: reason => said.push(reason) })
  const open = () => {
    const path = new BarePath()
    link.take(path)
    return path
  }
  return { timers, frames, said, link, open }
}

const NUMBER = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f]
const nothing = { upto: 0, beyond: [] }

test.each<[string, number[]]>([
  ['an empty record', []],
  ['an unknown kind', [9]],
  ['a frame without its numbers', [1, 0x80]],
  ['a number above 2^53', [1, ...Array(9).fill(0xff), 0]],
  ['what was not sent has come', [2, 99, 0]],
  ['what was not sent has come, by a frame', [1, 1, 99]],
  ['absurdly much has come', [2, ...NUMBER, 0]],
  ['a report cut short', [2]],
  ['it resumes with more than there was', [3, 99, 0]],
  ['it resumes with frames ahead that were not sent', [3, 0, 1, 1, ...NUMBER]],
  ['it resumes with an absurd count', [3, 0, ...NUMBER]],
  ['it resumes with a count and no runs', [3, 0, 100]],
  ['it resumes with empty runs', [3, 0, 1, 0, 0]],
])('%s: the link ends with a sentence, and says it', async (_, bytes) => {
  const { timers, said, link, open } = attacked()
  const path = open()
  link.send(Uint8Array.of(1))
  path.says(bytes)
  await settled()
  expect(said).toEqual([expect.stringMatching(/^(The other side|A message of the other side) .+\.$/)])
  expect(path.kinds.at(-1)).toBe(record.bye)
  expect(path.closed).toBe(said[0])
  expect([link.over, link.bufferedAmount, timers.running]).toEqual([true, 0, 0])
  path.says(bytes, [4], [5])
})

test('what came before is delivered, and nothing that came after', async () => {
  const { frames, open } = attacked()
  const path = open()
  path.says([1, 1, 0, 7], [9], [1, 2, 0, 8])
  await settled()
  expect(frames).toEqual([Uint8Array.of(7)])
})

test('noise by a path: the link ends, and says so by another one', async () => {
  const { said, open } = attacked()
  const [used, noisy] = [open(), open()]
  noisy.breaks('That makes no sense.')
  await settled()
  expect(said).toEqual(['That makes no sense.'])
  expect([used.kinds.at(-1), used.closed]).toEqual([record.bye, said[0]])
})

test('noise by the only path: the link ends', async () => {
  const { said, link, open } = attacked()
  open().breaks('That makes no sense.')
  await settled()
  expect(said).toEqual(['That makes no sense.'])
  expect(link.over).toBe(true)
})

test('who resumes twice by one path has nothing sent again and again', async () => {
  const { said, link, open } = attacked()
  open()
  for (let number = 0; number < 10; number++) link.send(new Uint8Array(100_000), 5)
  const path = open()
  for (let count = 0; count < 100; count++) path.says(writeHave(record.resume, nothing))
  await settled()
  expect(path.kinds.filter(kind => kind === record.frame)).toHaveLength(10)
  expect(said).toEqual(['The other side resumed twice by one path.'])
})

test('who resumes after all by the path of before changes nothing', async () => {
  const { link, open } = attacked()
  const [first, second, third] = [open(), open(), open()]
  third.says(writeHave(record.resume, nothing))
  link.send(Uint8Array.of(1))
  second.says(writeHave(record.resume, nothing))
  first.says(writeHave(record.resume, nothing))
  expect(link.path).toBe(third)
  expect([first.kinds, second.kinds, third.kinds]).toEqual([[3], [3], [3, 1]])
})

test('frames far ahead are taken, and only a limited number of gaps', async () => {
  const { frames, said, open } = attacked()
  const path = open()
  path.says(writeRecord(record.frame, [2 ** 53 - 1, 0]))
  for (let number = 2; said.length === 0 && number < 4 * MOST_RUNS; number += 2) {
    path.says(writeRecord(record.frame, [number, 0]))
    if (number % 1_000 === 0) await settled()
  }
  expect(frames.length).toBeLessThan(MOST_RUNS + 1_000)
  expect(said).toEqual(['The other side left out too many frames.'])
})

test('the same frame again and again is taken once', async () => {
  const { frames, said, open } = attacked()
  const path = open()
  for (let count = 0; count < 10_000; count++) path.says([1, 1, 0, 7])
  await settled()
  expect([frames.length, said]).toEqual([1, []])
  // Each of them may mean that the other side does not know; it is told now and then.
  expect(path.kinds.filter(kind => kind === record.received).length).toBeLessThan(200)
})

describe('paths', () => {
  test('a few may wait for the other side, and the last one is the best', () => {
    const { link, open } = attacked()
    const first = open()
    const pending = Array.from({ length: 100 }, open)
    expect(pending.filter(({ closed }) => closed === undefined)).toHaveLength(4)
    expect(first.closed).toBeUndefined()
    pending.at(-1)?.says(writeHave(record.resume, nothing))
    expect(link.path).toBe(pending.at(-1))
    expect([first, ...pending].filter(({ closed }) => closed === undefined)).toHaveLength(1)
  })

  test('each is told what has come when it is taken', () => {
    const { open } = attacked()
    open().says([1, 1, 0], [1, 3, 0], [1, 4, 0])
    const [resume] = open().sent
    const reader = new MessageReader(resume as Uint8Array)
    expect(reader.byte()).toBe(record.resume)
    expect(readHave(reader)).toEqual({ upto: 1, beyond: [{ first: 3, last: 4 }] })
  })
})
