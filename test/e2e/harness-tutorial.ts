// The tutorial's listings (CC0), as printed but for the router's URL, run in pages and in Python.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PYTHON } from '../interop/find-python.ts'

const PRINTED_URL = 'wss://demo.crossbar.io/ws'

declare global {
  /** What a page printed on its console, call by call. */
  var printed: unknown[][]
}

/** For a page that is to run listings: keeps what it prints, of an error its own keys. */
export const KEEP_PRINTED = `globalThis.printed = []
console.log = (...items) => void printed.push(items.map(item => (item instanceof Error ? { ...item } : item)))`

/** A listing with the URL of another router. */
export async function listing(name: string, url: string): Promise<string> {
  const text = await readFile(fileURLToPath(new URL(`./tutorial/${name}`, import.meta.url)), 'utf8')
  return text.replace(PRINTED_URL, url)
}

/** A listing that runs in Python. */
export class PythonListing {
  readonly #child: ChildProcess
  readonly #directory: string
  #output = ''

  private constructor(child: ChildProcess, directory: string) {
    this.#child = child
    this.#directory = directory
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', text => {
        this.#output += text
      })
    }
  }

  static async start(name: string, url: string): Promise<PythonListing> {
    const directory = await mkdtemp(join(tmpdir(), 'wamp-mesh-tutorial-'))
    const file = join(directory, name)
    await writeFile(file, await listing(name, url))
    const env = { ...process.env, PYTHONIOENCODING: 'utf-8' }
    return new PythonListing(spawn(PYTHON, ['-u', file], { env, stdio: ['ignore', 'pipe', 'pipe'] }), directory)
  }

  /** All that it printed so far. */
  get output(): string {
    return this.#output
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null && this.#child.kill('SIGKILL')) {
      await once(this.#child, 'exit')
    }
    await rm(this.#directory, { recursive: true, force: true })
  }
}
