// The tunnel's handshake: HELLO by the guest, WELCOME signed by the host, and the keys that follow from both.
// The server between them, and guests of the same room, see and may alter every byte of it.

import { decodeBase64url, encodeBase64url } from './base64url.ts'
import { concatBytes, utf8 } from './bytes.ts'
import type { Agreement, Bytes, Cipher, Crypto, KeyPair } from './crypto/crypto.ts'
import { introCipher, type RoomAccess, roomName } from './room-keys.ts'
import { tunnelReasons } from './tunnel-reasons.ts'

/** What one side tells the other in the handshake, readable by nobody else. The receiving side validates it. */
export type TunnelOptions = Readonly<Record<string, unknown>>

/** The other side, as far as a handshake needs it: one record there, one back. */
export interface Exchange {
  send(record: Bytes): void
  /** The other side's first record. Rejects when the tunnel ends before it comes. */
  readonly first: Promise<Uint8Array>
}

/** What a finished handshake leaves. */
export interface Established {
  /** The other side's options. */
  readonly options: TunnelOptions
  readonly sending: Cipher
  readonly receiving: Cipher
  /** 24 bytes, base64url, that both sides derive: a secret, also from others who have the invite. */
  readonly name: string
}

/** Whom a room belongs to, and what it answers. */
export interface HostSide {
  readonly keys: KeyPair
  /** The room's secrets when a guest's HELLO is there, the present one first; by the others guests come back. */
  readonly secrets: () => readonly string[]
  /**
   * Gives the host's options for a guest's, sealed with that one of the secrets; its error refuses the guest, with the message
   * as the reason.
   */
  readonly answer: (offer: TunnelOptions, secret: string) => TunnelOptions
}

type Access = RoomAccess & { readonly crypto: Crypto }

const HELLO = 1
const WELCOME = 2
const IV_LENGTH = 12
const KEY_LENGTH = 65
const SIGNATURE_LENGTH = 64

/** Whether a record is meant as the first one of a tunnel. */
export function isHello(record: Uint8Array): boolean {
  return record[0] === HELLO
}

/** The guest's side. Rejects with the reason when the answer is unreadable or not by the room's host. */
export async function greet(access: Access, offer: TunnelOptions, exchange: Exchange): Promise<Established> {
  const { crypto, room } = access
  const intro = await introCipher(crypto, access)
  const agreement = await crypto.agreement()
  const iv = crypto.random(IV_LENGTH)
  const introduction = concatBytes(agreement.publicKey, encodeOptions(offer))
  const hello = concatBytes(Uint8Array.of(HELLO), iv, await intro.seal(iv, introduction, helloContext(room)))
  exchange.send(hello)

  const welcome = await exchange.first
  const opened = await openRecord(intro, { type: WELCOME, record: welcome }, await welcomeContext(access, hello))
  if (!opened) throw new Error(tunnelReasons.unreadableAnswer)
  const answer = await checkAnswer(access, hello, opened)
  const secrets = await derive(access, { agreement, theirs: answer.publicKey, records: [hello, welcome] })
  const { guest, host, name } = secrets
  return { options: decodeOptions(answer.options), sending: guest, receiving: host, name }
}

/** The host's side. Rejects with the reason when the guest does not have the invite or is refused. */
export async function welcome(
  place: Omit<Access, 'secret'>,
  { keys, secrets, answer }: HostSide,
  exchange: Exchange,
): Promise<Established> {
  const { crypto } = place
  const hello = await exchange.first
  const { access, intro, theirs, options } = await openHello(place, secrets(), hello)

  const agreement = await crypto.agreement()
  const signed = concatBytes(agreement.publicKey, encodeOptions(answer(options, access.secret)))
  const signature = await crypto.sign(keys, await signedText(crypto, hello, signed))
  const iv = crypto.random(IV_LENGTH)
  const reply = concatBytes(keys.publicKey, signed.subarray(0, KEY_LENGTH), signature, signed.subarray(KEY_LENGTH))
  const sealed = await intro.seal(iv, reply, await welcomeContext(access, hello))
  const record = concatBytes(Uint8Array.of(WELCOME), iv, sealed)
  const { guest, host, name } = await derive(access, { agreement, theirs, records: [hello, record] })
  exchange.send(record)
  return { options, sending: host, receiving: guest, name }
}

/**
 * What a HELLO says, by whichever of the secrets it was sealed with. All are tried whether one fits or not, and by an earlier
 * one nothing more is refused than by a wrong one: neither time nor reason tells that it once was right.
 */
async function openHello({ crypto, room }: Omit<Access, 'secret'>, secrets: readonly string[], hello: Uint8Array) {
  const tries = secrets.map(async secret => {
    const access: Access = { crypto, room, secret }
    const intro = await introCipher(crypto, access)
    const opened = await openRecord(intro, { type: HELLO, record: hello }, helloContext(room))
    return opened && opened.length >= KEY_LENGTH ? { access, intro, opened } : undefined
  })
  const found = (await Promise.all(tries)).find(fitting => fitting !== undefined)
  if (!found) throw new Error(tunnelReasons.wrongInvite)
  const { access, intro, opened } = found
  try {
    return {
      access,
      intro,
      theirs: opened.subarray(0, KEY_LENGTH),
      options: decodeOptions(opened.subarray(KEY_LENGTH)),
    }
  } catch (error) {
    throw access.secret === secrets[0] ? error : new Error(tunnelReasons.wrongInvite)
  }
}

/** The host's ephemeral key and options, once they are known to be signed by the key the room is named after. */
async function checkAnswer({ crypto, room }: Access, hello: Uint8Array, opened: Bytes) {
  const identity = opened.subarray(0, KEY_LENGTH)
  const publicKey = opened.subarray(KEY_LENGTH, 2 * KEY_LENGTH)
  const signature = opened.subarray(2 * KEY_LENGTH, 2 * KEY_LENGTH + SIGNATURE_LENGTH)
  const options = opened.subarray(2 * KEY_LENGTH + SIGNATURE_LENGTH)
  const text = await signedText(crypto, hello, concatBytes(publicKey, options))
  const genuine = (await roomName(crypto, identity)) === room && (await crypto.verify(identity, signature, text))
  if (!genuine) throw new Error(tunnelReasons.forgedAnswer)
  return { publicKey, options }
}

/** The text under the host's signature. The HELLO's hash in it ties the answer to this one guest and attempt. */
async function signedText(crypto: Crypto, hello: Uint8Array, answer: Uint8Array): Promise<Bytes> {
  return concatBytes(utf8('wamp-mesh/1 welcome'), await crypto.sha256(hello), answer)
}

interface Shared {
  readonly agreement: Agreement
  readonly theirs: Uint8Array
  readonly records: [hello: Uint8Array, welcome: Uint8Array]
}

/** What follows for both sides: one cipher per direction, so that a record cannot be reflected to whoever sent it, and a name. */
async function derive({ crypto, secret }: Access, { agreement, theirs, records }: Shared) {
  const shared = await agreement.derive(theirs)
  if (!shared) throw new Error('The other side sent an ephemeral key that is not a point of P-256.')
  const ikm = concatBytes(shared, decodeBase64url(secret))
  const salt = await crypto.sha256(concatBytes(...records))
  const key = async (from: 'guest' | 'host') =>
    crypto.cipher(await crypto.hkdf(ikm, salt, utf8(`wamp-mesh/1 ${from}`), 32))
  const name = encodeBase64url(await crypto.hkdf(ikm, salt, utf8('wamp-mesh/1 name'), 24))
  return { guest: await key('guest'), host: await key('host'), name }
}

function helloContext(room: string): Bytes {
  return utf8(`wamp-mesh/1 hello ${room}`)
}

async function welcomeContext({ crypto, room }: Access, hello: Uint8Array): Promise<Bytes> {
  return concatBytes(utf8(`wamp-mesh/1 welcome ${room}`), await crypto.sha256(hello))
}

async function openRecord(
  intro: Cipher,
  { type, record }: { type: number; record: Uint8Array },
  context: Uint8Array,
): Promise<Bytes | undefined> {
  if (record[0] !== type) return undefined
  return intro.open(record.subarray(1, 1 + IV_LENGTH), record.subarray(1 + IV_LENGTH), context)
}

function encodeOptions(options: TunnelOptions): Bytes {
  return utf8(JSON.stringify(options))
}

function decodeOptions(bytes: Uint8Array): TunnelOptions {
  let options: unknown
  try {
    options = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw new Error(tunnelReasons.malformedOptions)
  }
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new Error(tunnelReasons.malformedOptions)
  }
  return options as TunnelOptions
}
