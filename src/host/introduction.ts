// Introduction: what a guest and a host tell each other inside their tunnel, before and beside WAMP.

import type { Serializer } from '../protocol/serializer/serializer.ts'
import { utf8 } from '../transport/bytes.ts'
import { DEFAULT_GRACE } from '../transport/resume/resumable-link-options.ts'
import type { TunnelOptions } from '../transport/tunnel-handshake.ts'

/** What a guest says in its HELLO, and a host in its WELCOME, of the tunnel. */
export interface GuestOffer {
  /** The serializers it speaks, the best first. */
  readonly protocols: string[]
  /** Whether its client takes GOODBYE to be for good, see {@link GuestClient}. */
  readonly goodbyeIsFinal: boolean
  /** Whether its link is a resumable one; others speak WAMP on their first path, and end with it. */
  readonly resumes: boolean
  /** Of a guest that comes back, the {@link handleOf} of its link: by an earlier invite too. */
  readonly returns: string | undefined
}
export interface HostAnswer {
  readonly protocol: string
  /** STUN and TURN servers for the data channel. */
  readonly iceServers: RTCIceServer[]
  /** Milliseconds that the host keeps the link for a guest that is away; the guest waits as long for the host. */
  readonly grace: number
}

/** What there is to know of the client behind a guest. */
export interface GuestClient {
  /** What it speaks, the best first. */
  readonly serializers: readonly Serializer[]
  /**
   * Whether it takes GOODBYE to be for good, as others do and ours does not: a host page that goes away, and may come
   * back, leaves such a guest without one.
   */
  readonly goodbyeIsFinal: boolean
}

/** @param link the name of the link that the guest comes back to. */
export function offerOf({ serializers, goodbyeIsFinal }: GuestClient, link?: string): GuestOffer {
  const protocols = serializers.map(({ protocol }) => protocol)
  return { protocols, goodbyeIsFinal, resumes: true, returns: link && handleOf(link) }
}

/**
 * What may be said of a link's name where others with the same invite could read it. A link has the name of the tunnel that it
 * began by, which nobody else knows; who says all of it, in another tunnel, resumes the link.
 */
export function handleOf(link: string): string {
  return link.slice(0, 8)
}

/** What both sides say. */
type Control =
  /** For the other side's WebRTC; `channel` counts the guest's attempts. */
  | { type: 'signal'; channel: number; data: unknown }
  /** The pieces that follow belong to the `number`th relay of this tunnel; the other side answers with the same. */
  | { type: 'relay'; number: number }
export type GuestControl =
  | Control
  /** This tunnel is the link's of that name from now on: the host answers `resumed` or `unknown`. */
  | { type: 'resume'; link: string }
  /** The guest has given that link up, and begins anew: nobody needs to wait for it. */
  | { type: 'forget'; link: string }
export type HostControl =
  | Control
  | { type: 'resumed' }
  | { type: 'unknown' }
  /** Data channels can be had again: offer one. */
  | { type: 'again' }

const CONTROL = 0
const PIECE = 1

/** What stands in one plaintext of the tunnel. */
export type Plaintext = { readonly control: Record<string, unknown> } | { readonly piece: Uint8Array }

export function writeIntroduction(control: GuestControl | HostControl): Uint8Array {
  return prefixed(CONTROL, utf8(JSON.stringify(control)))
}

export function writePiece(piece: Uint8Array): Uint8Array {
  return prefixed(PIECE, piece)
}

/** @throws {Error} for what is neither a piece nor a control message; the other side is then not one of ours. */
export function readPlaintext(plaintext: Uint8Array): Plaintext {
  if (plaintext[0] === PIECE) return { piece: plaintext.subarray(1) }
  if (plaintext[0] !== CONTROL) throw new Error('a record that is neither a piece nor a control message')
  const control: unknown = JSON.parse(new TextDecoder().decode(plaintext.subarray(1)))
  if (typeof control !== 'object' || control === null) throw new Error('a control message that is not an object')
  return { control: { ...control } }
}

export function readOffer(options: TunnelOptions): GuestOffer {
  const { protocols, goodbyeIsFinal, resumes, returns } = options
  return {
    protocols: Array.isArray(protocols) ? protocols.filter(protocol => typeof protocol === 'string') : [],
    goodbyeIsFinal: goodbyeIsFinal === true,
    resumes: resumes === true,
    returns: typeof returns === 'string' ? returns : undefined,
  }
}

/** @throws {Error} where the answer is not one. */
export function readAnswer(options: TunnelOptions): HostAnswer {
  const { protocol, iceServers, grace } = options
  if (typeof protocol !== 'string') throw new Error('the host answered without a protocol')
  const servers = Array.isArray(iceServers) ? iceServers : []
  return { protocol, iceServers: servers, grace: typeof grace === 'number' && grace > 0 ? grace : DEFAULT_GRACE }
}

function prefixed(kind: number, bytes: Uint8Array): Uint8Array {
  const plaintext = new Uint8Array(1 + bytes.length)
  plaintext[0] = kind
  plaintext.set(bytes, 1)
  return plaintext
}
