// Watchdog: a thread that tells which case never ends, or fills the memory, and ends the process then.

import { Worker } from 'node:worker_threads'

/** Milliseconds of a case, and bytes of the process. */
const LIMITS = { time: 60_000, memory: 3 * 2 ** 30 }
const LONGEST = 2 ** 20

/** Plain JavaScript, for the thread runs without any loader. */
const SOURCE = `
const { workerData: { numbers, bytes, limits } } = require('node:worker_threads')
let seen = -1
let since = Date.now()
setInterval(() => {
  const now = Atomics.load(numbers, 0)
  if (now !== seen) [seen, since] = [now, Date.now()]
  const stuck = Date.now() - since > limits.time
  if (!stuck && process.memoryUsage.rss() < limits.memory) return
  const name = Buffer.from(bytes.slice(0, 64)).toString().replace(/\\0.*/s, '')
  const hex = Buffer.from(bytes.slice(64, 64 + Atomics.load(numbers, 1))).toString('hex')
  require('node:fs').writeSync(2, '\\n' + name + (stuck ? ': never ends: ' : ': takes too much memory: ') + hex + '\\n')
  process.kill(process.pid, 'SIGKILL')
}, 500)
`

export class Watchdog {
  readonly #numbers = new Int32Array(new SharedArrayBuffer(8))
  readonly #bytes = new Uint8Array(new SharedArrayBuffer(64 + LONGEST))
  readonly #worker: Worker

  constructor() {
    const workerData = { numbers: this.#numbers, bytes: this.#bytes, limits: LIMITS }
    this.#worker = new Worker(SOURCE, { eval: true, workerData, execArgv: [] })
    this.#worker.unref()
  }

  /** The bytes of the case that was begun last. */
  get bytes(): Uint8Array {
    return this.#bytes.slice(64, 64 + Atomics.load(this.#numbers, 1))
  }

  /** A case of the target `name` begins. */
  saw(name: string, bytes: Uint8Array): void {
    this.#bytes.fill(0, 0, 64)
    this.#bytes.set(new TextEncoder().encode(name))
    this.#bytes.set(bytes.subarray(0, LONGEST), 64)
    Atomics.store(this.#numbers, 1, Math.min(bytes.length, LONGEST))
    Atomics.add(this.#numbers, 0, 1)
  }

  stop(): void {
    void this.#worker.terminate()
  }
}
