// The signaling protocol: what hosts, guests and the signaling server say to each other; nothing of WAMP is in it.
//
// Text frames on /mesh are JSON control messages, below by direction. Binary frames are relayed bytes: bare between a
// guest and the server, behind a RelayHeader between the host and the server.

import { type IceServer, MAX_ICE_SERVERS, usableIceServers } from './ice-server.ts'

/** The endpoint of hosts and mesh guests. */
export const MESH_PATH = '/mesh'
/** The subprotocol spoken there; its number changes when the messages below do. */
export const MESH_SUBPROTOCOL = 'wamp-mesh.1'
/** Plain WAMP clients connect below this path: `/wamp/<room>/<ticket>`. */
export const PLAIN_PATH = '/wamp'
/** The serializers a plain client may negotiate; `.batched` is never offered. */
export const PLAIN_PROTOCOLS = ['wamp.2.json', 'wamp.2.msgpack', 'wamp.2.cbor'] as const
export type PlainProtocol = (typeof PLAIN_PROTOCOLS)[number]

/** The largest control message, in characters. */
export const MAX_CONTROL = 16 * 1024
/** The largest frame on /mesh, in bytes. */
export const MAX_FRAME = 256 * 1024
/** The largest piece of a plain client's message, in bytes; a mesh guest's record holds at most as much. */
export const MAX_PIECE = 64 * 1024
/** The largest message of a plain client, in bytes. */
export const MAX_PLAIN_MESSAGE = 16 * 1024 * 1024

/** Why the server closed a socket. 1001 (server stopping, host left) and 1013 (try again later) are WebSocket's own. */
export const CLOSE = {
  goingAway: 1001,
  wrongFrameType: 1003,
  tooBig: 1009,
  tryAgainLater: 1013,
  protocolError: 4000,
  /** A newer socket proved the same key. */
  superseded: 4001,
  badProof: 4002,
  /** A room, an address or the server is full; the reason says which. */
  limit: 4003,
  closedByHost: 4004,
  /** More bytes waited for this guest than the server keeps. */
  tooSlow: 4005,
  handshakeTimeout: 4006,
  /** By a guest: its page is put to sleep, and may come back. */
  asleep: 4007,
  /** By a guest: this socket is of no use any more, and another follows. */
  lost: 4008,
} as const

/**
 * How a guest's socket closed: `closed` by its word for good, `asleep` by its word to come back, `left` from its side
 * without a word, `cut` by the server, which then does not know whether it lives.
 */
export type Departure = 'closed' | 'asleep' | 'left' | 'cut'

/** The first message on every /mesh socket. `nonce`: 32 bytes, base64url. */
export type Challenge = { type: 'challenge'; nonce: string }
export type Ping = { type: 'ping' }
export type Pong = { type: 'pong' }

/** What data channels may use, until the next of these: credentials expire. Comes first after a claim or a join. */
export type Ice = { type: 'ice'; servers: IceServer[] }

/**
 * Claims the room that `key` names: `key` is a raw P-256 public key (65 bytes), `signature` (64 bytes, r and s) the
 * ECDSA-SHA-256 signature of {@link claimText}, `ticketHash` the SHA-256 of the plain clients' ticket; all base64url.
 * No protocols or no ticketHash: no plain clients.
 */
export type Claim = { type: 'host'; key: string; signature: string; protocols: PlainProtocol[]; ticketHash?: string }
/**
 * From now on plain clients come by another ticket; those that are in stay. A server that does not know the message closes the
 * socket (4000), and is told with the host's next claim.
 */
export type ChangeTicket = { type: 'ticket'; ticketHash: string }
export type CloseGuest = { type: 'close'; peer: number; reason: string }
export type HostToServer = Claim | ChangeTicket | CloseGuest | Ping

export type Join = { type: 'join'; room: string }
export type GuestToServer = Join | Ping

export type ServerToHost =
  | Challenge
  | { type: 'hosting'; room: string }
  /** A mesh guest is there. */
  | { type: 'guest'; peer: number }
  /** A plain client is there, and its ticket was the right one. */
  | { type: 'plain'; peer: number; ticket: string; protocol: PlainProtocol }
  /** A guest's socket closed; its number does not come back. */
  | { type: 'left'; peer: number; reason: string; how?: Departure }
  /** Much waits in the server for this guest: send it no more until `resume`. */
  | { type: 'pause'; peer: number }
  | { type: 'resume'; peer: number }
  | Ice
  | Pong

export type ServerToGuest =
  | Challenge
  /** Nobody hosts the room now; the server says `host` when somebody does. */
  | { type: 'waiting' }
  /** A host is there: begin. */
  | { type: 'host' }
  /** The host's socket closed: everything in flight is void. Wait for `host`. */
  | { type: 'gone' }
  | Ice
  | Pong

/** The other side sent what this protocol does not have; `message` says what. */
export class SignalingError extends Error {
  override readonly name = 'SignalingError'
}

/** What a field must be, in words, and a check that returns its value or `undefined`. */
interface Field<T> {
  readonly is: string
  readonly check: (value: unknown) => T | undefined
}
type Fields<M> = { readonly [Key in keyof Omit<M, 'type'>]-?: Field<M[Key]> }
type Table<M extends { type: string }> = { readonly [Type in M['type']]: Fields<Extract<M, { type: Type }>> }

const field = <T>(is: string, check: (value: unknown) => T | undefined): Field<T> => ({ is, check })
const base64url = (bytes: number, is: string) => {
  const length = Math.ceil((bytes * 8) / 6)
  return field<string>(`${is} (${bytes} bytes, base64url)`, value =>
    isString(value) && value.length === length && /^[\w-]+$/.test(value) ? value : undefined,
  )
}
const isString = (value: unknown): value is string => typeof value === 'string'
const knownDeparture = (value: unknown) => (['closed', 'asleep', 'left', 'cut'] as const).find(known => known === value)
const knownProtocol = (value: unknown) => PLAIN_PROTOCOLS.find(known => known === value)

const room = base64url(16, 'a room name')
const ticketHash = base64url(32, 'a SHA-256 hash')
const peer = field<number>('an integer from 1 to 2^32 - 1', value => (isPeer(value) ? value : undefined))
const reason = field<string>('a text', value => (isString(value) ? value : undefined))
const how = field('closed, asleep, left or cut', knownDeparture)
const protocol = field(`one of ${PLAIN_PROTOCOLS.join(', ')}`, knownProtocol)
/** Protocols that this version does not know are left out. */
const protocols = field<PlainProtocol[]>('a list of subprotocols', value =>
  Array.isArray(value) && value.every(isString) ? value.flatMap(item => knownProtocol(item) ?? []) : undefined,
)
const servers = field(`a list of at most ${MAX_ICE_SERVERS} STUN and TURN servers`, usableIceServers)
const isPeer = (value: unknown): value is number =>
  Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 0xffffffff

const TO_SERVER: Table<HostToServer | GuestToServer> = {
  host: {
    key: base64url(65, 'a raw P-256 public key'),
    signature: base64url(64, 'a raw P-256 signature'),
    protocols,
    ticketHash,
  },
  ticket: { ticketHash },
  close: { peer, reason },
  join: { room },
  ping: {},
}
const TO_HOST: Table<ServerToHost> = {
  challenge: { nonce: base64url(32, 'a nonce') },
  hosting: { room },
  guest: { peer },
  plain: { peer, ticket: base64url(16, 'a ticket'), protocol },
  left: { peer, reason, how },
  pause: { peer },
  resume: { peer },
  ice: { servers },
  pong: {},
}
const TO_GUEST: Table<ServerToGuest> = {
  challenge: { nonce: base64url(32, 'a nonce') },
  waiting: {},
  host: {},
  gone: {},
  ice: { servers },
  pong: {},
}
const OPTIONAL = new Set(['host.ticketHash', 'left.how'])

/** Reads what a host or a guest told the server. @throws {SignalingError} for anything else. */
export const parseToServer = (data: unknown): HostToServer | GuestToServer => parse(TO_SERVER, data)
/** Reads what the server told a host. @throws {SignalingError} for anything else. */
export const parseToHost = (data: unknown): ServerToHost => parse(TO_HOST, data)
/** Reads what the server told a mesh guest. @throws {SignalingError} for anything else. */
export const parseToGuest = (data: unknown): ServerToGuest => parse(TO_GUEST, data)

/** The text frame of a message. */
export function writeControl(message: HostToServer | GuestToServer | ServerToHost | ServerToGuest): string {
  return JSON.stringify(message)
}

/** Keys that a message does not have are ignored, so that later versions may add some. */
function parse<M extends { type: string }>(table: Table<M>, data: unknown): M {
  const raw = readObject(data)
  const { type } = raw
  if (!isString(type) || !Object.hasOwn(table, type)) {
    throw new SignalingError(`unknown message type ${inWords(type)}; known are ${Object.keys(table).join(', ')}`)
  }
  const message: Record<string, unknown> = { type }
  for (const [key, { is, check }] of Object.entries<Field<unknown>>(table[type as M['type']])) {
    if (raw[key] === undefined && OPTIONAL.has(`${type}.${key}`)) continue
    const value = check(raw[key])
    if (value === undefined) throw new SignalingError(`${type}.${key} must be ${is}, and is ${inWords(raw[key])}`)
    message[key] = value
  }
  return message as M
}

function readObject(data: unknown): Record<string, unknown> {
  if (!isString(data)) throw new SignalingError('a control message is a text frame, and this one is not')
  if (data.length > MAX_CONTROL) {
    throw new SignalingError(`a control message has at most ${MAX_CONTROL} characters, and this one ${data.length}`)
  }
  const value = readJson(data)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new SignalingError(`a control message is a JSON object, and this one is ${inWords(data)}`)
  }
  return { ...value }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function inWords(value: unknown): string {
  const json = JSON.stringify(value) ?? 'missing'
  return json.length > 60 ? `${json.slice(0, 57)}…` : json
}

/** The text that a host signs to prove its key: bound to one socket by that socket's nonce. */
export function claimText(nonce: string): string {
  return `wamp-mesh/1 host\n${nonce}`
}

/** Where plain clients of a room connect, below the signaling server's address. */
export function plainPath(room: string, ticket: string): string {
  return `${PLAIN_PATH}/${room}/${ticket}`
}

/** The room and ticket in a URL's path, or `undefined` where it is not the path of a plain client. */
export function parsePlainPath(path: string): { room: string; ticket: string } | undefined {
  const [, room, ticket] = /^\/wamp\/([\w-]{22})\/([\w-]{22})$/.exec(path) ?? []
  return room !== undefined && ticket !== undefined ? { room, ticket } : undefined
}

/** What stands before relayed bytes between host and server. */
export interface RelayHeader {
  readonly peer: number
  /** Whether this is the last piece of a message; always so for a mesh guest's record. */
  readonly fin: boolean
  /** Whether the message is text; only a plain client's is. */
  readonly text: boolean
}

/** 4 bytes peer, big endian, and 1 byte flags. */
export const RELAY_HEADER = 5
const FIN = 1
const TEXT = 2

/** The header's bytes, and room for `payload` behind them. */
export function packRelay({ peer, fin, text }: RelayHeader, payload: Uint8Array): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array(RELAY_HEADER + payload.length)
  new DataView(frame.buffer).setUint32(0, peer)
  frame[4] = (fin ? FIN : 0) | (text ? TEXT : 0)
  frame.set(payload, RELAY_HEADER)
  return frame
}

/**
 * The header and a view of the payload.
 * @throws {SignalingError} where there is no whole header, or its flags are not ours.
 */
export function unpackRelay<Buffer extends ArrayBufferLike>(
  frame: Uint8Array<Buffer>,
): RelayHeader & { payload: Uint8Array<Buffer> } {
  const flags = frame[4]
  if (flags === undefined) {
    throw new SignalingError(`a relayed frame has ${RELAY_HEADER} bytes of header, and this one ${frame.length} bytes`)
  }
  const peer = new DataView(frame.buffer, frame.byteOffset).getUint32(0)
  if (peer === 0 || flags > (FIN | TEXT)) throw new SignalingError(`no such relay header: peer ${peer}, flags ${flags}`)
  return { peer, fin: (flags & FIN) !== 0, text: (flags & TEXT) !== 0, payload: frame.subarray(RELAY_HEADER) }
}

/** `reason` cut to what a WebSocket's close frame holds: 123 bytes of UTF-8. */
export function closeReason(reason: string): string {
  const bytes = new TextEncoder().encode(reason)
  if (bytes.length <= 123) return reason
  return `${new TextDecoder().decode(bytes.subarray(0, 117)).replace(/\uFFFD+$/, '')}…`
}
