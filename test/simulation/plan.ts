// Plan: how a run is laid out, and what is to go wrong next.

import type { Random } from '../fuzz/random.ts'

/** Those that no session may be lost by, and those that it may. */
const GENTLE = ['cut', 'cut', 'stall', 'upgrade', 'upgrade', 'freeze', 'sleep'] as const
const WILD = [
  ...GENTLE,
  ...(['break', 'break', 'stall', 'freeze', 'freeze', 'sleep', 'sleep', 'doubt', 'offline'] as const),
  ...(['break', 'cut', 'cut', 'crash', 'leave', 'arrive', 'arrive', 'host restarts'] as const),
] as const

export type Fault = (typeof WILD)[number]

export interface Plan {
  readonly isGentle: boolean
  readonly guests: number
  /** Milliseconds in which things go wrong, and between one fault and the next on average. */
  readonly time: number
  readonly pause: number
  /** Whether applications have so much to say that windows and buffers fill. */
  readonly isHeavy: boolean
}

export function planOf(random: Random): Plan {
  return {
    isGentle: random.chance(0.4),
    guests: 2 + random.below(3),
    time: 4_000 + random.below(9_000),
    pause: 150 * 2 ** random.below(4),
    isHeavy: random.chance(0.06),
  }
}

export function nextFault(random: Random, { isGentle }: Plan): Fault {
  return isGentle ? random.pick(GENTLE) : random.pick(WILD as readonly Fault[])
}
