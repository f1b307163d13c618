// The log of a room in IndexedDB: what was written last is read, whoever else still writes.

import { IDBFactory, IDBKeyRange, IDBObjectStore } from 'fake-indexeddb'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { RoomChange } from '../../src/host/kept-room.ts'
import { RoomLog } from '../../src/host/room-log.ts'

beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory())
  vi.stubGlobal('IDBKeyRange', IDBKeyRange)
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

const change = (at: number): RoomChange => ({ version: 1, at, exact: true, entries: [], seats: [] })
const left = async (name = 'a') => (await RoomLog.open(name)).left.map(({ at }) => at)

test('all since the last whole one, in order, each room apart', async () => {
  const { log } = await RoomLog.open('a')
  await log.write(change(1), true)
  await log.write(change(2), false)
  expect(await left()).toEqual([1, 2])
  await log.write(change(3), true)
  for (let at = 4; at < 20; at++) void log.write(change(at), false)
  await log.write(change(20), false)
  expect(await left()).toEqual(Array.from({ length: 18 }, (_, index) => index + 3))
  expect(await left('b')).toEqual([])
  await log.clear()
  expect(await left()).toEqual([])
})

test('is copied when it is handed over', async () => {
  const { log } = await RoomLog.open('a')
  const entries: RoomChange['entries'][number][] = []
  const writing = log.write({ ...change(1), entries }, true)
  entries.push(['session', 1, 'later'])
  await writing
  expect((await RoomLog.open('a')).left[0]?.entries).toEqual([])
})

test('a writer that another one has replaced spoils nothing', async () => {
  const old = await RoomLog.open('a')
  await old.log.write(change(1), true)
  const young = await RoomLog.open('a')
  await old.log.write(change(2), false)
  // Until it writes, what the old one left is what there is.
  expect(await left()).toEqual([1, 2])
  await young.log.write(change(3), true)
  await old.log.write(change(4), true)
  await old.log.write(change(5), false)
  expect(await left()).toEqual([3])
  await old.log.clear()
  expect(await left()).toEqual([3])
})

test('where there is no database, or it fails or does not answer, that is said in a sentence', async () => {
  const { log } = await RoomLog.open('a')
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('no room', 'QuotaExceededError')
  })
  await expect(log.write(change(1), true)).rejects.toThrow('they cannot be kept: no room')
  log.close()
  await expect(log.write(change(1), true)).rejects.toThrow('The sessions of this room end with its worker')
  vi.useFakeTimers({ toFake: ['setTimeout'] })
  vi.stubGlobal('indexedDB', { open: () => ({}) })
  const opening = expect(RoomLog.open('a')).rejects.toThrow('did not answer within 3 seconds')
  await vi.advanceTimersByTimeAsync(3_000)
  await opening
  vi.useRealTimers()
  vi.stubGlobal('indexedDB', undefined)
  await expect(RoomLog.open('a')).rejects.toThrow('cannot be kept')
})
