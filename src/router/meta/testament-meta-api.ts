// testament_meta_api: events that a session leaves to be published when it is gone [wamp:testament].

import { PUBLISH, type Publish, type PublishOptions } from '../../protocol/messages.ts'
import { checkOptions, PUBLISH_OPTIONS } from '../../protocol/options.ts'
import { Payload } from '../../protocol/payload.ts'
import { sizeOf } from '../broker/memory-size.ts'
import { passOn } from '../broker/payload-passthru-mode.ts'
import { identifyPublisher } from '../broker/publisher-identification.ts'
import { checkUri } from '../check-uri.ts'
import type { Eventually } from '../eventually.ts'
import { limitReached } from '../limits.ts'
import type { Session } from '../session.ts'
import { dictArgument, invalid, listArgument, stringArgument } from './arguments.ts'
import { ifAllowed } from './if-allowed.ts'
import type { MetaCall, MetaRealm, MetaSession } from './meta-session.ts'

export const feature = 'testament_meta_api'

/** A session is detached before it is destroyed; without resumption, at the same moment [R-TST-2]. */
const SCOPES = ['detached', 'destroyed'] as const
type Scope = (typeof SCOPES)[number]

/** How many testaments a session may have, and about how many bytes of memory they may take together. */
const MOST = 100
const MOST_BYTES = 1024 * 1024

export interface Testament {
  readonly publish: Publish
  readonly scope: Scope
  /** What the rules said of disclosing the publisher when the testament was added. */
  readonly disclose: boolean | undefined
  readonly bytes: number
}

export class TestamentMetaApi {
  readonly #realm: MetaRealm
  /** In the order they were added [R-TST-1]. Weak, for one may be allowed when its session has left already. */
  readonly #testaments = new WeakMap<Session, readonly Testament[]>()
  readonly #changed: (session: Session) => void

  /** @param changed told of each session that leaves something else from now on. */
  constructor(router: MetaSession, realm: MetaRealm, changed: (session: Session) => void) {
    this.#realm = realm
    this.#changed = changed
    router.register('wamp.session.add_testament', call => this.#addFor(call))
    router.register('wamp.session.flush_testaments', ({ caller, kwargs }) => {
      this.#flush(caller, readScope(kwargs.scope))
    })
  }

  /** What a session leaves. */
  of(session: Session): readonly Testament[] {
    return this.#testaments.get(session) ?? []
  }

  /** Adds to what a session leaves. @throws {WampError} where that is too much. */
  add(session: Session, testament: Omit<Testament, 'bytes'>): void {
    const kept = this.of(session)
    const [, , options, topic, payload] = testament.publish
    const bytes = sizeOf(options) + sizeOf(topic) + sizeOf(payload.trailing)
    if (kept.length >= MOST) throw limitReached('testaments', MOST)
    if (kept.reduce((sum, other) => sum + other.bytes, bytes) > MOST_BYTES) {
      throw limitReached('bytes of testaments', MOST_BYTES)
    }
    this.#testaments.set(session, [...kept, { ...testament, bytes }])
    this.#changed(session)
  }

  /** Publishes what the session left, unless it took that back. */
  left(session: Session): void {
    const testaments = this.of(session)
    this.forget(session)
    for (const scope of SCOPES) {
      for (const testament of testaments) {
        if (testament.scope === scope) this.#realm.broker.publish(session, testament.publish, testament.disclose)
      }
    }
  }

  /** Drops what a session left: it is not to be published [R-KILL-4]. */
  forget(session: Session): void {
    this.#testaments.delete(session)
  }

  /** Who adds a testament publishes, only later: it must be allowed what it will do then. */
  #addFor({ args, kwargs, caller: session }: MetaCall): Eventually<undefined> {
    const scope = readScope(kwargs.scope)
    const publish = this.#readPublish(args, kwargs.publish_options)
    const [, , options, uri] = publish
    return ifAllowed(this.#realm, { session, action: 'publish', uri, options }, ({ disclose }) => {
      // Refused now or never: there is nobody to be told later.
      identifyPublisher({}, session, options, disclose)
      dictArgument(options, 'publish_options', () => passOn({}, session, options))
      this.add(session, { publish, scope, disclose })
      return undefined
    })
  }

  #readPublish([topic, args, kwargs]: readonly unknown[], publish_options: unknown): Publish {
    const uri = stringArgument(topic, 'topic')
    checkUri(uri, PUBLISH, this.#realm.settings)
    const options: PublishOptions = dictArgument(publish_options, 'publish_options', (value, where) =>
      checkOptions(PUBLISH_OPTIONS, value, where),
    )
    // Nobody is there to get the acknowledgement.
    const { acknowledge: _, ...rest } = options
    const dict = dictArgument(kwargs, 'kwargs', value => value)
    return [PUBLISH, 0, rest, uri, Payload.of(listArgument(args, 'args'), dict)]
  }

  #flush(session: Session, scope: Scope): void {
    const rest = this.of(session).filter(testament => testament.scope !== scope)
    this.#testaments.set(session, rest)
    this.#changed(session)
  }
}

function readScope(value: unknown): Scope {
  if (value === undefined || value === null) return 'destroyed'
  const scope = SCOPES.find(known => known === value)
  if (scope === undefined) throw invalid('scope', `one of ${SCOPES.join(', ')}`, value)
  return scope
}
