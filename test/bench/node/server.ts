// The server's process, by the name of what it is. It tells its URL, and whenever it is asked, what it has used.

import { createRequire } from 'node:module'
import { startNodeRouter } from '../../../src/host/node.ts'
import { rawNet } from './raw-net.ts'
import { rawFramed, rawWs } from './relay.ts'
import type { ServerName, Usage } from './server-process.ts'

const SERVERS: Readonly<Record<ServerName, () => Promise<number>>> = {
  ours: async () => (await startNodeRouter({ port: 0, address: '127.0.0.1' })).port,
  'raw ws': rawWs,
  'raw framed': rawFramed,
  'raw net': rawNet,
  'fox-wamp': foxWamp,
}

const port = await SERVERS[process.argv[2] as ServerName]()
process.send?.({ port })
process.on('message', () => {
  globalThis.gc?.()
  const { user, system } = process.cpuUsage()
  process.send?.({ cpu: user + system, memory: process.memoryUsage.rss() } satisfies Usage)
})
process.on('disconnect', () => process.exit())

interface FoxRouter {
  listenWAMP(options: object): { once(name: 'listening', then: () => void): void; address(): { port: number } }
}

async function foxWamp(): Promise<number> {
  const Router = createRequire(import.meta.url)('fox-wamp') as new () => FoxRouter
  // It tells all that it does, which nobody reads.
  console.log = () => {}
  const server = new Router().listenWAMP({ host: '127.0.0.1', port: 0 })
  await new Promise<void>(resolve => server.once('listening', resolve))
  return server.address().port
}
