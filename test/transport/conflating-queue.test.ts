// ConflatingQueue: order, replacing, counting, and that no key waits for ever.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ConflatingQueue, ENTRY_COST } from '../../src/transport/conflating-queue.ts'

/** A queue with these frames: `a1` and `a2` share the key `a`, those in capitals have none. */
function queueOf(...frames: readonly string[]) {
  const queue = new ConflatingQueue()
  for (const frame of frames) put(queue, frame)
  return queue
}

function put(queue: ConflatingQueue, frame: string) {
  const key = /^[a-z]/.test(frame) ? frame[0] : undefined
  queue.push({ frame, lane: 0, key })
}

function rest(queue: ConflatingQueue) {
  const frames: unknown[] = []
  for (let next = queue.shift(); next; next = queue.shift()) frames.push(next.frame)
  return frames
}

describe('order', () => {
  test('first in, first out', () => {
    expect(rest(queueOf('A', 'B', 'c1', 'D'))).toEqual(['A', 'B', 'c1', 'D'])
  })

  test('the newest of a key goes, at its own place: it overtakes nothing', () => {
    expect(rest(queueOf('a1', 'X', 'a2', 'Y', 'a3'))).toEqual(['X', 'Y', 'a3'])
    expect(rest(queueOf('X', 'a1', 'b1', 'a2', 'Y', 'b2', 'Z'))).toEqual(['X', 'a2', 'Y', 'b2', 'Z'])
    expect(rest(queueOf('a1', 'a2'))).toEqual(['a2'])
  })

  test('frames without a key are never replaced, whatever they say', () => {
    expect(rest(queueOf('X', 'X', 'X'))).toEqual(['X', 'X', 'X'])
  })

  test('what was taken is not replaced any more', () => {
    const queue = queueOf('a1', 'X')
    expect(queue.shift()?.frame).toBe('a1')
    put(queue, 'a2')
    expect(rest(queue)).toEqual(['X', 'a2'])
    expect(queue.conflated).toBe(0)
  })

  test('an entry keeps its lane and its bytes', () => {
    const queue = new ConflatingQueue()
    const frame = Uint8Array.of(1, 2)
    queue.push({ frame, lane: 7 })
    queue.push({ frame, lane: -1, key: 'k' })
    expect([queue.shift(), queue.shift()]).toEqual([
      { frame, lane: 7 },
      { frame, lane: -1, key: 'k' },
    ])
    expect(queue.shift()).toBeUndefined()
  })
})

describe('counting', () => {
  test('bytes and frames that wait, and those that were replaced', () => {
    const queue = queueOf('X', 'a1', 'Y')
    expect([queue.length, queue.bytes, queue.conflated]).toEqual([3, 4 + 3 * ENTRY_COST, 0])
    put(queue, 'a2')
    // The turn of the key takes a place.
    expect([queue.length, queue.bytes, queue.conflated]).toEqual([3, 4 + 4 * ENTRY_COST, 1])
    put(queue, 'a3')
    expect([queue.length, queue.bytes, queue.conflated]).toEqual([3, 4 + 4 * ENTRY_COST, 2])
    rest(queue)
    expect([queue.length, queue.bytes, queue.conflated]).toEqual([0, 0, 2])
  })

  test('a cleared queue has nothing, and begins anew', () => {
    const queue = queueOf('X', 'a1', 'a2')
    queue.clear()
    expect([queue.length, queue.bytes, queue.conflated, queue.shift()]).toEqual([0, 0, 1, undefined])
    put(queue, 'a3')
    expect(rest(queue)).toEqual(['a3'])
  })

  test('a million frames of one key behind one that waits take no more than two', () => {
    const queue = queueOf('X')
    for (let count = 0; count < 1_000_000; count++) put(queue, `a${count}`)
    expect(queue.bytes).toBeLessThan(4 * ENTRY_COST)
    expect([queue.length, queue.conflated, rest(queue)]).toEqual([2, 999_999, ['X', 'a999999']])
  })
})

test('a key that is used faster than the queue gets shorter reaches the front all the same', () => {
  const queue = queueOf(...Array.from({ length: 20 }, () => 'X'), 'a0')
  const taken: unknown[] = []
  for (let count = 1; count <= 200; count++) {
    put(queue, 'Y')
    put(queue, `a${count}`)
    taken.push(queue.shift()?.frame)
  }
  const numbers = taken.filter(frame => frame !== 'X' && frame !== 'Y').map(frame => Number(String(frame).slice(1)))
  expect(numbers.length).toBeGreaterThan(3)
  expect(numbers).toEqual([...numbers].sort((a, b) => a - b))
})

test('whatever is put in and taken out: in order, nothing without a key lost, of each key the newest', () => {
  const step = fc.constantFrom('put', 'a', 'b', 'c', 'take')
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), steps => {
      const queue = new ConflatingQueue()
      const put: string[] = []
      const taken: string[] = []
      const take = () => {
        const next = queue.shift()
        if (next) taken.push(next.frame as string)
        return next !== undefined
      }
      for (const [number, now] of steps.entries()) {
        if (now === 'take') take()
        else {
          const key = now === 'put' ? undefined : now
          const frame = `${number} ${key ?? '-'}`
          queue.push({ frame, lane: 0, key })
          put.push(frame)
        }
        expect(put.length).toBe(taken.length + queue.conflated + queue.length)
      }
      while (take());
      expect(taken).toEqual(put.filter(frame => taken.includes(frame)))
      for (const key of ['a', 'b', 'c']) {
        const newest = put.findLast(frame => frame.endsWith(key))
        if (newest) expect(taken).toContain(newest)
      }
      expect(put.filter(frame => frame.endsWith('-') && !taken.includes(frame))).toEqual([])
      expect([queue.length, queue.bytes]).toEqual([0, 0])
    }),
    { numRuns: 300 },
  )
})
