// Opening a MessagePort: the few words that two ends exchange before the first frame.
//
// The opener says {wamp: 2, protocols}; the other end answers {wamp: 2, protocol}, or {wamp: 2, refused} with a sentence.

import type { Serializer } from '../protocol/serializer/serializer.ts'
import { asControl, MessagePortLink, type MessagePortLinkOptions, type PortControl } from './message-port.ts'
import { systemTimers } from './timers.ts'

export interface OpenMessagePortOptions extends MessagePortLinkOptions {
  /** Gives up opening when aborted. A link that is open already is not touched by it. */
  signal?: AbortSignal
  /** Milliseconds that the other end has to say its part. Default 10 s. */
  timeout?: number
}

/**
 * Offers `serializers`, in this order, to whoever holds the other end; its choice becomes the link's.
 *
 * @throws {Error} a sentence: no answer in time, or no serializer in common; the signal's reason if aborted.
 */
export function openMessagePort(
  port: MessagePort,
  serializers: readonly Serializer[],
  options: OpenMessagePortOptions = {},
): Promise<MessagePortLink> {
  const protocols = serializers.map(({ protocol }) => protocol)
  const opening = firstWord(port, options, ({ protocol, refused }) => {
    if (typeof refused === 'string') throw new Error(refused)
    if (typeof protocol !== 'string') return undefined
    const serializer = serializers.find(mine => mine.protocol === protocol)
    if (serializer) return new MessagePortLink(port, serializer, options)
    throw new Error(`The other end of the port chose ${protocol}, which was not on offer: ${protocols.join(', ')}.`)
  })
  if (!options.signal?.aborted) say(port, { wamp: 2, protocols })
  return opening
}

/**
 * Waits for the other end's offer, and takes the first of it that is among `serializers`.
 *
 * @throws {Error} a sentence: nothing was said in time, or no serializer in common; the signal's reason if aborted.
 */
export function acceptMessagePort(
  port: MessagePort,
  serializers: readonly Serializer[],
  options: OpenMessagePortOptions = {},
): Promise<MessagePortLink> {
  return firstWord(port, options, ({ protocols }) => {
    if (!Array.isArray(protocols)) return undefined
    const offered = protocols.filter(protocol => typeof protocol === 'string')
    const [serializer] = offered.flatMap(name => serializers.filter(({ protocol }) => protocol === name))
    if (!serializer) {
      const known = serializers.map(({ protocol }) => protocol).join(', ')
      const refused = `No common serializer: ${offered.join(', ') || 'none'} on offer, and ${known} understood.`
      say(port, { wamp: 2, refused })
      throw new Error(refused)
    }
    say(port, { wamp: 2, protocol: serializer.protocol })
    return new MessagePortLink(port, serializer, options)
  })
}

function say(port: MessagePort, control: PortControl): void {
  port.postMessage(control)
}

/** Shows `read` what comes on the port until it makes a link of it, or throws; the port is closed unless it does. */
function firstWord(
  port: MessagePort,
  options: OpenMessagePortOptions,
  read: (control: Record<string, unknown>) => MessagePortLink | undefined,
): Promise<MessagePortLink> {
  const { signal, timeout = 10_000 } = options
  const timers = options.heartbeat?.timers ?? systemTimers
  return new Promise((resolve, reject) => {
    const listenNoMore = () => {
      timers.clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
      port.removeEventListener('message', onMessage)
    }
    const fail = (reason: unknown) => {
      listenNoMore()
      port.close()
      reject(reason)
    }
    const onAbort = () => fail(signal?.reason)
    const onMessage = ({ data }: MessageEvent) => {
      try {
        // Made within the event: the first frame may follow before any promise is heard of.
        const link = read(asControl(data))
        if (!link) return
        listenNoMore()
        resolve(link)
      } catch (error) {
        fail(error)
      }
    }
    const timer = timers.setTimeout(
      () => fail(new Error(`Nobody at the other end of the port spoke WAMP within ${timeout / 1000} seconds.`)),
      timeout,
    )
    if (signal?.aborted) return onAbort()
    signal?.addEventListener('abort', onAbort)
    port.addEventListener('message', onMessage)
    port.start()
  })
}
