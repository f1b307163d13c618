// Addresses: who a request comes from, what one address may take, and where this machine can be reached.

import type { IncomingMessage } from 'node:http'
import { isIPv6 } from 'node:net'
import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os'
import { type Clock, type Limits, TokenBucket } from './limits.ts'
import { Refusal } from './refusal.ts'

/**
 * The client's address.
 * @param hops how many proxies of our own stand before the server; each has appended who it saw to X-Forwarded-For, so
 *   that what stands further left is only what the client claims.
 */
export function clientAddress(request: IncomingMessage, hops: number): string {
  const seen = [...forwardedFor(request), request.socket.remoteAddress ?? 'unknown']
  const address = seen.at(-1 - hops) ?? seen[0] ?? 'unknown'
  return address.replace(/^::ffff:(?=\d+\.)/, '')
}

function forwardedFor({ headers }: IncomingMessage): string[] {
  const value = headers['x-forwarded-for'] ?? []
  return [value]
    .flat()
    .flatMap(line => line.split(','))
    .map(item => item.trim())
    .filter(item => item !== '')
}

export function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.')
}

/** What one customer of a provider usually has: an IPv4 address, or an IPv6 network of 64 bits. */
export function customerOf(address: string): string {
  if (!isIPv6(address)) return address
  const [head = '', tail] = address.split('%', 1).join('').split('::')
  const left = head.split(':').filter(group => group !== '')
  const right = tail === undefined ? [] : tail.split(':').filter(group => group !== '')
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0')
  return [...left, ...zeros, ...right]
    .slice(0, 4)
    .map(group => Number.parseInt(group, 16).toString(16))
    .join(':')
}

/** Base URLs of this machine that others on its network may be able to open; IPv4 first. */
export function lanAddresses(scheme: 'http' | 'https', port: number, interfaces = networkInterfaces()): string[] {
  const found = Object.values(interfaces).flatMap(infos => infos ?? [])
  const usable = found.filter(({ internal, address }) => !internal && !address.startsWith('fe80:'))
  const rank = ({ family }: NetworkInterfaceInfo) => (family === 'IPv4' ? 0 : 1)
  return usable
    .sort((a, b) => rank(a) - rank(b))
    .map(({ family, address }) => `${scheme}://${family === 'IPv6' ? `[${address}]` : address}:${port}`)
}

interface Customer {
  sockets: number
  readonly joins: TokenBucket
}

/** What each address takes of the server. */
export class Customers {
  readonly #limits: Limits
  readonly #now: Clock
  readonly #customers = new Map<string, Customer>()

  constructor(limits: Limits, now: Clock) {
    this.#limits = limits
    this.#now = now
  }

  /** Counts one more socket until what it returns is called. @throws {Refusal} where there are too many. */
  enter(address: string): () => void {
    const customer = this.#of(address)
    const { socketsPerAddress } = this.#limits
    if (customer.sockets >= socketsPerAddress) {
      throw new Refusal(
        'too_many_sockets',
        `Your address has ${socketsPerAddress} open connections, and that is as many as it may have.`,
      )
    }
    customer.sockets++
    return () => {
      customer.sockets--
    }
  }

  /** Takes one of the address's joins: 0, or after how many milliseconds to ask again. */
  takeJoin(address: string): number {
    return this.#of(address).joins.take()
  }

  /** Forgets addresses that have nothing open and their joins back. */
  tidy(): void {
    for (const [key, { sockets, joins }] of this.#customers) {
      if (sockets === 0 && joins.full) this.#customers.delete(key)
    }
  }

  #of(address: string): Customer {
    const key = customerOf(address)
    const known = this.#customers.get(key)
    if (known !== undefined) return known
    const { joinsPerMinute } = this.#limits
    const customer = { sockets: 0, joins: new TokenBucket(joinsPerMinute / 60, joinsPerMinute, this.#now) }
    this.#customers.set(key, customer)
    return customer
  }
}
