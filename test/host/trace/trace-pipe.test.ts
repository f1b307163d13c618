// A pipe for records: as many as the tab takes, the rest is left out.

import { expect, test, vi } from 'vitest'
import { TracePipe } from '../../../src/host/trace/trace-pipe.ts'
import type { TraceRecord } from '../../../src/host/trace/trace-record.ts'

const record = (number: number, size = 10): TraceRecord => ({
  number,
  time: 0,
  direction: 'to-router',
  session: 1,
  transport: 'relay',
  message: [],
  size,
})

test('records go in batches; what the tab does not take in time is left out, and later ones go again', async () => {
  const batches: (readonly TraceRecord[])[] = []
  const pipe = new TracePipe(records => batches.push(records))
  for (let number = 1; number <= 5_000; number++) pipe.record(record(number))
  await vi.waitFor(() => expect(batches).toHaveLength(1))
  expect(batches[0]).toHaveLength(2_000)
  pipe.record(record(5_001))
  pipe.taken(2_000)
  pipe.record(record(5_002))
  await vi.waitFor(() => expect(batches).toHaveLength(2))
  expect(batches[1]?.map(({ number }) => number)).toEqual([5_002])
})

test('large records fill it sooner', async () => {
  const batches: (readonly TraceRecord[])[] = []
  const pipe = new TracePipe(records => batches.push(records))
  for (let number = 1; number <= 1_000; number++) pipe.record(record(number, 16_000_000))
  await vi.waitFor(() => expect(batches).toHaveLength(1))
  expect(batches[0]?.length).toBe(256)
})
