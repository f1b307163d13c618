// Upgrade: reads and checks a request to open a WebSocket, and refuses one in words.

import { type IncomingMessage, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import {
  MESH_PATH,
  MESH_SUBPROTOCOL,
  PLAIN_PATH,
  type PlainProtocol,
  parsePlainPath,
} from '../src/transport/signaling-messages.ts'
import type { PlainEntry } from './hosting.ts'
import { Refusal } from './refusal.ts'
import type { Room, Rooms } from './rooms.ts'

/** What a request may open. */
export type Entry =
  | { readonly to: 'mesh'; readonly protocol: typeof MESH_SUBPROTOCOL }
  | { readonly to: 'plain'; readonly protocol: PlainProtocol; readonly room: Room; readonly plain: PlainEntry }

/** Who may ask. */
export interface Gate {
  readonly rooms: Rooms
  /** The pages that may connect; any where there is no list. */
  readonly origins: readonly string[] | undefined
  /** Takes one of the address's joins: 0, or after how many milliseconds to ask again. */
  readonly takeJoin: () => number
}

/** Whether a path is ours: others are left to whoever else listens. */
export function isOurs(path: string): boolean {
  return path === MESH_PATH || path === PLAIN_PATH || path.startsWith(`${PLAIN_PATH}/`)
}

/** A request's path, without its query. */
export function pathOf({ url = '/' }: IncomingMessage): string {
  return url.split('?', 1).join('')
}

/** @throws {Refusal} saying why not. */
export function readEntry(request: IncomingMessage, gate: Gate): Entry {
  const path = pathOf(request)
  if (!isOurs(path)) throw new Refusal('not_found', `There is no WebSocket here; hosts and guests use ${MESH_PATH}.`)
  checkOrigin(request, gate, path)
  const offers = (request.headers['sec-websocket-protocol'] ?? '').split(',').map(offer => offer.trim())
  if (path !== MESH_PATH) return readPlain(path, offers, gate)
  if (!offers.includes(MESH_SUBPROTOCOL)) {
    throw new Refusal('no_common_protocol', `Hosts and guests offer the subprotocol ${MESH_SUBPROTOCOL}.`)
  }
  return { to: 'mesh', protocol: MESH_SUBPROTOCOL }
}

function readPlain(path: string, offers: readonly string[], { rooms, takeJoin }: Gate): Entry {
  const names = parsePlainPath(path)
  if (names === undefined) {
    throw new Refusal('malformed', `Plain WAMP clients use ${PLAIN_PATH}/<room>/<ticket>, of 22 characters each.`)
  }
  const wait = takeJoin()
  if (wait > 0) throw new Refusal('too_many_joins', `Too many joined from your address; try again in ${wait} ms.`)
  const room = rooms.hosted(names.room)
  const protocol = room.choose(names.ticket, offers)
  return { to: 'plain', protocol, room, plain: { ticket: names.ticket, protocol } }
}

/** Only programs, not pages, come without an Origin, and for them there are the plain clients' URLs. */
function checkOrigin({ headers: { origin } }: IncomingMessage, { origins }: Gate, path: string): void {
  if (origins === undefined) return
  const allowed = origin === undefined ? path !== MESH_PATH : origins.includes(origin)
  if (!allowed) throw new Refusal('wrong_origin', `Pages of ${origin ?? 'no origin'} may not connect here.`)
}

/** Answers a request to upgrade with a plain HTTP response, and ends its socket. */
export function refuseUpgrade(socket: Duplex, { status, message }: Refusal): void {
  const body = `${message}\n`
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
    ...(status === 429 || status === 503 ? ['Retry-After: 1'] : []),
  ]
  socket.once('finish', () => socket.destroy())
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}
