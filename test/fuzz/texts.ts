// Texts from strangers as targets: signaling messages, WebRTC signals, relay headers, invites.

import { formatInvite, parseInvite, plainUrl, signalingUrl } from '../../src/host/invite.ts'
import { readSignal } from '../../src/transport/peer-signal.ts'
import * as signaling from '../../src/transport/signaling-messages.ts'
import { hex } from '../raw-codec.ts'
import { TOKENS } from './corpus.ts'
import { checkSame } from './same.ts'
import { Broken, type Target, unless } from './target.ts'

const utf8 = new TextEncoder()
const text = new TextDecoder()
const bytesOf = (value: unknown) => utf8.encode(typeof value === 'string' ? value : JSON.stringify(value))

const id = (bytes: number) => 'A'.repeat(Math.ceil((bytes * 8) / 6))
const CONTROLS = [
  { type: 'challenge', nonce: id(32) },
  { type: 'host', key: id(65), signature: id(64), protocols: ['wamp.2.json', 'wamp.3'], ticketHash: id(32) },
  { type: 'host', key: id(65), signature: id(64), protocols: [] },
  { type: 'close', peer: 1, reason: 'over' },
  { type: 'join', room: id(16) },
  { type: 'hosting', room: id(16) },
  { type: 'guest', peer: 4_294_967_295 },
  { type: 'plain', peer: 1, ticket: id(16), protocol: 'wamp.2.cbor' },
  { type: 'left', peer: 1, reason: 'gone' },
  ...['ping', 'pong', 'waiting', 'host', 'gone'].map(type => ({ type })),
  { type: 'pause', peer: 2 },
  { type: 'resume', peer: 2 },
].map(bytesOf)

function control(bytes: Uint8Array): boolean {
  const data = text.decode(bytes)
  if (utf8.encode(signaling.closeReason(data)).length > 123) throw new Broken('a close reason is too long')
  const parsers = [signaling.parseToServer, signaling.parseToHost, signaling.parseToGuest]
  const accepted = parsers.map(parse => {
    const message = unless(signaling.SignalingError, () => parse(data))
    if (message) checkSame(message, parse(signaling.writeControl(message)), 'message')
    return message !== undefined
  })
  return accepted.includes(true)
}

function relayHeader(bytes: Uint8Array): boolean {
  const frame = unless(signaling.SignalingError, () => signaling.unpackRelay(bytes))
  if (frame === undefined) return false
  const again = signaling.packRelay(frame, frame.payload)
  if (Buffer.compare(again, bytes) !== 0) throw new Broken('a relayed frame changed')
  return true
}

const PLAIN_PATHS = [`/wamp/${id(16)}/${id(16)}`, '/wamp/x/y', '/mesh'].map(bytesOf)

function plainPath(bytes: Uint8Array): boolean {
  const found = signaling.parsePlainPath(text.decode(bytes))
  if (found && signaling.plainPath(found.room, found.ticket) !== text.decode(bytes)) throw new Broken('a path changed')
  return found !== undefined
}

const SIGNALS = [
  { type: 'offer', sdp: 'v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\n' },
  { type: 'answer', sdp: '' },
  {
    type: 'candidate',
    candidate: { candidate: 'candidate:1 1 udp 1 1.2.3.4 5 typ host', sdpMLineIndex: 0, sdpMid: '0' },
  },
  { type: 'candidate', candidate: { candidate: '' } },
  { type: 'renegotiate', renegotiate: true },
].map(bytesOf)

function peerSignal(bytes: Uint8Array): boolean {
  const data = unless(SyntaxError, () => JSON.parse(text.decode(bytes)) as unknown)
  const signal = readSignal(data)
  if (signal) checkSame(signal, readSignal(signal), 'signal')
  return signal !== undefined
}

const SECRET = 'c2VjcmV0c2VjcmV0c2VjcA'
const ROOM = 'cm9vbXJvb21yb29tcm9vbQ'
const PAGE = 'https://example.org/game/?x=1'
const INVITES = [
  `${PAGE}#wamp=${ROOM}.${SECRET}`,
  `Come in: (${PAGE}#a=1&wamp=${ROOM}.${SECRET}&via=wss%3A%2F%2Fmeet.example%2Fsub&realm=com.app). Bye!`,
  `http://192.168.0.2:8080/#wamp=${ROOM}.${SECRET}&via=http://localhost:9000`,
  `file:///tmp/x.html#wamp=${ROOM}.${SECRET}&via=ws://meet.example/mesh`,
  `#wamp=${ROOM}.${SECRET}`,
  encodeURIComponent(`${PAGE}#wamp=${ROOM}.${SECRET}`),
  `<${PAGE}#wamp=${ROOM}.${SECRET}&amp;realm=r>`,
].map(bytesOf)
const INVITE_TOKENS = [
  ...['#', '%23', '&', '%26', '=', '%3d', '.', '%', '%2', '%25', 'wamp=', '#wamp=', '&via=', '&realm=', '&amp;', '://'],
  ...[
    'https://',
    'http://',
    'file:///',
    'ws://',
    'wss://',
    'javascript:',
    '[::1]',
    '@',
    ':99999',
    '\u0000',
    '\u202e',
    ' ',
    '\n',
  ],
  ...[ROOM, SECRET, '☃', '%e2%98%83', '%ff', '//', '/../', '?', 'realm1', 'data:,', 'xn--', '\ufeff', '\ud800'],
].map(token => utf8.encode(token))

function invite(bytes: Uint8Array): boolean {
  const pasted = text.decode(bytes)
  for (const base of [undefined, 'https://base.example/page#rest']) {
    const found = readInvite(pasted, base)
    if (found === undefined) continue
    checkSame(found, parseInvite(formatInvite(found)), 'invite')
    const [url] = [signalingUrl(found), plainUrl({ signaling: signalingUrl(found), room: found.room, ticket: ROOM })]
    if (!/^wss?:/.test(url)) throw new Broken(`the signaling server of an invite is at ${url}`)
  }
  return readInvite(pasted, undefined) !== undefined
}

/** Refusals are sentences for people: no error of the platform, and nothing that lets anybody in. */
function readInvite(pasted: string, base: string | undefined) {
  try {
    return parseInvite(pasted, base)
  } catch (error) {
    if (!(error instanceof Error) || error.constructor !== Error) throw error
    if (error.message.includes(SECRET)) throw new Broken(`a refusal tells the secret: ${error.message}`)
    return undefined
  }
}

export const textTargets = (): Target[] => [
  { name: 'signaling', corpus: CONTROLS, tokens: [...TOKENS.json, ...CONTROLS.slice(0, 4)], run: control },
  {
    name: 'relay header',
    corpus: ['0000000103aabb', 'ffffffff00', '0000000202'].map(hex),
    tokens: [hex('00')],
    run: relayHeader,
  },
  { name: 'plain path', corpus: PLAIN_PATHS, tokens: INVITE_TOKENS, run: plainPath },
  { name: 'peer signal', corpus: SIGNALS, tokens: TOKENS.json, run: peerSignal },
  { name: 'invite', corpus: INVITES, tokens: INVITE_TOKENS, run: invite },
]
