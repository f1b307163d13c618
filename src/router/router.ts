// Router: realms, and the links attached to them [wamp:peers-and-roles].

import { randomId } from '../protocol/ids.ts'
import type { Link } from '../protocol/link.ts'
import { Attachment } from './attach.ts'
import type { AttachmentOptions } from './attachment-options.ts'
import { checkConflation } from './broker/conflation.ts'
import { checkPermissions } from './check-permissions.ts'
import type { Clock } from './clock.ts'
import { conflatedBy, newCounters, type RouterCounters } from './counters.ts'
import type { Origin } from './handshake.ts'
import { type Limits, OPEN_LIMITS } from './limits.ts'
import { Realm, type Restored } from './realm.ts'
import type { RealmSettings } from './realm-settings.ts'
import type { EntryKind } from './snapshot.ts'

export type { RouterCounters }

export interface RouterOptions {
  readonly clock: Clock
  /** Uniform over [0, 1), with 53 bits: ids must not be guessable, so take it from a source for cryptography. */
  random(): number
  /**
   * Which realms can be joined: the named ones, each with its own settings if need be, or any (the default), opened when
   * somebody joins first and ended with its last session.
   */
  readonly realms?: readonly string[] | Readonly<Record<string, RealmSettings>> | undefined
  /** For every realm, as far as it says nothing itself. */
  readonly settings?: RealmSettings | undefined
  /** What WELCOME says about the software. */
  readonly agent?: string | undefined
  /**
   * Told of what authenticators and authorizers throw that is no refusal, of those that do not decide in time, and of a
   * `trustLevel` that throws or gives no level.
   */
  readonly onerror?: ((error: unknown) => void) | undefined
  /** Told of each thing in a realm that begins, ends or becomes another, for whoever keeps it: see `entryOf`. */
  readonly changed?: ((realm: string, kind: EntryKind, id: number | string) => void) | undefined
}

export interface AttachOptions {
  /** Who the link vouches for; without it the peer joins as anonymous. */
  readonly origin?: Origin
  readonly limits?: Limits
}

/** A link at the router, as whoever keeps its sessions sees it. */
export type Attached = Pick<Attachment, 'over' | 'undecided' | 'standing'>

export class Router {
  readonly counters: RouterCounters
  readonly #options: RouterOptions
  readonly #realms = new Map<string, Realm>()
  readonly #attachments = new Map<Link, Attachment>()
  readonly #attachmentOptionsBy = new WeakMap<Limits, AttachmentOptions>()
  /** By links that have ended. */
  #conflated = 0
  #closed = false

  /** @throws {TypeError} where a rule among the permissions, or of conflation, is not what it must be. */
  constructor(options: RouterOptions) {
    const { settings, realms } = options
    const own = Array.isArray(realms) ? [] : Object.values((realms ?? {}) as Readonly<Record<string, RealmSettings>>)
    for (const realm of [settings, ...own]) {
      checkPermissions(realm?.permissions)
      checkConflation(realm?.conflate)
    }
    this.#options = options
    this.counters = newCounters(() => this.#conflated + conflatedBy(this.#attachments.keys()))
  }

  /** The names of the realms that are open: somebody is in them, or was if they are named. */
  get realms(): string[] {
    return [...this.#realms.keys()]
  }

  /** An open realm, for whoever runs the router: its sessions, and `broker.revoke` and `dealer.revoke`. */
  realm(name: string): Realm | undefined {
    return this.#realms.get(name)
  }

  /** How many links are attached, joined or not. */
  get size(): number {
    return this.#attachments.size
  }

  /** Serves the peer at the other end of an open link, until the link ends; a router that was closed closes the link. */
  attach(link: Link, options: AttachOptions = {}): Attached {
    const attachment = this.attachment(link, options)
    attachment.start()
    if (this.#closed) link.close('the router was closed')
    return attachment
  }

  /** The same, not started yet. */
  attachment(link: Link, { origin = {}, limits = OPEN_LIMITS }: AttachOptions): Attachment {
    const attachment = new Attachment(link, origin, this.#attachmentOptions(limits))
    this.#attachments.set(link, attachment)
    return attachment
  }

  /** A realm that can be joined, opened if need be: with what is `restored`, if it goes on where another ended. */
  open(name: string, restored?: Restored): Realm {
    const known = this.#realms.get(name)
    if (known) return known
    const settings = this.#settingsOf(name) ?? {}
    const { clock, random, realms, changed } = this.#options
    const realm = new Realm(name, {
      settings,
      clock,
      random,
      restored,
      changed: changed && ((kind, id) => changed(name, kind, id)),
      report: error => this.#report(error),
      // What a named realm keeps outlasts its sessions; realms that anyone may open must not pile up.
      emptied: () => {
        if (realms === undefined) this.#realms.delete(name)
      },
    })
    this.#realms.set(name, realm)
    return realm
  }

  /** Says GOODBYE to everybody; links close as they answer, or two seconds later. */
  close(): void {
    this.#closed = true
    for (const attachment of this.#attachments.values()) attachment.goodbye('wamp.close.system_shutdown')
  }

  /** The same object for the same limits, of which there are few. */
  #attachmentOptions(limits: Limits): AttachmentOptions {
    const known = this.#attachmentOptionsBy.get(limits)
    if (known) return known
    const options = this.#newAttachmentOptions(limits)
    this.#attachmentOptionsBy.set(limits, options)
    return options
  }

  #newAttachmentOptions(limits: Limits): AttachmentOptions {
    const { clock, agent = 'wamp-mesh', random, settings } = this.#options
    return {
      clock,
      limits,
      agent,
      uriRule: settings?.uriRule ?? 'loose',
      random,
      settings: name => this.#settingsOf(name),
      newSessionId: name => this.#realms.get(name)?.newSessionId() ?? randomId(random),
      realm: name => this.open(name),
      report: error => this.#report(error),
      violation: () => {
        this.counters.violations++
      },
      undeliverable: () => {
        this.counters.undeliverable++
      },
      detached: link => this.#detached(link),
    }
  }

  #detached(link: Link): void {
    this.#conflated += link.conflated ?? 0
    this.#attachments.delete(link)
  }

  #report(error: unknown): void {
    this.counters.failures++
    this.#options.onerror?.(error)
  }

  /** The settings of a realm that can be joined. */
  #settingsOf(name: string): RealmSettings | undefined {
    const { realms, settings } = this.#options
    if (realms === undefined) return settings ?? {}
    if (Array.isArray(realms)) return realms.includes(name) ? (settings ?? {}) : undefined
    const own = Object.hasOwn(realms, name) ? (realms as Readonly<Record<string, RealmSettings>>)[name] : undefined
    return own && { ...settings, ...own }
  }
}
