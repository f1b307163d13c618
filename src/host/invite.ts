// Invite: the link that lets someone into a room, `https://page/#wamp=<room>.<secret>`, and the addresses it leads to.
// An invite is a secret: no error here repeats one.

import { isUri } from '../protocol/uri.ts'
import { decodeBase64url } from '../transport/base64url.ts'
import { equalBytes, utf8 } from '../transport/bytes.ts'
import { MESH_PATH, PLAIN_PATH } from '../transport/signaling-messages.ts'
import { escapePart, findInviteUrl, pageUrl, shown, splitFragment } from './invite-text.ts'

/** What an invite says. `room` and `secret` are 16 bytes each in base64url, 22 characters. */
export interface Invite {
  /** The page to open, without the invite; what else its fragment says stays. */
  readonly page: string
  readonly room: string
  readonly secret: string
  /** The signaling server's ws(s) URL, without the path of its endpoint, where it is not the page's origin. */
  readonly via?: string
  readonly realm: string
}

const DEFAULT_REALM = 'realm1'
const ID_LENGTH = 22
const COPY_AGAIN = 'Copy the whole link again.'
const SIGNALING_SCHEMES = ['http:', 'https:', 'ws:', 'wss:']

/** What an invite is made of: `page` is any address of the page, `via` any of the signaling server's, ws(s) or http(s). */
export interface InviteParts extends Pick<Invite, 'page' | 'room' | 'secret'> {
  readonly via?: string | undefined
  /** Default `realm1`. */
  readonly realm?: string | undefined
}

/**
 * The link for an invite; one that the page's address carries already is replaced.
 * @throws {Error} for parts that {@link parseInvite} would not take back.
 */
export function formatInvite(invite: InviteParts): string {
  const page = pageUrl(invite.page)
  const rest = splitFragment(page).rest
  page.hash = ''
  const { room, secret, via, realm } = checkInvite({ ...invite, page: page.href })
  const parts = [...rest, `wamp=${room}.${secret}`]
  if (via !== undefined) parts.push(`via=${escapePart(via)}`)
  if (realm !== DEFAULT_REALM) parts.push(`realm=${escapePart(realm)}`)
  return `${page.href}#${parts.join('&')}`
}

/**
 * What an invite says, given as people paste it: with spaces or a sentence around it, escaped, or the fragment alone,
 * which is taken to be of the page `base`.
 * @throws {Error} saying in a sentence what is wrong with it and what to do.
 */
export function parseInvite(text: string, base?: string | URL): Invite {
  const page = findInviteUrl(text, base)
  const { fields, rest } = splitFragment(page)
  page.hash = rest.length > 0 ? `#${rest.join('&')}` : ''
  const [room = '', secret, ...more] = (fields.get('wamp') ?? '').split('.')
  if (secret === undefined) throw new Error(`This invite is cut off: its secret is missing. ${COPY_AGAIN}`)
  if (more.length > 0) throw new Error(`This invite has something after its secret. ${COPY_AGAIN}`)
  return checkInvite({ page: page.href, room, secret, via: fields.get('via'), realm: fields.get('realm') })
}

/** The WebSocket URL where the invite's guests and its host meet. */
export function signalingUrl({ page, via }: Pick<Invite, 'page' | 'via'>): string {
  return endpoint(via ?? new URL(page).origin, MESH_PATH)
}

/** The URL for plain WAMP clients. `signaling`: the server's base URL, or what {@link signalingUrl} gave. */
export function plainUrl({ signaling, room, ticket }: { signaling: string; room: string; ticket: string }): string {
  return endpoint(signaling, `${PLAIN_PATH}/${room}/${ticket}`)
}

/** Whether two secrets or tickets are the same, in a time that does not tell how much of them is. */
export function sameSecret(a: string, b: string): boolean {
  return equalBytes(utf8(a), utf8(b))
}

function checkInvite({ page, room, secret, via, realm = DEFAULT_REALM }: InviteParts): Invite {
  checkId('room', room)
  checkId('secret', secret)
  checkRealm(realm)
  const server = via === undefined ? undefined : elsewhere(page, via)
  if (server === undefined && page.startsWith('file:')) {
    throw new Error('This invite is to a page in a file, and names no signaling server (`&via=`) as such a page needs.')
  }
  return { page, room, secret, realm, ...(server !== undefined && { via: server }) }
}

function checkRealm(realm: string): void {
  if (isUri(realm)) return
  const rule = 'no part between dots may be empty or hold spaces or "#"'
  throw new Error(`"${shown(realm)}" in this invite is not a realm: ${rule}.`)
}

function checkId(what: 'room' | 'secret', id: string): void {
  const wrong = /[^A-Za-z0-9_-]/u.exec(id)
  if (wrong) throw new Error(`The ${what} in this invite has a "${wrong[0]}", which cannot be there. ${COPY_AGAIN}`)
  if (id.length !== ID_LENGTH) {
    const hint = id.length < ID_LENGTH ? 'part of it is missing' : 'something was added to it'
    const found = `${id.length} characters instead of ${ID_LENGTH}`
    throw new Error(`The ${what} in this invite has ${found}: ${hint}. ${COPY_AGAIN}`)
  }
  try {
    decodeBase64url(id)
  } catch {
    throw new Error(`The ${what} in this invite ends in a character that cannot be there. ${COPY_AGAIN}`)
  }
}

/** `via` in one spelling; `undefined` where it is what the page's own origin would lead to. */
function elsewhere(page: string, via: string): string | undefined {
  const own = page.startsWith('file:') ? undefined : endpoint(new URL(page).origin, '')
  const server = endpoint(via, '')
  return server === own ? undefined : server
}

/** `path` on a signaling server, whose URL may have a path of its own (a proxy's) or already end in {@link MESH_PATH}. */
function endpoint(signaling: string, path: string): string {
  const url = URL.canParse(signaling) ? new URL(signaling) : undefined
  if (!url || !SIGNALING_SCHEMES.includes(url.protocol)) {
    const rule = 'it must begin with wss://, ws://, https:// or http://'
    throw new Error(`"${shown(signaling)}" is not the URL of a signaling server: ${rule}.`)
  }
  url.protocol = url.protocol.replace('http', 'ws')
  url.hash = ''
  const base = url.pathname.replace(/\/+$/, '')
  url.pathname = (base.endsWith(MESH_PATH) ? base.slice(0, -MESH_PATH.length) : base) + path
  return url.search === '' ? url.href.replace(/\/$/, '') : url.href
}
