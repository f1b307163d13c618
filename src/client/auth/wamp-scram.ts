// wamp-scram: a password that the router does not know, and yet recognises; the router proves itself, too [wamp:wamp-scram].

import { encodeBase64 } from '../../protocol/auth/base64.ts'
import { sameText } from '../../protocol/auth/constant-time.ts'
import { saslprep } from '../../protocol/auth/saslprep.ts'
import { authMessage, type KdfParameters, proveClient, saltPasswordInSteps } from '../../protocol/auth/scram.ts'
import { refusal } from '../../protocol/errors.ts'
import type { Dict, WelcomeDetails } from '../../protocol/messages.ts'
import { describe } from '../../protocol/options.ts'
import type { AuthAttempt, AuthMethod } from './auth-method.ts'

/**
 * What a router may ask for. With less, one that lies would learn a hash that is soon cracked; with more, it would keep
 * the page busy for minutes. Of argon2id13 the cost is iterations × memory.
 */
const PBKDF2_ITERATIONS = [4_096, 5_000_000] as const
const ARGON2_COST = [8_192, 4_194_304] as const
/** Kibibytes: 1 GiB. */
const MOST_MEMORY = 1_048_576

/** @throws {WampError} where name or password has a character that SASLprep prohibits. */
export function wampScram({ authid, password }: { authid: string; password: string }): AuthMethod {
  const user = { authid: saslprep(authid), password: saslprep(password) }
  return { authmethod: 'wamp-scram', authid: user.authid, begin: () => attempt(user) }
}

function attempt({ authid, password }: { authid: string; password: string }): AuthAttempt {
  const clientNonce = encodeBase64(crypto.getRandomValues(new Uint8Array(16)))
  let expected: string | undefined
  return {
    authextra: { nonce: clientNonce, channel_binding: null },
    answer: async extra => {
      const { nonce, ...parameters } = readChallenge(extra, clientNonce)
      const salted = await saltPasswordInSteps(password, parameters)
      const { proof, verifier } = proveClient(salted, authMessage({ authid, clientNonce, nonce, ...parameters }))
      expected = verifier
      return [proof, { nonce, channel_binding: null, cbind_data: null }]
    },
    welcomed: details => {
      const verifier = verifierOf(details)
      if (expected !== undefined && verifier !== undefined && sameText(verifier, expected)) return
      throw failed('the router did not prove that it knows this user')
    },
  }
}

/** CHALLENGE.Extra. @throws {WampError} where it does not go on from our nonce, or asks for too little or too much. */
function readChallenge(extra: Dict, clientNonce: string): KdfParameters & { readonly nonce: string } {
  const { nonce, salt, kdf, iterations, memory } = extra
  if (typeof nonce !== 'string' || !nonce.startsWith(clientNonce) || nonce.length === clientNonce.length) {
    throw failed('the nonce of the challenge does not go on from ours')
  }
  if (typeof salt !== 'string') throw failed('the challenge has no salt')
  if (kdf === 'pbkdf2') {
    return { nonce, salt, kdf, iterations: within('iterations', iterations, PBKDF2_ITERATIONS) }
  }
  if (kdf !== 'argon2id13') throw failed(`this client knows pbkdf2 and argon2id13, not ${describe(kdf)}`)
  const kibibytes = within('memory', memory, [8, MOST_MEMORY])
  const count = within('iterations', iterations, [1, ARGON2_COST[1]])
  within('iterations × memory', count * kibibytes, ARGON2_COST)
  return { nonce, salt, kdf, iterations: count, memory: kibibytes }
}

function within(name: string, value: unknown, [least, most]: readonly [number, number]): number {
  if (Number.isInteger(value) && Number(value) >= least && Number(value) <= most) return Number(value)
  throw failed(`${name} must be an integer from ${least} to ${most}, and is ${describe(value)}`)
}

/** The specification's text names the signature alone, its example puts `v=` in front: both are read. */
function verifierOf({ authextra }: WelcomeDetails): string | undefined {
  const verifier = authextra?.verifier
  return typeof verifier === 'string' ? verifier.replace(/^v=/, '') : undefined
}

const failed = (why: string) => refusal('wamp.error.authentication_failed', `wamp-scram: ${why}`)
