// Sources take turns, piece by piece, whatever they have waiting.

import { expect, test } from 'vitest'
import { FairQueue } from '../../signaling/fair-queue.ts'

const bytes = (...values: number[]) => Uint8Array.from(values)
const all = (queue: FairQueue<string>) => {
  const pieces: string[] = []
  for (let piece = queue.next(); piece !== undefined; piece = queue.next()) {
    pieces.push(`${piece.source}:${[...piece.payload]}${piece.fin ? '.' : ''}`)
  }
  return pieces
}

test('a large message is cut, and others pass between its pieces', () => {
  const queue = new FairQueue<string>()
  queue.push('a', { payload: bytes(1, 2, 3, 4, 5), text: false, cut: 2 })
  queue.push('b', { payload: bytes(6), text: false, cut: 2 })
  queue.push('b', { payload: bytes(7), text: false, cut: 2 })
  expect(all(queue)).toEqual(['a:1,2', 'b:6.', 'a:3,4', 'b:7.', 'a:5.'])
  expect(queue.bytes).toBe(0)
})

test('a source keeps its order, and messages of it do not mix', () => {
  const queue = new FairQueue<string>()
  queue.push('a', { payload: bytes(1, 2, 3), text: true, cut: 2 })
  queue.push('a', { payload: bytes(), text: true, cut: 2 })
  queue.push('a', { payload: bytes(4, 5), text: true, cut: 2 })
  expect(all(queue)).toEqual(['a:1,2', 'a:3.', 'a:.', 'a:4,5.'])
})

test('empty messages do not wait for free, and what is dropped waits no more', () => {
  const queue = new FairQueue<string>()
  for (let i = 0; i < 1000; i++) queue.push('a', { payload: bytes(), text: false, cut: 1 })
  expect(queue.bytesOf('a')).toBeGreaterThan(100_000)
  queue.push('b', { payload: bytes(1), text: false, cut: 1 })
  expect(queue.drop('a')).toBe(1000)
  expect(queue.drop('a')).toBe(0)
  expect(queue.bytesOf('a')).toBe(0)
  expect(queue.bytes).toBe(queue.bytesOf('b'))
  expect(all(queue)).toEqual(['b:1.'])
})
