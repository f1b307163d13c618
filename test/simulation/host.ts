// Host: a tab with the router, and the doorman who knows links by their names.

import { Session } from '../../src/client/session.ts'
import { systemClock } from '../../src/host/platform.ts'
import { msgpack } from '../../src/protocol/serializer/msgpack.ts'
import type { Serializer } from '../../src/protocol/serializer/serializer.ts'
import { Router } from '../../src/router/router.ts'
import { FragmentLink } from '../../src/transport/fragment.ts'
import { memoryPair } from '../../src/transport/memory.ts'
import { bytesOf, PATH_HEARTBEAT, ResumableLink } from '../../src/transport/resume/resumable-link.ts'
import type { Ledger } from './ledger.ts'
import type { Tab } from './virtual-time.ts'
import type { Message, WireEnd } from './wire.ts'

/** Milliseconds that a link waits for its other side: less than usual, so that a run is short. */
export const GRACE = 6_000

/** A path over one end of a wire. */
export function pathOver(end: WireEnd, serializer: Serializer): FragmentLink {
  const path = new FragmentLink(end, bytesOf(serializer), { heartbeat: PATH_HEARTBEAT })
  end.receiver = {
    message: message => path.receive(message as Uint8Array),
    drained: () => path.drained(),
    ended: reason => path.ended(reason),
  }
  return path
}

const guestOf = (name: string) => name.split('/')[0]

export class Host {
  readonly tab: Tab
  readonly router: Router
  readonly links = new Map<string, ResumableLink>()
  readonly #ledger: Ledger
  readonly #observer: Session

  constructor(tab: Tab, random: () => number, ledger: Ledger) {
    this.tab = tab
    this.#ledger = ledger
    this.router = new Router({
      clock: systemClock,
      random,
      onerror: error => ledger.fault(`the router failed: ${error}`),
    })
    this.#observer = new Session(() => this.#ownLink(), { reconnect: 'never' })
  }

  /** Begins to hear who joins and leaves. */
  async open(): Promise<void> {
    const { id } = await this.#observer.open().then(() => this.#observer)
    await this.#observer.subscribe('wamp.session.on_join', args => {
      const [{ session }] = args as [{ session: number }]
      if (session !== id) this.#ledger.joined(session)
    })
    await this.#observer.subscribe('wamp.session.on_leave', args => this.#ledger.left(args[0] as number))
  }

  /** A guest has come to the door. */
  arrives(end: WireEnd, serializer: Serializer): void {
    end.receiver = { message: message => this.#listen(end, message, serializer), ended: () => {} }
  }

  /** The signaling server says that a guest is gone. */
  doubts(name: string): void {
    this.links.get(name)?.doubt(2_000, 'The guest is gone.')
  }

  /** What the router still has of anybody but the host itself, in sentences. */
  async remains(): Promise<string[]> {
    const [sessions, subscriptions, registrations] = await Promise.all(
      ['wamp.session.count', 'wamp.subscription.list', 'wamp.registration.list'].map(uri => this.#observer.call(uri)),
    )
    const ids = (lists: unknown) => Object.values(lists as Record<string, number[]>).flat().length
    return [
      sessions === 1 ? '' : `${sessions} sessions`,
      ids(subscriptions) === 2 ? '' : `${ids(subscriptions)} subscriptions`,
      ids(registrations) === 0 ? '' : `${ids(registrations)} registrations`,
      this.links.size === 0 ? '' : `the links ${[...this.links.keys()]}`,
    ].filter(what => what !== '')
  }

  close(): void {
    void this.#observer.close()
    this.router.close()
  }

  #listen(end: WireEnd, message: Message, serializer: Serializer): void {
    if (message instanceof Uint8Array) return this.#ledger.fault('a path was used before it was opened')
    const { word, name } = message
    const link = word === 'fresh' ? this.#admit(name, serializer) : this.links.get(name)
    end.send({ word: link ? 'ok' : 'unknown', name })
    if (link) link.take(pathOver(end, serializer))
    else end.close('unknown')
  }

  #admit(name: string, serializer: Serializer): ResumableLink {
    // A guest that begins anew has given up what it had: nothing of that may come behind what is new.
    for (const [other, link] of this.links) if (guestOf(other) === guestOf(name)) link.end('The guest began anew.')
    const link = new ResumableLink(serializer, {
      grace: GRACE,
      ended: reason => {
        this.links.delete(name)
        this.#ledger.linkEnded('host', name, reason)
      },
    })
    this.links.set(name, link)
    this.router.attach(link)
    return link
  }

  #ownLink(): Promise<ReturnType<typeof memoryPair>[0]> {
    const [near, far] = memoryPair(msgpack)
    this.router.attach(far)
    return Promise.resolve(near)
  }
}
