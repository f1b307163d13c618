// Other people's libraries from npm, unmodified, in a room by invite: over a data channel, by a WebSocket of ours.

import { beforeAll, describe, expect, test } from 'vitest'
import { eventually, type Participant, useStage } from './harness.ts'
import { meshWebSocket, realAutobahn, realWampy } from './harness-libraries.ts'

/** A library's connection, as its page keeps it. */
interface Client {
  call(procedure: string, args: unknown[]): Promise<unknown>
  register(procedure: string, endpoint: (args: unknown[]) => unknown): Promise<unknown>
  subscribe(topic: string, handler: (args: unknown[]) => void): Promise<unknown>
  publish(topic: string, args: unknown[]): Promise<unknown>
  close(): void
}

declare global {
  var client: Client
  /** How the library's connection was closed. */
  var ended: unknown[]
  /** How often it joined. */
  var joins: number
  /** Data channels that the page opened. */
  var channels: RTCDataChannel[]
}

const stage = useStage()
let scripts: { socket: string; autobahn: string; wampy: string }
beforeAll(async () => {
  scripts = { socket: await meshWebSocket(), autobahn: await realAutobahn(), wampy: await realWampy() }
})

/** Keeps the data channels that a page makes. */
const COUNT_CHANNELS = `globalThis.channels = []
const { createDataChannel } = RTCPeerConnection.prototype
RTCPeerConnection.prototype.createDataChannel = function (...given) {
  channels.push(createDataChannel.apply(this, given))
  return channels.at(-1)
}`

const AUTOBAHN = (url: string, serializer: string) => `new Promise((resolve, reject) => {
  globalThis.WebSocket = MeshWebSocket
  globalThis.joins = 0
  const connection = new autobahn.Connection({
    url: ${JSON.stringify(url)},
    realm: 'realm1',
    serializers: [new autobahn.serializer.${serializer}Serializer()],
    initial_retry_delay: 0.2,
  })
  connection.onopen = session => {
    joins++
    globalThis.client = {
      call: (procedure, args) => session.call(procedure, args),
      register: (procedure, endpoint) => session.register(procedure, endpoint),
      subscribe: (topic, handler) => session.subscribe(topic, handler),
      publish: (topic, args) => session.publish(topic, args, {}, { acknowledge: true }),
      close: () => connection.close(),
    }
    resolve()
  }
  connection.onclose = (reason, details) => {
    globalThis.ended = [reason, details.reason]
    if (joins === 0) reject(new Error(reason))
  }
  connection.open()
})`

const WAMPY = (url: string, serializer: string) => `(async () => {
  globalThis.joins = 1
  const wampy = new Wampy(${JSON.stringify(url)}, {
    realm: 'realm1',
    ws: MeshWebSocket,
    serializer: new ${serializer}Serializer(),
    reconnectInterval: 200,
    maxRetries: 0,
    onReconnectSuccess: () => void joins++,
    onClose: () => void (globalThis.ended = ['closed']),
  })
  await wampy.connect()
  globalThis.client = {
    call: async (procedure, args) => (await wampy.call(procedure, args)).argsList?.[0],
    register: (procedure, endpoint) =>
      wampy.register(procedure, ({ argsList = [] }) => ({ argsList: [endpoint(argsList)] })),
    subscribe: (topic, handler) => wampy.subscribe(topic, ({ argsList = [] }) => handler(argsList)),
    publish: (topic, args) => wampy.publish(topic, args),
    close: () => wampy.disconnect(),
  }
})()`

const CLIENTS = ['JSON', 'Msgpack', 'CBOR', 'Json', 'Cbor'].flatMap(serializer => {
  const isAutobahn = serializer !== 'Json' && serializer !== 'Cbor'
  const subprotocol = `wamp.2.${serializer.toLowerCase()}`
  return [
    ...(isAutobahn ? [{ library: 'autobahn', serializer, subprotocol, connect: AUTOBAHN } as const] : []),
    ...(/[a-z]/.test(serializer) ? [{ library: 'wampy', serializer, subprotocol, connect: WAMPY } as const] : []),
  ]
})

type Kind = (typeof CLIENTS)[number]

/** A page with a library and nothing of ours but the WebSocket, in the room of `host`. */
async function joined(host: Participant, { library, serializer, connect }: Kind): Promise<Participant> {
  const guest = await stage.visit({ browser: 'b', before: COUNT_CHANNELS, url: stage.site.page('<p>a guest') })
  await guest.page.addScriptTag({ content: scripts.socket })
  await guest.page.addScriptTag({ content: scripts[library] })
  await guest.page.evaluate(connect(await host.invite(), serializer))
  return guest
}

const channelsOf = ({ page }: Participant) =>
  page.evaluate(() => channels.map(({ protocol, readyState }) => [protocol, readyState]))

describe.each(CLIENTS)('$library with $serializer', kind => {
  test('is a guest by data channel, in its own serializer, and calls, answers, hears and is heard', async () => {
    const host = await stage.host()
    const guest = await joined(host, kind)
    await eventually(() => channelsOf(guest), [[kind.subprotocol, 'open']])
    await host.run(async ({ session }) => void (await session?.register('com.host.echo', ([value]) => value)))
    await host.subscribe('com.example.said')
    await guest.page.evaluate(async () => {
      globalThis.heard = []
      await client.register('com.guest.add', ([a, b]) => Number(a) + Number(b))
      await client.subscribe('com.example.told', args => void heard.push({ topic: 'told', args, kwargs: {} }))
    })
    expect(await host.call('com.guest.add', [2, 3])).toBe(5)
    const echoes = await guest.page.evaluate(async () => {
      const large = 'ß'.repeat(2 ** 19)
      return [await client.call('com.host.echo', ['你好 👋']), (await client.call('com.host.echo', [large])) === large]
    })
    expect(echoes).toEqual(['你好 👋', true])
    await guest.page.evaluate(() => client.publish('com.example.said', ['from a guest']).then(() => {}))
    await host.hears('com.example.said', 'from a guest')
    await host.publish('com.example.told', ['from the host'])
    await guest.hears('told', 'from the host')
    const ids = (await host.call('wamp.session.list')) as number[]
    const sessions = await Promise.all(ids.map(id => host.call('wamp.session.get', [id])))
    expect(sessions).toContainEqual(expect.objectContaining({ authrole: 'guest', authmethod: 'invite' }))
  })

  test('leaves as it does elsewhere, and the host sees it go', async () => {
    const host = await stage.host()
    const guest = await joined(host, kind)
    await guest.page.evaluate(() => client.close())
    const ends = { autobahn: ['closed', 'wamp.close.goodbye_and_out'], wampy: ['closed'] }
    await guest.when((_, end) => JSON.stringify(globalThis.ended) === JSON.stringify(end), ends[kind.library])
    await eventually(() => host.call('wamp.session.count'), 1)
    await eventually(() => channelsOf(guest), [[kind.subprotocol, 'closed']])
  })
})

test.each(CLIENTS.filter(({ subprotocol }) => subprotocol === 'wamp.2.json'))(
  '$library comes back by itself after the host was reloaded',
  async kind => {
    const host = await stage.host()
    const guest = await joined(host, kind)
    await host.reload()
    await host.until('open')
    await guest.when(() => joins === 2)
    await eventually(() => host.call('wamp.session.count'), 2)
  },
)
