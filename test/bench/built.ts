// Built: programs of the bench as JavaScript, as the package is built. tsx wraps functions to keep their names, which costs
// the serializers a tenth, and nobody runs the router that way.

import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const FOLDER = 'dist/test/bench'

const programs = new Map<string, Promise<string>>()

/** The path of the JavaScript that `test/bench/{program}.ts` is built to, once in a run. */
export function built(program: string): Promise<string> {
  const known = programs.get(program) ?? buildProgram(program)
  programs.set(program, known)
  return known
}

async function buildProgram(program: string): Promise<string> {
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    build: { ssr: `test/bench/${program}.ts`, outDir: FOLDER, target: 'node20', emptyOutDir: false },
  })
  return `${ROOT}${FOLDER}/${basename(program)}.js`
}
