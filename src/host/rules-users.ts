// The users in a file of rules, by the method they authenticate by. Where a secret may stand, no error repeats what does.

import { decodeBase64 } from '../protocol/auth/base64.ts'
import { isHex32 } from '../protocol/auth/cryptosign.ts'
import { anonymousAuthenticator } from '../router/auth/anonymous.ts'
import { cryptosignAuthenticator } from '../router/auth/cryptosign.ts'
import { ticketAuthenticator } from '../router/auth/ticket.ts'
import { wampScramAuthenticator } from '../router/auth/wamp-scram.ts'
import { type WampCraUser, wampcraAuthenticator } from '../router/auth/wampcra.ts'
import type { JsonField } from './json-field.ts'
import { readBytes, readScramUser } from './rules-scram.ts'

/** Bytes of what the salts of names that are not known are made from. */
const LEAST_MOCK_KEY = 16

const text = (field: JsonField) => field.text()
const secret = (field: JsonField) => field.secret.filledText()
const count = (field: JsonField) => field.integer(1)
const hex = (field: JsonField) =>
  isHex32(field.value) ? field.value : field.refuse('32 bytes, written as 64 hexadecimal digits')
const entries =
  <U>(read: (field: JsonField) => U) =>
  (users: JsonField) =>
    users.secret.entries(field => read(field.secret))
const usersOf = <U>(method: JsonField, read: (field: JsonField) => U) => {
  const { users } = method.secret.object({ users: entries(read) })
  return { users: method.required(users, 'users') }
}

/** What may stand under `authentication`. */
export const AUTHENTICATION = {
  anonymous: (method: JsonField) => anonymousAuthenticator(method.object({ authrole: text })),
  ticket: (method: JsonField) =>
    ticketAuthenticator(
      usersOf(method, field => {
        const { ticket, ...user } = field.object({ ticket: secret, authrole: text })
        return { ...user, ticket: field.required(ticket, 'ticket') }
      }),
    ),
  wampcra: (method: JsonField) => wampcraAuthenticator(usersOf(method, readWampCraUser)),
  'wamp-scram': (method: JsonField) => {
    const { users, mockKey } = method.secret.object({
      mockKey: field => decodeBase64(readBytes(field.secret, LEAST_MOCK_KEY)),
      users: entries(readScramUser),
    })
    return method.naming(() => wampScramAuthenticator({ users: method.required(users, 'users'), mockKey }))
  },
  cryptosign: (method: JsonField) => {
    const { users, privateKey } = method.secret.object({
      privateKey: field => hex(field.secret),
      users: entries(entry => {
        const { publicKeys, ...user } = entry.object({ publicKeys: keys => keys.list().map(hex), authrole: text })
        return { ...user, publicKeys: entry.required(publicKeys, 'publicKeys') }
      }),
    })
    return cryptosignAuthenticator({ users: method.required(users, 'users'), privateKey })
  },
}

function readWampCraUser(field: JsonField): WampCraUser {
  const { secret: key, ...user } = field.object({
    secret,
    salt: text,
    iterations: count,
    keylen: count,
    authrole: text,
  })
  return { ...user, secret: field.required(key, 'secret') }
}
