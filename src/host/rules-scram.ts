// The users of wamp-scram in a file of rules, by a password or by what a router keeps of one.

import { decodeBase64, encodeBase64 } from '../protocol/auth/base64.ts'
import { type KdfParameters, scramCredentials } from '../protocol/auth/scram.ts'
import type { ScramUser } from '../router/auth/wamp-scram.ts'
import type { JsonField } from './json-field.ts'

/**
 * The least and the most that clients may be asked for, ours refuses anything else: less is soon cracked, more takes them,
 * and for each password in the file the start of this router, minutes. And what they are asked for where a password
 * stands alone: for PBKDF2 about 50 ms, for Argon2id what RFC 9106 recommends (4 threads aside), about a second.
 */
const PBKDF2 = { least: 4_096, most: 5_000_000, usual: 50_000 }
const ARGON2_ITERATIONS = { least: 1, most: 4_096, usual: 3 }
/** Kibibytes. */
const ARGON2_MEMORY = { least: 8, most: 1_048_576, usual: 65_536 }
/** Iterations × kibibytes. */
const ARGON2_COST = { least: 8_192, most: 4_194_304 }
/** Bytes. */
const LEAST_SALT = 8
const KEY = 32

type Cost = Omit<KdfParameters, 'salt'>

export function readScramUser(field: JsonField): ScramUser {
  const { password, authrole, kdf, salt, iterations, memory, storedKey, serverKey } = field.object({
    password: text => text.secret.filledText(),
    kdf: name => name.oneOf(['pbkdf2', 'argon2id13']),
    salt: bytes => readBytes(bytes, LEAST_SALT),
    iterations: count => count,
    memory: kibibytes => kibibytes,
    storedKey: key => readBytes(key.secret, KEY, KEY),
    serverKey: key => readBytes(key.secret, KEY, KEY),
    authrole: role => role.text(),
  })
  const role = authrole === undefined ? {} : { authrole }
  if (password !== undefined) {
    const cost = readCost(field, { kdf: kdf ?? 'pbkdf2', iterations, memory })
    const parameters = { ...cost, salt: salt ?? newSalt() }
    return { ...field.naming(() => scramCredentials(password, parameters)), ...role }
  }
  // What a key was made with has no defaults.
  const known = field.required(kdf, 'password or kdf')
  field.required(iterations, 'iterations')
  if (known === 'argon2id13') field.required(memory, 'memory')
  return {
    ...readCost(field, { kdf: known, iterations, memory }),
    salt: field.required(salt, 'salt'),
    storedKey: field.required(storedKey, 'storedKey'),
    serverKey: field.required(serverKey, 'serverKey'),
    ...role,
  }
}

/** What a password costs. */
function readCost(
  field: JsonField,
  { kdf, iterations, memory }: { kdf: Cost['kdf']; iterations: JsonField | undefined; memory: JsonField | undefined },
): Cost {
  if (kdf === 'pbkdf2') return { kdf, iterations: readCount(iterations, PBKDF2) }
  const count = readCount(iterations, ARGON2_ITERATIONS)
  const kibibytes = readCount(memory, ARGON2_MEMORY)
  const { least, most } = ARGON2_COST
  if (count * kibibytes < least || count * kibibytes > most) {
    throw new Error(`${field.path}: iterations × memory must be from ${least} to ${most}, and is ${count * kibibytes}`)
  }
  return { kdf, iterations: count, memory: kibibytes }
}

function readCount(field: JsonField | undefined, { least, most, usual }: typeof PBKDF2): number {
  return field?.integer(least, most) ?? usual
}

/** base64, as it stands there. */
export function readBytes(field: JsonField, least: number, most = Number.POSITIVE_INFINITY): string {
  const length = (typeof field.value === 'string' && decodeBase64(field.value)?.length) || 0
  if (length >= least && length <= most) return field.text()
  return field.refuse(`base64 of ${least === most ? '' : 'at least '}${least} bytes`)
}

function newSalt(): string {
  return encodeBase64(crypto.getRandomValues(new Uint8Array(16)))
}
