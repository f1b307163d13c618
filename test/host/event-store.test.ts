// EventStore: written behind the router's back, found again, and never in its way.

import { IDBFactory, IDBObjectStore, IDBTransaction } from 'fake-indexeddb'
import { createStore, entries, set } from 'idb-keyval'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openEventStore } from '../../src/host/event-store.ts'
import type { EventStore } from '../../src/router/broker/event-history.ts'
import type { KeptEvent } from '../../src/router/broker/kept-event.ts'

beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory())
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

function event(publication: number, more: Partial<KeptEvent> = {}): KeptEvent {
  return {
    publication,
    time: 1_767_225_600_000 + publication,
    topic: 'com.app.t',
    authid: 'ben',
    details: { publisher: 7 },
    trailing: [[1, 'x', null, 2n ** 60n, Uint8Array.of(1, 2)], { a: { b: true } }],
    lists: { eligible_authid: ['ann'] },
    subscriptions: [
      ['exact', 'com.app.t'],
      ['prefix', ''],
    ],
    ...more,
  }
}

const add = (store: EventStore, event: KeptEvent) => store.add(event.publication, () => event)
const database = (name = 'default') => createStore(`wamp-mesh-events-${name}`, 'events')
const loaded = async (name?: string) => [...(await openEventStore({ name })).load()]

describe('keeps', () => {
  it('events as they were, in their order, without those removed', async () => {
    const store = await openEventStore()
    for (const publication of [5, 3, 2 ** 40, 1]) add(store, event(publication))
    store.remove(3)
    await store.flushed()
    expect(await loaded()).toEqual([event(5), event(2 ** 40), event(1)])
    const next = await openEventStore()
    add(next, event(4))
    next.remove(5)
    await next.flushed()
    expect((await loaded()).map(({ publication }) => publication)).toEqual([2 ** 40, 1, 4])
  })

  it('rooms apart', async () => {
    const [one, two] = [await openEventStore({ name: 'one' }), await openEventStore({ name: 'two' })]
    add(one, event(1))
    add(two, event(2))
    await Promise.all([one.flushed(), two.flushed()])
    expect(await loaded('one')).toEqual([event(1)])
    expect(await loaded('two')).toEqual([event(2)])
  })

  it('for the next router of the same page what is not written yet', async () => {
    const store = await openEventStore()
    add(store, event(1))
    add(store, event(2))
    store.remove(1)
    expect([...store.load()]).toEqual([event(2)])
    await store.flushed()
  })

  it('what two pages write that hold the room at the same moment', async () => {
    const [old, young] = [await openEventStore(), await openEventStore()]
    add(old, event(1))
    add(young, event(2))
    await Promise.all([old.flushed(), young.flushed()])
    expect((await loaded()).map(({ publication }) => publication).sort()).toEqual([1, 2])
  })
})

it('does not write what came and went in the meantime', async () => {
  const store = await openEventStore()
  const put = vi.spyOn(IDBObjectStore.prototype, 'put')
  for (let publication = 1; publication <= 1_000; publication++) {
    add(store, event(publication))
    if (publication > 10) store.remove(publication - 10)
  }
  await store.flushed()
  expect(put).toHaveBeenCalledTimes(10)
  expect(await loaded()).toHaveLength(10)
})

it('writes at once, then gathers for a while, and writes what it has when the page goes', async () => {
  const page = new EventTarget()
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page))
  vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page))
  const store = await openEventStore()
  // No time passes any more.
  vi.spyOn(performance, 'now').mockReturnValue(0)
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    add(store, event(1))
    await store.flushed()
    expect(await loaded()).toEqual([event(1)])
    add(store, event(2))
    add(store, event(3))
    const commit = vi.spyOn(IDBTransaction.prototype, 'commit')
    page.dispatchEvent(new Event('pagehide'))
    // Within the task: of a page that goes there is no other.
    for (let turn = 0; turn < 10; turn++) await Promise.resolve()
    expect(commit).toHaveBeenCalledTimes(1)
    await store.flushed()
    expect(await loaded()).toEqual([event(1), event(2), event(3)])
    expect(vi.getTimerCount()).toBe(0)
  } finally {
    vi.useRealTimers()
  }
})

it('has what it writes described, and nothing else', async () => {
  const store = await openEventStore()
  const described: number[] = []
  for (const publication of [1, 2]) {
    store.add(publication, () => {
      described.push(publication)
      return event(publication)
    })
  }
  store.remove(1)
  await store.flushed()
  expect(described).toEqual([2])
  expect(await loaded()).toEqual([event(2)])
})

it('writes all or nothing: what fails in the middle leaves nothing that would come back', async () => {
  let now = 0
  vi.spyOn(performance, 'now').mockImplementation(() => now)
  const store = await openEventStore()
  const { put } = IDBObjectStore.prototype
  const puts = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...args) {
    if (puts.mock.calls.length === 3) throw new RangeError('There is no memory.')
    return Reflect.apply(put, this, args)
  })
  for (const publication of [1, 2, 3, 4]) add(store, event(publication))
  await store.flushed()
  expect(await entries(database())).toEqual([])
  now = 10_000
  store.remove(1)
  add(store, event(5))
  await store.flushed()
  expect(await loaded()).toEqual([event(2), event(3), event(4), event(5)])
})

it('removes what it never had without harm', async () => {
  const store = await openEventStore()
  store.remove(1)
  await store.flushed()
  expect(await loaded()).toEqual([])
})

it('passes over what it did not write, and deletes it', async () => {
  const store = await openEventStore()
  add(store, event(1))
  await store.flushed()
  const strange: [IDBValidKey, unknown][] = [
    ['text', event(2)],
    [[2], event(2)],
    [[2, 2], { ...event(2), time: Number.NaN }],
    [[3, 3], { ...event(3), trailing: 'x' }],
    [[4, 4], { ...event(4), subscriptions: [['regex', 'x']] }],
    [[5, 5], { ...event(5), lists: { eligible_authid: 5 } }],
    [[6, 6], null],
  ]
  for (const [key, value] of strange) await set(key, value, database())
  const next = await openEventStore()
  expect([...next.load()]).toEqual([event(1)])
  await next.flushed()
  expect(await entries(database())).toEqual([[[1, 1], event(1)]])
})

describe('goes on in memory, and says so in a sentence', () => {
  it('where there is no database', async () => {
    vi.stubGlobal('indexedDB', undefined)
    const onerror = vi.fn()
    const store = await openEventStore({ onerror })
    add(store, event(1))
    await store.flushed()
    expect([...store.load()]).toEqual([event(1)])
    expect(onerror.mock.calls).toEqual([
      [expect.objectContaining({ message: expect.stringMatching(/until this page closes/) })],
    ])
  })

  it('where it is not allowed', async () => {
    vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('The operation is insecure.', 'SecurityError')
    })
    const onerror = vi.fn()
    const store = await openEventStore({ onerror })
    add(store, event(1))
    expect([...store.load()]).toEqual([event(1)])
    expect(onerror.mock.calls[0]?.[0].message).toMatch(/The operation is insecure/)
  })

  it('where the database never answers', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    vi.spyOn(indexedDB, 'open').mockReturnValue({} as IDBOpenDBRequest)
    const onerror = vi.fn()
    const opening = openEventStore({ onerror })
    await vi.advanceTimersByTimeAsync(3_000)
    const store = await opening
    add(store, event(1))
    expect([...store.load()]).toEqual([event(1)])
    expect(onerror.mock.calls[0]?.[0].message).toMatch(/did not answer within 3 seconds/)
    expect(vi.getTimerCount()).toBe(0)
    vi.useRealTimers()
  })

  it('where the disk is full, once; what could not be written is written when there is room again', async () => {
    const onerror = vi.fn()
    let now = 0
    vi.spyOn(performance, 'now').mockImplementation(() => now)
    const store = await openEventStore({ onerror })
    add(store, event(1))
    await store.flushed()
    const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('The disk is full.', 'QuotaExceededError')
    })
    add(store, event(2))
    await store.flushed()
    add(store, event(3))
    store.remove(1)
    await store.flushed()
    expect([...store.load()]).toEqual([event(2), event(3)])
    expect(onerror.mock.calls.map(([error]) => error.message)).toEqual([expect.stringMatching(/The disk is full/)])
    now = 10_000
    add(store, event(4))
    await store.flushed()
    expect(onerror).toHaveBeenCalledTimes(1)
    put.mockRestore()
    now = 20_000
    add(store, event(5))
    await store.flushed()
    expect((await loaded()).map(({ publication }) => publication)).toEqual([2, 3, 4, 5])
  })

  it('and what was removed while it could not be written is not written then', async () => {
    let now = 0
    vi.spyOn(performance, 'now').mockImplementation(() => now)
    const store = await openEventStore()
    const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      store.remove(1)
      throw new DOMException('The disk is full.', 'QuotaExceededError')
    })
    add(store, event(1))
    add(store, event(2))
    await store.flushed()
    put.mockRestore()
    now = 10_000
    add(store, event(3))
    await store.flushed()
    expect((await loaded()).map(({ publication }) => publication)).toEqual([2, 3])
  })
})
