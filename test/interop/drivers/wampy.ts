// wampy from npm as a driver.

import { ed25519 } from '@noble/curves/ed25519.js'
import { Wampy } from 'wampy'
import { CborSerializer } from 'wampy/CborSerializer.js'
import * as cryptosign from 'wampy/cryptosign.js'
import { JsonSerializer } from 'wampy/JsonSerializer.js'
import { MsgpackSerializer } from 'wampy/MsgpackSerializer.js'
import * as wampcra from 'wampy/wampcra.js'
import { WebSocket } from 'ws'
import {
  type Calling,
  type CallOptions,
  type Credentials,
  type Driver,
  type Event,
  type Join,
  type Payload,
  type PublishOptions,
  Refused,
  serializerOf,
} from '../driver.ts'
import { Inbox } from '../inbox.ts'
import { plainDict, plainPayload } from '../plain.ts'
import { Procedure } from '../procedure.ts'

type Options = ConstructorParameters<typeof Wampy>[1] & object
type Endpoint = Parameters<Wampy['register']>[1]
type Invocation = Parameters<Endpoint>[0]
type Result = { argsList?: unknown[]; argsDict?: Record<string, unknown> }

const SERIALIZERS = { json: JsonSerializer, msgpack: MsgpackSerializer, cbor: CborSerializer }

export const joinWampy: Join = async ({ url, realm, client, name, credentials }) => {
  let leave: (reason: string) => void = () => {}
  const left = new Promise<string>(resolve => {
    leave = resolve
  })
  const wampy = new Wampy(url, {
    realm,
    // `ws` has what wampy uses of a browser's class.
    ws: WebSocket as unknown as NonNullable<Options['ws']>,
    serializer: new SERIALIZERS[serializerOf(client)](),
    payloadSerializers: { msgpack: new MsgpackSerializer(), cbor: new CborSerializer() },
    autoReconnect: false,
    onClose: () => leave('wampy does not tell'),
    ...(credentials && authentication(credentials)),
  })
  const details = await refusing(wampy.connect())
  const { authid, authrole } = details
  return {
    ...driver(wampy, name),
    client,
    name,
    left,
    authid: String(authid),
    authrole: String(authrole),
    leave: async () => void (await wampy.disconnect()),
  }
}

function authentication({ method, authid, secret }: Credentials): Options {
  const given = { authid, authmethods: [method] }
  if (method === 'ticket') return { ...given, onChallenge: () => secret }
  if (method === 'wampcra') return { ...given, onChallenge: plugin(wampcra.sign(secret)) }
  const authextra = { pubkey: publicKey(secret), channel_binding: null }
  return { ...given, authextra, onChallenge: plugin(cryptosign.sign(secret)) }
}

/** Its plugins fit, though its types say otherwise. */
function plugin(sign: (method: string, extra: never) => string | Promise<string>) {
  return sign as NonNullable<Options['onChallenge']>
}

function driver(wampy: Wampy, name: string): Pick<Driver, 'id' | 'call' | 'register' | 'subscribe' | 'publish'> {
  return {
    // Its msgpack reads large integers as a BigInt.
    id: Number(wampy.getSessionId()),
    call: (procedure, payload, options = {}) => call(wampy, procedure, payload, options),
    register: async (uri, behaviour, options = {}) => {
      const procedure = new Procedure(behaviour, name)
      await refusing(wampy.register(uri, endpoint(procedure), { ...options }))
      return procedure.registered(async () => void (await refusing(wampy.unregister(uri))))
    },
    subscribe: async (topic, options) => {
      const events = new Inbox<Event>()
      const { subscriptionKey } = await refusing(
        wampy.subscribe(
          topic,
          ({ argsList, argsDict, details }) =>
            events.put({ ...plainPayload(argsList, argsDict), details: plainDict(details) }),
          options && { ...options },
        ),
      )
      return { events, unsubscribe: async () => void (await refusing(wampy.unsubscribe(subscriptionKey))) }
    },
    publish: async (topic, payload, options = {}) => {
      const { publicationId } = await refusing(wampy.publish(topic, sent(payload), sentOptions(options)))
      return Number(publicationId)
    },
  }
}

/** What is false counts as none with it. */
function sent(payload: Payload | undefined) {
  return payload && { argsList: [...payload.args], argsDict: payload.kwargs }
}

function sentOptions({ ppt_serializer, ...options }: PublishOptions): Parameters<Wampy['publish']>[2] & object {
  return { ...options, ...packed(ppt_serializer) }
}

function packed(ppt_serializer: string | undefined) {
  return ppt_serializer === undefined ? {} : { ppt_scheme: 'x_interop', ppt_serializer }
}

function call(wampy: Wampy, procedure: string, payload: Payload | undefined, options: CallOptions): Calling {
  const { onprogress, ppt_serializer, cancelMode: mode, ...wire } = options
  const progress = onprogress && {
    progress_callback: ({ argsList, argsDict }: Result) => onprogress(plainPayload(argsList, argsDict)),
  }
  const calling = wampy.call(procedure, sent(payload), { ...wire, ...progress, ...packed(ppt_serializer) })
  const { reqId } = wampy.getOpStatus()
  const result = refusing(calling).then(({ argsList, argsDict }) => plainPayload(argsList, argsDict))
  return { result, cancel: () => void wampy.cancel(reqId, mode && { mode }) }
}

function endpoint(procedure: Procedure): Endpoint {
  return async ({ argsList, argsDict, details, result_handler: reply }: Invocation) => {
    const progress = (part: Payload) => reply({ ...sent(part), options: { progress: true } })
    try {
      const payload = await procedure.answer({
        ...plainPayload(argsList, argsDict),
        details: plainDict(details),
        // As callees it announces no progress: nobody tells it whether somebody wants any.
        progress,
      })
      const { ppt_scheme, ppt_serializer } = details
      const options = ppt_scheme === undefined ? {} : { options: packed(String(ppt_serializer)) }
      return { ...sent(payload), ...options }
    } catch (thrown) {
      // What it is thrown is what it sends.
      if (!(thrown instanceof Refused)) throw thrown
      throw { error: thrown.error, argsList: thrown.args, argsDict: thrown.kwargs }
    }
  }
}

/** Its own errors as {@link Refused}, where they tell of one. */
async function refusing<T>(promise: Promise<T>): Promise<T> {
  try {
    return await promise
  } catch (thrown) {
    const { errorUri, argsList, argsDict } = thrown as Result & { errorUri?: string }
    if (errorUri === undefined) throw thrown
    const { args, kwargs } = plainPayload(argsList, argsDict)
    throw new Refused(errorUri, args, kwargs)
  }
}

function publicKey(secret: string): string {
  // Its plugin signs, and leaves the key's other half to the application.
  return Buffer.from(ed25519.getPublicKey(Buffer.from(secret, 'hex'))).toString('hex')
}
