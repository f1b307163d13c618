// wampcra: a shared secret, proven by signing a challenge [wamp:wampcra].

import { deriveKey, signWampCra } from '../../protocol/auth/wampcra.ts'
import { refusal } from '../../protocol/errors.ts'
import type { Dict } from '../../protocol/messages.ts'
import type { AuthMethod } from './auth-method.ts'

/** What a router may make a client compute: PBKDF2 blocks the page, and nobody uses longer keys. */
const MOST_ITERATIONS = 1_000_000
const MOST_KEYLEN = 64

/**
 * The secret itself is not sent. Where the router salts it, the key is derived from it.
 * The router does not prove that it knows the secret: use `wampScram` where that matters.
 */
export function wampcra({ authid, secret }: { authid: string; secret: string }): AuthMethod {
  return { authmethod: 'wampcra', authid, begin: () => ({ answer: extra => sign(secret, extra) }) }
}

function sign(secret: string, { challenge, salt, iterations, keylen }: Dict): string {
  if (typeof challenge !== 'string') throw malformed('it has no text to be signed')
  if (salt === undefined || salt === null) return signWampCra(secret, challenge)
  if (typeof salt !== 'string') throw malformed('its salt is no text')
  const count = within('iterations', iterations ?? 1_000, MOST_ITERATIONS)
  const length = within('keylen', keylen ?? 32, MOST_KEYLEN)
  return signWampCra(deriveKey(secret, salt, count, length), challenge)
}

function within(name: string, value: unknown, most: number): number {
  if (Number.isInteger(value) && Number(value) >= 1 && Number(value) <= most) return Number(value)
  throw malformed(`its ${name} must be an integer from 1 to ${most}`)
}

const malformed = (why: string) =>
  refusal('wamp.error.authentication_failed', `the challenge of wampcra cannot be answered: ${why}`)
