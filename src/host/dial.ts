// Dial: from whatever leads to a router to an open link.

import type { Link } from '../protocol/link.ts'
import { openMessagePort } from '../transport/open-message-port.ts'
import { openWebSocket, type WebSocketConstructor } from '../transport/open-websocket.ts'
import type { GuestClient } from './introduction.ts'
import { parseInvite } from './invite.ts'
import { join, OUR_CLIENT } from './join.ts'
import type { Room } from './room.ts'
import type { Transport } from './transport-kind.ts'

/** What leads to a router: an invite, a `ws://` or `wss://` URL, a port to a router, or a room of this page. */
export type Target = string | URL | MessagePort | Room
export type { Transport }

export interface DialOptions {
  readonly signal?: AbortSignal
  /** Told when nobody hosts the invite's room; the guest is then waiting for a host. */
  readonly onwaiting?: () => void
  /** Told when the link of an invite goes on by another way, and when it has none for now. */
  readonly onmoved?: (transport: Transport | undefined) => void
  /** What was dialed before and has ended: of an invite, the host then stops waiting for whoever came by it. */
  readonly previous?: Dialed | undefined
  /** Default: the platform's own. Node before 22 has none: pass that of `ws`. */
  readonly WebSocket?: WebSocketConstructor | undefined
}

export interface Dialed {
  readonly link: Link
  /** What carries the link now. */
  readonly transport: Transport | undefined
  /** Whether the link comes back by itself: from lost connections, and with a page that is left and shown again. */
  readonly resumes: boolean
  /** Whether the link, which is relayed, may move to a data channel soon. */
  readonly upgrading?: boolean
  readonly name?: string | undefined
}

/**
 * Opens a link to `target` for a client. Rejects with a sentence where it cannot, at once where `target` is not what it
 * must be.
 */
export async function dial(
  target: Target,
  options: DialOptions = {},
  client: GuestClient = OUR_CLIENT,
): Promise<Dialed> {
  const { signal, onwaiting, onmoved, previous, WebSocket } = options
  const common = { ...(signal && { signal }), ...(WebSocket && { WebSocket }) }
  if (typeof target === 'string' || target instanceof URL) {
    const url = String(target).trim()
    if (!/^wss?:/i.test(url)) {
      return join(parseInvite(url), {
        ...common,
        client,
        previous,
        ...(onwaiting && { onwaiting }),
        ...(onmoved && { onmoved }),
      })
    }
    return { link: await openWebSocket(url, client.serializers, common), transport: 'websocket', resumes: false }
  }
  if ('dial' in target) return { link: target.dial(), transport: target.transport, resumes: true }
  return {
    link: await openMessagePort(target, client.serializers, signal ? { signal } : {}),
    transport: 'message-port',
    resumes: false,
  }
}

/** Whether `target` can be dialed again: a port leads to its other end once. */
export function isRedialable(target: Target): boolean {
  return typeof target === 'string' || target instanceof URL || 'dial' in target
}

/** The realm that `target` is about: an invite and a room name it. */
export function realmOf(target: Target): string | undefined {
  if (typeof target !== 'string' && !(target instanceof URL)) return 'realm' in target ? target.realm : undefined
  const url = String(target).trim()
  return /^wss?:/i.test(url) ? undefined : parseInvite(url).realm
}
