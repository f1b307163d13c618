// Plain WAMP clients from npm, autobahn and wampy, behind one face; each speaks one serializer.

import { createRequire } from 'node:module'
import { Wampy } from 'wampy'
import { CborSerializer } from 'wampy/CborSerializer.js'
import { JsonSerializer } from 'wampy/JsonSerializer.js'
import { MsgpackSerializer } from 'wampy/MsgpackSerializer.js'
import { WebSocket } from 'ws'

export interface PlainClient {
  readonly name: string
  /** How often it has joined. */
  readonly joins: number
  /** Its session id. */
  readonly id: number
  call(procedure: string, args: unknown[]): Promise<unknown>
  register(procedure: string, endpoint: (args: unknown[]) => unknown): Promise<void>
  /** `handler` gets the positional arguments. */
  subscribe(topic: string, handler: (args: unknown[]) => void): Promise<void>
  /** Resolves when the broker has the event. */
  publish(topic: string, args: unknown[]): Promise<void>
  close(): void
}

export interface PlainSetup {
  readonly url: string
  readonly realm?: string
  /** Each time that it has joined. */
  readonly joined?: () => void
}

type WampyOptions = ConstructorParameters<typeof Wampy>[1] & object

interface AutobahnSession {
  readonly id: number
  call(procedure: string, args: unknown[]): Promise<unknown>
  register(procedure: string, endpoint: (args: unknown[]) => unknown): Promise<unknown>
  subscribe(topic: string, handler: (args: unknown[]) => void): Promise<unknown>
  publish(topic: string, args: unknown[], kwargs: object, options: { acknowledge: true }): Promise<unknown>
}
interface AutobahnConnection {
  onopen: (session: AutobahnSession) => void
  onclose: (reason: string, details: object) => boolean
  open(): void
  close(): void
}
interface Autobahn {
  Connection: new (options: object) => AutobahnConnection
  serializer: Record<'JSONSerializer' | 'MsgpackSerializer' | 'CBORSerializer', (new () => object) | undefined>
}

const autobahn = createRequire(import.meta.url)('autobahn') as Autobahn

/** Connects autobahn, which comes back by itself; `undefined` where this installation of it lacks the serializer. */
export async function connectAutobahn(
  serializer: 'JSON' | 'Msgpack' | 'CBOR',
  { url, realm = 'realm1', joined }: PlainSetup,
): Promise<PlainClient | undefined> {
  const Serializer = autobahn.serializer[`${serializer}Serializer`]
  if (!Serializer) return undefined
  const connection = new autobahn.Connection({
    url,
    realm,
    serializers: [new Serializer()],
    initial_retry_delay: 0.1,
    max_retry_delay: 0.5,
    max_retries: -1,
  })
  let joins = 0
  let current: AutobahnSession | undefined
  const session = () => {
    if (!current) throw new Error('autobahn has no session.')
    return current
  }
  await new Promise<void>((resolve, reject) => {
    connection.onopen = opened => {
      joins++
      current = opened
      joined?.()
      resolve()
    }
    connection.onclose = (reason, details) => {
      reject(new Error(`autobahn: ${reason} ${JSON.stringify(details)}`))
      // Whether to give up.
      return joins === 0
    }
    connection.open()
  })
  return {
    name: `autobahn ${serializer}`,
    get joins() {
      return joins
    },
    get id() {
      return session().id
    },
    call: (procedure, args) => session().call(procedure, args),
    register: async (procedure, endpoint) => void (await session().register(procedure, endpoint)),
    subscribe: async (topic, handler) => void (await session().subscribe(topic, handler)),
    publish: async (topic, args) => void (await session().publish(topic, args, {}, { acknowledge: true })),
    close: () => connection.close(),
  }
}

const WAMPY = { JSON: JsonSerializer, Msgpack: MsgpackSerializer, CBOR: CborSerializer }

/** Connects wampy, which comes back by itself and restores what it had. */
export async function connectWampy(
  serializer: keyof typeof WAMPY,
  { url, realm = 'realm1', joined }: PlainSetup,
): Promise<PlainClient> {
  let joins = 1
  const options: WampyOptions = {
    realm,
    // `ws` has what wampy uses of a browser's class.
    ws: WebSocket as unknown as NonNullable<WampyOptions['ws']>,
    serializer: new WAMPY[serializer](),
    reconnectInterval: 200,
    maxRetries: 0,
    onReconnectSuccess: () => {
      joins++
      joined?.()
    },
  }
  const wampy = new Wampy(url, options)
  await wampy.connect()
  joined?.()
  return {
    name: `wampy ${serializer}`,
    get joins() {
      return joins
    },
    get id() {
      // Its msgpack reads large integers as a BigInt.
      return Number(wampy.getSessionId())
    },
    call: async (procedure, args) => {
      try {
        return (await wampy.call(procedure, args)).argsList?.[0]
      } catch (thrown) {
        throw Object.assign(new Error('wampy'), { error: (thrown as { errorUri?: string }).errorUri })
      }
    },
    register: async (procedure, endpoint) =>
      void (await wampy.register(procedure, ({ argsList = [] }) => ({ argsList: [endpoint(argsList)] }))),
    subscribe: async (topic, handler) => void (await wampy.subscribe(topic, ({ argsList = [] }) => handler(argsList))),
    publish: async (topic, args) => void (await wampy.publish(topic, args)),
    close: () => void wampy.disconnect(),
  }
}
