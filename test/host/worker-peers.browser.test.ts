// Peer connections of a worker, held by a tab: both in one page, joined by a port, and a guest on a real data channel.

import { afterEach, describe, expect, test } from 'vitest'
import { type ServedPeers, servePeers } from '../../src/host/leader-peers.ts'
import { WorkerPeers } from '../../src/host/worker-peers.ts'
import { json } from '../../src/protocol/serializer/json.ts'
import { msgpack } from '../../src/protocol/serializer/msgpack.ts'
import type { Serializer } from '../../src/protocol/serializer/serializer.ts'
import { type DataChannel, offerDataChannel } from '../../src/transport/data-channel.ts'
import type { FragmentLink } from '../../src/transport/fragment.ts'
import { CountingTimers, countListeners, ManualTimers } from '../transport/counting.ts'
import { linkAcceptance, numberOf, Receiver, sampleFrame, tick, until } from '../transport/link-acceptance.ts'
import { watching } from '../transport/watched-connections.ts'

const KIB = 1024
const HIGH_MARK = 256 * KIB
const MESSAGE = 16 * KIB

const leftovers: (() => void)[] = []
afterEach(() => {
  for (const end of leftovers.splice(0)) end()
})

/** Bytes of messages that a worker gave its tab and has not been told to have left: now, and at most. */
function counted(toTab: MessagePort) {
  let posted = 0
  let left = 0
  let most = 0
  const { postMessage } = toTab
  toTab.postMessage = (word: { message?: unknown } | null) => {
    posted += word?.message instanceof Uint8Array ? word.message.length : 0
    most = Math.max(most, posted - left)
    postMessage.call(toTab, word)
  }
  toTab.addEventListener('message', ({ data }) => {
    if (data?.type === 'sent') left = data.bytes
  })
  return { most: () => most, waits: () => posted - left }
}

/** A worker's side and a tab's side, and what the worker was told of the tab. */
function bridge() {
  const { port1, port2 } = new MessageChannel()
  const timers = new CountingTimers()
  // Before the worker listens, which on such news sends more.
  const flight = counted(port1)
  const listeners = countListeners(port1, port2)
  const heard: string[] = []
  const watch = { silent: () => heard.push('silent'), left: (reason: string) => heard.push(reason) }
  const peers = new WorkerPeers(port1, watch, { timers, interval: 20, limit: 5_000 })
  const served: ServedPeers = servePeers(port2, {
    closed: reason => heard.push(`tab: ${reason}`),
    heartbeat: { timers, interval: 20 },
  })
  leftovers.push(() => peers.end('The test is over.'))
  return { peers, served, heard, flight, toTab: port1, toWorker: port2, held: () => timers.running + listeners() }
}

/** A guest that is being answered. */
function guest(peers: WorkerPeers, serializer: Serializer, accepted: readonly Serializer[] = [msgpack, json]) {
  const timers = new CountingTimers()
  const heartbeat = { timers, interval: 200, limit: 5_000 }
  const over = (to: () => DataChannel) => (data: unknown) => to().signal(JSON.parse(JSON.stringify(data)))
  const answerer: DataChannel = peers.answer(accepted, { signal: over(() => offerer), heartbeat })
  const offerer: DataChannel = offerDataChannel(serializer, { signal: over(() => answerer), heartbeat })
  leftovers.push(() => offerer.close())
  return { offerer, answerer, timers }
}

/** A guest that has come in, both of whose links are heard. */
async function joined(peers: WorkerPeers, serializer: Serializer = msgpack) {
  const { result, channels, open } = await watching(async () => {
    const { offerer, answerer } = guest(peers, serializer)
    return Promise.all([offerer.link, answerer.link])
  })
  const [there, here] = result
  const atGuest = new Receiver()
  const atHost = new Receiver()
  there.start(atGuest)
  here.start(atHost)
  return { there, here, atGuest, atHost, channels, open }
}

/** Runs the suite with the guest's link on its left, or the worker's. */
function acceptance(name: string, left: 'offerer' | 'answerer', right: 'offerer' | 'answerer'): void {
  linkAcceptance(name, async serializer => {
    const { peers } = bridge()
    const { result, connections, open } = await watching(async () => {
      const sides = guest(peers, serializer)
      return { links: await Promise.all([sides[left].link, sides[right].link]), timers: sides.timers }
    })
    const cut = () => {
      for (const connection of connections) connection.close()
    }
    return {
      left: result.links[0],
      right: result.links[1],
      cut,
      held: () => result.timers.running + open(),
      dispose: () => peers.end('The test is over.'),
    }
  })
}

acceptance('worker-peers, from the guest', 'offerer', 'answerer')
acceptance('worker-peers, from the worker', 'answerer', 'offerer')

describe('peers of a worker', () => {
  test('frames both ways at once: a large one, and small ones in order', async () => {
    const { peers } = bridge()
    const { there, here, atGuest, atHost } = await joined(peers)
    for (const link of [there, here]) {
      link.send(sampleFrame(msgpack, 0, KIB * KIB))
      for (let number = 1; number <= 2_000; number++) link.send(sampleFrame(msgpack, number))
    }
    await Promise.all([atGuest.count(2_001), atHost.count(2_001)])
    for (const { frames } of [atGuest, atHost]) {
      expect(frames.map(numberOf)).toEqual(Array.from({ length: 2_001 }, (_, number) => number))
      expect(frames[0]?.length).toBe(KIB * KIB)
    }
  })

  test('several guests, and one that goes leaves the others', async () => {
    const { peers } = bridge()
    const guests = await Promise.all([joined(peers), joined(peers, json), joined(peers)])
    const [first, second, third] = guests
    first.there.close('that was all')
    expect(await first.atHost.end()).toBe('that was all')
    second.here.send('["to the second"]')
    third.here.send(Uint8Array.of(3))
    await Promise.all([second.atGuest.count(1), third.atGuest.count(1)])
    expect([second.atGuest.frames, third.atGuest.frames]).toEqual([['["to the second"]'], [Uint8Array.of(3)]])
  })

  test('a probe finds the guest through the tab', async () => {
    const { peers } = bridge()
    const { here, there } = await joined(peers)
    expect(await Promise.all([here.probe(10_000), there.probe(10_000)])).toEqual([true, true])
  })

  test('a serializer that the worker does not have: both hear, and no connection is kept', async () => {
    const { peers } = bridge()
    const { open } = await watching(async () => {
      const { offerer, answerer } = guest(peers, json, [msgpack])
      await expect(answerer.link).rejects.toThrow('speaks "wamp.2.json", which was not on offer')
      const receiver = new Receiver()
      await offerer.link.then(
        link => link.start(receiver),
        error => receiver.closed(String(error)),
      )
      expect(await receiver.end()).not.toBe('')
    })
    await until(() => open() === 0)
  })

  test.each([
    ['nothing', null],
    ['what no port can copy', { type: 'offer', sdp: () => {} }],
    ['an answer to an answerer', { type: 'answer', sdp: 'v=0' }],
    ['a description that is none', { type: 'offer', sdp: 'v=1' }],
  ])('the guest signals %s: the link rejects, and no connection is kept', async (_name, data) => {
    const { peers } = bridge()
    const { result, open } = await watching(() => {
      const answerer = peers.answer([json], { signal: () => {} })
      answerer.signal(data)
      return answerer.link.catch((error: Error) => error.message)
    })
    expect(result).toMatch(/^The other side sent |Failed to parse/)
    await until(() => open() === 0)
  })

  test('given up before it opened: the link rejects, and the tab keeps no connection', async () => {
    const { peers } = bridge()
    const { open, connections } = await watching(async () => {
      let said = 0
      const { offerer, answerer } = guest(peers, json)
      const counted = peers.answer([json], { signal: () => said++ })
      answerer.close('the guest took the relay')
      counted.abandon()
      await expect(answerer.link).rejects.toThrow('the guest took the relay')
      await expect(counted.link).rejects.toThrow('This side closed the link.')
      offerer.close()
      expect(said).toBe(0)
    })
    await until(() => open() === 0)
    expect(connections.length).toBeLessThanOrEqual(2)
  })

  test('abandoned: what was sent in this tick still goes, and the connection is closed at once', async () => {
    const { peers } = bridge()
    const { result, open } = await watching(async () => {
      const sides = guest(peers, msgpack)
      const links = await Promise.all([sides.offerer.link, sides.answerer.link])
      return { sides, links }
    })
    const [there, here] = result.links
    const atGuest = new Receiver()
    there.start(atGuest)
    there.send(sampleFrame(msgpack, 0))
    await new Promise<void>(resolve => here.start({ frame: () => resolve(), closed: () => {} }))
    here.send(sampleFrame(msgpack, 1))
    result.sides.answerer.abandon()
    expect(here.bufferedAmount).toBeGreaterThan(0)
    await atGuest.end()
    await until(() => open() === 0)
  })
})

/** A channel of the tab from which nothing leaves until `resume`: the guest's network stands still. */
function stalled(channel: RTCDataChannel) {
  const waiting: Uint8Array<ArrayBuffer>[] = []
  const sizes: number[] = []
  const waits = () => waiting.reduce((sum, { length }) => sum + length, 0)
  Object.defineProperty(channel, 'bufferedAmount', { get: waits, configurable: true })
  const send = (message: Uint8Array<ArrayBuffer>) => {
    waiting.push(message)
    sizes.push(waits())
  }
  Object.defineProperty(channel, 'send', { value: send, configurable: true })
  const resume = () => {
    Reflect.deleteProperty(channel, 'bufferedAmount')
    Reflect.deleteProperty(channel, 'send')
    for (const message of waiting.splice(0)) channel.send(message)
  }
  return { most: () => Math.max(0, ...sizes), resume }
}

describe('backpressure', () => {
  const FRAMES = 32

  function sendMuch(link: FragmentLink): void {
    for (let number = 0; number < FRAMES; number++) link.send(sampleFrame(msgpack, number, 512 * KIB))
  }

  test('a guest whose network stands still: a bounded part waits in the tab, the rest in the worker', async () => {
    const { peers, flight } = bridge()
    const { here, there, atHost, atGuest, channels } = await joined(peers)
    there.send(sampleFrame(msgpack, 0))
    await atHost.count(1)
    const channel = stalled(channels[0] as RTCDataChannel)
    sendMuch(here)
    await until(() => channel.most() >= HIGH_MARK)
    for (let turn = 0; turn < 50; turn++) await tick()
    expect(channel.most()).toBeLessThan(HIGH_MARK + MESSAGE)
    expect(flight.most()).toBeLessThan(HIGH_MARK + MESSAGE)
    expect(here.bufferedAmount).toBeGreaterThanOrEqual(FRAMES * 512 * KIB)
    channel.resume()
    await atGuest.count(FRAMES)
    expect(flight.most()).toBeLessThan(HIGH_MARK + MESSAGE)
    await until(() => here.bufferedAmount === 0)
    expect(flight.waits()).toBe(0)
  })

  test('a guest that takes what it gets: the same bound, and all of it comes', async () => {
    const { peers, flight } = bridge()
    const { here, there, atHost, atGuest } = await joined(peers)
    there.send(sampleFrame(msgpack, 0))
    await atHost.count(1)
    sendMuch(here)
    await atGuest.count(FRAMES)
    expect(flight.most()).toBeGreaterThan(HIGH_MARK / 2)
    expect(flight.most()).toBeLessThan(HIGH_MARK + MESSAGE)
  })

  test('a guest for which too much waits is closed at the limit, with the reason', async () => {
    const { peers } = bridge()
    const { here, there, atHost, channels } = await joined(peers)
    there.send(sampleFrame(msgpack, 0))
    await atHost.count(1)
    stalled(channels[0] as RTCDataChannel)
    for (let number = 0; number < 5; number++) here.send(sampleFrame(msgpack, number, 8 * KIB * KIB))
    expect(await atHost.end()).toContain('cannot keep up')
  })
})

describe('the end of one side', () => {
  test('the leader leaves: every link ends with its reason, what was opening rejects, nothing is left', async () => {
    const { peers, served, heard, held } = bridge()
    const guests = await Promise.all([joined(peers), joined(peers)])
    const opening = peers.answer([json], { signal: () => {} })
    served.close('the tab was closed')
    await expect(opening.link).rejects.toThrow('the tab was closed')
    for (const { atHost, atGuest, open } of guests) {
      expect(await atHost.end()).toBe('the tab was closed')
      await atGuest.end()
      await until(() => open() === 0)
    }
    expect(heard).toEqual(['the tab was closed'])
    expect(held()).toBe(0)
    await expect(peers.answer([json], { signal: () => {} }).link).rejects.toThrow('the tab was closed')
  })

  test('the worker ends: every link ends with its reason, what was opening rejects, nothing is left', async () => {
    const { peers, heard, held } = bridge()
    const guests = await Promise.all([joined(peers), joined(peers)])
    const opening = peers.answer([json], { signal: () => {} })
    peers.end('another tab leads now')
    peers.end('again')
    await expect(opening.link).rejects.toThrow('another tab leads now')
    for (const { atHost, atGuest, open } of guests) {
      expect(await atHost.end()).toBe('another tab leads now')
      await atGuest.end()
      await until(() => open() === 0)
    }
    await until(() => held() === 0)
    expect(heard).toEqual(['tab: another tab leads now'])
    await expect(peers.answer([json], { signal: () => {} }).link).rejects.toThrow('another tab leads now')
  })

  test('the worker vanishes without a word: the tab closes all connections, and says so', async () => {
    const { port1, port2 } = new MessageChannel()
    const timers = new CountingTimers()
    const listeners = countListeners(port2)
    const closed = await new Promise<string>(resolve => {
      servePeers(port2, { closed: resolve, heartbeat: { timers, interval: 20, limit: 100 } })
      port1.postMessage({ type: 'answer', channel: 0, iceServers: [] })
    })
    expect(closed).toContain('Nothing was heard from the other side')
    expect([timers.running, listeners()]).toEqual([0, 0])
  })

  test('the tab vanishes without a word: every link ends when the worker gives it up', async () => {
    const { peers, toWorker } = bridge()
    const { atHost } = await joined(peers)
    const opening = peers.answer([json], { signal: () => {} })
    toWorker.close()
    peers.end('the tab is gone')
    await expect(opening.link).rejects.toThrow(/gone/)
    expect(await atHost.end()).toMatch(/gone/)
  })
})

describe('a leader that falls silent', () => {
  function silentLeader() {
    const { port1, port2 } = new MessageChannel()
    const timers = new ManualTimers()
    let silences = 0
    const peers = new WorkerPeers(port1, { silent: () => silences++, left: () => {} }, { timers })
    const pings: number[] = []
    const answer = (number: number) => port2.postMessage({ type: 'pong', number })
    const heard = { answering: true }
    port2.onmessage = ({ data }) => {
      if (data.type !== 'ping') return
      pings.push(data.number)
      if (heard.answering) answer(data.number)
    }
    /** A second passes, and what was posted arrives. */
    const second = async () => {
      await timers.pass(1_000)
      for (let turn = 0; turn < 5; turn++) await tick()
    }
    leftovers.push(() => peers.end('The test is over.'))
    return { peers, timers, pings, heard, second, answer, silences: () => silences }
  }

  test('is pinged each second, and is not called silent while it answers', async () => {
    const { pings, second, silences } = silentLeader()
    for (let passed = 0; passed < 20; passed++) await second()
    expect(pings.length).toBe(20)
    expect(silences()).toBe(0)
  })

  test('is called silent after four seconds, once; and again when it was heard of meanwhile', async () => {
    const { heard, second, silences, answer, pings } = silentLeader()
    await second()
    await second()
    heard.answering = false
    for (let passed = 0; passed < 3; passed++) await second()
    expect(silences()).toBe(0)
    await second()
    expect(silences()).toBe(1)
    for (let passed = 0; passed < 20; passed++) await second()
    expect(silences()).toBe(1)
    heard.answering = true
    answer(pings.at(-1) ?? 0)
    for (let passed = 0; passed < 10; passed++) await second()
    expect(silences()).toBe(1)
    heard.answering = false
    for (let passed = 0; passed < 20; passed++) await second()
    expect(silences()).toBe(2)
  })

  test('is not blamed for the sleep of the worker', async () => {
    const { timers, second, silences } = silentLeader()
    await second()
    await timers.jump(60_000)
    for (let passed = 0; passed < 5; passed++) await second()
    expect(silences()).toBe(0)
  })

  test('keeps its links until the worker gives them up, and they go on if it wakes', async () => {
    const { port1, port2 } = new MessageChannel()
    let silences = 0
    const options = { interval: 20, limit: 60 }
    const peers = new WorkerPeers(port1, { silent: () => silences++, left: () => {} }, options)
    leftovers.push(() => peers.end('The test is over.'))
    // The port stands still, as in a page that is frozen.
    const thawed: MessageEvent[] = []
    let frozen = false
    const hold = (event: MessageEvent) => {
      if (!frozen || thawed.includes(event)) return
      event.stopImmediatePropagation()
      thawed.push(new MessageEvent('message', { data: event.data }))
    }
    port2.addEventListener('message', hold)
    servePeers(port2)
    const { here, there, atGuest, atHost } = await joined(peers)
    there.send(sampleFrame(msgpack, 0))
    await atHost.count(1)
    frozen = true
    here.send(sampleFrame(msgpack, 1))
    await until(() => silences === 1)
    frozen = false
    for (const event of thawed) port2.dispatchEvent(event)
    await atGuest.count(1)
    expect(atGuest.frames.map(numberOf)).toEqual([1])
    expect([atHost.reasons, atGuest.reasons]).toEqual([[], []])
  })
})

describe('words on the port', () => {
  test('that make no sense are passed over by both', async () => {
    const { peers, toTab, toWorker } = bridge()
    const { here, there, atGuest, atHost } = await joined(peers)
    there.send(sampleFrame(msgpack, 0))
    await atHost.count(1)
    const nonsense: unknown[] = [
      null,
      7,
      'hello',
      [],
      new Map(),
      { type: 'message', channel: 0, message: 'text' },
      { type: 'message', channel: 0, message: new ArrayBuffer(4) },
      { type: 'message', channel: 99, message: Uint8Array.of(1) },
      { type: 'signal', channel: 99, data: {} },
      { type: 'sent', channel: 0, bytes: 1e12 },
      { type: 'sent', channel: 0, bytes: Number.NaN },
      { type: 'sent', channel: 0, bytes: -5 },
      { type: 'opened', channel: 0, protocol: 'wamp.2.json' },
      { type: 'answer', channel: 0, iceServers: [] },
      { type: 'answer', channel: 1, iceServers: 'none' },
      { type: 'ended', channel: 0 },
      { type: 'ended', channel: '0', reason: 'x' },
      { type: 'ping' },
      { type: 'pong' },
      { type: 'fly', channel: 0 },
    ]
    for (const word of nonsense) {
      toTab.postMessage(word)
      toWorker.postMessage(word)
    }
    here.send(sampleFrame(msgpack, 1))
    there.send(sampleFrame(msgpack, 2))
    await Promise.all([atGuest.count(1), atHost.count(2)])
    expect([atGuest.frames, atHost.frames].map(frames => frames.map(numberOf))).toEqual([[1], [0, 2]])
    expect(here.bufferedAmount).toBeGreaterThanOrEqual(0)
  })
})

test('a SharedWorker, which has no WebRTC, answers a guest through this page', async () => {
  const url = new URL('./worker-peers-worker.ts', import.meta.url)
  const worker = new SharedWorker(url, { type: 'module', name: `peers ${Math.random()}` })
  const heard: { rtc?: string; closed?: string; type?: string }[] = []
  const { port1, port2 } = new MessageChannel()
  leftovers.push(() => worker.port.close())
  let offerer: DataChannel | undefined
  worker.port.onmessage = ({ data }) => (data.type ? offerer?.signal(data) : heard.push(data))
  await until(() => heard.length === 1)
  expect(heard[0]).toEqual({ rtc: 'undefined' })
  worker.port.postMessage(null, [port1])
  const served = servePeers(port2)
  offerer = offerDataChannel(msgpack, { signal: data => worker.port.postMessage(data) })
  const link = await offerer.link
  const receiver = new Receiver()
  link.start(receiver)
  for (let number = 0; number < 10; number++) link.send(sampleFrame(msgpack, number, 1024 * KIB))
  await receiver.count(10)
  expect(receiver.frames.map(numberOf)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  served.close('the page leads no longer')
  await until(() => heard.length === 2)
  expect(heard[1]).toEqual({ closed: 'the page leads no longer' })
  await receiver.end()
})
