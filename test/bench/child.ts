// Child: a server in a process of its own.

import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export class Child {
  readonly #process: ChildProcess
  readonly url: string

  private constructor(process: ChildProcess, url: string) {
    this.#process = process
    this.url = url
  }

  static async start(kind: 'router' | 'relay'): Promise<Child> {
    const process = fork(fileURLToPath(new URL('server.ts', import.meta.url)), [kind])
    const [{ port }] = (await once(process, 'message')) as [{ port: number }]
    return new Child(process, `ws://127.0.0.1:${port}${kind === 'router' ? '/ws' : ''}`)
  }

  /** Microseconds of processor time that it has used. */
  async cpu(): Promise<number> {
    this.#process.send('cpu')
    const [{ cpu }] = (await once(this.#process, 'message')) as [{ cpu: number }]
    return cpu
  }

  stop(): void {
    this.#process.disconnect()
  }
}
