// Subjects made of bare WebSockets: the same journey without WAMP, and our router with clients that do next to nothing.

import { once } from 'node:events'
import { WebSocket } from 'ws'
import type { Serializer } from '../../src/protocol/serializer/serializer.ts'
import { decodeRaw, encodeRaw, type Raw } from '../raw-codec.ts'
import { ROLES } from '../trace.ts'
import { type CallRig, type FanRig, type FanSetting, newRig, type Setting, type Subject, TEXT } from './subject.ts'

/** A relay of `ws`: what a router would be that did nothing but carry frames of the same size. */
export const relay: Subject = { name: 'ws, no WAMP', server: 'relay', calls: relayCalls, fanOut: relayFanOut }
/** Our router, to clients that count messages instead of reading them. */
export const bare: Subject = { name: 'router, ws clients', server: 'router', calls: bareCalls, fanOut: bareFanOut }

async function open(url: string, protocols: string[] = []): Promise<WebSocket> {
  const socket = new WebSocket(url, protocols, { perMessageDeflate: false })
  await once(socket, 'open')
  return socket
}

const closeAll = (sockets: readonly WebSocket[]) => () => {
  for (const socket of sockets) socket.close()
}

async function relayCalls({ serializer, url }: Setting): Promise<CallRig> {
  const rig = newRig()
  const [caller, callee] = [await open(`${url}/${rig}/caller`), await open(`${url}/${rig}/callee`)]
  const result = encodeRaw(serializer.id, [70, 1, {}, [TEXT]])
  callee.on('message', () => callee.send(result))
  return calling(caller, () => encodeRaw(serializer.id, [48, 1, {}, `com.bench.${rig}`, [TEXT]]), [caller, callee])
}

async function relayFanOut({ serializer, url, receivers, delivered }: FanSetting): Promise<FanRig> {
  const rig = newRig()
  const subscribers = await Promise.all(Array.from({ length: receivers }, () => open(`${url}/${rig}/subscriber`)))
  for (const subscriber of subscribers) subscriber.on('message', delivered)
  const publisher = await open(`${url}/${rig}/publisher`)
  const publish = () => publisher.send(encodeRaw(serializer.id, [16, 1, {}, `com.bench.${rig}`, [TEXT]]))
  return { publish, close: closeAll([publisher, ...subscribers]) }
}

/** Results come in the order of their calls, for one link carries them. */
function calling(caller: WebSocket, frame: () => string | Uint8Array, all: readonly WebSocket[]): CallRig {
  const waiting: (() => void)[] = []
  let next = 0
  caller.on('message', () => {
    waiting[next++]?.()
    if (next === 1_024) waiting.splice(0, next)
    next %= 1_024
  })
  return {
    call: done => {
      waiting.push(done)
      caller.send(frame())
    },
    close: closeAll(all),
  }
}

/** A client that has joined, and been answered one request. */
async function join({ serializer, url }: Setting, request?: Raw): Promise<WebSocket> {
  const socket = await open(url, [serializer.protocol])
  socket.send(encodeRaw(serializer.id, [1, 'realm1', { roles: ROLES }]))
  await expectType(socket, serializer, 2)
  if (request === undefined) return socket
  socket.send(encodeRaw(serializer.id, request))
  await expectType(socket, serializer, Number(request[0]) + 1)
  return socket
}

async function expectType(socket: WebSocket, { id, binary }: Serializer, type: number): Promise<void> {
  const [data] = (await once(socket, 'message')) as [Buffer]
  const message = decodeRaw(id, binary ? data : data.toString())
  if (message[0] !== type) throw new Error(`expected message ${type}, and got ${JSON.stringify(message)}`)
}

async function bareCalls(setting: Setting): Promise<CallRig> {
  const { id } = setting.serializer
  const procedure = `com.bench.${newRig()}`
  const callee = await join(setting, [64, 1, {}, procedure])
  const caller = await join(setting)
  // Invocations are numbered as they come [R-ID-3], and so are our calls.
  let [invocation, request] = [0, 0]
  callee.on('message', () => callee.send(encodeRaw(id, [70, ++invocation, {}, [TEXT]])))
  return calling(caller, () => encodeRaw(id, [48, ++request, {}, procedure, [TEXT]]), [caller, callee])
}

async function bareFanOut({ receivers, delivered, ...setting }: FanSetting): Promise<FanRig> {
  const topic = `com.bench.${newRig()}`
  const subscribers = await Promise.all(Array.from({ length: receivers }, () => join(setting, [32, 1, {}, topic])))
  for (const subscriber of subscribers) subscriber.on('message', delivered)
  const publisher = await join(setting)
  let request = 0
  const publish = () => publisher.send(encodeRaw(setting.serializer.id, [16, ++request, {}, topic, [TEXT]]))
  return { publish, close: closeAll([publisher, ...subscribers]) }
}
