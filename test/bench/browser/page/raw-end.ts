// The limits that are compared with: the same calls, events and results over a bare way, one message for each of them,
// and large results in pieces of the size that our framing has.

import { counter, type End, type GuestEnd, LARGE, TEXT } from './end.ts'
import type { Way } from './way.ts'

const PIECE = 16 * 1024
/** The first byte of each message. */
const kind = { call: 0, result: 1, event: 2, ack: 3, fetch: 4, piece: 5 } as const

const message = (type: number, bytes: Uint8Array) => {
  const whole = new Uint8Array(bytes.length + 1)
  whole[0] = type
  whole.set(bytes, 1)
  return whole
}
const payload = new TextEncoder().encode(TEXT)
const CALL = message(kind.call, payload)
const RESULT = message(kind.result, payload)
const EVENT = message(kind.event, payload)
const ACK = Uint8Array.of(kind.ack)
const FETCH = Uint8Array.of(kind.fetch)

export function rawHostEnd(ways: readonly Way[]): End {
  const end: End = {
    publish: () => {
      for (const way of ways) way.send(EVENT)
    },
    onack: () => {},
    close: () => closeAll(ways),
  }
  for (const way of ways) serve(way, end)
  return end
}

function serve(way: Way, end: End): void {
  const count = counter(() => way.send(ACK))
  let results: Promise<void> = Promise.resolve()
  way.onmessage = ([type]) => {
    if (type === kind.call) way.send(RESULT)
    else if (type === kind.event) count()
    else if (type === kind.ack) end.onack()
    else if (type === kind.fetch) results = results.then(() => sendLarge(way))
  }
}

async function sendLarge(way: Way): Promise<void> {
  const large = new Uint8Array(LARGE)
  for (let at = 0; at < LARGE; at += PIECE - 1) {
    await way.drained()
    way.send(message(kind.piece, large.subarray(at, at + PIECE - 1)))
  }
}

export function rawGuestEnd(way: Way): GuestEnd {
  // The way keeps the order: whoever asked first is answered first.
  const calls: (() => void)[] = []
  const fetches: { left: number; done: () => void }[] = []
  const end: GuestEnd = {
    publish: () => way.send(EVENT),
    onack: () => {},
    call: () =>
      new Promise<void>(resolve => {
        calls.push(resolve)
        way.send(CALL)
      }),
    fetchLarge: () =>
      new Promise<number>(resolve => {
        fetches.push({ left: LARGE, done: () => resolve(LARGE) })
        way.send(FETCH)
      }),
    close: () => way.close(),
  }
  const count = counter(() => way.send(ACK))
  way.onmessage = bytes => {
    const [type] = bytes
    if (type === kind.result) calls.shift()?.()
    else if (type === kind.event) count()
    else if (type === kind.ack) end.onack()
    else if (type === kind.piece) take(bytes.length - 1)
  }
  const take = (length: number) => {
    const [fetch] = fetches
    if (!fetch) return
    fetch.left -= length
    if (fetch.left > 0) return
    fetches.shift()
    fetch.done()
  }
  return end
}

const closeAll = (ways: readonly Way[]) => {
  for (const way of ways) way.close()
}
