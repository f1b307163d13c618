// MessagePort links, in a page: the acceptance suite, opening, the heartbeat, and ends that vanish.

import { describe, expect, test } from 'vitest'
import { cbor } from '../../src/protocol/serializer/cbor.ts'
import { json } from '../../src/protocol/serializer/json.ts'
import { msgpack } from '../../src/protocol/serializer/msgpack.ts'
import { MessagePortLink } from '../../src/transport/message-port.ts'
import { acceptMessagePort, openMessagePort } from '../../src/transport/open-message-port.ts'
import { CountingTimers, countListeners, ManualTimers } from './counting.ts'
import { linkAcceptance, Receiver, sampleFrame, tick, until } from './link-acceptance.ts'

linkAcceptance('message-port', async serializer => {
  const { port1, port2 } = new MessageChannel()
  const timers = new CountingTimers()
  const listeners = countListeners(port1, port2)
  const options = { heartbeat: { timers, interval: 20, limit: 100 } }
  const accepting = acceptMessagePort(port2, [cbor, json, msgpack], options)
  const [left, right] = await Promise.all([openMessagePort(port1, [serializer], options), accepting])
  // A port that a crash takes away says nothing at either end.
  const cut = () => {
    port1.close()
    port2.close()
  }
  return { left, right, cut, held: () => timers.running + listeners() }
})

describe('opening a port', () => {
  test('the first serializer on offer that the other end knows is used', async () => {
    const { port1, port2 } = new MessageChannel()
    const accepting = acceptMessagePort(port2, [json, msgpack])
    const [left, right] = await Promise.all([openMessagePort(port1, [cbor, msgpack, json]), accepting])
    expect([left.serializer, right.serializer]).toEqual([msgpack, msgpack])
    left.close()
  })

  test('the words on the port are those of the handshake, and then frames alone', async () => {
    const { port1, port2 } = new MessageChannel()
    const heard: unknown[] = []
    port2.onmessage = ({ data }) => heard.push(data)
    const opening = openMessagePort(port1, [msgpack])
    await until(() => heard.length === 1)
    port2.postMessage({ wamp: 2, protocol: 'wamp.2.msgpack' })
    const link = await opening
    const pool = new Uint8Array(8192).fill(7)
    link.send(pool.subarray(10, 14))
    link.close('bye then')
    await until(() => heard.length === 3)
    expect(heard).toEqual([
      { wamp: 2, protocols: ['wamp.2.msgpack'] },
      Uint8Array.of(7, 7, 7, 7),
      { wamp: 2, bye: 'bye then' },
    ])
    expect((heard[1] as Uint8Array).buffer.byteLength).toBe(4)
    expect(pool.length).toBe(8192)
  })

  test('no serializer in common: both ends hear why', async () => {
    const { port1, port2 } = new MessageChannel()
    const accepting = acceptMessagePort(port2, [json])
    const refused = 'No common serializer: wamp.2.cbor on offer, and wamp.2.json understood.'
    const opening = openMessagePort(port1, [cbor])
    await Promise.all([expect(accepting).rejects.toThrow(refused), expect(opening).rejects.toThrow(refused)])
  })

  test('an answer that was not on offer is refused', async () => {
    const { port1, port2 } = new MessageChannel()
    port2.postMessage({ wamp: 2, protocol: 'wamp.2.flatbuffers' })
    await expect(openMessagePort(port1, [json])).rejects.toThrow('chose wamp.2.flatbuffers, which was not on offer')
  })

  test('other words are passed over', async () => {
    const { port1, port2 } = new MessageChannel()
    for (const word of ['hello', 7, null, { wamp: 1 }, [1], { protocols: 'all' }]) port1.postMessage(word)
    const [link] = await Promise.all([openMessagePort(port1, [json]), acceptMessagePort(port2, [json])])
    link.close()
  })

  test('nobody there: a sentence, in time, and nothing left', async () => {
    const { port1 } = new MessageChannel()
    const timers = new ManualTimers()
    const listeners = countListeners(port1)
    const opening = openMessagePort(port1, [json], { heartbeat: { timers } })
    const refusal = expect(opening).rejects.toThrow('Nobody at the other end of the port spoke WAMP within 10 seconds.')
    await timers.pass(10_000)
    await refusal
    expect([timers.running, listeners()]).toEqual([0, 0])
  })

  test('aborted: the reason', async () => {
    const { port1 } = new MessageChannel()
    const abort = new AbortController()
    const opening = openMessagePort(port1, [json], { signal: abort.signal })
    abort.abort(new Error('never mind'))
    await expect(opening).rejects.toThrow('never mind')
    await expect(openMessagePort(new MessageChannel().port1, [json], { signal: abort.signal })).rejects.toThrow(
      'never mind',
    )
  })
})

describe('a port link', () => {
  function against(limit?: number) {
    const { port1, port2 } = new MessageChannel()
    const timers = new ManualTimers()
    const heard: unknown[] = []
    port2.onmessage = ({ data }) => heard.push(data)
    const link = new MessagePortLink(port1, msgpack, { heartbeat: { timers }, ...(limit ? { limit } : {}) })
    port1.start()
    const receiver = new Receiver()
    link.start(receiver)
    return { link, other: port2, timers, receiver, heard }
  }

  test('pings when it is silent, and takes ten seconds without an answer for death', async () => {
    const { timers, receiver, heard } = against()
    await timers.pass(3000)
    await until(() => heard.length === 3)
    expect(heard[0]).toEqual({ wamp: 2, ping: 1 })
    await timers.pass(10_000)
    expect(await receiver.end()).toMatch(/^Nothing was heard from the other side for 1\d seconds\.$/)
    expect(timers.running).toBe(0)
  })

  test('answers a ping with what it has received', async () => {
    const { link, other, heard } = against()
    other.postMessage(Uint8Array.of(1, 2, 3))
    other.postMessage({ wamp: 2, ping: 41 })
    await until(() => heard.length === 1)
    expect(heard).toEqual([{ wamp: 2, pong: 41, received: 3 }])
    link.close()
  })

  test('a probe finds who answers, and nobody once the link is closed', async () => {
    const { link, other, heard } = against()
    const probe = link.probe(60_000)
    await until(() => heard.length === 1)
    other.postMessage({ wamp: 2, pong: 1, received: 0 })
    expect(await probe).toBe(true)
    link.close()
    expect(await link.probe(60_000)).toBe(false)
  })

  test('an end that does not read is closed at the limit', async () => {
    const { link, receiver } = against(1_000_000)
    for (let number = 0; number < 11; number++) link.send(sampleFrame(msgpack, number, 100_000))
    expect(await receiver.end()).toBe(
      'The receiver cannot keep up: 1100000 bytes were waiting for it, and the limit is 1000000.',
    )
  })

  test('text on a binary link closes it, and says so to both', async () => {
    const { other, receiver, heard } = against()
    other.postMessage('[1]')
    expect(await receiver.end()).toBe('A text message came, and wamp.2.msgpack has none.')
    await until(() => heard.length === 1)
    expect(heard).toEqual([{ wamp: 2, bye: 'A text message came, and wamp.2.msgpack has none.' }])
  })

  test('frames of one tick share a message, up to a size, and those of the next have their own', async () => {
    const { link, other, heard } = against()
    const send = (...sizes: number[]) => {
      for (const size of sizes) link.send(new Uint8Array(size))
    }
    send(1, 2, 3)
    await until(() => heard.length === 1)
    send(4)
    await until(() => heard.length === 2)
    send(5, 60_000, 70_000, 6)
    link.close()
    await until(() => heard.length === 6)
    const sizes = heard.slice(0, 5).map(data => [data].flat().map(frame => (frame as Uint8Array).length))
    expect(sizes).toEqual([[1, 2, 3], [4], [5, 60_000], [70_000], [6]])
    expect(heard[5]).toMatchObject({ wamp: 2, bye: expect.any(String) })
    other.close()
  })

  test('a list with something that is no frame closes it, and what stood before that is delivered', async () => {
    const { other, receiver } = against()
    other.postMessage([Uint8Array.of(1), Uint8Array.of(2)])
    await receiver.count(2)
    other.postMessage([{ wamp: 2, ping: 1 }])
    expect(await receiver.end()).toBe('A list came with something that is no frame.')
  })

  test('control words that make no sense are passed over', async () => {
    const { link, other, receiver } = against()
    for (const word of [
      null,
      5,
      [],
      { wamp: 3, bye: 'x' },
      { wamp: 2, ping: 'x' },
      { wamp: 2, received: 1e9 },
      new Map(),
    ]) {
      other.postMessage(word)
    }
    other.postMessage(Uint8Array.of(1))
    await receiver.count(1)
    expect(link.bufferedAmount).toBe(0)
    link.close()
  })

  test('an end in a worker that is terminated is found dead by the heartbeat', async () => {
    const script = 'onmessage = ({ ports }) => ports[0].postMessage({ wamp: 2, protocol: "wamp.2.json" })'
    const worker = new Worker(URL.createObjectURL(new Blob([script], { type: 'text/javascript' })))
    const { port1, port2 } = new MessageChannel()
    const opening = openMessagePort(port1, [json], { heartbeat: { interval: 20, limit: 200 } })
    worker.postMessage(null, [port2])
    const receiver = new Receiver()
    const link = await opening
    link.start(receiver)
    await tick()
    worker.terminate()
    expect(await receiver.end()).not.toBe('')
  })
})
