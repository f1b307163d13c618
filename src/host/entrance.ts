// Entrance: what leads into a room of this place: the secret of its invites, and the ticket of plain clients. Both may
// become others while the room is open.

import { encodeBase64url } from '../transport/base64url.ts'
import { utf8 } from '../transport/bytes.ts'
import { deriveTicket } from '../transport/room-keys.ts'
import { type Identity, type IdentityOptions, loadIdentity, rereadIdentity, rotateSecret } from './identity.ts'
import { within } from './within.ts'

/** Milliseconds for the place where the identity is kept to answer. */
const PATIENCE = 3_000

const SILENT = `The place where this room’s key is kept did not answer within ${PATIENCE / 1000} seconds. Try again.`

interface Facts {
  readonly identity: Identity
  readonly ticket: string
  readonly ticketHash: string
}

export class Entrance {
  readonly #place: IdentityOptions
  #facts: Facts
  /** One change after the other: the last one counts. */
  #turn: Promise<unknown> = Promise.resolve()

  private constructor(place: IdentityOptions, facts: Facts) {
    this.#place = place
    this.#facts = facts
  }

  static async open(place: IdentityOptions): Promise<Entrance> {
    return new Entrance(place, await factsOf(place, await loadIdentity(place)))
  }

  get identity(): Identity {
    return this.#facts.identity
  }

  get ticket(): string {
    return this.#facts.ticket
  }

  /** What the signaling server is told of the ticket: its SHA-256, base64url. */
  get ticketHash(): string {
    return this.#facts.ticketHash
  }

  /** The present one first, and then those by which guests come back. */
  readonly secrets = (): readonly string[] => [this.identity.secret, ...this.identity.earlier]

  /** Makes another secret, and keeps it where the key is kept. Rejects with a sentence where that place is silent. */
  rotate(): Promise<void> {
    return this.#change(() => within(PATIENCE, rotateSecret(this.#place, this.identity), SILENT))
  }

  /** Takes the secret that another page may have made meanwhile; resolves to whether it did. */
  async reread(): Promise<boolean> {
    const { secret } = this.identity
    // Where nothing can be read, what there is goes on.
    await this.#change(() => within(PATIENCE, rereadIdentity(this.#place, this.identity), SILENT)).catch(() => {})
    return this.identity.secret !== secret
  }

  #change(identity: () => Promise<Identity>): Promise<void> {
    const changed = this.#turn.then(async () => {
      this.#facts = await factsOf(this.#place, await identity())
    })
    this.#turn = changed.catch(() => {})
    return changed
  }
}

async function factsOf({ crypto }: IdentityOptions, identity: Identity): Promise<Facts> {
  const ticket = await deriveTicket(crypto, identity)
  return { identity, ticket, ticketHash: encodeBase64url(await crypto.sha256(utf8(ticket))) }
}
