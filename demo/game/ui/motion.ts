// Motion: whether things may move, and the few movements there are. Only transform and opacity change, so that the
// browser's compositor does the work, thirty players at once.

import type { Step } from '../protocol.ts'

const still = matchMedia('(prefers-reduced-motion: reduce)')

/** Whether the person asked for things not to move. */
export const isStill = (): boolean => still.matches

/** The transform that puts an element of one square's size on a square. */
export const onSquare = ({ x, y }: { x: number; y: number }): string => `translate(${x * 100}%, ${y * 100}%)`

/** What the body does while it goes one square. */
export function gait({ mean, facing }: Step, odd: boolean): Keyframe[] {
  if (mean === 'roulades') {
    const turn = facing === 'left' || facing === 'up' ? -360 : 360
    return [
      { transform: 'translateY(0) rotate(0)' },
      { transform: `translateY(-8%) rotate(${turn / 2}deg)` },
      { transform: `translateY(0) rotate(${turn}deg)` },
    ]
  }
  const [height, lean] = mean === 'run' ? ['-20%', odd ? 9 : -9] : ['-11%', odd ? 5 : -5]
  return [
    { transform: 'translateY(0) rotate(0)', easing: 'ease-out' },
    { transform: `translateY(${height}) rotate(${lean}deg)`, easing: 'ease-in' },
    { transform: 'translateY(0) rotate(0)' },
  ]
}

/** Two bodies lean to each other, stay, and part. */
export function embrace({ dx, dy }: { dx: number; dy: number }): Keyframe[] {
  const near = `translate(${dx * 26}%, ${dy * 20}%) rotate(${dx * 7}deg)`
  const nearer = `translate(${dx * 29}%, ${dy * 23}%) rotate(${dx * 9}deg) scale(1.03, 0.97)`
  return [
    { transform: 'none', easing: 'ease-out' },
    { transform: near, offset: 0.15 },
    { transform: nearer, offset: 0.35 },
    { transform: near, offset: 0.55 },
    { transform: nearer, offset: 0.75 },
    { transform: near, offset: 0.88 },
    { transform: 'none' },
  ]
}

/** A heart rises and fades. */
export function rising(sideways: number): Keyframe[] {
  return [
    { transform: 'translate(0, 40%) scale(0)', opacity: 0 },
    { transform: `translate(${sideways * 0.3}%, -30%) scale(1)`, opacity: 1, offset: 0.3 },
    { transform: `translate(${sideways}%, -190%) scale(0.7)`, opacity: 0 },
  ]
}
