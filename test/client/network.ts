// Sessions on a real router over memory, and what becomes of their promises.

import { expect } from 'vitest'
import { Session } from '../../src/client/session.ts'
import type { SessionOptions } from '../../src/client/session-options.ts'
import type { Link } from '../../src/protocol/link.ts'
import { json } from '../../src/protocol/serializer/json.ts'
import type { Serializer } from '../../src/protocol/serializer/serializer.ts'
import { memoryPair } from '../../src/transport/memory.ts'
import { settled, type Trace, trace } from '../trace.ts'

export interface Network extends Trace {
  /** The router's ends of the links that were dialed, oldest first. */
  readonly links: Link[]
  readonly dial: () => Promise<Link>
  /** A session that is open. */
  opens(options?: SessionOptions): Promise<Session>
}

export function network(serializer: Serializer = json): Network {
  const traced = trace()
  const links: Link[] = []
  const dial = async () => {
    const [near, far] = memoryPair(serializer)
    links.push(far)
    traced.router.attach(far)
    return near
  }
  const opens = async (options: SessionOptions = {}) => {
    const session = new Session(dial, { reconnect: 'never', ...options })
    await session.open()
    return session
  }
  return { ...traced, links, dial, opens }
}

/** What a promise comes to: its value or its error. */
export function settlement(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    value => ({ value }),
    (error: unknown) => ({ error }),
  )
}

/** What a promise has come to once all that is under way has arrived: its value, its error, or `pending`. */
export async function outcome(promise: Promise<unknown>): Promise<unknown> {
  let result: unknown = 'pending'
  void settlement(promise).then(came => {
    result = came
  })
  await settled()
  return result
}

/** An error of this URI, for `toEqual`. */
export const failed = (uri: string) => ({ error: expect.objectContaining({ name: 'WampError', error: uri }) })
