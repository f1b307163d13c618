// The signaling server's process: it tells its port, and its heap whenever it is asked. Its port is its argument.

import { createSignalingServer } from '../../signaling/server.ts'

const server = await createSignalingServer({ port: Number(process.argv[2] ?? 0) })
process.send?.({ port: server.port })
process.on('message', () => {
  globalThis.gc?.()
  process.send?.({ heap: process.memoryUsage().heapUsed })
})
process.on('disconnect', () => process.exit())
