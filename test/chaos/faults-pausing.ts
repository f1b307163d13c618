// Faults of pages and machines that stop for a while and go on as if nothing had been.

import { type Fault, lasting } from './fault.ts'
import { freezeBrowser, freezePage } from './renderer.ts'
import type { Guest, Scene } from './scene.ts'

const pausing = { lossless: true, recoversFrom: 'its end' } as const

export const PAUSING: readonly Fault[] = [
  frozen('guest-frozen-12s', 'subscriber', 12_000),
  frozen('publisher-frozen-12s', 'publisher', 12_000),
  frozen('callee-frozen-12s', 'callee', 12_000),
  {
    ...pausing,
    name: 'guest-asleep-20s',
    victims: ['subscriber'],
    apply: async scene => {
      const { browser } = context(scene, 'subscriber')
      return pausingFor(await freezeBrowser(browser), 20_000)
    },
  },
  {
    ...pausing,
    name: 'host-frozen-5s',
    victims: ['host'],
    router: 'tab',
    apply: async scene => pausingFor(await freezePage(scene.host.page), 5_000),
  },
]

function frozen(name: string, victim: Guest, ms: number): Fault {
  return {
    ...pausing,
    name,
    victims: [victim],
    apply: async scene => pausingFor(await freezePage(scene.guest(victim).page), ms),
  }
}

export async function pausingFor(wake: () => void, ms: number): Promise<number> {
  await lasting(ms)
  wake()
  return Date.now()
}

function context(scene: Scene, role: Guest) {
  const browser = scene.guest(role).page.context().browser()
  if (!browser) throw new Error(`The browser of the ${role} is gone.`)
  return { browser }
}
