// Data channel links, between two peers in one page: the acceptance suite, opening, failing, closing.

import { describe, expect, test } from 'vitest'
import { cbor } from '../../src/protocol/serializer/cbor.ts'
import { json } from '../../src/protocol/serializer/json.ts'
import { msgpack } from '../../src/protocol/serializer/msgpack.ts'
import type { Serializer } from '../../src/protocol/serializer/serializer.ts'
import { answerDataChannel, type DataChannel, offerDataChannel } from '../../src/transport/data-channel.ts'
import { CountingTimers } from './counting.ts'
import { linkAcceptance, Receiver, sampleFrame, until } from './link-acceptance.ts'
import { watching } from './watched-connections.ts'

const ALL = [msgpack, json, cbor]

/** Two sides that signal to each other through JSON, as through a server. */
function sides(serializer: Serializer, timers = new CountingTimers(), accepted: readonly Serializer[] = ALL) {
  const heartbeat = { timers, interval: 200, limit: 1000 }
  const over = (to: () => DataChannel) => (data: unknown) => to().signal(JSON.parse(JSON.stringify(data)))
  const answerer: DataChannel = answerDataChannel(accepted, { signal: over(() => offerer), heartbeat })
  const offerer: DataChannel = offerDataChannel(serializer, { signal: over(() => answerer), heartbeat })
  return { offerer, answerer, timers }
}

linkAcceptance('data-channel', async serializer => {
  const timers = new CountingTimers()
  const { result, connections, open } = await watching(() => {
    const { offerer, answerer } = sides(serializer, timers)
    return Promise.all([offerer.link, answerer.link])
  })
  const cut = () => {
    for (const connection of connections) connection.close()
  }
  return { left: result[0], right: result[1], cut, held: () => timers.running + open() }
})

describe('opening a data channel', () => {
  test('one ordered, reliable channel named wamp, whose protocol is the serializer; no server unless named', async () => {
    const { result, channels, connections } = await watching(async () => {
      const { offerer, answerer } = sides(cbor)
      return Promise.all([offerer.link, answerer.link])
    })
    expect(result.map(link => link.serializer)).toEqual([cbor, cbor])
    expect(channels.length).toBe(1)
    expect(channels[0]).toMatchObject({ label: 'wamp', protocol: 'wamp.2.cbor', ordered: true, maxRetransmits: null })
    expect(connections.map(connection => connection.getConfiguration().iceServers)).toEqual([[], []])
    result[0].close()
  })

  test('a probe finds the other side', async () => {
    const { offerer, answerer } = sides(msgpack)
    const [left, right] = await Promise.all([offerer.link, answerer.link])
    expect(await Promise.all([left.probe(10_000), right.probe(10_000)])).toEqual([true, true])
    offerer.close()
  })

  test('a serializer that the answerer does not have: both hear', async () => {
    const { offerer, answerer } = sides(cbor, new CountingTimers(), [json])
    await expect(answerer.link).rejects.toThrow('speaks "wamp.2.cbor", which was not on offer')
    const receiver = new Receiver()
    await offerer.link.then(
      link => link.start(receiver),
      error => receiver.closed(String(error)),
    )
    expect(await receiver.end()).not.toBe('')
  })

  test('no WebRTC here: rejects at once, and says so', async () => {
    const there = globalThis.RTCPeerConnection
    Reflect.deleteProperty(globalThis, 'RTCPeerConnection')
    const { link } = offerDataChannel(json, { signal: () => {} })
    await expect(link).rejects.toThrow('There is no WebRTC here: RTCPeerConnection is missing.')
    globalThis.RTCPeerConnection = there
  })

  test('the browser refuses a connection, as near its limit of 500: rejects with its reason', async () => {
    const there = globalThis.RTCPeerConnection
    globalThis.RTCPeerConnection = class extends there {
      constructor() {
        super()
        this.close()
        throw new Error('Cannot create so many PeerConnections')
      }
    }
    const { link } = offerDataChannel(json, { signal: () => {} })
    await expect(link).rejects.toThrow('Cannot create so many PeerConnections')
    globalThis.RTCPeerConnection = there
  })

  test('closed before it opened, at any moment: rejects with the reason, and keeps no connection', async () => {
    const { result, open } = await watching(async () => {
      const atOnce = offerDataChannel(json, { signal: () => {} })
      atOnce.close('changed my mind')
      let said = 0
      const offering = offerDataChannel(json, { signal: () => said++ })
      await until(() => said > 0)
      offering.close('too late')
      return [atOnce, offering]
    })
    await expect(result[0]?.link).rejects.toThrow('changed my mind')
    await expect(result[1]?.link).rejects.toThrow('too late')
    await until(() => open() === 0)
    for (const channel of result) channel.signal({ type: 'answer', sdp: '' })
  })

  test.each([
    ['nothing', null],
    ['a text', 'offer'],
    ['an offer without description', { type: 'offer' }],
    ['a description that is none', { type: 'offer', sdp: 'v=1' }],
    ['an answer to an answerer', { type: 'answer', sdp: 'v=0' }],
    ['a wish to renegotiate', { type: 'renegotiate', renegotiate: true }],
    ['a candidate without text', { type: 'candidate', candidate: {} }],
  ])('the other side signals %s: rejects, and keeps no connection', async (_name, data) => {
    const { result, open } = await watching(async () => {
      const answerer = answerDataChannel(ALL, { signal: () => {} })
      answerer.signal(data)
      return answerer.link.catch((error: Error) => error)
    })
    expect(result).toBeInstanceOf(Error)
    await until(() => open() === 0)
  })

  test('a second offer is refused, and ends the link', async () => {
    const { offerer, answerer } = sides(msgpack)
    const [left, right] = await Promise.all([offerer.link, answerer.link])
    const receivers = [new Receiver(), new Receiver()] as const
    left.start(receivers[0])
    right.start(receivers[1])
    answerer.signal({ type: 'offer', sdp: 'v=0' })
    expect(await receivers[1].end()).toBe('The other side sent an offer out of turn.')
    await receivers[0].end()
  })

  test('the other side vanishes without a word: the heartbeat tells', async () => {
    const { channel, connection, link } = await foreignPeer('wamp.2.msgpack')
    const receiver = new Receiver()
    link.start(receiver)
    channel.send(Uint8Array.of(0x77, 1))
    expect(await receiver.end()).toContain('Nothing was heard from the other side')
    connection.close()
  })
})

/** An answering link of ours, and the other side in the test's hands: a bare peer connection. */
async function foreignPeer(protocol: string, init: RTCDataChannelInit = {}) {
  const connection = new RTCPeerConnection()
  const channel = connection.createDataChannel('data', { protocol, ...init })
  channel.binaryType = 'arraybuffer'
  const messages: number[][] = []
  channel.addEventListener('message', ({ data }) => messages.push([...new Uint8Array(data)]))
  const answerer = answerDataChannel(ALL, {
    heartbeat: { interval: 200, limit: 1000 },
    signal(data) {
      const { type, sdp, candidate } = data as { type: RTCSdpType; sdp: string; candidate: RTCIceCandidateInit }
      if (type === 'answer') void connection.setRemoteDescription({ type, sdp })
      else void connection.addIceCandidate(candidate)
    },
  })
  connection.addEventListener('icecandidate', ({ candidate }) => {
    if (candidate) answerer.signal({ type: 'candidate', candidate: candidate.toJSON() })
  })
  await connection.setLocalDescription()
  answerer.signal({ type: 'offer', sdp: connection.localDescription?.sdp })
  const link = await answerer.link
  await until(() => channel.readyState === 'open')
  return { connection, channel, link, messages }
}

describe('a peer of another kind', () => {
  test("that speaks the open draft's framing is understood and answered", async () => {
    const { connection, channel, link, messages } = await foreignPeer('wamp.2.json')
    const receiver = new Receiver()
    link.start(receiver)
    channel.send(Uint8Array.of(0, 0x5b))
    channel.send(Uint8Array.of(1, 0x5d))
    await receiver.count(1)
    expect(receiver.frames).toEqual(['[]'])
    link.send('[1]')
    await until(() => messages.length === 1)
    expect(messages).toEqual([[1, 0x5b, 0x31, 0x5d]])
    connection.close()
    await receiver.end()
  })

  test('with a channel that may lose messages is refused', async () => {
    await expect(foreignPeer('wamp.2.json', { maxRetransmits: 0 })).rejects.toThrow('may lose or swap messages')
  })

  test('that sends text where bytes belong ends the link', async () => {
    const { channel, connection, link } = await foreignPeer('wamp.2.json')
    const receiver = new Receiver()
    link.start(receiver)
    channel.send('[1]')
    expect(await receiver.end()).toBe('The other side does not speak the framing of wamp-mesh.')
    connection.close()
  })

  test('that is sent more than it takes: closed at the limit', async () => {
    const { offerer, answerer } = sides(msgpack)
    const [left] = await Promise.all([offerer.link, answerer.link])
    const receiver = new Receiver()
    left.start(receiver)
    for (let number = 0; number < 5; number++) left.send(sampleFrame(msgpack, number, 8 * 1024 * 1024))
    expect(await receiver.end()).toContain('cannot keep up')
  })
})
