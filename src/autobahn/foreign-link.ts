// Foreign link: a link over a transport that an application registered, which takes and gives messages as arrays.

import type { Frame, Link, LinkReceiver } from '../protocol/link.ts'
import { json } from '../protocol/serializer/json.ts'
import { Inbox } from '../transport/inbox.ts'
import type { ForeignTransport } from './transports.ts'

/** The link, once the transport says that it is open. Rejects where it closes before, or `signal` aborts. */
export function openForeign(transport: ForeignTransport, signal: AbortSignal): Promise<Link> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => {
      transport.close()
      reject(signal.reason)
    })
    const link = new ForeignLink(transport)
    transport.onopen = () => resolve(link)
    transport.onclose = ({ reason }) => {
      link.ended(reason || 'The connection was lost.')
      reject(new Error(reason || 'The transport could not be opened.'))
    }
  })
}

class ForeignLink implements Link {
  readonly serializer = json
  /** Nobody tells. */
  readonly bufferedAmount = 0
  readonly #transport: ForeignTransport
  readonly #inbox = new Inbox()

  constructor(transport: ForeignTransport) {
    this.#transport = transport
    transport.onmessage = message => this.#inbox.push(JSON.stringify(message))
  }

  start(receiver: LinkReceiver): void {
    this.#inbox.start(receiver)
  }

  send(frame: Frame): void {
    if (!this.#inbox.over) this.#transport.send(JSON.parse(String(frame)))
  }

  close(reason = 'This side closed the link.'): void {
    if (this.#inbox.over) return
    this.#inbox.abandon(reason)
    this.#transport.close()
  }

  ended(reason: string): void {
    this.#inbox.end(reason)
  }
}
