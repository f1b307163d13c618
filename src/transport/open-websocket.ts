// Opening a WebSocket: from a URL and the serializers on offer to a link, or to a sentence about what went wrong.

import type { Link } from '../protocol/link.ts'
import type { Serializer } from '../protocol/serializer/serializer.ts'
import { messageOf } from './reasons.ts'
import {
  closeSocket,
  listen,
  type WebSocketEvent,
  type WebSocketLike,
  type WebSocketLinkOptions,
  webSocketLink,
} from './websocket.ts'

/** Milliseconds for a server to take the connection. */
const OPENING_TIME = 10_000

/** Makes a WebSocket: the browser's class, or that of `ws`. */
export type WebSocketConstructor = new (url: string, protocols: string[]) => WebSocketLike

export interface OpenWebSocketOptions extends WebSocketLinkOptions {
  /** Gives up opening when aborted. A link that is open already is not touched by it. */
  signal?: AbortSignal
  /** Default: the platform's own. Node before 22 has none: pass that of `ws`. */
  WebSocket?: WebSocketConstructor
}

/**
 * Opens a WebSocket that offers `serializers`, in this order, as subprotocols; the server's choice becomes the link's.
 *
 * @throws {Error} a sentence: no such URL, unreachable or refused, no common subprotocol; the signal's reason if aborted.
 */
export async function openWebSocket(
  url: string,
  serializers: readonly Serializer[],
  options: OpenWebSocketOptions = {},
): Promise<Link> {
  options.signal?.throwIfAborted()
  const protocols = serializers.map(serializer => serializer.protocol)
  const name = withoutSecrets(url)
  const socket = createSocket(url, protocols, options.WebSocket)
  return untilOpen(socket, options.signal, {
    opened() {
      const serializer = serializers.find(({ protocol }) => protocol === socket.protocol)
      if (serializer) return webSocketLink(socket, serializer, options)
      closeSocket(socket, 1002, 'no common subprotocol')
      throw new Error(`${name} speaks none of ${protocols.join(', ')}: it chose "${socket.protocol}".`)
    },
    failed(reason) {
      // A browser does not tell a page why.
      const unknown = `it cannot be reached, refuses the connection, or speaks none of ${protocols.join(', ')}`
      return new Error(`${name} could not be opened: ${reason || unknown}.`)
    },
  })
}

function createSocket(url: string, protocols: string[], Socket = platformWebSocket()): WebSocketLike {
  try {
    return new Socket(url, protocols)
  } catch (error) {
    const name = withoutSecrets(url)
    throw new Error(`${name} cannot be opened: ${messageOf(error).replaceAll(url, name)}`)
  }
}

/** A URL's scheme and host: what follows may be a ticket, which belongs into no message. */
function withoutSecrets(url: string): string {
  if (!URL.canParse(url)) return `"${url.slice(0, 60)}"`
  const { protocol, host } = new URL(url)
  return `${protocol}//${host}`
}

/** @throws {Error} where there is none, saying what to do. */
export function platformWebSocket(): WebSocketConstructor {
  if (typeof WebSocket === 'function') return WebSocket
  throw new Error('This platform has no WebSocket: pass one in the options, such as that of the package `ws`.')
}

interface Outcome {
  opened(): Link
  failed(reason: string): Error
}

function untilOpen(socket: WebSocketLike, signal: AbortSignal | undefined, outcome: Outcome): Promise<Link> {
  return new Promise((resolve, reject) => {
    let failure = ''
    const ignore = listen(socket, {
      // Called within the event: the first message may follow before any promise is heard of.
      open: () => settle(() => resolve(outcome.opened())),
      error: ({ message }: WebSocketEvent) => {
        failure ||= message ?? ''
      },
      close: () => settle(() => reject(outcome.failed(failure))),
    })
    const late = setTimeout(() => {
      failure = `no answer within ${OPENING_TIME / 1000} seconds`
      socket.close()
    }, OPENING_TIME)
    const settle = (act: () => void) => {
      ignore()
      clearTimeout(late)
      signal?.removeEventListener('abort', giveUp)
      try {
        act()
      } catch (error) {
        reject(error)
      }
    }
    // What the socket still has to say, an error and its close, is listened to: `ws` would throw it otherwise.
    const giveUp = () => {
      clearTimeout(late)
      socket.close()
      reject(signal?.reason)
    }
    signal?.addEventListener('abort', giveUp, { once: true })
  })
}
