// SignalingProcess: a signaling server that can be killed, and started again on the port that it had.

import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const script = fileURLToPath(new URL('signaling-child.ts', import.meta.url))

export class SignalingProcess {
  #child: ChildProcess
  readonly port: number

  private constructor(child: ChildProcess, port: number) {
    this.#child = child
    this.port = port
  }

  static async start(): Promise<SignalingProcess> {
    const { child, port } = await begin(0)
    return new SignalingProcess(child, port)
  }

  /** What `signaling` is set to. */
  get url(): string {
    return `ws://localhost:${this.port}`
  }

  /** Ends it at once, as a crash does. */
  async kill(): Promise<void> {
    const child = this.#child
    if (child.exitCode !== null || child.signalCode !== null) return
    const exited = once(child, 'exit')
    child.kill('SIGKILL')
    await exited
  }

  /** Resolves when it listens again. */
  async restart(): Promise<void> {
    await this.kill()
    this.#child = (await begin(this.port)).child
  }

  /** Bytes of its heap after a collection. */
  async heap(): Promise<number> {
    const told = once(this.#child, 'message')
    this.#child.send('heap')
    const [{ heap }] = (await told) as [{ heap: number }]
    return heap
  }

  /** What it counts and holds, by the names of its /metrics. */
  async metrics(): Promise<Map<string, number>> {
    const text = await (await fetch(`http://localhost:${this.port}/metrics`)).text()
    const lines = text.split('\n').filter(line => line !== '' && !line.startsWith('#'))
    return new Map(lines.map(line => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]))
  }
}

async function begin(port: number): Promise<{ child: ChildProcess; port: number }> {
  const child = fork(script, [String(port)], { execArgv: [...process.execArgv, '--expose-gc'] })
  const [message] = (await once(child, 'message')) as [{ port: number }]
  return { child, port: message.port }
}
