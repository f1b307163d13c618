// npm start: builds what is missing or older than its sources, then serves the demo and the signaling server.

import { buildIfStale } from './build.ts'
import { startDemoServer } from './server.ts'

try {
  const port = portOf(process.env.PORT ?? '8080')
  buildIfStale()
  const server = await startDemoServer(port)
  console.log(`Open ${server.url}`)
  if (server.addresses.length > 0) console.log(`From other devices on this network: ${server.addresses.join(' ')}`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void server.close().then(() => process.exit(0)))
  }
} catch (error) {
  console.error(`${(error as Error).message}. PORT=… chooses another port.`)
  process.exit(1)
}

function portOf(text: string): number {
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= 65535) return port
  throw new Error(`PORT must be a number from 0 to 65535, and is ${text}`)
}
