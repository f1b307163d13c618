// ScramUsers: what must be true of those who authenticate by wamp-scram, so that no slip in a database opens a door.

import { decodeBase64 } from '../../protocol/auth/base64.ts'
import { saslprep } from '../../protocol/auth/saslprep.ts'
import type { ScramCredentials } from '../../protocol/auth/scram.ts'

/** Bytes of a key. */
const KEY = 32

/** A record by the SASLprep forms of its names, as they are compared. @throws {TypeError} where two have the same form. */
export function preparedUsers<U>(users: Readonly<Record<string, U>>): Readonly<Record<string, U>> {
  const prepared = new Map<string, U>()
  for (const [authid, user] of Object.entries(users)) {
    const name = saslprep(authid)
    if (prepared.has(name)) throw new TypeError(`two users are named ${JSON.stringify(name)} in its SASLprep form`)
    prepared.set(name, user)
  }
  return Object.fromEntries(prepared)
}

/** @throws {TypeError} where what is kept of a user cannot be what `scramCredentials` made; the values are not named. */
export function checkCredentials({ kdf, salt, iterations, memory, storedKey, serverKey }: ScramCredentials): void {
  if (kdf !== 'pbkdf2' && kdf !== 'argon2id13') throw wrong('kdf', 'pbkdf2 or argon2id13')
  if (lengthOf(salt) < 8) throw wrong('salt', 'base64 of at least 8 bytes')
  if (!isCount(iterations)) throw wrong('iterations', 'an integer of at least 1')
  if (kdf === 'argon2id13' && !isCount(memory)) throw wrong('memory', 'an integer of at least 1')
  if (lengthOf(storedKey) !== KEY) throw wrong('storedKey', `base64 of ${KEY} bytes`)
  if (lengthOf(serverKey) !== KEY) throw wrong('serverKey', `base64 of ${KEY} bytes`)
}

/** How many bytes a text stands for; 0 where it is no base64. */
export function lengthOf(base64: unknown): number {
  return (typeof base64 === 'string' && decodeBase64(base64)?.length) || 0
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) > 0
}

function wrong(key: string, is: string): TypeError {
  return new TypeError(`the ${key} of a user must be ${is}`)
}
