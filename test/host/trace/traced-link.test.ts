// A traced link is the link that it is made of, and shows what passes to those who watch.

import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, test, vi } from 'vitest'
import { ticketAuthenticator } from '../../../src/entry/router.ts'
import { recordedMessage } from '../../../src/host/trace/recorded-message.ts'
import type { TraceRecord } from '../../../src/host/trace/trace-record.ts'
import { TracedLink } from '../../../src/host/trace/traced-link.ts'
import { Tracer } from '../../../src/host/trace/tracer.ts'
import { Payload } from '../../../src/protocol/payload.ts'
import { cbor } from '../../../src/protocol/serializer/cbor.ts'
import { json } from '../../../src/protocol/serializer/json.ts'
import { msgpack } from '../../../src/protocol/serializer/msgpack.ts'
import type { Serializer } from '../../../src/protocol/serializer/serializer.ts'
import type { AttachOptions } from '../../../src/router/router.ts'
import { memoryPair } from '../../../src/transport/memory.ts'
import { Peer, ROLES, settled, trace } from '../../trace.ts'
import { linkAcceptance } from '../../transport/link-acceptance.ts'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void
/** Bytes of texts and objects in use, once nothing that runs now holds any. */
async function memory(): Promise<number> {
  await settled()
  collectGarbage()
  return process.memoryUsage().heapUsed
}

const facts = { transport: () => 'memory' as const, session: () => 0 }

describe.each([false, true])('watched: %s', watched => {
  linkAcceptance('memory', async serializer => {
    const tracer = new Tracer()
    if (watched) tracer.observe(() => {})
    const [left, right] = memoryPair(serializer)
    return {
      left: new TracedLink(left, 'router', facts, tracer),
      right: new TracedLink(right, 'client', facts, tracer),
    }
  })
})

/** A router whose links are traced, as those of a room. */
function traced(options: Parameters<typeof trace>[0] = {}) {
  const { router } = trace(options)
  const tracer = new Tracer(() => 1_000)
  const records: TraceRecord[] = []
  const attaches = (serializer: Serializer = json, attachOptions: AttachOptions = {}) => {
    const [near, far] = memoryPair(serializer)
    const session = () => attached.standing?.session ?? 0
    const attached = router.attach(new TracedLink(far, 'router', { ...facts, session }, tracer), attachOptions)
    return new Peer(near)
  }
  return { tracer, records, attaches, watch: () => tracer.observe(record => records.push(record)) }
}

const brief = ({ direction, session, message, cause }: TraceRecord) => ({
  direction,
  session,
  type: message[0],
  ...(cause !== undefined && { cause }),
})

test('each message is told with its session, in order, and what it is because of', async () => {
  const { attaches, watch, records } = traced()
  const callee = await attaches(msgpack).join()
  const caller = await attaches(json).join()
  callee.sends([64, 1, {}, 'com.app.gettemp'])
  await callee.got()
  watch()
  caller.sends([48, 1, {}, 'com.app.gettemp', ['C']])
  const [invocation] = await callee.got()
  callee.sends([70, invocation?.[1] as number, {}, [21.5]])
  await caller.got()
  expect(records.map(brief)).toEqual([
    { direction: 'to-router', session: caller.id, type: 48 },
    { direction: 'from-router', session: callee.id, type: 68, cause: 1 },
    { direction: 'to-router', session: callee.id, type: 70 },
    { direction: 'from-router', session: caller.id, type: 50, cause: 3 },
  ])
  expect(records[0]).toEqual({
    number: 1,
    time: 1_000,
    direction: 'to-router',
    session: caller.id,
    transport: 'memory',
    message: [48, 1, {}, 'com.app.gettemp', ['C']],
    size: JSON.stringify([48, 1, {}, 'com.app.gettemp', ['C']]).length,
  })
  expect(records[3]?.message).toEqual([50, 1, {}, [21.5]])
})

test('a session that joins while somebody watches is known from its WELCOME', async () => {
  const { attaches, watch, records } = traced()
  watch()
  const peer = await attaches().join()
  peer.sends([6, {}, 'wamp.close.close_realm'])
  await peer.got()
  expect(records.map(brief)).toEqual([
    { direction: 'to-router', session: 0, type: 1 },
    { direction: 'from-router', session: peer.id, type: 2, cause: 1 },
    { direction: 'to-router', session: peer.id, type: 6 },
    { direction: 'from-router', session: peer.id, type: 6, cause: 3 },
  ])
})

test('while nobody watches nothing is read, and frames pass as they are', async () => {
  const decode = vi.fn(json.decode)
  const serializer = { ...json, decode }
  const tracer = new Tracer()
  const [near, far] = memoryPair(serializer)
  const link = new TracedLink(far, 'router', facts, tracer)
  const [sent, got] = [vi.spyOn(far, 'send'), vi.fn()]
  link.start({ frame: got, closed: () => {} })
  const frame = json.encode([33, 1, 2])
  const stop = tracer.observe(() => {})
  stop()
  link.send(frame, 3, 'key')
  near.send(frame)
  await Promise.resolve()
  expect(decode).not.toHaveBeenCalled()
  expect(sent).toHaveBeenCalledWith(frame, 3, 'key')
  expect(got).toHaveBeenCalledWith(frame)
})

test('those who receive one event share its frame, watched or not', async () => {
  const { attaches, watch, tracer } = traced()
  const publisher = await attaches(msgpack).join()
  const subscribers = [await attaches(msgpack).join(), await attaches(msgpack).join()]
  for (const subscriber of subscribers) {
    subscriber.sends([32, 1, {}, 'com.app.position'])
    await subscriber.got()
  }
  watch()
  publisher.sends([16, 1, {}, 'com.app.position', [3, 5]])
  const [[one], [other]] = [(await subscribers[0]?.gotFrames()) ?? [], (await subscribers[1]?.gotFrames()) ?? []]
  expect(one).toBe(other)
  expect(tracer.watched).toBe(true)
})

test('what proves who somebody is, is masked', async () => {
  const authenticators = [ticketAuthenticator({ users: { ann: { ticket: 'secret-ticket', authrole: 'user' } } })]
  const { attaches, watch, records } = traced({ realms: { realm1: { authenticators } } })
  watch()
  const peer = attaches()
  const hello = { roles: ROLES, authmethods: ['ticket'], authid: 'ann', authextra: { token: 'secret-token' } }
  peer.sends([1, 'realm1', hello], [5, 'secret-ticket', { more: 'secret-more' }])
  await peer.got()
  expect(records.map(({ message }) => message[0])).toEqual([1, 4, 5, 2])
  expect(records[0]?.message[2]).toMatchObject({ authid: 'ann', authextra: { token: '•••' } })
  expect(records[2]?.message).toEqual([5, '•••', { more: '•••' }])
  expect(JSON.stringify(records)).not.toContain('secret')
})

const HELLO = { roles: ROLES }

test.each<[string, (peer: Peer) => void]>([
  ['a text in place of AUTHENTICATE.Extra', peer => peer.sends([1, 'realm1', HELLO], [5, '', 'secret'])],
  ['a list in place of AUTHENTICATE.Signature', peer => peer.sends([1, 'realm1', HELLO], [5, ['secret'], {}])],
  ['a text in place of authextra', peer => peer.sends([1, 'realm1', { ...HELLO, authextra: 'secret' }])],
  ['a list in place of HELLO.Details', peer => peer.sends([1, 'realm1', ['secret']])],
  ['AUTHENTICATE that is cut off', peer => peer.sendsFrame('[5,"secret')],
  ['AUTHENTICATE with a comma too many', peer => peer.sendsFrame('[5,"secret",]')],
  ['HELLO that is cut off', peer => peer.sendsFrame('[1,"realm1",{"authextra":{"x":"secret",')],
  ['CHALLENGE to the router', peer => peer.sends([4, 'ticket', 'secret'])],
  ['WELCOME to the router', peer => peer.sends([2, 1, { roles: { broker: {} }, authextra: 'secret' }])],
  ['a token of its own', peer => peer.sends([1, 'realm1', { ...HELLO, resume_token: 'secret' }])],
])('nor does a trace, or the reason of ABORT, quote it from %s', async (_, sends) => {
  const authenticators = [ticketAuthenticator({ users: { ann: { ticket: 'x', authrole: 'user' } } })]
  const { attaches, watch, records } = traced({ realms: { realm1: { authenticators } } })
  watch()
  const peer = attaches()
  sends(peer)
  const got = await peer.got()
  expect(got.at(-1)?.[0]).toBe(3)
  expect(JSON.stringify([records, got])).not.toContain('secret')
})

describe.each([json, msgpack, cbor])('in $id', serializer => {
  test('a record keeps nothing of the frame that it was made of', async () => {
    const text = (n: number) => String.fromCharCode(97 + (n % 26)).repeat(400_000)
    const messages = (n: number) => [
      [16, n, {}, 'com.app.t', Payload.of([text(n)])],
      [16, n, { text: text(n) }, 'com.app.t', Payload.empty],
      [16, text(n), {}, 'com.app.t', Payload.empty],
    ]
    const recorded = (n: number) =>
      messages(n).map(message => recordedMessage(serializer.encode(message as never), serializer))
    // Serializers have buffers of their own, which grow once.
    recorded(1)
    const before = await memory()
    const records = Array.from({ length: 20 }, (_, n) => recorded(n + 1))
    expect((await memory()) - before).toBeLessThan(4_000_000)
    expect(records.flat().filter(({ unreadable }) => unreadable !== undefined)).toHaveLength(20)
  })

  test('binaries are bytes, in memory of their own', async () => {
    const { attaches, watch, records } = traced()
    const peer = await attaches(serializer).join()
    watch()
    peer.sendsFrame(serializer.encode([16, 1, {}, 'com.app.picture', Payload.of([Uint8Array.of(1, 2, 3)])]))
    await peer.got()
    expect(records[0]?.message[4]).toEqual([Uint8Array.of(1, 2, 3)])
    const [picture] = (records[0]?.message[4] ?? []) as Uint8Array[]
    expect(picture?.buffer.byteLength).toBe(3)
    expect(records[0]).not.toHaveProperty('cut')
  })

  test('long messages are cut, and say so', async () => {
    const { attaches, watch, records } = traced()
    const peer = await attaches(serializer).join()
    watch()
    const [text, list] = ['x'.repeat(20_000), Array.from({ length: 5_000 }, () => 'item')]
    peer.sends([16, 1, {}, 'com.app.a', [text]], [16, 2, {}, 'com.app.b', list], [16, 3, {}, 'com.app.c', [], { list }])
    peer.sends([16, 4, {}, 'com.app.d', ['x'.repeat(2_000_000)]])
    await peer.got()
    const cuts = records.filter(({ message: [type] }) => type === 16)
    expect(cuts.map(({ cut }) => cut)).toEqual([true, true, true, true])
    expect(cuts.map(({ message }) => JSON.stringify(message).length < 17_000)).toEqual([true, true, true, true])
    for (const { message } of cuts) expect(JSON.stringify(message)).toContain('…')
    expect(cuts[0]?.size).toBeGreaterThan(20_000)
  })
})

test('what cannot be read is told as such, and ends as ever', async () => {
  const { attaches, watch, records } = traced()
  const peer = await attaches().join()
  watch()
  peer.sendsFrame('[48, 1')
  expect(await peer.got()).toEqual([[3, { message: expect.any(String) }, 'wamp.error.protocol_violation']])
  expect(records[0]).toMatchObject({ message: [], session: peer.id, unreadable: expect.stringMatching(/\S/) })
})

test('an observer that throws breaks nothing, and others are told', async () => {
  const thrown: unknown[] = []
  const listener = (error: unknown) => thrown.push(error)
  const before = process.listeners('uncaughtException')
  process.removeAllListeners('uncaughtException')
  process.on('uncaughtException', listener)
  const { attaches, watch, records, tracer } = traced()
  tracer.observe(() => {
    throw new Error('not this one')
  })
  watch()
  const peer = await attaches().join()
  process.off('uncaughtException', listener)
  for (const other of before) process.on('uncaughtException', other)
  expect(peer.id).toBeGreaterThan(0)
  expect(records).toHaveLength(2)
  expect(thrown).toHaveLength(2)
})
