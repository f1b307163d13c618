// A realm for the demo's tests: a real router, sessions in it, and a clock that stands until it is moved.

import type { Clock } from '../../../demo/game/clock.ts'
import { startMaster } from '../../../demo/game/master.ts'
import { readSnapshot, type Snapshot } from '../../../demo/game/protocol.ts'
import { Meadow } from '../../../demo/game/world.ts'
import { Session } from '../../../src/client/session.ts'
import { createRouter, json, memoryPair } from '../../../src/entry/router.ts'
import type { LinkReceiver, Liveness } from '../../../src/protocol/link.ts'

/** Time that passes when a test says so. */
export class TestClock implements Clock {
  #now = 0
  readonly #tasks = new Set<{ at: number; task: () => void }>()

  now(): number {
    return this.#now
  }

  after(ms: number, task: () => void): () => void {
    const entry = { at: this.#now + ms, task }
    this.#tasks.add(entry)
    return () => this.#tasks.delete(entry)
  }

  /** How many timers run. */
  get timers(): number {
    return this.#tasks.size
  }

  /** Lets time pass, running what falls due on the way, each at its time. */
  pass(ms: number): void {
    const end = this.#now + ms
    for (let next = this.#due(end); next; next = this.#due(end)) {
      this.#now = Math.max(this.#now, next.at)
      this.#tasks.delete(next)
      next.task()
    }
    this.#now = end
  }

  /** Lets time pass as in a hidden page: timers run late, all at the end. */
  passLate(ms: number): void {
    this.#now += ms
    for (let next = this.#due(this.#now); next; next = this.#due(this.#now)) {
      this.#tasks.delete(next)
      next.task()
    }
  }

  #due(end: number) {
    return [...this.#tasks].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0]
  }
}

export type Router = ReturnType<typeof createRouter>
type Event = { topic: string; args: readonly unknown[]; kwargs: Record<string, unknown>; publisher: unknown }

/** Everything published on `topics` from now on. */
export async function listen(session: Session, ...topics: string[]): Promise<Event[]> {
  const heard: Event[] = []
  for (const topic of topics) {
    await session.subscribe(topic, (args, kwargs, { publisher }) => void heard.push({ topic, args, kwargs, publisher }))
  }
  return heard
}

/** Resolves when everything sent so far has reached the session: its own event comes back last. */
export async function settled(...sessions: Session[]): Promise<void> {
  for (const session of sessions) {
    await new Promise<void>((resolve, reject) => {
      const subscribed = session.subscribe('test.settled', () => {
        subscribed.then(subscription => subscription.unsubscribe()).then(() => resolve(), reject)
      })
      subscribed
        .then(() => session.publish('test.settled', [], {}, { exclude_me: false, acknowledge: true }))
        .catch(reject)
    })
  }
}

/** 5 by 4: a wall of trees with a gap at the bottom, and a corner that nobody can reach. */
export const MEADOW = Meadow.draw(['..T.T', '..T..', '..T.T', '...T.'])

/** A game in a realm of its own, with time standing still; newcomers are placed on the first free square. */
export async function startGame(meadow = MEADOW) {
  const router = createRouter()
  const clock = new TestClock()
  const session = await router.connect()
  const master = await startMaster(session, { by: 'the test', meadow, clock, random: () => 0 })
  return { router, clock, session, master }
}

export type Game = Awaited<ReturnType<typeof startGame>>

export const join = (session: Session, kwargs: Record<string, unknown> = {}) =>
  session.call('com.example.join', [], kwargs)
export const move = (session: Session, args: unknown[], kwargs: Record<string, unknown> = {}) =>
  session.call('com.example.move', args, kwargs)
export const players = async (session: Session): Promise<Snapshot> => {
  const snapshot = readSnapshot(await session.call('com.example.players'))
  if (snapshot === undefined) throw new Error('the master answered with no snapshot')
  return snapshot
}

/** A session whose link can be cut; `session.retry()` opens the next. */
export async function unsteadySession(router: Router, options: { readonly onstate?: () => void } = {}) {
  let cut = () => {}
  const session = new Session(async () => {
    const [client, server] = memoryPair(json)
    router.attach(server)
    cut = () => server.close('cut by the test')
    return client
  }, options)
  await session.open()
  return { session, cut: () => cut() }
}

/** A session that the router takes to be asleep when it is told so. */
export async function sleepySession(router: Router) {
  let receiver: LinkReceiver | undefined
  const session = new Session(async () => {
    const [client, server] = memoryPair(json)
    router.attach({
      serializer: server.serializer,
      get bufferedAmount() {
        return server.bufferedAmount
      },
      start: given => {
        receiver = given
        server.start(given)
      },
      send: frame => server.send(frame),
      close: reason => server.close(reason),
    })
    return client
  }, {})
  await session.open()
  return { session, turn: (liveness: Liveness) => receiver?.liveness?.(liveness) }
}

/** Resolves when a condition holds, looking again after all that is under way has been delivered. */
export async function until(condition: () => boolean): Promise<void> {
  for (let looks = 0; !condition(); looks++) {
    if (looks > 5_000) throw new Error(`this did not come true: ${condition}`)
    await new Promise(resolve => setTimeout(resolve, 1))
  }
}
