// Our own client as a driver, on a WebSocket as any other.

import { WebSocket } from 'ws'
import {
  type AuthMethod,
  cryptosign,
  type Endpoint,
  type EventHandler,
  type CallOptions as OurCallOptions,
  Result,
  Session,
  ticket,
  WampError,
  wampcra,
  wampScram,
} from '../../../src/entry/index.ts'
import { cbor } from '../../../src/protocol/serializer/cbor.ts'
import { json } from '../../../src/protocol/serializer/json.ts'
import { msgpack } from '../../../src/protocol/serializer/msgpack.ts'
import { openWebSocket, type WebSocketConstructor } from '../../../src/transport/open-websocket.ts'
import {
  type Behaviour,
  type Calling,
  type CallOptions,
  type Credentials,
  type Driver,
  type Event,
  type Join,
  type Payload,
  Refused,
  type SerializerName,
  serializerOf,
} from '../driver.ts'
import { Inbox } from '../inbox.ts'
import { pack, packedBy, unpack } from '../packing.ts'
import { plainPayload, wrapped } from '../plain.ts'
import { Procedure } from '../procedure.ts'

const SERIALIZERS = { json, msgpack, cbor }
// Its types only spell the events out one by one.
const Socket = WebSocket as unknown as WebSocketConstructor
const isBoth = (result: object) => result instanceof Result

export const joinOurs: Join = async ({ url, realm, client, name, credentials }) => {
  const serializers = [SERIALIZERS[serializerOf(client)]]
  let leave: (reason: string) => void = () => {}
  const left = new Promise<string>(resolve => {
    leave = resolve
  })
  const session = new Session(signal => openWebSocket(url, serializers, { signal, WebSocket: Socket }), {
    realm,
    reconnect: 'never',
    onstate: (state, error) => state === 'closed' && leave(error instanceof WampError ? error.error : 'closed'),
    ...(credentials && { auth: authentication(credentials) }),
  })
  await refusing(session.open())
  const { authid, authrole } = session.details
  return {
    ...driver(session, name),
    client,
    name,
    left,
    authid: String(authid),
    authrole: String(authrole),
    leave: () => session.close(),
  }
}

function authentication({ method, authid, secret }: Credentials): AuthMethod {
  switch (method) {
    case 'ticket':
      return ticket({ authid, ticket: secret })
    case 'wampcra':
      return wampcra({ authid, secret })
    case 'cryptosign':
      return cryptosign({ authid, privateKey: secret })
    case 'wamp-scram':
      return wampScram({ authid, password: secret })
  }
}

function driver(session: Session, name: string): Pick<Driver, 'id' | 'call' | 'register' | 'subscribe' | 'publish'> {
  return {
    id: session.id,
    call: (procedure, payload, options = {}) => call(session, procedure, payload, options),
    register: async (uri, behaviour, options = {}) => {
      const procedure = new Procedure(behaviour, name)
      const registration = await refusing(session.register(uri, endpoint(procedure, behaviour), options))
      return procedure.registered(() => refusing(registration.unregister()))
    },
    subscribe: async (topic, options = {}) => {
      const events = new Inbox<Event>()
      const handler: EventHandler = (args, kwargs, details) =>
        events.put({ ...unpack(args, kwargs, { ...details }), details: { ...details } })
      const subscription = await refusing(session.subscribe(topic, handler, options))
      return { events, unsubscribe: async () => void (await refusing(subscription.unsubscribe())) }
    },
    publish: async (topic, payload, { ppt_serializer: packing, ...options } = {}) => {
      const [args, kwargs] = packing ? [[pack(payload, packing)]] : [payload?.args, payload?.kwargs]
      const all = { ...options, ...(packing && packedBy(packing)) }
      return (await refusing(session.publish(topic, args, kwargs, all)))?.id
    },
  }
}

function call(session: Session, procedure: string, payload: Payload | undefined, options: CallOptions): Calling {
  const { onprogress, ppt_serializer: packing, ...wire } = options
  const giveUp = new AbortController()
  const all: OurCallOptions = {
    ...wire,
    signal: giveUp.signal,
    ...(packing && packedBy(packing)),
    ...(onprogress && { onprogress: (args, kwargs) => onprogress(plainPayload(args, kwargs)) }),
  }
  const [args, kwargs] = packing ? [[pack(payload, packing)]] : [payload?.args, payload?.kwargs]
  const result = refusing(session.call(procedure, args, kwargs, all)).then(done => {
    if (!packing || !(done instanceof Result)) return wrapped(done, isBoth)
    return unpack(done.args, done.kwargs, { ...done.options })
  })
  return { result, cancel: () => giveUp.abort(new WampError('wamp.error.canceled')) }
}

function endpoint(procedure: Procedure, behaviour: Behaviour): Endpoint {
  return async (args, kwargs, details) => {
    const { progress, signal, parts: _, ...told } = details
    const invocation = {
      ...unpack(args, kwargs, told),
      details: told,
      progress: progress ? (part: Payload) => progress(part.args, part.kwargs) : undefined,
      signal,
    }
    try {
      const payload = await procedure.answer(invocation)
      if (behaviour === 'nothing') return undefined
      const { ppt_scheme, ppt_serializer: packing } = told
      if (ppt_scheme === undefined) return new Result([...payload.args], payload.kwargs)
      return new Result([pack(payload, packing as SerializerName)], {}, packedBy(packing as SerializerName))
    } catch (thrown) {
      if (thrown instanceof Refused) throw new WampError(thrown.error, [...thrown.args], thrown.kwargs)
      throw thrown
    }
  }
}

async function refusing<T>(promise: Promise<T>): Promise<T> {
  try {
    return await promise
  } catch (thrown) {
    if (thrown instanceof WampError) throw new Refused(thrown.error, thrown.args, thrown.kwargs)
    throw thrown
  }
}
