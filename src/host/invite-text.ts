// Finds an invite's link in what people paste: chat apps add punctuation, escape, and wrap links in sentences.

const PAGE_SCHEMES = ['http:', 'https:', 'file:']
const MARK = /(?:#|%23|&|%26)wamp(?:=|%3d)/i
const LINK_START = /(?:https?|file)(?::|%3a)/i
const LEADING = /^[("'*<[{‘‚“„«‹]+/u
// None of these ends a link that formatInvite wrote.
const TRAILING = /(?<![.,;:!?'"*)\]}>…‘’“”»›«‹])[.,;:!?'"*)\]}>…‘’“”»›«‹]+$/u

/** Whether `text` holds what looks like an invite, rather than another address or none. */
export function hasInvite(text: string): boolean {
  return MARK.test(text)
}

/**
 * The URL in `text` that holds an invite. A bare fragment belongs to the page `base`.
 * @throws {Error} if there is none, or more than one.
 */
export function findInviteUrl(text: string, base?: string | URL): URL {
  const links = new Set(text.split(/\s+/).filter(hasInvite).map(trimLink))
  const [link, another] = links
  if (another !== undefined) throw new Error('There is more than one invite in this text. Keep only one.')
  const url = link === undefined ? undefined : pageUrl(link, base)
  if (!url || !splitFragment(url).fields.has('wamp')) throw new Error(missing(text.trim()))
  return url
}

/**
 * The page that `address` names; a bare fragment is one of `base`.
 * @throws {Error} if it is not the address of a page.
 */
export function pageUrl(address: string, base?: string | URL): URL {
  if (address.startsWith('#') && base === undefined) {
    throw new Error('This is only the end of an invite. Copy the whole link, from https:// on.')
  }
  const url = address.startsWith('#') ? new URL(address, base) : URL.canParse(address) ? new URL(address) : undefined
  if (url && PAGE_SCHEMES.includes(url.protocol)) return url
  throw new Error(`An invite begins with the address of a page, https://… or http://…, not "${shown(address)}".`)
}

/** The invite's fields in a URL's fragment, and the other parts of it, which are the page's. */
export function splitFragment(url: URL): { fields: Map<string, string>; rest: string[] } {
  const parts = url.hash.slice(1).split('&')
  const start = parts.findIndex(part => part.startsWith('wamp='))
  if (start < 0) return { fields: new Map(), rest: parts.filter(part => part !== '') }
  if (parts.slice(start + 1).some(part => part.startsWith('wamp='))) {
    throw new Error('There is more than one invite in this link. Keep only one.')
  }
  const after = parts.findIndex((part, index) => index > start && !/^(?:via|realm)=/.test(part))
  const end = after < 0 ? parts.length : after
  const fields = parts.slice(start, end).map(part => {
    const equals = part.indexOf('=')
    return [part.slice(0, equals), unescapePart(part.slice(equals + 1))] as const
  })
  return { fields: new Map(fields), rest: [...parts.slice(0, start), ...parts.slice(end)].filter(part => part !== '') }
}

/** `value` as one part of a fragment, without any character that a chat app might take for the sentence's. */
export function escapePart(value: string): string {
  return encodeURIComponent(value).replace(/[!'()*]|\.$/g, character => `%${character.charCodeAt(0).toString(16)}`)
}

/** A link without the marks around it and without the escapes that some apps put over it. */
function trimLink(token: string): string {
  const start = Math.max(token.search(LINK_START), 0)
  const link = token
    .slice(start)
    .replace(/&(?:amp;)+/g, '&')
    .replace(LEADING, '')
    .replace(TRAILING, '')
  const escapedFrom = !/[#&]wamp=/.test(link) && /wamp%3d/i.test(link) ? Math.max(link.indexOf('#'), 0) : link.length
  const unescaped = link.slice(0, escapedFrom) + unescapePart(link.slice(escapedFrom))
  return unescaped.includes('#') ? unescaped : unescaped.replace(/%23(?=(?:.*&)?wamp=)/i, '#')
}

function unescapePart(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw new Error('A "%" in this invite is not followed by two hexadecimal digits. Copy the whole link again.')
  }
}

function missing(text: string): string {
  if (text === '') return 'There is no invite here. Paste the link that the host gave you.'
  if (!URL.canParse(text)) return `This is not an invite: "${shown(text)}" is not the address of a page.`
  return 'This link is not an invite: it has no "#wamp=" part. Copy the whole link, or ask the host for it again.'
}

/** As much of `text` as may be shown: nothing of a fragment, nor of anything else that could be a secret. */
export function shown(text: string): string {
  const open = (text.split(/#|%23/, 1)[0] ?? '').replace(/[\w-]{16,}/g, '…')
  return open.length > 60 ? `${open.slice(0, 60)}…` : open
}
