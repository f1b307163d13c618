// Stage: the peers of one scenario while it is played, and what its words stand for.

import { within } from './codec.ts'
import { clientRoles } from './features.ts'
import { type Difference, isDict, matchMessage, operation, type Words } from './match.ts'
import { Peer } from './peer.ts'
import type { PeerSetup, Scenario } from './scenario.ts'
import { SIGNATURES, scramVerifier } from './signatures.ts'
import type { Target } from './target.ts'

let runs = 0

export class Stage {
  readonly #target: Target
  readonly #scenario: Scenario
  readonly #peers = new Map<string, Peer>()
  #bound = new Map<string, unknown>()
  /** What `{run}` in a URI stands for: other runs' history must not be heard again. */
  readonly #run = `r${Date.now().toString(36)}${(++runs).toString(36)}`

  constructor(scenario: Scenario, target: Target) {
    this.#scenario = scenario
    this.#target = target
  }

  get peers(): Iterable<Peer> {
    return this.#peers.values()
  }

  /** @throws {Error} where the scenario has no such peer. */
  peer(name: string): Peer {
    const peer = this.#peers.get(name)
    if (!peer) throw new Error(`the scenario has no peer ${name}`)
    return peer
  }

  /** Connects one of the scenario's peers. Rejects where it cannot. */
  async connect(name: string, { serializer }: PeerSetup): Promise<void> {
    this.#peers.set(name, await Peer.connect(name, this.#target, serializer))
  }

  /** Sends HELLO as the scenario has the peer do. */
  hello(name: string): void {
    const { features, details } = this.#scenario.peers[name] ?? {}
    const peer = this.peer(name)
    peer.send(['HELLO', this.#realm(), this.fill({ roles: clientRoles(features), ...details }, peer)])
  }

  /** A value as it is sent: words replaced by what they stand for. */
  fill(value: unknown, peer: Peer): unknown {
    if (typeof value === 'string') {
      return value.startsWith('$') ? this.#sent(value, peer) : value.replaceAll('{run}', this.#run)
    }
    const [key, operand] = operation(value) ?? []
    if (key === '$bytes') return new Uint8Array(Buffer.from(String(operand), 'hex'))
    if (key !== undefined) {
      const signature = SIGNATURES[key]
      if (signature === undefined) throw new Error(`${key} cannot be sent`)
      return signature(operand, peer)
    }
    return within(value, item => this.fill(item, peer))
  }

  /** Compares what a peer got to what it is expected to; what the words in it stand for is kept if all of it fits. */
  compare(expected: unknown, actual: readonly unknown[], peer: Peer): Difference {
    const bound = new Map(this.#bound)
    const words: Words = {
      value: word => this.#value(word, peer),
      bound: name => bound.get(name),
      bind: (name, value) => bound.set(name, value),
      accepts: (key, operand, value) =>
        key === '$scramVerifier' ? value === scramVerifier(String(operand), peer) : undefined,
    }
    const difference = matchMessage(this.#inRun(expected), actual, words)
    if (difference === undefined) this.#bound = bound
    return difference
  }

  #inRun(value: unknown): unknown {
    return typeof value === 'string' ? value.replaceAll('{run}', this.#run) : within(value, item => this.#inRun(item))
  }

  #sent(word: string, peer: Peer): unknown {
    const [kind, name] = word.split(':')
    if (kind !== '$request') return this.#value(word, peer)
    const request = peer.nextRequest()
    this.#bound.set(`request of ${peer.name}`, request)
    if (name !== undefined) this.#bound.set(name, request)
    return request
  }

  /** What a word stands for, of the peer that sends or gets it. @throws {Error} where that is nothing. */
  #value(word: string, peer: Peer): unknown {
    const [kind = '', name] = word.split(':')
    if (kind === '$realm') return this.#realm()
    if (kind === '$challenged') return (peer.last.CHALLENGE?.[2] as { nonce?: unknown } | undefined)?.nonce
    if (kind === '$request') return this.#known(name ?? `request of ${peer.name}`, word)
    if (kind === '$session') return this.#ofSession(name, 'session')
    if (kind === '$authid' || kind === '$authrole') return this.#ofSession(name, kind.slice(1))
    return this.#known(kind.slice(1), word)
  }

  #known(name: string, word: string): unknown {
    if (!this.#bound.has(name)) throw new Error(`nothing is known yet that ${word} could stand for`)
    return this.#bound.get(name)
  }

  /** What WELCOME said to a peer when it joined, also after it has left. */
  #ofSession(name = '', what: string): unknown {
    const [, id, details] = this.peer(name).last.WELCOME ?? []
    return what === 'session' ? id : isDict(details) ? details[what] : undefined
  }

  #realm(): string {
    const { authRealm, realm } = this.#target
    return this.#scenario.fixture === 'users' && authRealm !== undefined ? authRealm : realm
  }
}
