// A router and a client with a stranger at the other end of a link, as targets: frames in any order, each mutated.

import { Session } from '../../src/client/session.ts'
import type { Frame, Link, LinkReceiver } from '../../src/protocol/link.ts'
import type { Serializer } from '../../src/protocol/serializer/serializer.ts'
import { Router } from '../../src/router/router.ts'
import { encodeRaw, type Raw, SERIALIZERS } from '../raw-codec.ts'
import { FakeClock, ROLES, sequence, settled } from '../trace.ts'
import { frameOf, frames, TOKENS } from './corpus.ts'
import { joinSequence, splitSequence } from './sequence.ts'
import { Broken, type Target } from './target.ts'

/** One end of a link whose other end is the fuzzer: `frame` hands over what it likes, at once. */
class StrangerLink implements Link {
  readonly serializer: Serializer
  readonly bufferedAmount = 0
  closed = false
  #receiver: LinkReceiver | undefined

  constructor(serializer: Serializer) {
    this.serializer = serializer
  }

  start(receiver: LinkReceiver): void {
    this.#receiver = receiver
  }

  send(): void {}

  close(): void {
    this.closed = true
  }

  frame(frame: Frame): void {
    if (!this.closed) this.#receiver?.frame(frame)
  }

  /** The network fails. */
  die(): void {
    this.closed = true
    this.#receiver?.closed('The network failed.')
  }
}

const details = {
  roles: Object.fromEntries(Object.keys(ROLES).map(role => [role, { features: { call_canceling: true } }])),
}
const TO_ROUTER: readonly Raw[] = [
  [32, 1, { match: 'prefix' }, 'com.'],
  [32, 2, {}, 'com.app.topic'],
  [64, 3, {}, 'com.app.p'],
  [16, 4, { acknowledge: true, exclude_me: false }, 'com.app.topic', [1], { a: 1 }],
  [48, 5, { receive_progress: true, timeout: 5 }, 'com.app.p', ['x']],
  [70, 1, { progress: true }, [1]],
  [70, 1, {}, [2]],
  [48, 6, {}, 'com.app.p'],
  [49, 6, { mode: 'kill' }],
  [8, 68, 2, {}, 'com.app.error', [1]],
  [48, 7, {}, 'wamp.session.list', []],
  [34, 8, 1],
  [66, 9, 1],
  [6, {}, 'wamp.close.normal'],
  [1, 'realm1', details],
  [16, 1, {}, 'com.app.topic'],
]
const TO_CLIENT: readonly Raw[] = [
  [33, 1, 11],
  [65, 2, 21],
  [36, 11, 1, { publisher: 5 }, [1], { a: 1 }],
  [68, 1, 21, { receive_progress: true }, [1]],
  [50, 3, { progress: true }, [1]],
  [50, 3, {}, [2]],
  [8, 16, 4, {}, 'wamp.error.not_authorized'],
  [17, 4, 9],
  [69, 1, { mode: 'kill' }],
  [35, 0, { subscription: 11 }],
  [67, 0, { registration: 21 }],
  [6, {}, 'wamp.close.system_shutdown'],
]

/** One peer of each serializer in a realm; the fuzzer plays the first, and the others must not come to harm. */
function router(serializer: Serializer, bytes: Uint8Array): boolean {
  const clock = new FakeClock()
  const router = new Router({ clock, random: sequence() })
  const [stranger, ...bystanders] = [serializer, ...SERIALIZERS].map(own => {
    const link = new StrangerLink(own)
    router.attach(link)
    link.frame(encodeRaw(own.id, [1, 'realm1', details]))
    link.frame(encodeRaw(own.id, [32, 1, {}, 'com.app.topic']))
    return link
  }) as [StrangerLink, ...StrangerLink[]]
  for (const frame of splitSequence(bytes)) stranger.frame(frameOf(serializer, frame))
  clock.advance(60_000)
  const accepted = !stranger.closed
  if (bystanders.some(({ closed }) => closed)) throw new Broken('a stranger had others thrown out')
  for (const link of [stranger, ...bystanders]) link.die()
  if (router.size + router.realms.length + clock.timers > 0) throw new Broken('everybody left, and something remained')
  return accepted
}

/** A session with something of everything in flight; after `close` nothing may be pending. */
async function client(serializer: Serializer, bytes: Uint8Array): Promise<boolean> {
  const link = new StrangerLink(serializer)
  const session = new Session(async () => link, { reconnect: 'never', onerror: () => {} })
  const opened = session.open()
  await settled()
  link.frame(encodeRaw(serializer.id, [2, 7, { roles: { broker: {}, dealer: {} } }]))
  await opened
  const pending = [
    session.subscribe('com.app.topic', () => {}),
    session.register('com.app.p', args => args),
    session.call('com.app.p', [1]),
    session.publish('com.app.topic', [], {}, { acknowledge: true }),
  ]
  const settlements = Promise.allSettled(pending)
  let accepted = false
  try {
    for (const frame of splitSequence(bytes)) link.frame(frameOf(serializer, frame))
    accepted = session.isOpen
  } finally {
    const left = session.close()
    link.die()
    await Promise.all([left, settlements])
  }
  return accepted
}

function target(name: string, serializer: Serializer, messages: readonly Raw[], run: Target['run']): Target {
  const written = messages.map(message => encodeRaw(serializer.id, message))
  const bytes = written.map(frame => (typeof frame === 'string' ? new TextEncoder().encode(frame) : frame))
  const corpus = [joinSequence(bytes), ...frames(serializer).map(frame => joinSequence([frame]))]
  return { name: `${name} ${serializer.id}`, corpus, tokens: TOKENS[serializer.id], sequence: true, run }
}

export const peerTargets = (): Target[] =>
  SERIALIZERS.flatMap(serializer => [
    target('router', serializer, TO_ROUTER, bytes => router(serializer, bytes)),
    target('client', serializer, TO_CLIENT, bytes => client(serializer, bytes)),
  ])
