// Somebody else's router: fox-wamp from npm, in a process of its own that can be killed.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

/** Tells the port on its standard output when it listens. */
const PROGRAM = `
const FoxRouter = require('fox-wamp')
const server = new FoxRouter().listenWAMP({ host: '127.0.0.1', port: Number(process.argv[1]) })
server.on('listening', () => console.log('listening ' + server.address().port))`

export class OtherRouter {
  readonly port: number
  readonly #process: ChildProcess
  readonly #exited: Promise<unknown>

  private constructor(process: ChildProcess, port: number) {
    this.#process = process
    this.#exited = once(process, 'exit')
    this.port = port
  }

  /** Starts it on a port, or on any that is free. */
  static async start(port = 0): Promise<OtherRouter> {
    const child = spawn(process.execPath, ['-e', PROGRAM, String(port)], { stdio: ['ignore', 'pipe', 'inherit'] })
    // It goes on telling what it does, which nobody reads.
    for await (const text of child.stdout) {
      const [, number] = /listening (\d+)/.exec(String(text)) ?? []
      if (number !== undefined) return new OtherRouter(child, Number(number))
    }
    throw new Error(`fox-wamp could not listen on port ${port}.`)
  }

  get url(): string {
    return `ws://127.0.0.1:${this.port}/`
  }

  /** Ends it without a word. */
  async kill(): Promise<void> {
    this.#process.kill('SIGKILL')
    await this.#exited
  }
}
