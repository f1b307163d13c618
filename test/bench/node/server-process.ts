// Server process: a server that runs in a process of its own, as the JavaScript that the package is built to.

import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { built, ROOT } from '../built.ts'

export type ServerName = 'ours' | 'raw ws' | 'raw framed' | 'raw net' | 'fox-wamp'

export interface Usage {
  /** Microseconds of processor time. */
  readonly cpu: number
  /** Bytes that are resident. */
  readonly memory: number
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

  /** @param flags for Node: `--expose-gc` to have garbage collected before each look at its usage. */
  static async start(name: ServerName, flags: string[] = []): Promise<ServerProcess> {
    const child = fork(await built('node/server'), [name], { cwd: ROOT, execArgv: flags })
    const [{ port }] = (await once(child, 'message')) as [{ port: number }]
    return new ServerProcess(name, child, port)
  }

  async usage(): Promise<Usage> {
    this.#process.send('usage')
    const [usage] = (await once(this.#process, 'message')) as [Usage]
    return usage
  }

  async stop(): Promise<void> {
    const gone = once(this.#process, 'exit')
    this.#process.disconnect()
    await gone
  }
}
