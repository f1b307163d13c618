// The worker that hosts a room: which one it is, and how a SharedWorker dies.

import { expect } from 'vitest'
import type { Participant } from './harness.ts'

/** The worker that hosts the room, by the lock that it holds as long as it lives. */
export const workerOf = (host: Participant) =>
  host.run(async () => {
    const { held } = await navigator.locks.query()
    return held?.map(({ name = '' }) => name).find(name => name.startsWith('wamp-mesh-worker-'))
  })

/** Resolves when another worker hosts the room. */
export async function otherWorker(host: Participant, before: string | undefined): Promise<void> {
  await expect.poll(async () => (await workerOf(host)) ?? before, { timeout: 30_000, interval: 20 }).not.toBe(before)
}

/** The tab crashes; a SharedWorker that it started goes with it. */
export async function crash({ page }: Participant): Promise<void> {
  const crashed = page.waitForEvent('crash')
  const cdp = await page.context().newCDPSession(page)
  cdp.send('Page.crash').catch(() => {})
  await crashed
}
