// Subjects made of sessions: ours over WebSockets and in memory, and Autobahn|JS.

import { createRequire } from 'node:module'
import { WebSocket } from 'ws'
import { Session } from '../../src/client/session.ts'
import { secureRandom, systemClock } from '../../src/host/platform.ts'
import type { Link } from '../../src/protocol/link.ts'
import { Router } from '../../src/router/router.ts'
import { memoryPair } from '../../src/transport/memory.ts'
import { openWebSocket, type WebSocketConstructor } from '../../src/transport/open-websocket.ts'
import { type CallRig, type FanRig, type FanSetting, newRig, type Setting, type Subject, TEXT } from './subject.ts'

/** What both libraries' sessions can do, by the same names. */
interface AnySession {
  call(procedure: string, args: unknown[]): PromiseLike<unknown>
  register(procedure: string, endpoint: (args: unknown[]) => unknown): PromiseLike<unknown>
  subscribe(topic: string, handler: () => void): PromiseLike<unknown>
  publish(topic: string, args: unknown[]): unknown
}

interface Opened {
  readonly session: AnySession
  close(): unknown
}

type Open = (setting: Setting) => Promise<Opened>

function subject(name: string, server: Subject['server'], open: Open): Subject {
  return { name, server, calls: setting => calls(open, setting), fanOut: setting => fanOut(open, setting) }
}

export const ours = subject('router, our client', 'router', ({ url, serializer }) => {
  // Its types only spell the events of `ws` out one by one.
  const options = { WebSocket: WebSocket as unknown as WebSocketConstructor }
  return openOurs(() => openWebSocket(url, [serializer], options))
})

/** Router, caller and callee in one process, frames handed over in memory. */
export const inMemory = subject('in memory, our client', 'none', ({ serializer }) =>
  openOurs(async () => {
    const [near, far] = memoryPair(serializer)
    memoryRouter.attach(far)
    return near
  }),
)
const memoryRouter = new Router({ clock: systemClock, random: secureRandom, onerror: console.error })

export const autobahnJs = subject('router, Autobahn|JS', 'router', openAutobahn)

async function openOurs(dial: () => Promise<Link>): Promise<Opened> {
  const session = new Session(dial, { reconnect: 'never' })
  await session.open()
  return { session: session as AnySession, close: () => session.close() }
}

interface Autobahn {
  Connection: new (
    options: object,
  ) => {
    onopen: (session: AnySession) => void
    onclose: (reason: string) => boolean
    open(): void
    close(): void
  }
  serializer: Record<'JSONSerializer' | 'MsgpackSerializer', new () => object>
}
const { Connection, serializer: autobahnSerializers } = createRequire(import.meta.url)('autobahn') as Autobahn

function openAutobahn({ url, serializer }: Setting): Promise<Opened> {
  const Serializer = autobahnSerializers[serializer.id === 'json' ? 'JSONSerializer' : 'MsgpackSerializer']
  const connection = new Connection({ url, realm: 'realm1', serializers: [new Serializer()], max_retries: 0 })
  return new Promise((resolve, reject) => {
    connection.onopen = session => resolve({ session, close: () => connection.close() })
    connection.onclose = reason => {
      reject(new Error(`Autobahn|JS: ${reason}`))
      return true
    }
    connection.open()
  })
}

async function calls(open: Open, setting: Setting): Promise<CallRig> {
  const procedure = `com.bench.${newRig()}`
  const [callee, caller] = [await open(setting), await open(setting)]
  await callee.session.register(procedure, ([text]) => text)
  return {
    call: done => void caller.session.call(procedure, [TEXT]).then(done),
    close: () => Promise.all([caller.close(), callee.close()]),
  }
}

async function fanOut(open: Open, { receivers, delivered, ...setting }: FanSetting): Promise<FanRig> {
  const topic = `com.bench.${newRig()}`
  const subscribers = await Promise.all(Array.from({ length: receivers }, () => open(setting)))
  for (const { session } of subscribers) await session.subscribe(topic, delivered)
  const publisher = await open(setting)
  return {
    publish: () => void publisher.session.publish(topic, [TEXT]),
    close: () => Promise.all([publisher, ...subscribers].map(({ close }) => close())),
  }
}
