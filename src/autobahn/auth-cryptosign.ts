// auth_cryptosign: Ed25519 keys kept by the page, and signatures for `onchallenge`.

import { publicKeyOf, signChallenge } from '../protocol/auth/cryptosign.ts'
import type { Dict, Uri } from '../protocol/messages.ts'
import { util } from './autobahn-util.ts'
import { Connection } from './connection.ts'
import type { NamedSerializer } from './wire-serializer.ts'

/** As NaCl has it: the secret key is the seed, and behind it the public key. */
export interface KeyPair {
  readonly publicKey: Uint8Array
  readonly secretKey: Uint8Array
}

export interface CryptosignConfig {
  readonly url: string
  readonly realm: Uri
  readonly authid?: string
  readonly pkey: KeyPair
  readonly activation_code?: unknown
  readonly request_new_activation_code?: unknown
  readonly serializers?: NamedSerializer[]
}

const SEED = 32

/** The key pair of that name in this page's local storage, made anew where there is none or `force_regenerate` says so. */
function load_private_key(name: string, force_regenerate = false): KeyPair {
  const kept = force_regenerate ? null : util.atob(localStorage.getItem(name))
  const seed = kept ?? crypto.getRandomValues(new Uint8Array(SEED))
  if (!kept) localStorage.setItem(name, String(util.btoa(seed)))
  const publicKey = util.htob(publicKeyOf(hex(seed))) ?? new Uint8Array()
  return { publicKey, secretKey: Uint8Array.of(...seed, ...publicKey) }
}

function delete_private_key(name: string): void {
  localStorage.removeItem(name)
}

/** AUTHENTICATE.Signature for CHALLENGE.Extra. @throws {TypeError} where that has no challenge. */
function sign_challenge({ secretKey }: KeyPair, extra: Dict): string {
  return signChallenge(hex(secretKey.subarray(0, SEED)), String(extra.challenge))
}

function public_key({ publicKey }: KeyPair): string {
  return hex(publicKey)
}

/** A connection that authenticates by that key, and by nothing else. */
function create_connection(config: CryptosignConfig): Connection {
  const { url, realm, authid, pkey, serializers, activation_code, request_new_activation_code } = config
  return new Connection({
    url,
    realm,
    ...(authid !== undefined && { authid }),
    ...(serializers && { serializers }),
    authmethods: ['cryptosign'],
    authextra: {
      pubkey: public_key(pkey),
      trustroot: null,
      challenge: null,
      channel_binding: null,
      activation_code,
      request_new_activation_code,
    },
    onchallenge: (_, method, extra) => {
      if (method !== 'cryptosign') throw `don't know how to authenticate using '${method}'`
      return sign_challenge(pkey, extra)
    },
  })
}

const hex = (bytes: Uint8Array) => String(util.btoh(bytes))

export const auth_cryptosign = { load_private_key, delete_private_key, sign_challenge, public_key, create_connection }
