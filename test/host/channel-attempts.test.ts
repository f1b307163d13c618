// A guest's tries at a data channel: one at a time, more and more seldom while none opens, and none when nobody wants one.

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ChannelAttempts } from '../../src/host/channel-attempts.ts'
import { msgpack } from '../../src/protocol/serializer/msgpack.ts'
import * as dataChannel from '../../src/transport/data-channel.ts'
import type { FragmentLink } from '../../src/transport/fragment.ts'
import { FramedChannel } from '../../src/transport/framed-channel.ts'
import type { RawChannelOwner } from '../../src/transport/raw-channel.ts'

vi.mock('../../src/transport/data-channel.ts')

const OFFER = { type: 'offer', sdp: '' } as const

/** A channel that opens and fails when the test says so. */
class Offer {
  readonly signals: unknown[] = []
  iceServers: RTCIceServer[] | undefined
  owner: RawChannelOwner | undefined
  ended: string | undefined

  end(reason: string): void {
    if (this.ended !== undefined) return
    this.ended = reason
    this.owner?.ended(reason)
  }
}

let offers: Offer[]
let told: [number, unknown][]
let opened: FragmentLink[]
let openings: boolean[]
let attempts: ChannelAttempts
let iceServers: RTCIceServer[]

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('RTCPeerConnection', class {})
  offers = []
  told = []
  opened = []
  iceServers = []
  openings = []
  vi.mocked(dataChannel.offerDataChannel).mockImplementation((serializer, options) => {
    const offer = new Offer()
    offer.iceServers = options.iceServers
    offers.push(offer)
    return new FramedChannel([serializer], options, owner => {
      offer.owner = owner
      const raw = { bufferedAmount: 0, send: () => {}, signal: (data: unknown) => void offer.signals.push(data) }
      return { ...raw, end: reason => offer.end(reason) }
    })
  })
  attempts = new ChannelAttempts({
    serializer: msgpack,
    iceServers: () => iceServers,
    tell: (number, data) => told.push([number, data]),
    opened: path => opened.push(path),
    changed: () => openings.push(attempts.opening),
  })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds)
const last = () => offers.at(-1) as Offer

async function open(): Promise<void> {
  attempts.begin()
  last().owner?.opened(msgpack.protocol)
  await pass(0)
}

test('each has the STUN and TURN servers of its time', async () => {
  const servers = (credential: string) => [{ urls: 'turn:turn.example.org', username: 'guest', credential }]
  iceServers = servers('first')
  attempts.begin()
  expect(last().iceServers).toEqual(servers('first'))
  iceServers = servers('second')
  last().end('it failed')
  await pass(5_000)
  expect(last().iceServers).toEqual(servers('second'))
})

test('one is offered, and no other while it opens or is open', async () => {
  attempts.begin()
  attempts.begin()
  last().owner?.signal(OFFER)
  expect(told).toEqual([[1, OFFER]])
  last().owner?.opened(msgpack.protocol)
  await pass(0)
  attempts.begin()
  attempts.restart()
  await pass(1_000_000)
  expect([offers.length, opened.length]).toEqual([1, 1])
})

test('who asks is told whether one is opening', async () => {
  attempts.begin()
  last().end('no path')
  await pass(5_000)
  expect(openings).toEqual([true, false, true])
  expect(attempts.opening).toBe(true)
  last().owner?.opened(msgpack.protocol)
  await pass(0)
  expect(attempts.opening).toBe(false)
})

test('what the host says goes to the attempt that it is about', async () => {
  attempts.begin()
  last().end('no path')
  await pass(5_000)
  attempts.signal(1, 'late')
  attempts.signal(2, 'an answer')
  expect(offers.map(({ signals }) => signals)).toEqual([[], ['an answer']])
})

test('one that does not open is given up, and tried again more and more seldom', async () => {
  attempts.begin()
  for (const delay of [5_000, 15_000, 45_000, 135_000, 300_000, 300_000]) {
    const { length } = offers
    await pass(10_000)
    // Somebody looks at the page again: that changes nothing for one that opens.
    attempts.begin()
    await pass(4_999)
    expect(last().ended).toBeUndefined()
    await pass(1)
    expect(last().ended).toBe('the host does not answer')
    await pass(delay - 1)
    expect(offers.length).toBe(length)
    await pass(1)
    expect(offers.length).toBe(length + 1)
  }
})

test('one that is lost is tried again soon', async () => {
  attempts.begin()
  last().end('no path')
  await pass(5_000)
  last().owner?.opened(msgpack.protocol)
  await pass(0)
  await pass(100_000)
  last().end('lost')
  await pass(4_999)
  expect(offers.length).toBe(2)
  await pass(1)
  expect(offers.length).toBe(3)
})

test('when the way to the host is lost, what was opening is given up, and nothing is tried until there is one', async () => {
  attempts.begin()
  attempts.pause()
  expect(last().ended).toBe('the way to the host was lost')
  await pass(1_000_000)
  expect(offers.length).toBe(1)
  attempts.begin()
  expect(offers.length).toBe(2)
})

test('nor is what was to be tried again', async () => {
  attempts.begin()
  last().end('no path')
  await pass(0)
  attempts.pause()
  await pass(1_000_000)
  expect(offers.length).toBe(1)
})

test('one that is open goes on without that way; lost, it is tried again when there is one', async () => {
  await open()
  attempts.pause()
  expect(last().ended).toBeUndefined()
  last().end('lost')
  await pass(1_000_000)
  expect(offers.length).toBe(1)
  attempts.begin()
  expect(offers.length).toBe(2)
})

test('where the host can open channels again, what is opening is begun anew at once', async () => {
  attempts.begin()
  attempts.restart()
  await pass(0)
  expect(offers.map(({ ended }) => ended)).toEqual([expect.any(String), undefined])
  await pass(10_000)
  expect(offers.length).toBe(2)
})

test.each(['opening', 'open'])('in a page that is left it ends at once, and is not tried again: %s', async state => {
  if (state === 'open') await open()
  else attempts.begin()
  attempts.abandon()
  await pass(1_000_000)
  expect(offers.map(({ ended }) => ended)).toEqual([expect.any(String)])
})

test('where there is no WebRTC none is offered', async () => {
  vi.stubGlobal('RTCPeerConnection', undefined)
  attempts.begin()
  attempts.restart()
  await pass(1_000_000)
  expect(offers).toEqual([])
})
