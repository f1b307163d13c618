// npm start: builds what is missing or older than its sources, then serves the demo and the signaling server.

import { spawnSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { startDemoServer } from './server.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

if (newest('dist/demo') < Math.max(...['src', 'signaling', 'demo', 'package.json', 'vite.config.ts'].map(newest))) {
  console.log('Building …')
  const { status } = spawnSync('npm', ['run', 'build', '--silent'], { cwd: root, stdio: 'inherit', shell: true })
  if (status !== 0) process.exit(status ?? 1)
}

const port = Number(process.env.PORT ?? 8080)
if (!Number.isInteger(port) || port < 0 || port > 65535) {
  console.error(`PORT must be a number from 0 to 65535, and is ${process.env.PORT}.`)
  process.exit(1)
}
try {
  const server = await startDemoServer(port)
  console.log(`Open ${server.url}`)
  if (server.addresses.length > 0) console.log(`From other devices on this network: ${server.addresses.join(' ')}`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void server.close().then(() => process.exit(0)))
  }
} catch (error) {
  console.error(`${(error as Error).message}. Set PORT to another one.`)
  process.exit(1)
}

/** When something below `path` was changed last, in milliseconds; 0 where there is nothing. */
function newest(path: string): number {
  const stats = statSync(root + path, { throwIfNoEntry: false })
  if (!stats?.isDirectory()) return stats?.mtimeMs ?? 0
  return Math.max(0, ...readdirSync(root + path).map(name => newest(`${path}/${name}`)))
}
