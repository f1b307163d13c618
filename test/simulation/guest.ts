// Guest: a tab with a session. It finds ways to the host, and better ones, for as long as its link lives.

import { Session } from '../../src/client/session.ts'
import type { Link } from '../../src/protocol/link.ts'
import type { Serializer } from '../../src/protocol/serializer/serializer.ts'
import { type Path, ResumableLink } from '../../src/transport/resume/resumable-link.ts'
import type { Random } from '../fuzz/random.ts'
import { GRACE, pathOver } from './host.ts'
import type { Ledger } from './ledger.ts'
import type { Tab } from './virtual-time.ts'
import type { Kind, WireEnd, Word } from './wire.ts'

/** Milliseconds for the host to answer at the door. */
const PATIENCE = 3_000

export interface GuestOptions {
  readonly tab: Tab
  readonly serializer: Serializer
  readonly random: Random
  readonly ledger: Ledger
  /** A new wire to whoever hosts. */
  wire(kind: Kind): WireEnd
  /** Told of each session. */
  opened(): void
}

export class Guest {
  readonly tab: Tab
  readonly session: Session
  readonly serializer: Serializer
  link: ResumableLink | undefined
  /** Whether it has ever been asleep: the host may not doubt those who said that they would be. */
  hasSlept = false
  /** The name of its link. */
  name = ''
  readonly #options: GuestOptions
  readonly #kinds = new WeakMap<Path, Kind>()
  #dialed = 0
  #asleep = false
  #seeking = false

  constructor(options: GuestOptions) {
    this.#options = options
    this.tab = options.tab
    this.serializer = options.serializer
    this.session = new Session(signal => this.#dial(signal), {
      reconnect: 'always',
      callTimeout: 20_000,
      onstate: state => {
        options.ledger.state(this.tab.name, state, this.session.id)
        if (state === 'open') options.opened()
      },
      onerror: error => options.ledger.fault(`${this.tab.name} was told: ${error}`),
    })
  }

  /** The kind of the path that it goes by. */
  get kind(): Kind | undefined {
    return this.link?.path && this.#kinds.get(this.link.path)
  }

  /** The page is put to sleep, and may come back. */
  sleep(): void {
    this.#asleep = true
    this.hasSlept = true
    this.link?.sleep('The page is hidden.')
  }

  wake(): void {
    this.#asleep = false
    this.#seek()
    this.session.retry()
  }

  /** Tries to open a data channel beside what there is. */
  upgrade(): void {
    const { link } = this
    if (link && !link.over && !this.#asleep && this.kind === 'relay') this.#open('channel', link, () => {})
  }

  #dial(signal: AbortSignal): Promise<Link> {
    return new Promise((resolve, reject) => {
      const { serializer, ledger, tab } = this.#options
      const name = `${tab.name}/${++this.#dialed}`
      const link = new ResumableLink(serializer, {
        grace: GRACE,
        moved: path => this.#moved(link, path),
        liveness: liveness => liveness === 'asleep' && this.#seek(),
        ended: reason => ledger.linkEnded(tab.name, name, reason),
      })
      this.link = link
      this.name = name
      this.#open('relay', link, opened => {
        if (opened) return resolve(link)
        link.end('nobody answered')
        reject(new Error('nobody answered'))
      })
      signal.addEventListener('abort', () => {
        link.end('the session was closed')
        reject(signal.reason)
      })
    })
  }

  /** Knocks at the host's door, and has the link take the path where it is let in. */
  #open(kind: Kind, link: ResumableLink, then: (opened: boolean) => void): void {
    const end = this.#options.wire(kind)
    const { name } = this
    const done = (opened: boolean) => {
      clearTimeout(timer)
      end.receiver = { message: () => {}, ended: () => {} }
      if (opened) this.#take(link, end)
      else if (end.isOpen) end.close('not wanted')
      then(opened)
    }
    const timer = setTimeout(() => done(false), PATIENCE)
    end.receiver = {
      message: message => {
        const { word } = message as Word
        if (word === 'unknown') link.end('The host does not know this link.')
        done(word === 'ok' && !link.over)
      },
      ended: () => done(false),
    }
    end.send({ word: link.path === undefined && !this.#started.has(link) ? 'fresh' : 'resume', name })
  }

  /** Links that have had a path. */
  readonly #started = new WeakSet<ResumableLink>()

  #take(link: ResumableLink, end: WireEnd): void {
    const path = pathOver(end, this.#options.serializer)
    this.#started.add(link)
    this.#kinds.set(path, end.wire.kind)
    link.take(path)
  }

  #moved(link: ResumableLink, path: Path | undefined): void {
    const { ledger, tab, random } = this.#options
    ledger.say(tab.name, `goes by ${path ? this.#kinds.get(path) : 'nothing'}`)
    if (path === undefined) return this.#seek()
    if (this.#kinds.get(path) === 'relay' && random.chance(0.7)) {
      setTimeout(() => link === this.link && this.upgrade(), 200 + random.below(3_000))
    }
  }

  /** Looks for another way, until the link has one. */
  #seek(): void {
    const { link } = this
    const isFine = link?.path !== undefined && link.liveness === 'alive'
    if (this.#seeking || this.#asleep || !link || link.over || isFine || !this.#started.has(link)) return
    this.#seeking = true
    this.#open('relay', link, () => {
      this.#seeking = false
      if (!link.over) setTimeout(() => this.#seek(), 300 + this.#options.random.below(700))
    })
  }
}
