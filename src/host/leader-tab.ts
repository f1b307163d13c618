// Leader tab: this tab's part in who holds the peer connections of a worker's room.

import { type Candidacy, standForElection } from './election.ts'
import { type ServedPeers, servePeers } from './leader-peers.ts'

export class LeaderTab {
  readonly #name: string
  readonly #lead: (port: MessagePort) => void
  #candidacy: Candidacy | undefined
  #peers: ServedPeers | undefined

  /** @param lead told when this tab is elected: the worker is to have the port, by which it has peer connections made. */
  constructor(room: string, lead: (port: MessagePort) => void) {
    this.#name = `wamp-mesh-leader-${room}`
    this.#lead = lead
  }

  /** Stands for election; a tab that is deposed stands again. */
  stand(): void {
    this.resign()
    if (typeof RTCPeerConnection !== 'function') return
    this.#candidacy = standForElection(this.#name, {
      elected: () => this.#elected(),
      // This page was frozen, and another one holds the connections now.
      deposed: () => this.stand(),
    })
  }

  /** Takes the lead from a tab that does not answer. */
  seize(): void {
    this.#candidacy?.seize()
  }

  /** Closes the connections that this tab holds; at once, for a page that is left. */
  resign(): void {
    this.#candidacy?.withdraw()
    this.#candidacy = undefined
    this.#peers?.close()
    this.#peers = undefined
  }

  #elected(): void {
    const { port1, port2 } = new MessageChannel()
    this.#peers = servePeers(port1, { closed: () => this.stand() })
    this.#lead(port2)
  }
}
