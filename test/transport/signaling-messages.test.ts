// The signaling protocol's messages: what is read, what is refused and how that is said.

import { expect, test } from 'vitest'
import {
  claimText,
  closeReason,
  packRelay,
  parsePlainPath,
  parseToGuest,
  parseToHost,
  parseToServer,
  plainPath,
  SignalingError,
  unpackRelay,
  writeControl,
} from '../../src/transport/signaling-messages.ts'
import { UNUSABLE, USABLE } from './ice-servers.ts'

const room = 'r'.repeat(22)
const claim = {
  type: 'host' as const,
  key: 'k'.repeat(87),
  signature: 's'.repeat(86),
  protocols: [],
  ticketHash: 'h'.repeat(43),
}

test('what one side writes the other reads', () => {
  expect(parseToServer(writeControl(claim))).toEqual(claim)
  expect(parseToServer(writeControl({ type: 'close', peer: 7, reason: 'enough' }))).toEqual({
    type: 'close',
    peer: 7,
    reason: 'enough',
  })
  const ticket = { type: 'ticket' as const, ticketHash: claim.ticketHash }
  expect(parseToServer(writeControl(ticket))).toEqual(ticket)
  expect(parseToServer(writeControl({ type: 'join', room }))).toEqual({ type: 'join', room })
  const plain = { type: 'plain' as const, peer: 1, ticket: room, protocol: 'wamp.2.cbor' as const }
  expect(parseToHost(writeControl(plain))).toEqual(plain)
  expect(parseToGuest(writeControl({ type: 'gone' }))).toEqual({ type: 'gone' })
  const turn = { urls: ['turn:[2001:db8::1]:3478?transport=tcp'], username: '1893456000:name', credential: 'c' }
  const ice = { type: 'ice' as const, servers: [{ urls: ['stun:stun.example.org'] }, turn] }
  expect([parseToGuest(writeControl(ice)), parseToHost(writeControl(ice))]).toEqual([ice, ice])
})

test('keys and protocols of a later version are ignored', () => {
  const later = { ...claim, protocols: ['wamp.3.json', 'wamp.2.json', 'wamp.2.json.batched'], colour: 'red' }
  expect(parseToServer(JSON.stringify(later))).toEqual({ ...claim, protocols: ['wamp.2.json'] })
})

test('a host may leave out the ticket hash', () => {
  const { ticketHash: _, ...without } = claim
  expect(parseToServer(JSON.stringify(without))).toEqual(without)
})

test.each([
  ['none', undefined],
  ['too many', Array.from({ length: 21 }, () => ({ urls: ['stun:stun.example.org'] }))],
])('STUN and TURN servers are refused: %s', (_, servers) => {
  expect(() => parseToGuest(JSON.stringify({ type: 'ice', servers }))).toThrow(
    /ice\.servers must be a list of at most 20/,
  )
})

test.each(UNUSABLE)('a STUN or TURN server that browsers do not take is left out: %s', (_, server) => {
  const servers = [USABLE[0], server, ...USABLE.slice(1)]
  expect(parseToGuest(JSON.stringify({ type: 'ice', servers }))).toEqual({ type: 'ice', servers: USABLE })
})

test.each([
  ['bytes', new Uint8Array(3), 'text frame'],
  ['no JSON', '{', 'JSON object'],
  ['null', 'null', 'JSON object'],
  ['a list', '[]', 'JSON object'],
  ['no type', '{}', 'unknown message type missing'],
  ['a type nobody has', '{"type":"toString"}', 'unknown message type "toString"'],
  ['a message of the other direction', '{"type":"gone"}', 'unknown message type "gone"'],
  [
    'a room of another length',
    '{"type":"join","room":"abc"}',
    'join.room must be a room name (16 bytes, base64url), and is "abc"',
  ],
  ['a room that is no base64url', JSON.stringify({ type: 'join', room: '/'.repeat(22) }), 'join.room'],
  ['no peer', '{"type":"close","reason":""}', 'close.peer must be an integer from 1 to 2^32 - 1, and is missing'],
  ['peer 0', '{"type":"close","peer":0,"reason":""}', 'close.peer'],
  ['half a peer', '{"type":"close","peer":1.5,"reason":""}', 'close.peer'],
  ['a peer beyond 32 bits', '{"type":"close","peer":4294967296,"reason":""}', 'close.peer'],
  ['protocols that are no list', JSON.stringify({ ...claim, protocols: 'wamp.2.json' }), 'host.protocols'],
  ['a wrong ticket hash', JSON.stringify({ ...claim, ticketHash: 5 }), 'host.ticketHash'],
  ['a ticket without its hash', '{"type":"ticket"}', 'ticket.ticketHash must be a SHA-256 hash'],
  ['too long a message', JSON.stringify({ type: 'ping', pad: 'x'.repeat(20_000) }), 'at most 16384 characters'],
])('the server refuses %s', (_, data, message) => {
  expect(() => parseToServer(data)).toThrow(SignalingError)
  expect(() => parseToServer(data)).toThrow(message)
})

test('a relay header is 4 bytes peer and 1 byte flags', () => {
  const frame = packRelay({ peer: 0x01020304, fin: true, text: true }, Uint8Array.of(9, 8))
  expect([...frame]).toEqual([1, 2, 3, 4, 3, 9, 8])
  // As Node hands frames over: somewhere inside a larger buffer.
  const within = new Uint8Array([0, 0, ...frame]).subarray(2)
  expect(unpackRelay(within)).toEqual({ peer: 0x01020304, fin: true, text: true, payload: Uint8Array.of(9, 8) })
  expect(unpackRelay(packRelay({ peer: 0xffffffff, fin: false, text: false }, new Uint8Array()))).toEqual({
    peer: 0xffffffff,
    fin: false,
    text: false,
    payload: new Uint8Array(),
  })
})

test.each([[[]], [[0, 0, 0, 1]], [[0, 0, 0, 0, 1]], [[0, 0, 0, 1, 4]]])('%j is no relay header', bytes => {
  expect(() => unpackRelay(Uint8Array.from(bytes))).toThrow(SignalingError)
})

test('the signed text names the protocol and the nonce', () => {
  expect(claimText('abc')).toBe('wamp-mesh/1 host\nabc')
})

test('the path of a plain client', () => {
  const ticket = 't'.repeat(22)
  expect(parsePlainPath(plainPath(room, ticket))).toEqual({ room, ticket })
  for (const path of [
    '/wamp',
    `/wamp/${room}`,
    `/wamp/${room}/${ticket}/`,
    `/wamp/${room}/${ticket}x`,
    `/mesh/${room}/${ticket}`,
  ]) {
    expect(parsePlainPath(path)).toBeUndefined()
  }
})

test('a close reason fits a close frame, whole characters only', () => {
  expect(closeReason('short')).toBe('short')
  for (const character of ['x', 'é', '€', '😀']) {
    const reason = closeReason(character.repeat(200))
    expect(new TextEncoder().encode(reason).length).toBeLessThanOrEqual(123)
    expect(reason).toMatch(new RegExp(`^(${character})+…$`, 'u'))
  }
})
