// Server process: a server that runs in a process of its own, as the JavaScript that the package is built to.

import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

export type ServerName = 'ours' | 'raw ws' | 'raw framed' | 'raw net' | 'fox-wamp'

export interface Usage {
  /** Microseconds of processor time. */
  readonly cpu: number
  /** Bytes that are resident. */
  readonly memory: number
}

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const PROGRAM = 'dist/test/bench/server.js'

let built: Promise<unknown> | undefined

/** tsx would wrap functions to keep their names; nobody runs the router that way. */
function buildServer(): Promise<unknown> {
  return build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    build: { ssr: 'test/bench/node/server.ts', outDir: 'dist/test/bench', target: 'node20', emptyOutDir: false },
  })
}

export class ServerProcess {
  readonly #process: ChildProcess
  readonly name: ServerName
  readonly port: number

  private constructor(name: ServerName, process: ChildProcess, port: number) {
    this.name = name
    this.#process = process
    this.port = port
  }

  /** @param options `gc` to have garbage collected before each look at its usage. */
  static async start(name: ServerName, { gc = false } = {}): Promise<ServerProcess> {
    built ??= buildServer()
    await built
    const child = fork(`${ROOT}/${PROGRAM}`, [name], { cwd: ROOT, execArgv: gc ? ['--expose-gc'] : [] })
    const [{ port }] = (await once(child, 'message')) as [{ port: number }]
    return new ServerProcess(name, child, port)
  }

  async usage(): Promise<Usage> {
    this.#process.send('usage')
    const [usage] = (await once(this.#process, 'message')) as [Usage]
    return usage
  }

  stop(): void {
    this.#process.kill()
  }
}
