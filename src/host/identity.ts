// Identity: the key pair and secret that make a room the same room after a reload.

import { createStore, get, type UseStore, update } from 'idb-keyval'
import { encodeBase64url } from '../transport/base64url.ts'
import { equalBytes } from '../transport/bytes.ts'
import { type Crypto, type KeyPair, looksLikePublicKey } from '../transport/crypto/crypto.ts'
import { roomName } from '../transport/room-keys.ts'

/** Who hosts a room, and what lets others in. */
export interface Identity {
  /** The room's name: 22 characters of base64url, from the public key. */
  readonly room: string
  /** What invites carry: 22 characters of base64url, 16 random bytes. */
  readonly secret: string
  /** Secrets that it had before, the last one first, at most {@link MOST_EARLIER}: who is inside comes back by those. */
  readonly earlier: readonly string[]
  readonly keys: KeyPair
  /** Whether the identity outlives this page; if not, invites end with it. */
  readonly persistent: boolean
  /** Why it does not outlive the page although it was meant to, in a sentence for people. */
  readonly warning?: string
}

/** An identity as it is kept. */
export interface StoredIdentity extends KeyPair {
  readonly secret: string
  readonly earlier?: readonly string[] | undefined
}

/** Of a guest that has stayed inside while the secret changed more often, the link ends with its connection. */
export const MOST_EARLIER = 4

/** Where identities are kept, by name. Both methods reject when the place is unusable. */
export interface IdentityStore {
  /** Whether what is kept there outlives the page or process. */
  readonly persistent: boolean
  /** What is kept under `name`, unchecked; `undefined` if nothing is. */
  read(name: string): Promise<unknown>
  /** Replaces what is kept under `name` by what `change` makes of it, atomically between all tabs, and returns that. */
  update(name: string, change: (kept: unknown) => StoredIdentity): Promise<StoredIdentity>
}

export interface IdentityOptions {
  readonly crypto: Crypto
  /** Default: this origin's IndexedDB, database `wamp-mesh`. */
  readonly store?: IdentityStore
  /** Tells several rooms of one origin apart; default `default`. */
  readonly name?: string
}

/**
 * The identity kept under `name`, made on first use. Tabs that do so at the same moment get the same one.
 *
 * Where the store fails (no IndexedDB, private windows of some browsers), the identity lives as long as the page does
 * and comes with a `warning`; it never rejects because of the store.
 */
export async function loadIdentity(options: IdentityOptions): Promise<Identity> {
  return keep(options, kept => kept)
}

/** Whether the room of that name is the one kept under `name`. Makes none, and is false where the store fails. */
export async function ownsRoom(room: string, { crypto, store = defaultStore, name = 'default' }: IdentityOptions) {
  const kept = await store.read(name).catch(() => undefined)
  return isIdentity(kept) && crypto.canSign(kept) && (await roomName(crypto, kept.publicKey)) === room
}

/**
 * Gives the room a new secret, so that invites and plain WAMP URLs handed out so far let nobody in any more. A room that is open
 * takes it with its next connection to the signaling server, and is better told by `Room.rotate`.
 *
 * @param own the identity of a room that is open: where another one is kept by now, or none, that room is changed still.
 */
export async function rotateSecret(options: IdentityOptions, own?: Identity): Promise<Identity> {
  const secret = randomSecret(options.crypto)
  const rotate: Change = kept => {
    if (own && !isOf(own, kept)) throw new Error('another key has taken its place.')
    return { ...kept, secret, earlier: [kept.secret, ...earlierOf(kept)].slice(0, MOST_EARLIER) }
  }
  return keep(options, rotate, own && { ...own.keys, secret: own.secret, earlier: own.earlier })
}

/** What is kept by now of the identity of a room that is open; itself where nothing, or another one, can be read. */
export async function rereadIdentity(
  { store = defaultStore, name = 'default' }: IdentityOptions,
  own: Identity,
): Promise<Identity> {
  if (!own.persistent && store.persistent) return own
  const kept = await store.read(name).catch(() => undefined)
  if (!isIdentity(kept) || !isOf(own, kept) || kept.secret === own.secret) return own
  return { ...own, secret: kept.secret, earlier: earlierOf(kept) }
}

/** Keeps identities for the life of the page or process: for Node, tests, and pages without storage. */
export function memoryStore(): IdentityStore {
  const identities = new Map<string, StoredIdentity>()
  return {
    persistent: false,
    read: async name => identities.get(name),
    async update(name, change) {
      const changed = change(identities.get(name))
      identities.set(name, changed)
      return changed
    },
  }
}

/** Keeps identities in this origin's IndexedDB, private keys as `CryptoKey`s that no script can read. */
export function indexedDbStore(database = 'wamp-mesh'): IdentityStore {
  let opened: UseStore | undefined
  const open = () => {
    opened ??= createStore(database, 'identities')
    return opened
  }
  return {
    persistent: true,
    read: async name => get<unknown>(name, open()),
    async update(name, change) {
      let changed: StoredIdentity | undefined
      await update<unknown>(
        name,
        kept => {
          changed = change(kept)
          return changed
        },
        open(),
      )
      if (!changed) throw new Error('The database reported success without having done the change.')
      return changed
    },
  }
}

const defaultStore = indexedDbStore()

type Change = (kept: StoredIdentity) => StoredIdentity

/** What this page knows of a store: the identities it got from there, and why it stopped using it. */
interface PageCopy {
  readonly memory: IdentityStore
  warning?: string
}

// A room's name must not change under its guests because the store fails later, or works again.
const pageCopies = new WeakMap<IdentityStore, PageCopy>()

/** @param fresh what is kept where nothing is yet; by default a new identity. */
async function keep(
  { crypto, store = defaultStore, name = 'default' }: IdentityOptions,
  change: Change,
  fresh?: StoredIdentity,
) {
  const copy = pageCopies.get(store) ?? { memory: memoryStore() }
  pageCopies.set(store, copy)
  if (copy.warning === undefined) {
    try {
      const kept = await keepIn(store, { crypto, name, change, fresh })
      await copy.memory.update(name, () => kept)
      return await describe(crypto, kept, { persistent: store.persistent })
    } catch (error) {
      copy.warning = `This room's links work only until this page closes, because its key cannot be kept: ${messageOf(error)}`
    }
  }
  const kept = await keepIn(copy.memory, { crypto, name, change, fresh })
  return describe(crypto, kept, { persistent: false, warning: copy.warning })
}

interface Keeping {
  readonly crypto: Crypto
  readonly name: string
  readonly change: Change
  readonly fresh: StoredIdentity | undefined
}

async function keepIn(store: IdentityStore, { crypto, name, change, fresh }: Keeping): Promise<StoredIdentity> {
  const found = await store.read(name)
  if (isIdentity(found) && change(found) === found) return usable(found, crypto)
  // Made before the transaction, which would not wait for it; another tab's, if it was quicker, wins.
  const made = fresh ?? { ...(await crypto.generateKeys()), secret: randomSecret(crypto) }
  return store.update(name, kept => change(isIdentity(kept) ? usable(kept, crypto) : made))
}

async function describe(
  crypto: Crypto,
  identity: StoredIdentity,
  kept: { persistent: boolean; warning?: string },
): Promise<Identity> {
  const { publicKey, privateKey, secret } = identity
  const room = await roomName(crypto, publicKey)
  return { room, secret, earlier: earlierOf(identity), keys: { publicKey, privateKey }, ...kept }
}

function randomSecret(crypto: Crypto): string {
  return encodeBase64url(crypto.random(16))
}

function isIdentity(kept: unknown): kept is StoredIdentity {
  if (typeof kept !== 'object' || kept === null) return false
  const { publicKey, privateKey, secret } = kept as Partial<Record<keyof StoredIdentity, unknown>>
  const hasKeys = publicKey instanceof Uint8Array && looksLikePublicKey(publicKey) && typeof privateKey === 'object'
  return hasKeys && privateKey !== null && typeof secret === 'string' && secret.length === 22
}

function earlierOf({ earlier = [] }: StoredIdentity): readonly string[] {
  return Array.isArray(earlier) ? earlier.filter(secret => typeof secret === 'string' && secret.length === 22) : []
}

function isOf({ keys }: Identity, { publicKey }: StoredIdentity): boolean {
  return equalBytes(keys.publicKey, publicKey)
}

// Never replaced by a fresh one: on its own kind of page it still is the key of a room that people have links to.
function usable(identity: StoredIdentity, crypto: Crypto): StoredIdentity {
  if (crypto.canSign(identity)) return identity
  throw new Error('the key kept here was made on a secure page (https) and cannot be used by a plain http one.')
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
