// Memory target: this package's router at the other end of memory links, with a clock that goes on when it is told to.

import { Router, type RouterOptions } from '../../src/router/router.ts'
import { memoryPair } from '../../src/transport/memory.ts'
import { SERIALIZERS } from '../raw-codec.ts'
import { FakeClock, sequence, settled } from '../trace.ts'
import type { Target } from './target.ts'

export interface MemoryTargetOptions extends Omit<Target, 'patience' | 'connect' | 'settled' | 'pass'> {
  readonly router?: Partial<RouterOptions>
}

/** A router of its own. */
export function memoryTarget({ router: options, ...target }: MemoryTargetOptions): Target {
  const clock = new FakeClock()
  const router = new Router({ clock, random: sequence(), ...options })
  return {
    ...target,
    patience: 2_000,
    connect: async (id, receiver) => {
      const serializer = SERIALIZERS.find(known => known.id === id)
      if (!serializer) throw new Error(`there is no serializer ${id}`)
      const [near, far] = memoryPair(serializer)
      router.attach(far)
      near.start({ frame: frame => receiver.frame(frame), closed: () => receiver.ended() })
      return near
    },
    settled,
    pass: async ms => {
      await settled()
      clock.advance(ms)
      await settled()
    },
  }
}
