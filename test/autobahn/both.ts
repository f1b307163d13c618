// Both Autobahns: a scenario is run with Autobahn|JS from npm and with ours, and must come to the same.

import { createRequire } from 'node:module'
import { afterEach, beforeEach, expect } from 'vitest'
import { WebSocket } from 'ws'
import * as ours from '../../src/autobahn/namespace.ts'
import { type NodeRouter, startNodeRouter } from '../../src/host/node.ts'
import type { RealmSettings } from '../../src/router/realm-settings.ts'

export type Namespace = typeof ours
export type Connection = InstanceType<Namespace['Connection']>
export type Session = InstanceType<Namespace['Session']>
export type Options = ConstructorParameters<Namespace['Connection']>[0]

export const real: Namespace = quietly(() => createRequire(import.meta.url)('autobahn'))
export { ours }

/** It warns of every connection that closes, by the function that `console.warn` is when it is loaded. */
function quietly<T>(load: () => T): T {
  const { warn } = console
  console.warn = () => {}
  try {
    return load()
  } finally {
    console.warn = warn
  }
}

/** What a scenario has: a namespace, a router of its own, and connections that are closed when it is over. */
export interface Stage {
  readonly autobahn: Namespace
  readonly router: NodeRouter
  readonly url: string
  connection(options?: Partial<Options>): Connection
  /** A session that is open. */
  session(options?: Partial<Options>): Promise<Session>
}
export type Scenario = (stage: Stage) => Promise<unknown>

async function play(autobahn: Namespace, scenario: Scenario, settings: RealmSettings = {}): Promise<unknown> {
  const router = await startNodeRouter({ port: 0, realms: ['realm1'], settings })
  const { url } = router
  const made: Connection[] = []
  const connection = (options: Partial<Options> = {}) => {
    made.push(new autobahn.Connection({ url, realm: 'realm1', max_retries: 0, ...options }))
    return made.at(-1) as Connection
  }
  const session = (options?: Partial<Options>) =>
    new Promise<Session>((resolve, reject) => {
      const opening = connection(options)
      opening.onopen = resolve
      opening.onclose = (reason, details) => reject(new Error(`${reason} ${JSON.stringify(details)}`))
      opening.open()
    })
  try {
    return await scenario({ autobahn, router, url, connection, session })
  } finally {
    for (const left of made.filter(({ isOpen }) => isOpen)) {
      left.onclose = () => true
      left.close()
    }
    await router.close()
  }
}

/** Plays a scenario with both, compares, and returns what it came to. */
export async function both(scenario: Scenario, settings?: RealmSettings): Promise<unknown> {
  const known = await play(real, scenario, settings)
  expect(await play(ours, scenario, settings)).toEqual(known)
  return known
}

/** Plays a scenario in which ours differs, with ours alone. */
export function oursAlone(scenario: Scenario, settings?: RealmSettings): Promise<unknown> {
  return play(ours, scenario, settings)
}

/** What a promise comes to, or what was thrown before there was one; an error as what an application reads of it. */
export async function outcome(begin: () => unknown): Promise<unknown> {
  let pending: unknown
  try {
    pending = begin()
  } catch (thrown) {
    return { thrown: thrown instanceof Error ? thrown.message : thrown }
  }
  try {
    return { value: plain(await pending) }
  } catch (rejected) {
    return { rejected: plain(rejected) }
  }
}

/** An object with its own enumerable keys, and the class of ours that it is. */
export function plain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  for (const { Result, Error: AutobahnError, Publication } of [real, ours]) {
    for (const [name, kind] of Object.entries({ Result, Error: AutobahnError, Publication })) {
      if (value instanceof kind) return { [name]: { ...value } }
    }
  }
  return value
}

const sockets = new Set<WebSocket>()

/** As a browser's: one that fails says so in events, and throws nothing. */
class PageWebSocket extends WebSocket {
  constructor(url: string, protocols: string[]) {
    super(url, protocols)
    this.on('error', () => {})
    sockets.add(this)
  }
}

/** While a file's tests run, there is a WebSocket as in a browser. */
export function withWebSocket(): void {
  beforeEach(() => void Object.assign(globalThis, { WebSocket: PageWebSocket }))
  afterEach(() => void Reflect.deleteProperty(globalThis, 'WebSocket'))
}

/** Ends every connection without a farewell, as a network does. */
export function cut(): void {
  for (const socket of sockets) socket.terminate()
  sockets.clear()
}
