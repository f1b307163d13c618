// Autobahn|JS from npm as a driver.

import { createRequire } from 'node:module'
import {
  type Behaviour,
  type Calling,
  type CallOptions,
  type Credentials,
  type Dict,
  type Driver,
  type Event,
  type Join,
  type Payload,
  Refused,
  serializerOf,
} from '../driver.ts'
import { Inbox } from '../inbox.ts'
import { plainDict, plainPayload, wrapped } from '../plain.ts'
import { type Invocation, Procedure } from '../procedure.ts'

/** A promise of when.js, whose third argument hears of progress. */
interface Deferred {
  then(done: (result: unknown) => void, failed: (error: Failure) => void, progress?: (part: unknown) => void): void
  cancel(options?: { mode: string }): void
}
type Failure = Payload & { readonly error: string }
type Handler = (args: unknown[], kwargs: object, details: Dict & { progress?: (...part: unknown[]) => void }) => unknown
interface Session {
  readonly id: number | null
  call(procedure: string, args?: unknown[], kwargs?: object, options?: object): Deferred
  publish(topic: string, args?: unknown[], kwargs?: object, options?: object): Promise<{ id: number }> | undefined
  register(procedure: string, endpoint: Handler, options: object): Promise<{ unregister(): Promise<unknown> }>
  subscribe(topic: string, handler: Handler, options: object): Promise<{ unsubscribe(): Promise<unknown> }>
}
interface Connection {
  onopen: (session: Session, details: Dict) => void
  onclose: (reason: string, details: { reason?: string; message?: string }) => boolean
  open(): void
  close(): void
}
interface Autobahn {
  readonly Connection: new (options: object) => Connection
  readonly Result: new (args: readonly unknown[], kwargs: Dict) => object
  readonly Error: new (error: string, args: readonly unknown[], kwargs: Dict) => object
  readonly serializer: Record<string, new () => object>
  readonly auth_cra: {
    sign(key: string, challenge: unknown): string
    derive_key(secret: string, salt: unknown, iterations: unknown, keylen: unknown): string
  }
  readonly auth_cryptosign: { sign_challenge(key: object, extra: Dict): string; public_key(key: object): string }
  readonly nacl: { sign: { keyPair: { fromSeed(seed: Uint8Array): object } } }
  readonly log: { warn: () => void }
}

export const autobahn = createRequire(import.meta.url)('autobahn') as Autobahn
// It tells the console of each connection that closes.
autobahn.log.warn = () => {}

const SERIALIZERS = { json: 'JSONSerializer', msgpack: 'MsgpackSerializer', cbor: 'CBORSerializer' }

export const joinAutobahn: Join = ({ url, realm, client, name, credentials }) => {
  const Serializer = autobahn.serializer[SERIALIZERS[serializerOf(client)]]
  if (Serializer === undefined) throw new Error(`This installation of Autobahn|JS has no ${serializerOf(client)}.`)
  const connection = new autobahn.Connection({
    url,
    realm,
    serializers: [new Serializer()],
    on_user_error: () => {}, // endpoints that fail on purpose
    ...(credentials && authentication(credentials)),
  })
  const { promise: left, resolve: leave } = deferred<string>()
  return new Promise((resolve, reject) => {
    connection.onopen = (session, details) => {
      resolve({
        ...driver(session, name),
        ...identity(details),
        client,
        name,
        left,
        leave: () => close(connection, left),
      })
    }
    connection.onclose = (kind, { reason, message }) => {
      leave(reason ?? kind)
      reject(new Refused(reason ?? kind, [message]))
      return true
    }
    connection.open()
  })
}

function identity(details: Dict) {
  const { authid, authrole } = details
  return { authid: String(authid), authrole: String(authrole) }
}

async function close(connection: Connection, left: Promise<string>): Promise<void> {
  connection.close()
  await left
}

function authentication({ method, authid, secret }: Credentials): Dict {
  const key = method === 'cryptosign' ? autobahn.nacl.sign.keyPair.fromSeed(Buffer.from(secret, 'hex')) : {}
  const { auth_cra: cra, auth_cryptosign: cryptosign } = autobahn
  const onchallenge = (_session: Session, _method: string, extra: Dict) => {
    if (method === 'ticket') return secret
    if (method === 'cryptosign') return cryptosign.sign_challenge(key, extra)
    const { salt, iterations, keylen, challenge } = extra
    return cra.sign(salt === undefined ? secret : cra.derive_key(secret, salt, iterations, keylen), challenge)
  }
  const authextra = method === 'cryptosign' ? { pubkey: cryptosign.public_key(key), channel_binding: null } : undefined
  return { authmethods: [method], authid, authextra, onchallenge }
}

function driver(session: Session, name: string): Pick<Driver, 'id' | 'call' | 'register' | 'subscribe' | 'publish'> {
  return {
    id: session.id ?? 0,
    call: (procedure, payload, options = {}) => call(session, procedure, payload, options),
    register: async (uri, behaviour, options = {}) => {
      const procedure = new Procedure(behaviour, name)
      const registration = await settled(session.register(uri, endpoint(procedure, behaviour), options))
      return procedure.registered(async () => void (await settled(registration.unregister())))
    },
    subscribe: async (topic, options = {}) => {
      const events = new Inbox<Event>()
      const handler: Handler = (args, kwargs, details) =>
        events.put({ ...plainPayload(args, kwargs), details: plainDict(details) })
      const subscription = await settled(session.subscribe(topic, handler, options))
      return { events, unsubscribe: async () => void (await settled(subscription.unsubscribe())) }
    },
    publish: async (topic, payload, options = {}) => {
      const [args, kwargs] = sent(payload)
      const published = session.publish(topic, args, kwargs, { ...options })
      return published && (await settled(published)).id
    },
  }
}

/** Bytes as the libraries it encodes with know them. */
function sent(payload: Payload | undefined): [unknown[] | undefined, Dict | undefined] {
  const ours = (value: unknown): unknown => (value instanceof Uint8Array ? Buffer.from(value) : value)
  if (payload === undefined) return [undefined, undefined]
  return [payload.args.map(ours), Object.fromEntries(Object.entries(payload.kwargs).map(([key, v]) => [key, ours(v)]))]
}

function call(session: Session, procedure: string, payload: Payload | undefined, options: CallOptions): Calling {
  const { onprogress, cancelMode: mode, ...wire } = options
  const isBoth = (result: object) => result instanceof autobahn.Result
  const progress = onprogress && ((part: unknown) => onprogress(wrapped(part, isBoth)))
  const receive = onprogress && { receive_progress: true }
  const calling = session.call(procedure, ...sent(payload), { ...wire, ...receive })
  const result = new Promise<Payload>((resolve, reject) => {
    calling.then(done => resolve(wrapped(done, isBoth)), refusing(reject), progress)
  })
  return { result, cancel: () => calling.cancel(mode && { mode }) }
}

function endpoint(procedure: Procedure, behaviour: Behaviour): Handler {
  return async (args, kwargs, { progress, ...details }) => {
    const invocation: Invocation = {
      ...plainPayload(args, kwargs),
      details: plainDict(details),
      progress: progress && (part => progress(...sent(part))),
    }
    try {
      const payload = await procedure.answer(invocation)
      if (behaviour === 'nothing') return undefined
      const [values = [], keywords = {}] = sent(payload)
      return new autobahn.Result(values, keywords)
    } catch (thrown) {
      if (thrown instanceof Refused) throw new autobahn.Error(thrown.error, ...both(thrown))
      throw thrown
    }
  }
}

function both(payload: Payload): [unknown[], Dict] {
  const [args = [], kwargs = {}] = sent(payload)
  return [args, kwargs]
}

/** Its promises are not of this platform, and what they reject with is no `Error`. */
function settled<T>(promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => promise.then(resolve, refusing(reject)))
}

function refusing(reject: (error: Error) => void) {
  return (failure: Failure) => {
    const { args, kwargs } = plainPayload(failure.args, failure.kwargs)
    reject(new Refused(failure.error, args, kwargs))
  }
}

function deferred<T>() {
  let resolve: (value: T) => void = () => {}
  const promise = new Promise<T>(settle => {
    resolve = settle
  })
  return { promise, resolve }
}
