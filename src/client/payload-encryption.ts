// Payload encryption, end to end: AES-256-GCM with the application's own keys, on top of payload passthru mode.
// Who does not use it does not load it.

import { isDict } from '../protocol/dict.ts'
import { WampError } from '../protocol/errors.ts'
import type { Uri } from '../protocol/messages.ts'
import * as m from '../protocol/messages.ts'
import { Payload } from '../protocol/payload.ts'
import { json } from '../protocol/serializer/json.ts'
import { isReserved, type MatchPolicy } from '../protocol/uri.ts'
import { aesGcm, type Cipher, type MakeCipher } from './aes-gcm.ts'
import type { MakePassthru, PassthruOptions, Purpose, Sealed } from './payload-passthru.ts'
import { type PayloadCodec, SealedPassthru } from './sealed-passthru.ts'
import { uriMatches } from './uri-matches.ts'

const SCHEME = 'x_wamp_mesh'
const PACKED = { ppt_scheme: SCHEME, ppt_serializer: 'json', ppt_cipher: 'aes256gcm' }
const NONCE = 12

/** Whoever has the key takes part in the topics and procedures that it is for. */
export interface PayloadKey {
  readonly uri: Uri
  /** `exact` by default. */
  readonly match?: MatchPolicy | undefined
  /** Tells the key from others for the same URI, and is seen by routers. */
  readonly keyid?: string | undefined
  /** 32 bytes, or what WebCrypto made of them for AES-GCM. */
  readonly key: Uint8Array | CryptoKey
}

export interface EncryptionOptions {
  /** The first that fits a URI is sent with; one with the `keyid` of what comes opens it. */
  readonly keys: readonly PayloadKey[]
  /** AES-256-GCM where the platform has none; by default WebCrypto's. */
  readonly cipher?: MakeCipher | undefined
}

interface Key extends PayloadKey {
  readonly cipher: Promise<Cipher>
}

/**
 * For `encryption` of a session: calls, results, errors and events of the URIs that have a key are sealed, and taken
 * only if they were. `wamp.…` is the router's and never sealed. Throws where a key cannot be one, and where WebCrypto
 * is missing, as on pages of plain http, unless `cipher` is given.
 */
export function payloadEncryption({ keys, cipher = aesGcm() }: EncryptionOptions): MakePassthru {
  const all = keys.map(key => ({ ...key, cipher: prepared(key, cipher) }))
  const keysFor = (uri: Uri) => (isReserved(uri) ? [] : all.filter(key => uriMatches(uri, key)))
  const codec: PayloadCodec = {
    seal: (purpose, payload) => {
      const [key] = keysFor(purpose.uri)
      return key && seal(key, purpose, payload)
    },
    open: (purpose, sealed) => open(keysFor(purpose.uri), purpose, sealed),
  }
  return serializer => new SealedPassthru(codec, serializer)
}

function prepared({ key, uri }: PayloadKey, cipher: MakeCipher): Promise<Cipher> {
  if (key instanceof Uint8Array && key.length !== 32) {
    throw new Error(`the key for ${uri} must have 32 bytes, and has ${key.length}`)
  }
  const made = cipher(key)
  // Who seals or opens with it is told.
  made.catch(() => {})
  return made
}

async function seal({ cipher, keyid }: Key, purpose: Purpose, payload: Payload): Promise<Sealed> {
  // Before anything is waited for, since the application may change what it handed over.
  const plaintext = new TextEncoder().encode(toText(payload))
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE))
  const ciphertext = await (await cipher).seal(nonce, plaintext, await associated(purpose))
  const sealed = new Uint8Array(NONCE + ciphertext.length)
  sealed.set(nonce)
  sealed.set(ciphertext, NONCE)
  return {
    options: { ...PACKED, ...(keyid === undefined ? {} : { ppt_keyid: keyid }) },
    payload: Payload.of([sealed]),
    token: nonce,
  }
}

function open(keys: readonly Key[], purpose: Purpose, { options, payload }: Sealed): Promise<Sealed> | undefined {
  const { kind, uri, within } = purpose
  const sealed = options.ppt_scheme === SCHEME
  // A router that names a URI of another kind must not get a payload past the keys of this one.
  if (within && !uriMatches(uri, within)) return refused(`${kind} of ${uri} came for ${within.uri}`)
  if (!sealed && (keys.length === 0 || kind === 'error')) return undefined
  if (!sealed) return refused(`${kind} of ${uri} came unencrypted, and there is a key for it`)
  const key = keys.find(({ keyid }) => keyid === options.ppt_keyid)
  if (key) return opened(key, purpose, { options, payload })
  const sentence = `there is no key ${options.ppt_keyid ?? 'without keyid'} for ${uri}`
  return Promise.reject(new WampError('wamp.error.no_payload_codec', [sentence]))
}

async function opened({ cipher }: Key, purpose: Purpose, { options, payload }: Sealed): Promise<Sealed> {
  const [binary] = payload.args
  if (!isOurs(options) || !(binary instanceof Uint8Array) || binary.length < NONCE) {
    return refused(`${purpose.kind} of ${purpose.uri} is not packed as ${SCHEME} says`)
  }
  const token = binary.slice(0, NONCE)
  const plaintext = await (await cipher).open(token, binary.subarray(NONCE), await associated(purpose))
  if (plaintext === undefined) {
    return refused(`${purpose.kind} of ${purpose.uri} was sealed with another key or for another purpose, or altered`)
  }
  const content = fromText(new TextDecoder().decode(plaintext))
  if (content === undefined) return refused(`${purpose.kind} of ${purpose.uri} holds no arguments`)
  return { options: {}, payload: content, token }
}

const isOurs = ({ ppt_serializer, ppt_cipher }: PassthruOptions) =>
  ppt_serializer === PACKED.ppt_serializer && ppt_cipher === PACKED.ppt_cipher

function refused(sentence: string): Promise<never> {
  return Promise.reject(new WampError('wamp.error.encryption.decrypt_error', [sentence]))
}

/** What is sealed together with a payload, though not in it: no URI has a line end. */
async function associated({ kind, uri, call, nth = 0, more = false }: Purpose): Promise<Uint8Array> {
  const text = new TextEncoder().encode(`${SCHEME}\n${kind}\n${uri}\n${nth}${more ? '+' : ''}\n`)
  const token = (await call) ?? new Uint8Array()
  const all = new Uint8Array(text.length + token.length)
  all.set(text)
  all.set(token, text.length)
  return all
}

// Serializers write messages; the text of one argument stands between these.
const [BEFORE, AFTER] = [`[${m.YIELD},1,{},[`, ']]']

function toText({ args, kwargs }: Payload): string {
  const text = json.encode([m.YIELD, 1, {}, Payload.of([{ args, kwargs }])]) as string
  return text.slice(BEFORE.length, -AFTER.length)
}

function fromText(text: string): Payload | undefined {
  try {
    const [, , , payload] = json.decode(BEFORE + text + AFTER) as m.Yield
    const [content] = payload.args
    const { args = [], kwargs = {} } = isDict(content) ? content : { args: undefined, kwargs: null }
    return Array.isArray(args) && isDict(kwargs) ? Payload.of(args, kwargs) : undefined
  } catch {
    // Not JSON, as little as the rest that is not what it must be.
    return undefined
  }
}
