// Autobahn|Python as a driver: all its sessions live in one process, which is told what to do line by line.

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import {
  type Calling,
  type Dict,
  type Driver,
  type Event,
  type Join,
  type Joining,
  type Payload,
  Refused,
  serializerOf,
} from '../driver.ts'
import { PYTHON } from '../find-python.ts'
import { Inbox } from '../inbox.ts'
import { plainDict, plainPayload } from '../plain.ts'

interface Line {
  /** An answer, by the number of what was asked; else it is news. */
  readonly number?: number
  readonly done?: unknown
  readonly refused?: Payload & { error: string }
  readonly failed?: string
  /** News: what it is and whom it is for. */
  readonly note?: string
  readonly ref?: string
  readonly payload?: Payload
  readonly event?: Event
  readonly reason?: string
}
interface Waiting {
  resolve(done: unknown): void
  reject(error: Error): void
}

const SCRIPT = fileURLToPath(new URL('autobahn-python.py', import.meta.url))
const NONE: Payload = { args: [], kwargs: {} }

/** The process; `close` ends it. */
export class PythonProcess {
  readonly #process: ChildProcessWithoutNullStreams
  readonly #waiting = new Map<number, Waiting>()
  /** Who hears of news, by `note ref`. */
  readonly #hearers = new Map<string, (line: Line) => void>()
  #asked = 0
  #names = 0
  #complaints = ''

  constructor() {
    this.#process = spawn(PYTHON, ['-u', SCRIPT])
    createInterface({ input: this.#process.stdout }).on('line', text => this.#heard(JSON.parse(text, revived)))
    this.#process.stderr.on('data', (complaint: Buffer) => {
      this.#complaints = (this.#complaints + complaint).slice(-4_000)
    })
    this.#process.on('exit', () => this.#fail())
  }

  /** What the library wrote on its standard error, the last of it. */
  get complaints(): string {
    return this.#complaints
  }

  readonly join: Join = async joining => {
    const left = this.#next('left', joining.name)
    const { id, authid, authrole } = (await this.#join(joining)) as { id: number; authid: string; authrole: string }
    return {
      ...this.#driver(joining.name),
      id,
      authid,
      authrole,
      client: joining.client,
      name: joining.name,
      left: left.then(({ reason = '' }) => reason),
      leave: async () => {
        await this.#ask('leave', { ref: joining.name })
        await left
      },
    }
  }

  async close(): Promise<void> {
    const exited = once(this.#process, 'exit')
    this.#process.stdin.end()
    await exited
  }

  #join({ url, realm, client, name: ref, credentials: auth }: Joining): Promise<unknown> {
    return this.#ask('join', { ref, url, realm, serializer: serializerOf(client), ...(auth && { auth }) })
  }

  #driver(ref: string): Pick<Driver, 'call' | 'register' | 'subscribe' | 'publish'> {
    return {
      call: (procedure, payload = NONE, { onprogress, cancelMode: _, ...options } = {}) => {
        const call = this.#name()
        if (onprogress) this.#hear('progress', call, ({ payload: part }) => onprogress(read(part)))
        const asked = { ref, call, procedure, payload, options: { ...options, progress: onprogress !== undefined } }
        const result = this.#ask('call', asked).then(done => read(done as Payload))
        const cancel: Calling['cancel'] = () => void this.#ask('cancel', { ref, call })
        return { result, cancel }
      },
      register: async (procedure, behaviour, options = {}) => {
        const registration = this.#name()
        const [invoked, interrupted] = [new Inbox<Payload>(), new Inbox<true>()]
        this.#hear('invoked', registration, ({ payload }) => invoked.put(read(payload)))
        this.#hear('interrupted', registration, () => interrupted.put(true))
        await this.#ask('register', { ref, registration, procedure, behaviour, options })
        const about = { ref, registration }
        const release = () => void this.#ask('release', about)
        return { invoked, interrupted, release, unregister: async () => void (await this.#ask('unregister', about)) }
      },
      subscribe: async (topic, options = {}) => {
        const subscription = this.#name()
        const events = new Inbox<Event>()
        this.#hear('event', subscription, ({ event }) =>
          events.put({ ...read(event), details: plainDict(event?.details) }),
        )
        await this.#ask('subscribe', { ref, subscription, topic, options })
        return { events, unsubscribe: async () => void (await this.#ask('unsubscribe', { ref, subscription })) }
      },
      publish: async (topic, payload = NONE, options = {}) => {
        const publication = await this.#ask('publish', { ref, topic, payload, options })
        return typeof publication === 'number' ? publication : undefined
      },
    }
  }

  #name(): string {
    return `of-python-${++this.#names}`
  }

  #hear(note: string, ref: string, hearer: (line: Line) => void): void {
    this.#hearers.set(`${note} ${ref}`, hearer)
  }

  #next(note: string, ref: string): Promise<Line> {
    return new Promise(resolve => this.#hear(note, ref, resolve))
  }

  #ask(command: string, fields: Dict): Promise<unknown> {
    const number = ++this.#asked
    this.#process.stdin.write(`${JSON.stringify({ number, command, ...fields }, written)}\n`)
    return new Promise((resolve, reject) => this.#waiting.set(number, { resolve, reject }))
  }

  #heard(line: Line): void {
    const { number, note, ref, done, refused, failed } = line
    if (number === undefined) return this.#hearers.get(`${note} ${ref}`)?.(line)
    const waiting = this.#waiting.get(number)
    this.#waiting.delete(number)
    if (refused) waiting?.reject(new Refused(refused.error, refused.args, refused.kwargs))
    else if (failed !== undefined) waiting?.reject(new Error(`Autobahn|Python: ${failed}`))
    else waiting?.resolve(done)
  }

  #fail(): void {
    const ended = new Error(`Autobahn|Python has ended. ${this.#complaints}`)
    for (const { reject } of this.#waiting.values()) reject(ended)
    this.#waiting.clear()
  }
}

function read(payload: Payload | undefined): Payload {
  return plainPayload(payload?.args, payload?.kwargs)
}

function written(_key: string, value: unknown): unknown {
  return value instanceof Uint8Array ? { $bytes: Buffer.from(value).toString('base64') } : value
}

function revived(_key: string, value: unknown): unknown {
  const bytes = typeof value === 'object' && value !== null && '$bytes' in value ? value.$bytes : undefined
  return typeof bytes === 'string' ? Uint8Array.from(Buffer.from(bytes, 'base64')) : value
}
