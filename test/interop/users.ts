// Users: who can join by which method, told to the routers of this suite, and to the clients.

import {
  type Authenticator,
  anonymousAuthenticator,
  cryptosignAuthenticator,
  deriveKey,
  publicKeyOf,
  scramCredentials,
  ticketAuthenticator,
  wampcraAuthenticator,
  wampScramAuthenticator,
} from '../../src/entry/router.ts'
import type { Credentials } from './driver.ts'

const SALT = { salt: 'salt123', iterations: 1_000, keylen: 32 }
const authrole = 'member'

/** What clients are told, by what is special about it. */
export const CREDENTIALS = {
  ticket: { method: 'ticket', authid: 'ticket-user', secret: 'ticket-pass' },
  wampcra: { method: 'wampcra', authid: 'cra-user', secret: 'cra-pass' },
  'wampcra, salted': { method: 'wampcra', authid: 'salted-user', secret: 'salted-pass' },
  cryptosign: { method: 'cryptosign', authid: 'key-user', secret: '5ada567b8e2b3f6b0a2cd1bb6fd3d4a1'.repeat(2) },
  'wamp-scram, pbkdf2': { method: 'wamp-scram', authid: 'scram-user', secret: 'scram-pass' },
  'wamp-scram, argon2id13': { method: 'wamp-scram', authid: 'argon-user', secret: 'argon-pass' },
} as const satisfies Record<string, Credentials>

/** What they are known as. */
export const AUTHROLE = authrole

/** Every method, and none. */
export function authenticators(): Authenticator[] {
  const of = (name: keyof typeof CREDENTIALS) => CREDENTIALS[name].secret
  const scram = (name: keyof typeof CREDENTIALS, kdf: 'pbkdf2' | 'argon2id13') => {
    const cost = kdf === 'pbkdf2' ? { iterations: 4_096 } : { iterations: 1, memory: 8_192 }
    return { ...scramCredentials(of(name), { kdf, salt: 'c2FsdHNhbHRzYWx0c2FsdA==', ...cost }), authrole }
  }
  return [
    anonymousAuthenticator(),
    ticketAuthenticator({ users: { 'ticket-user': { ticket: of('ticket'), authrole } } }),
    wampcraAuthenticator({
      users: {
        'cra-user': { secret: of('wampcra'), authrole },
        'salted-user': {
          secret: deriveKey(of('wampcra, salted'), SALT.salt, SALT.iterations, SALT.keylen),
          ...SALT,
          authrole,
        },
      },
    }),
    cryptosignAuthenticator({ users: { 'key-user': { publicKeys: [publicKeyOf(of('cryptosign'))], authrole } } }),
    wampScramAuthenticator({
      users: {
        'scram-user': scram('wamp-scram, pbkdf2', 'pbkdf2'),
        'argon-user': scram('wamp-scram, argon2id13', 'argon2id13'),
      },
    }),
  ]
}
