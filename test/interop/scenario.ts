// Scenario: something that two clients do with each other, whichever they are.

import { isDeepStrictEqual } from 'node:util'
import type { Ability } from './abilities.ts'
import { type ClientName, type Credentials, type Driver, type Payload, Refused } from './driver.ts'

/** Two sessions, and URIs that nobody else uses. */
export interface Pair {
  /** The caller, or publisher. */
  readonly one: Driver
  /** The callee, or subscriber. */
  readonly other: Driver
  /** `com.interop.n7`; another for each pair. */
  readonly uri: string
  /** One more session, which may leave. */
  join(client: ClientName, credentials?: Credentials): Promise<Driver>
}

/** Of the caller or publisher, and of the callee or subscriber. */
export interface Abilities {
  readonly one?: readonly Ability[]
  readonly other?: readonly Ability[]
}

export interface Scenario {
  readonly name: string
  /** What clients must be able to do. */
  readonly needs?: Abilities
  /** What is checked of those only that can. */
  readonly wants?: Abilities
  /** Whether pairs with the same caller or publisher wait for each other. */
  readonly inTurn?: boolean
  run(pair: Pair): Promise<void>
}

/** Something that one client does with all the others at once. */
export interface CrowdScenario extends Omit<Scenario, 'run' | 'inTurn'> {
  runForAll(crowd: Omit<Pair, 'other'> & { others: readonly Driver[] }): Promise<void>
}

export const payload = (args: readonly unknown[] = [], kwargs: Payload['kwargs'] = {}): Payload => ({ args, kwargs })

/** Fails where `got` is not `expected`, and says what it was in few words. */
export function same(got: unknown, expected: unknown, what: string): void {
  if (isDeepStrictEqual(got, expected)) return
  throw new Error(`${what}: expected ${brief(expected)}, got ${brief(got)}`)
}

/** The same for a payload; nothing and a lone null are alike, since some libraries cannot tell them apart. */
export function samePayload(got: Payload, expected: Payload, what: string): void {
  const normal = ({ args, kwargs }: Payload) => ({ args: isDeepStrictEqual(args, [null]) ? [] : args, kwargs })
  same(normal({ args: got.args, kwargs: got.kwargs }), normal(expected), what)
}

/** Resolves to the error with which `promise` rejects. */
export async function refusal(promise: Promise<unknown>, what: string): Promise<Refused> {
  const got = await promise.then(
    value => new Error(`${what}: expected an error, got ${brief(value)}`),
    (error: unknown) => error,
  )
  if (got instanceof Refused) return got
  throw got
}

/** Both still have their sessions, and everything sent before has been handled. */
export async function alive(...drivers: Driver[]): Promise<void> {
  for (const driver of drivers) {
    const { error } = await refusal(driver.call('com.interop.nobody').result, `${driver.client} calls nobody`)
    same(error, 'wamp.error.no_such_procedure', `${driver.client} calls nobody`)
  }
}

function brief(value: unknown): string {
  const text = JSON.stringify(value, (_key, item) => (typeof item === 'bigint' ? `${item}n` : item)) ?? String(value)
  return text.length > 300 ? `${text.slice(0, 300)}… (${text.length} characters)` : text
}
