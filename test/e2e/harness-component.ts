// A component of the demo that runs outside the browser, as people start it: a program with the room's plain URL.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { PYTHON } from '../interop/find-python.ts'
import { eventually, type Stage } from './harness.ts'

const demo = fileURLToPath(new URL('../../demo/', import.meta.url))

export class OutsideComponent {
  readonly #child: ChildProcess
  #output = ''

  private constructor(child: ChildProcess) {
    this.#child = child
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', text => {
        this.#output += text
      })
    }
  }

  /** Starts `file`, below the demo's folder, until the end of the test. */
  static start(stage: Stage, file: string, ...args: string[]): OutsideComponent {
    const [program, flags] = file.endsWith('.py') ? [PYTHON, ['-u']] : [process.execPath, []]
    const env = { ...process.env, PYTHONIOENCODING: 'utf-8' }
    const child = spawn(program, [...flags, demo + file, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    const component = new OutsideComponent(child)
    stage.atEnd(() => component.stop())
    return component
  }

  /** All that it printed so far. */
  get output(): string {
    return this.#output
  }

  /** Resolves when it has printed this. */
  async says(text: string): Promise<void> {
    await eventually(() => (this.#output.includes(text) ? text : this.#output), text)
  }

  /** Ends it as Ctrl-C does. */
  async interrupt(): Promise<void> {
    const exited = once(this.#child, 'exit')
    this.#child.kill('SIGINT')
    await exited
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    if (this.#child.kill('SIGKILL')) await once(this.#child, 'exit')
  }
}
