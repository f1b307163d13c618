// Ice: the STUN and TURN servers that hosts and guests are told of, with credentials that expire.

import { createHmac } from 'node:crypto'
import { type IceServer, isIceUrl, MAX_ICE_SERVERS } from '../src/transport/ice-server.ts'
import { customerOf } from './addresses.ts'

export interface IceOptions {
  /** URLs of STUN servers: `stun:stun.example.org:3478`. */
  readonly stun?: readonly string[]
  /** URLs of TURN servers: `turn:turn.example.org:3478`, `turns:turn.example.org:5349?transport=tcp`. */
  readonly turn?: readonly string[]
  /** The secret that is shared with them: coturn's `static-auth-secret`. */
  readonly secret?: string
  /** Whole seconds that a credential is good for, from a minute to a year; a day by default. Sockets that stay get another in time. */
  readonly ttl?: number
}

const MINUTE = 60
const DAY = 24 * 60 * MINUTE
const YEAR = 365 * DAY

/**
 * A credential that a TURN server with the same secret accepts until `expiry`, in seconds since 1970, as coturn's
 * `use-auth-secret` has it. `name` is whose allocations the TURN server counts together.
 */
export function turnCredential(
  secret: string,
  expiry: number,
  name: string,
): Required<Pick<IceServer, 'username' | 'credential'>> {
  const username = `${expiry}:${name}`
  return { username, credential: createHmac('sha1', secret).update(username).digest('base64') }
}

export class Ice {
  /** Milliseconds after which a socket is told again. */
  readonly refresh: number
  readonly #stun: readonly string[]
  readonly #turn: readonly string[]
  readonly #secret: string
  readonly #ttl: number

  /** @throws {Error} for what is no such URL, for TURN servers without a secret, and for a `ttl` that is none. */
  constructor({ stun = [], turn = [], secret = '', ttl = DAY }: IceOptions) {
    for (const url of stun) check(url, 'stun')
    for (const url of turn) check(url, 'turn')
    if (turn.length > 0 && secret === '') throw new Error('TURN servers need the secret that is shared with them')
    if (stun.length + turn.length > MAX_ICE_SERVERS) {
      throw new Error(`there may be ${MAX_ICE_SERVERS} STUN and TURN servers, and not ${stun.length + turn.length}`)
    }
    if (!Number.isInteger(ttl) || ttl < MINUTE || ttl > YEAR) {
      throw new Error(`ttl is a whole number of seconds from ${MINUTE} to ${YEAR}, and not ${ttl}`)
    }
    this.#stun = stun
    this.#turn = turn
    this.#secret = secret
    this.#ttl = ttl
    this.refresh = Math.min(ttl, DAY) * 500
  }

  /** For who connects from `address`, which its credential does not show. */
  serversFor(address: string): IceServer[] {
    const servers: IceServer[] = []
    if (this.#stun.length > 0) servers.push({ urls: [...this.#stun] })
    if (this.#turn.length > 0) {
      const expiry = Math.floor(Date.now() / 1000) + this.#ttl
      const name = createHmac('sha256', this.#secret).update(customerOf(address)).digest('base64url').slice(0, 16)
      servers.push({ urls: [...this.#turn], ...turnCredential(this.#secret, expiry, name) })
    }
    return servers
  }
}

function check(url: string, kind: 'stun' | 'turn'): void {
  if (isIceUrl(url) && url.startsWith(kind)) return
  const more = kind === 'turn' ? ' or turns:example.org:5349?transport=tcp' : ''
  throw new Error(`a ${kind.toUpperCase()} server has a URL such as ${kind}:example.org:3478${more}, and not ${url}`)
}
