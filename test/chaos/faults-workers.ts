// Faults of hosts whose router lives in a worker, and of the tabs around it.

import type { Fault } from './fault.ts'
import { crash, ending } from './faults-leaving.ts'
import { pausingFor } from './faults-pausing.ts'
import { flowing } from './load.ts'
import { freezePage } from './renderer.ts'
import { GUESTS, type Scene } from './scene.ts'
import { hasWorker, WORKER } from './site.ts'

const withWorker = {
  victims: GUESTS,
  lossless: true,
  recoversFrom: 'the fault',
  tabs: 2,
  impossible: () => (hasWorker() ? undefined : `dist/${WORKER} is missing: the build has no router for workers`),
} as const
const shared = { ...withWorker, router: 'shared-worker' } as const

export const WORKERS: readonly Fault[] = [
  {
    ...shared,
    name: 'leader-closed',
    apply: scene => ending(scene, firstTab(scene), page => page.close({ runBeforeUnload: true })),
  },
  {
    ...shared,
    name: 'leader-crashed',
    tabs: 3,
    apply: async scene => {
      const leader = await secondLeads(scene)
      return ending(scene, leader, crash)
    },
  },
  {
    // Its process is the worker's too; and what a SharedWorker said in its last moments may come twice.
    ...shared,
    name: 'creator-crashed',
    lossless: false,
    apply: scene => ending(scene, firstTab(scene), crash),
  },
  {
    ...shared,
    name: 'leader-frozen-12s',
    tabs: 3,
    recoversFrom: 'its end',
    apply: async scene => pausingFor(await freezePage((await secondLeads(scene)).page), 12_000),
  },
  {
    ...shared,
    name: 'leader-reloaded',
    apply: async scene => {
      const at = Date.now()
      await firstTab(scene).reload()
      return at
    },
  },
  {
    ...withWorker,
    name: 'service-worker-stopped',
    router: 'service-worker',
    tabs: 1,
    apply: async scene => {
      const { page } = scene.host
      const session = await page.context().newCDPSession(page)
      await session.send('ServiceWorker.enable')
      await session.send('ServiceWorker.stopAllWorkers')
      return Date.now()
    },
  },
]

/** It opened first: it made the worker, and carries the guests' connections. */
function firstTab(scene: Scene): Scene['host'] {
  const [first] = scene.hosts
  if (!first) throw new Error('There is no host.')
  return first
}

/** The first tab is closed, so that the second leads, in a process that is not the worker's; and guests are back with it. */
async function secondLeads(scene: Scene): Promise<Scene['host']> {
  const second = scene.hosts[1]
  if (!second) throw new Error('There is no second host.')
  await ending(scene, firstTab(scene), page => page.close({ runBeforeUnload: true }))
  await flowing(scene, Date.now())
  return second
}
