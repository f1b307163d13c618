// Faults of pages that are closed, crash, are killed, loaded again, or left and gone back to.

import type { Participant } from '../e2e/harness-participant.ts'
import { type Fault, lasting } from './fault.ts'
import type { Scene } from './scene.ts'

const gone = { victims: ['callee'], lossless: true, recoversFrom: 'the fault', final: true } as const
const loaded = { lossless: false, recoversFrom: 'the fault' } as const

/** Milliseconds on the other page. */
const AWAY = 3_000

export const LEAVING: readonly Fault[] = [
  {
    ...gone,
    name: 'guest-closed',
    quick: ['data-channel'],
    apply: scene => ending(scene, scene.guest('callee'), page => page.close({ runBeforeUnload: true })),
  },
  {
    ...gone,
    name: 'guest-crashed',
    apply: scene => ending(scene, scene.guest('callee'), crash),
  },
  {
    ...gone,
    name: 'guest-killed',
    apply: scene => ending(scene, scene.guest('callee'), () => scene.theatre.kill('callee')),
  },
  {
    ...loaded,
    name: 'guest-reloaded',
    reloads: true,
    victims: ['subscriber'],
    apply: async scene => {
      const at = Date.now()
      await scene.guest('subscriber').reload()
      return at
    },
  },
  {
    name: 'guest-away-and-back',
    victims: ['subscriber'],
    lossless: true,
    recoversFrom: 'its end',
    quick: ['data-channel'],
    apply: scene => awayAndBack(scene, scene.guest('subscriber')),
  },
  {
    ...loaded,
    name: 'host-reloaded',
    reloads: true,
    victims: ['host'],
    router: 'tab',
    apply: async scene => {
      const at = Date.now()
      await scene.host.reload()
      return at
    },
  },
  {
    // What the host's page was sent while it was away nobody kept.
    ...loaded,
    name: 'host-away-and-back',
    victims: ['host'],
    router: 'tab',
    recoversFrom: 'its end',
    apply: scene => awayAndBack(scene, scene.host),
  },
]

export async function crash(page: Participant['page']): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const crashed = new Promise(resolve => page.once('crash', resolve))
  // It is never answered.
  session.send('Page.crash').catch(() => {})
  await crashed
}

/** Ends a page; it is asked nothing any more. */
export async function ending(
  scene: Scene,
  participant: Participant,
  end: (page: Participant['page']) => Promise<unknown>,
): Promise<number> {
  scene.leaves(participant)
  const at = Date.now()
  await end(participant.page)
  return at
}

async function awayAndBack(scene: Scene, { page }: Participant): Promise<number> {
  await page.goto(scene.theatre.site.elsewhere)
  await lasting(AWAY)
  const at = Date.now()
  // One that was kept is not loaded again, so that no load event comes.
  await page.goBack({ waitUntil: 'commit' })
  return at
}
