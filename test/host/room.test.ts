// Rooms at a real signaling server, at the moments when something else happens too.

import { once } from 'node:events'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { createSignalingServer } from '../../signaling/server.ts'
import { memoryStore } from '../../src/host/identity.ts'
import { hostInTab } from '../../src/host/tab.ts'
import type { WebSocketConstructor } from '../../src/transport/open-websocket.ts'

test('a room that is closed while the server lets it in stays closed', async () => {
  const signaling = await createSignalingServer({ port: 0 })
  const states: string[] = []
  const claimed = new Promise<WebSocket>(resolve => {
    class Closing extends WebSocket {
      override send(data: string): void {
        super.send(data)
        if (!String(data).includes('"type":"host"')) return
        void room.then(opened => opened.close())
        resolve(this)
      }
    }
    const room = hostInTab({
      page: 'https://example.org/',
      signaling: signaling.url,
      store: memoryStore(),
      WebSocket: Closing as unknown as WebSocketConstructor,
      onstate: state => states.push(state),
    })
  })
  await once(await claimed, 'close')
  expect(states).toEqual(['closed'])
  await signaling.close()
})
