// Sessions that come back: opened on a scripted router, with time that passes when a test says so.

import { afterEach, beforeEach, vi } from 'vitest'
import { Session } from '../../src/client/session.ts'
import type { SessionOptions } from '../../src/client/session-options.ts'
import type { Peer } from '../trace.ts'
import { ScriptedRouter } from './scripted-router.ts'

/** For all tests of a file: timers wait for their test, and the wait between tries has no random part. */
export function fakeTime(): void {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
    vi.spyOn(Math, 'random').mockReturnValue(0.5)
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.restoreAllMocks()
  })
}

/** An open session that reconnects, with what it told about its states. */
export async function openedForGood(options: SessionOptions = {}) {
  const router = new ScriptedRouter()
  const states: string[] = []
  const onerror = vi.fn()
  const session = new Session(router.dial, { onstate: state => states.push(state), onerror, ...options })
  const opening = session.open()
  const peer = await router.welcomes()
  await opening
  return { router, session, peer, states, onerror }
}

/** Lets the wait before the next try pass. */
export async function tries(router: ScriptedRouter, ms = 5_000): Promise<Peer> {
  vi.advanceTimersByTime(ms)
  return router.welcomes(8)
}
