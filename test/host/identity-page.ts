// What identity.spec.ts runs in its pages: a host's identity and its end of one tunnel.

import { loadIdentity } from '../../src/host/identity.ts'
import { decodeBase64url, encodeBase64url } from '../../src/transport/base64url.ts'
import { loadCrypto } from '../../src/transport/crypto/load.ts'
import { acceptTunnel, type Tunnel } from '../../src/transport/tunnel.ts'

export interface IdentityPage {
  /** The page's identity, and what it was made with. */
  identity(): Promise<{ room: string; secret: string; persistent: boolean; secure: boolean; readableKey: boolean }>
  /** Accepts one guest, to whom `toGuest` (given by the test) carries records in base64url; echoes what it says. */
  accept(): Promise<void>
  receive(record: string): void
}

declare global {
  var identityPage: IdentityPage
  var toGuest: (record: string) => Promise<void>
}

const crypto = await loadCrypto()
let tunnel: Tunnel | undefined

globalThis.identityPage = {
  async identity() {
    const { room, secret, persistent, keys } = await loadIdentity({ crypto })
    const readableKey = keys.privateKey instanceof Uint8Array
    return { room, secret, persistent, secure: globalThis.crypto.subtle !== undefined, readableKey }
  },
  async accept() {
    const { room, secret, keys } = await loadIdentity({ crypto })
    const wire = { send: (record: Uint8Array) => void globalThis.toGuest(encodeBase64url(record)) }
    const receiver = { record: (plaintext: Uint8Array) => tunnel?.send(plaintext), closed: () => {} }
    tunnel = acceptTunnel(
      { crypto, room, wire, receiver },
      { keys, secrets: () => [secret], answer: offer => ({ echo: offer }) },
    )
  },
  receive(record) {
    tunnel?.receive(decodeBase64url(record))
  },
}
