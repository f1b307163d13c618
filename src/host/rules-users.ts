// The users in a file of rules, by the method they authenticate by.

import { decodeBase64, encodeBase64 } from '../protocol/auth/base64.ts'
import { isHex32 } from '../protocol/auth/cryptosign.ts'
import { type KdfParameters, scramCredentials } from '../protocol/auth/scram.ts'
import { anonymousAuthenticator } from '../router/auth/anonymous.ts'
import { cryptosignAuthenticator } from '../router/auth/cryptosign.ts'
import { ticketAuthenticator } from '../router/auth/ticket.ts'
import { type ScramUser, wampScramAuthenticator } from '../router/auth/wamp-scram.ts'
import { type WampCraUser, wampcraAuthenticator } from '../router/auth/wampcra.ts'
import type { JsonField } from './json-field.ts'

/** PBKDF2 iterations for a password that stands in the file: about 50 ms for each when the router starts. */
const ITERATIONS = 50_000

const text = (field: JsonField) => field.text()
const count = (field: JsonField) => field.integer(1)
const hex = (field: JsonField) =>
  isHex32(field.value) ? field.value : field.refuse('32 bytes, written as 64 hexadecimal digits')
const base64 = (field: JsonField) => (decodeBase64(field.text())?.length ? field.text() : field.refuse('base64'))
const usersOf = <U>(method: JsonField, read: (field: JsonField) => U) => {
  const { users } = method.object({ users: field => field.entries(read) })
  return { users: method.required(users, 'users') }
}

/** What may stand under `authentication`. */
export const AUTHENTICATION = {
  anonymous: (method: JsonField) => anonymousAuthenticator(method.object({ authrole: text })),
  ticket: (method: JsonField) =>
    ticketAuthenticator(
      usersOf(method, field => {
        const { ticket, ...user } = field.object({ ticket: text, authrole: text })
        return { ...user, ticket: field.required(ticket, 'ticket') }
      }),
    ),
  wampcra: (method: JsonField) => wampcraAuthenticator(usersOf(method, readWampCraUser)),
  'wamp-scram': (method: JsonField) => wampScramAuthenticator(usersOf(method, readScramUser)),
  cryptosign: (method: JsonField) => {
    const { users, privateKey } = method.object({
      privateKey: hex,
      users: field =>
        field.entries(entry => {
          const { publicKeys, ...user } = entry.object({ publicKeys: keys => keys.list().map(hex), authrole: text })
          return { ...user, publicKeys: entry.required(publicKeys, 'publicKeys') }
        }),
    })
    return cryptosignAuthenticator({ users: method.required(users, 'users'), privateKey })
  },
}

function readWampCraUser(field: JsonField): WampCraUser {
  const { secret, ...user } = field.object({
    secret: text,
    salt: text,
    iterations: count,
    keylen: count,
    authrole: text,
  })
  return { ...user, secret: field.required(secret, 'secret') }
}

function readScramUser(field: JsonField): ScramUser {
  const { password, authrole, ...kept } = field.object({
    password: text,
    kdf: kdf => kdf.oneOf(['pbkdf2', 'argon2id13']),
    salt: base64,
    iterations: count,
    memory: count,
    storedKey: base64,
    serverKey: base64,
    authrole: text,
  })
  const role = authrole === undefined ? {} : { authrole }
  if (password !== undefined) {
    const salt = kept.salt ?? encodeBase64(crypto.getRandomValues(new Uint8Array(16)))
    const { kdf = 'pbkdf2', iterations = ITERATIONS, memory } = kept
    return { ...credentialsOf(field, password, { kdf, salt, iterations, memory }), ...role }
  }
  const { kdf, salt, iterations, memory, storedKey, serverKey } = kept
  return {
    kdf: field.required(kdf, 'password or kdf'),
    salt: field.required(salt, 'salt'),
    iterations: field.required(iterations, 'iterations'),
    memory,
    storedKey: field.required(storedKey, 'storedKey'),
    serverKey: field.required(serverKey, 'serverKey'),
    ...role,
  }
}

function credentialsOf(field: JsonField, password: string, parameters: KdfParameters) {
  try {
    return scramCredentials(password, parameters)
  } catch (cause) {
    throw new Error(`${field.path}: ${cause instanceof Error ? cause.message : cause}`, { cause })
  }
}
