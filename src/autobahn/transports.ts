// Transports: `autobahn.transports`, the kinds of ways to a router by their names.

import type { Link } from '../protocol/link.ts'
import type { NamedSerializer } from './wire-serializer.ts'

export interface TransportInfo {
  readonly type: string
  readonly url: string | null
  /** The subprotocol; null before the transport is open. */
  protocol: string | null
}

/** Options of one transport, and what it takes over from the connection's. */
export interface TransportOptions {
  readonly type?: string
  readonly url?: string | undefined
  readonly serializers?: NamedSerializer[] | undefined
  /** Subprotocols, in place of those that `serializers` lead to. */
  readonly protocols?: string[] | undefined
}

/** One of our own: it opens a link. */
export interface DialingTransport {
  readonly info: TransportInfo
  /** Rejects with a sentence where that is not possible; gives up when `signal` aborts. */
  dial(signal: AbortSignal): Promise<Link>
}

/** One that an application registered, as Autobahn|JS defines them: it sends and receives WAMP messages as arrays. */
export interface ForeignTransport {
  readonly info: TransportInfo
  onopen?: () => void
  onmessage?: (message: unknown[]) => void
  onclose?: (event: { wasClean?: boolean; reason?: string }) => void
  send(message: unknown[]): void
  close(code?: number, reason?: string): void
}

export type Transport = DialingTransport | ForeignTransport
/** `create` throws where it cannot be done here, and the connection's next transport is tried. */
export type TransportFactory = new (options: TransportOptions) => { create(): Transport }

export class Transports {
  readonly #factories = new Map<string, TransportFactory>()

  register(type: string, factory: TransportFactory): void {
    this.#factories.set(type, factory)
  }

  isRegistered(type: string): boolean {
    return this.#factories.has(type)
  }

  /** @throws a string where nothing is registered under that name. */
  get(type: string): TransportFactory {
    const factory = this.#factories.get(type)
    if (factory === undefined) throw `no such transport: ${type}`
    return factory
  }

  list(): string[] {
    return [...this.#factories.keys()]
  }
}
