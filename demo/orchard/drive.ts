// Drive: the simulated tractor's lap along the rows, as a turtle would walk it.

import { ALONG, distance, type Place, type Position, ROWS, START, TURN } from './terrain.ts'

type Step = { readonly forward: number } | { readonly right: number }
type Pose = Omit<Position, 'speed'>

/** Down the rows in turns, and back by the western edge. */
const LAP: readonly Step[] = [
  { forward: ALONG },
  { right: 180 },
  { forward: ALONG },
  { right: -180 },
  { forward: ALONG },
  { right: 180 },
  { forward: ALONG },
  { right: 90 },
  { forward: 2 * ROWS.apart },
  { right: 90 },
]

const radians = (degrees: number): number => (degrees * Math.PI) / 180
const lengthOf = (step: Step): number => ('forward' in step ? step.forward : radians(Math.abs(step.right)) * TURN)

/** Metres of a lap. */
export const LAP_LENGTH = LAP.reduce((sum, step) => sum + lengthOf(step), 0)

/** Where the tractor is after so many metres, laps included. */
export function poseAfter(metres: number): Pose {
  let left = ((metres % LAP_LENGTH) + LAP_LENGTH) % LAP_LENGTH
  let pose: Pose = { ...START, heading: 90 }
  for (const step of LAP) {
    const length = lengthOf(step)
    if (left < length) return after(pose, step, left / length)
    left -= length
    pose = after(pose, step, 1)
  }
  return pose
}

/** After how many metres the tractor is nearest to a place: who takes over goes on from there. */
export function metresTo(place: Place): number {
  const stops = Array.from({ length: Math.ceil(LAP_LENGTH * 4) }, (_, index) => index / 4)
  return stops.reduce((best, stop) =>
    distance(poseAfter(stop), place) < distance(poseAfter(best), place) ? stop : best,
  )
}

/** A part of one step, from a pose. */
function after({ x, y, heading }: Pose, step: Step, part: number): Pose {
  if ('forward' in step) {
    const metres = step.forward * part
    return { x: x + Math.sin(radians(heading)) * metres, y: y - Math.cos(radians(heading)) * metres, heading }
  }
  const radius = Math.sign(step.right) * TURN
  const turned = heading + step.right * part
  return {
    x: x + radius * (Math.cos(radians(heading)) - Math.cos(radians(turned))),
    y: y + radius * (Math.sin(radians(heading)) - Math.sin(radians(turned))),
    heading: (turned + 360) % 360,
  }
}
