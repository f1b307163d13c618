// Ice server: a STUN or TURN server that hosts and guests are told of, in WebRTC's words.

export type IceServer = { urls: string[]; username?: string; credential?: string }

/** How many may be told at once. */
export const MAX_ICE_SERVERS = 20
/** Bytes of a username that browsers take. */
const MAX_USERNAME = 509

/** Whether that is the URL of a STUN or TURN server, as browsers take it [RFC 7064, RFC 7065]. */
export function isIceUrl(url: unknown): url is string {
  if (typeof url !== 'string') return false
  const [, stun, turn] = /^(?:stuns?:([^?]+)|turns?:([^?]+)(?:\?transport=(?:udp|tcp))?)$/.exec(url) ?? []
  const server = stun ?? turn ?? ''
  return /^([\w.-]+|\[[\da-f:.]+\])(:0*[1-9]\d*)?$/i.test(server) && URL.canParse(`http://${server}`)
}

/**
 * Of a list that the signaling server told, those servers that browsers take: because of one that they do not, they
 * refuse all, those that the page names included. `undefined` for what is no list, or too long.
 */
export function usableIceServers(value: unknown): IceServer[] | undefined {
  return Array.isArray(value) && value.length <= MAX_ICE_SERVERS ? value.flatMap(usable) : undefined
}

function usable(server: unknown): IceServer[] {
  const { urls, username, credential } = Object(server)
  if (!Array.isArray(urls) || urls.length === 0 || !urls.every(isIceUrl)) return []
  if (isText(username, MAX_USERNAME) && isText(credential)) return [{ urls, username, credential }]
  return urls.some(url => url.startsWith('turn')) ? [] : [{ urls }]
}

function isText(value: unknown, most = Number.POSITIVE_INFINITY): value is string {
  return typeof value === 'string' && value !== '' && new TextEncoder().encode(value).length <= most
}
