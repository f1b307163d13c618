// npm run dev: the demo by Vite, which reloads what changes, and a signaling server on a port of its own.

import { createServer } from 'vite'
import { createSignalingServer } from '../signaling/server.ts'

const signaling = await createSignalingServer({ port: 0 })
const server = await createServer({ server: { proxy: proxy(signaling.port) } })
await server.listen()
server.printUrls()

/**
 * The page finds the signaling server at its own origin, as it does when both are on one port. That server's addresses
 * are left out: its port has no pages.
 */
function proxy(port: number) {
  const target = `http://localhost:${port}`
  return { '/mesh': { target, ws: true }, '/wamp/': { target, ws: true } }
}
