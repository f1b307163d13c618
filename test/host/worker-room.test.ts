// A room in a worker, as its tab sees it: what it asks of a worker that does not answer.

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { deferred } from '../../src/client/deferred.ts'
import type { WorkerRoomOptions } from '../../src/host/hub-words.ts'
import { WorkerRoom } from '../../src/host/worker-room.ts'
import type { WorkerSource } from '../../src/host/worker-source.ts'

const OPTIONS: WorkerRoomOptions = {
  ...{ name: 'default', realm: 'realm1', page: 'https://example.org/', signaling: 'https://example.org' },
  ...{ iceServers: [], plainClients: true, durable: false },
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  // No Web Locks, as on plain http.
  vi.stubGlobal('navigator', {})
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** A room whose worker lets tabs in and says nothing else, unless `answer` does. */
async function entered(answer: (word: { type: string; number: number }) => object | undefined = () => undefined) {
  const { port1: worker, port2: tab } = new MessageChannel()
  const asked = deferred<string>()
  worker.onmessage = ({ data }) => {
    const entrance = { room: 'room', secret: 'secret', ticket: 'ticket', persistent: true, warning: undefined }
    if (data.type === 'enter') worker.postMessage({ type: 'entered', realm: 'realm1', lock: undefined, ...entrance })
    else asked.resolve(data.type)
    const said = answer(data)
    if (said) worker.postMessage(said)
  }
  const source: WorkerSource = { open: async () => tab, close: () => worker.close() }
  const told = {
    risk: () => undefined,
    onstate: () => {},
    oninvite: () => {},
    ontransfers: () => {},
    onerror: () => {},
  }
  const room = await WorkerRoom.enter({ options: OPTIONS, source, ...told })
  return { room, asked }
}

test.each(['counters', 'peers', 'rotate'] as const)('%s rejects after 30 seconds, with what to do', async question => {
  const { room, asked } = await entered()
  let settled: unknown
  room[question]().then(
    () => {
      settled = 'answered'
    },
    (error: Error) => {
      settled = error.message
    },
  )
  expect(await asked.promise).toBe(question)
  await vi.advanceTimersByTimeAsync(29_999)
  expect(settled).toBeUndefined()
  await vi.advanceTimersByTimeAsync(1)
  expect(settled).toMatch(/does not answer\. Close all tabs of this site, and open it again/)
  room.close()
  expect(vi.getTimerCount()).toBe(0)
})

test('an answer in time is the answer, and leaves no timer behind', async () => {
  const counters = { violations: 3 }
  const { room } = await entered(({ type, number }) => (type === 'counters' ? { type, number, counters } : undefined))
  expect(await room.counters()).toEqual(counters)
  expect(vi.getTimerCount()).toBe(0)
  room.close()
})

test('a room that is closed meanwhile answers nothing any more, at once', async () => {
  const { room, asked } = await entered()
  const peers = room.peers()
  expect(await asked.promise).toBe('peers')
  room.close()
  await expect(peers).rejects.toThrow('The room was closed.')
  expect(vi.getTimerCount()).toBe(0)
})
