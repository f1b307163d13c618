// WebSocket links with the browser's own WebSocket, between two sockets that a server joins.

import { describe, expect, inject, test } from 'vitest'
import { json } from '../../src/protocol/serializer/json.ts'
import { msgpack } from '../../src/protocol/serializer/msgpack.ts'
import { openWebSocket } from '../../src/transport/open-websocket.ts'
import type { WebSocketListener } from '../../src/transport/websocket.ts'
import { countListeners } from './counting.ts'
import { linkAcceptance, Receiver } from './link-acceptance.ts'

const newUrl = () => inject('webSocketPairs') + crypto.randomUUID()

linkAcceptance('websocket', async serializer => {
  const url = newUrl()
  const counts: (() => number)[] = []
  class Counted extends WebSocket {
    constructor(to: string, protocols: string[]) {
      super(to, protocols)
      counts.push(countListeners(this))
    }
  }
  const open = () => openWebSocket(url, [serializer], { WebSocket: Counted })
  const [left, right] = await Promise.all([open(), open()])
  const cut = () => void new WebSocket(`${url}/cut`)
  return { left, right, cut, held: () => counts.reduce((sum, count) => sum + count(), 0) }
})

describe('in a browser', () => {
  test('a server that is not there: a sentence with the address, no secret in it, and what may be wrong', async () => {
    const opening = openWebSocket('ws://127.0.0.1:9/wamp/a-secret', [msgpack, json])
    await expect(opening).rejects.toThrow(
      'ws://127.0.0.1:9 could not be opened: it cannot be reached, refuses the connection, ' +
        'or speaks none of wamp.2.msgpack, wamp.2.json.',
    )
  })

  test('no URL at all: a sentence', async () => {
    await expect(openWebSocket('http://[', [json])).rejects.toThrow(/^"http:\/\/\[" cannot be opened: /)
  })

  test('aborted on the way: the reason', async () => {
    const abort = new AbortController()
    const opening = openWebSocket(newUrl(), [json], { signal: abort.signal })
    abort.abort(new Error('took too long'))
    await expect(opening).rejects.toThrow('took too long')
  })

  test('a message of the wrong kind closes the link, with a code that a page may use', async () => {
    const url = newUrl()
    const [link, socket] = await Promise.all([openWebSocket(url, [json]), bare(url, 'wamp.2.json')])
    const receiver = new Receiver()
    link.start(receiver)
    const closed = new Promise<Parameters<WebSocketListener>[0]>(resolve => {
      socket.addEventListener('close', resolve)
    })
    socket.send(Uint8Array.of(1))
    expect(await receiver.end()).toBe('A binary message came, and wamp.2.json has none.')
    expect(await closed).toMatchObject({ code: 4000, reason: 'A binary message came, and wamp.2.json has none.' })
  })
})

function bare(url: string, protocol: string): Promise<WebSocket> {
  return new Promise(resolve => {
    const socket = new WebSocket(url, protocol)
    socket.addEventListener('open', () => resolve(socket))
  })
}
