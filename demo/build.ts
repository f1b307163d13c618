// Builds what `npm run build` builds, if that is missing or older than its sources.

import { spawnSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const SOURCES = ['src', 'signaling', 'demo', 'package.json', 'tsconfig.json', 'vite.config.ts']

/** @throws {Error} where the build fails; it has said why. */
export function buildIfStale(): void {
  if (newest('dist/demo') >= Math.max(...SOURCES.map(newest))) return
  console.log('Building …')
  // Under a test runner too, what is built is what people use.
  const env = { ...process.env, NODE_ENV: 'production' }
  const { status } = spawnSync('npm', ['run', 'build', '--silent'], { cwd: root, env, stdio: 'inherit', shell: true })
  if (status !== 0) throw new Error('The build failed')
}

/** When something below `path` was changed last, in milliseconds; 0 where there is nothing. */
function newest(path: string): number {
  const stats = statSync(root + path, { throwIfNoEntry: false })
  if (!stats?.isDirectory()) return stats?.mtimeMs ?? 0
  return Math.max(0, ...readdirSync(root + path).map(name => newest(`${path}/${name}`)))
}
