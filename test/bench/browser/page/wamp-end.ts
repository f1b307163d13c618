// The ends that are measured: sessions of this library.

import type { Session } from '../../../../src/entry/index.ts'
import { counter, type End, type GuestEnd, LARGE, TEXT } from './end.ts'

const name = (what: string) => `com.bench.${what}`

/** The page that hosts, or that lives beside the worker that does: it answers calls, and publishes to the guests. */
export async function hostEnd(session: Session): Promise<End> {
  const large = new Uint8Array(LARGE)
  await session.register(name('echo'), ([text]) => text)
  await session.register(name('large'), () => large)
  return sessionEnd(session, { mine: 'down', theirs: 'up' })
}

export async function guestEnd(session: Session): Promise<GuestEnd> {
  const end = await sessionEnd(session, { mine: 'up', theirs: 'down' })
  return Object.assign(end, {
    call: () => session.call(name('echo'), [TEXT]),
    fetchLarge: async () => ((await session.call(name('large'))) as Uint8Array).length,
  })
}

async function sessionEnd(session: Session, { mine, theirs }: { mine: string; theirs: string }): Promise<End> {
  const end: End = {
    publish: () => void session.publish(name(mine), [TEXT]),
    onack: () => {},
    close: () => session.close(),
  }
  const count = counter(() => void session.publish(name(`${theirs}.ack`)))
  await session.subscribe(name(theirs), count)
  await session.subscribe(name(`${mine}.ack`), () => end.onack())
  return end
}
