// Hostile guests: they have the invite and send what they like; they are out, counted, and nobody else notices.

import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { eventually, type Participant, useStage, WITHOUT_WEBRTC } from './harness.ts'

const stage = useStage()

let host: Participant
let bystander: Participant

beforeEach(async () => {
  host = await stage.host()
  await host.run(async ({ session }) => void (await session?.register('com.example.echo', ([text]) => text)))
  bystander = await stage.guest(host)
})

/** Whoever was there before is served as before. */
afterEach(async () => {
  expect(await bystander.call('com.example.echo', ['still here'])).toBe('still here')
  expect(await bystander.run(() => states.map(({ state }) => state))).not.toContain('reconnecting')
  expect(await host.shown()).toMatchObject({ state: 'open', error: undefined })
})

const violations = () => host.run(async ({ room }) => (await room?.counters())?.violations ?? 0)

/** Sends frames as a plain client; what came back, and how the socket closed. */
async function say(frames: (string | Uint8Array)[]): Promise<{ messages: unknown[][]; code: number }> {
  const socket = new WebSocket(await host.plainUrl(), 'wamp.2.json')
  stage.atEnd(() => socket.terminate())
  const messages: unknown[][] = []
  socket.on('message', data => messages.push(JSON.parse(`${data}`)))
  await once(socket, 'open')
  const closed = once(socket, 'close')
  for (const frame of frames) socket.send(frame)
  const [code] = (await closed) as [number]
  return { messages, code }
}

async function metrics(): Promise<string> {
  return (await fetch(`${stage.signaling.replace('ws', 'http')}/metrics`)).text()
}

const HELLO = JSON.stringify([1, 'realm1', { roles: { caller: {}, publisher: {}, subscriber: {}, callee: {} } }])
const SUBSCRIBE = JSON.stringify([32, 1, {}, 'com.example.topic'])

const breaches: [what: string, frames: (string | Uint8Array)[]][] = [
  ['what is no JSON', ['junk']],
  ['what is no array', ['{"a":1}']],
  ['an unknown message', ['[99,1]']],
  ['arrays in arrays without end', ['['.repeat(200_000)]],
  [
    'arrays in arrays to a great depth',
    [HELLO, `[16,1,{},"com.example.deep",[${'['.repeat(100_000)}${']'.repeat(100_000)}]]`],
  ],
  ['a request before HELLO', [SUBSCRIBE]],
  ['HELLO twice', [HELLO, HELLO]],
  ['a message that only routers send', [HELLO, '[36,1,2,{}]']],
  ['a request id out of order', [HELLO, '[32,7,{},"com.example.topic"]']],
  ['a URI that is a number', [HELLO, '[32,1,{},7]']],
  ['a binary frame', [HELLO, Uint8Array.of(0x93, 1, 2)]],
]

describe('a plain client', () => {
  test.each(breaches)('that sends %s is out, and counted', async (what, frames) => {
    const before = await violations()
    const { messages } = await say(frames)
    if (what !== 'a binary frame') {
      expect(messages.at(-1)).toEqual([3, { message: expect.any(String) }, expect.stringMatching(/^wamp\.error\./)])
      expect(await violations()).toBe(before + 1)
    }
    // A binary frame is the signaling server's to refuse: the host hears a moment after the client that it is out.
    await eventually(() => host.call('wamp.session.count'), 2)
  })

  test('that sends 17 mebibytes at once is out', async () => {
    const { code } = await say([HELLO, `[16,1,{},"com.example.huge",["${'x'.repeat(17 * 2 ** 20)}"]]`])
    expect(code).toBe(1009)
    expect(await host.call('wamp.session.count')).toBe(2)
  })

  test('that floods is read from no faster than others, who notice nothing', async () => {
    const socket = new WebSocket(await host.plainUrl(), 'wamp.2.json')
    stage.atEnd(() => socket.terminate())
    await once(socket, 'open')
    socket.send(HELLO)
    await eventually(() => host.call('wamp.session.count'), 3)
    for (let request = 1; request <= 20_000; request++) socket.send(`[16,${request},{},"com.example.flood"]`)
    await eventually(async () => /^wamp_mesh_slowed_total{.*} [1-9]/m.test(await metrics()), true)
    expect(await bystander.call('com.example.echo', ['meanwhile'])).toBe('meanwhile')
    expect(await (await stage.guest(host, { browser: 'c' })).call('com.example.echo', ['new'])).toBe('new')
  })

  test('that asks for a realm that is not there is told so', async () => {
    const { messages } = await say([HELLO.replace('realm1', 'realm2')])
    expect(messages).toEqual([[3, { message: expect.any(String) }, 'wamp.error.no_such_realm']])
  })

  test('cannot speak for the router', async () => {
    await bystander.subscribe('wamp.session.on_join')
    const publish = '[16,1,{"acknowledge":true},"wamp.session.on_join",[{"session":1}]]'
    const register = '[64,2,{},"wamp.session.count"]'
    const { messages } = await say([HELLO, publish, register, '[6,{},"wamp.close.normal"]', 'junk'])
    expect(messages.slice(1, 3)).toEqual([
      [8, 16, 1, {}, expect.stringMatching(/^wamp\.error\.(not_authorized|invalid_uri)$/), expect.anything()],
      [
        8,
        64,
        2,
        {},
        expect.stringMatching(/^wamp\.error\.(not_authorized|invalid_uri|procedure_already_exists)$/),
        expect.anything(),
      ],
    ])
    await bystander.hears('wamp.session.on_join')
    expect(JSON.stringify(await bystander.heard())).not.toContain('{"session":1}')
  })
})

/** While `junk` is set, what the page's data channels send is noise. */
const NOISY_CHANNEL = `const { send } = RTCDataChannel.prototype
RTCDataChannel.prototype.send = function (data) {
  return send.call(this, globalThis.junk ? Uint8Array.from({ length: 999 }, () => Math.random() * 256) : data)
}`
/** While \`junk\` is set, the pieces that the page seals for its host are noise. */
const NOISY_TUNNEL = `${WITHOUT_WEBRTC}
const { encrypt } = SubtleCrypto.prototype
SubtleCrypto.prototype.encrypt = function (algorithm, key, data) {
  const noise = Uint8Array.from(data, (byte, index) => index === 0 ? byte : Math.random() * 256)
  return encrypt.call(this, algorithm, key, globalThis.junk ? noise : data)
}`
/** While \`junk\` is set, the page's sealed records are noise. */
const NOISY_SOCKET = `${WITHOUT_WEBRTC}
const { send } = WebSocket.prototype
WebSocket.prototype.send = function (data) {
  return send.call(this, globalThis.junk && typeof data !== 'string' ? new Uint8Array(999).fill(3) : data)
}`

describe('a modified page', () => {
  test('that floods its data channel is out, and counted', async () => {
    const guest = await stage.guest(host, { browser: 'c' })
    await guest.goesBy('data-channel')
    const before = await violations()
    await guest.run(({ session }) => {
      for (let count = 0; count < 20_000; count++) session?.publish('com.example.flood', [count])
    })
    await guest.until('closed')
    expect((await guest.shown()).error).toMatch(/more than \d+ messages a second/)
    expect(await violations()).toBe(before + 1)
    expect(await host.call('wamp.session.count')).toBe(2)
  })

  test.each([
    ['its data channel', NOISY_CHANNEL, 'data-channel'],
    ['the relay, sealed', NOISY_TUNNEL, 'relay'],
    ['the relay, unsealed', NOISY_SOCKET, 'relay'],
  ] as const)('that sends noise by %s is out', async (_, before, transport) => {
    const guest = await stage.guest(host, { browser: 'c', before })
    await guest.goesBy(transport)
    await host.subscribe('wamp.session.on_leave')
    const id = await guest.sessionId()
    await guest.run(({ session }) => {
      Object.assign(globalThis, { junk: true })
      for (let count = 0; count < 100; count++) session?.publish('com.example.noise', ['x'.repeat(500)])
    })
    await host.hears('wamp.session.on_leave', id)
    await guest.run(() => Object.assign(globalThis, { junk: false }) && undefined)
  })
})
