// Device: where this phone is, laid over the orchard. Where it was first is where the tractor starts.

import { inside, type Place, type Position, START } from './terrain.ts'

/** A fix, as `navigator.geolocation` gives it. */
export interface Fix {
  /** Degrees. */
  readonly latitude: number
  readonly longitude: number
  /** Degrees, clockwise from the north; null where it is not known or nothing moves. */
  readonly heading: number | null
  /** Metres a second. */
  readonly speed: number | null
}

/** Metres in a degree of latitude. */
const DEGREE = 111_320

/** How far one fix is from another: east and south, in metres. */
export function metresBetween(from: Fix, to: Fix): Place {
  const east = (to.longitude - from.longitude) * DEGREE * Math.cos((from.latitude * Math.PI) / 180)
  return { x: east, y: (from.latitude - to.latitude) * DEGREE }
}

/** The place in the orchard, metre for metre; who walks out of it stays at its edge. */
export function inOrchard(first: Fix, now: Fix): Position {
  const { x, y } = metresBetween(first, now)
  const place = inside({ x: START.x + x, y: START.y + y })
  return { ...place, heading: now.heading ?? 90, speed: now.speed ?? 0 }
}

/** Follows this device. The returned functions give its position, once there is one, and end it. */
export function followDevice(onerror: (error: GeolocationPositionError) => void) {
  let first: Fix | undefined
  let position: Position | undefined
  const watch = navigator.geolocation.watchPosition(
    ({ coords }) => {
      first ??= coords
      position = inOrchard(first, coords)
    },
    onerror,
    { enableHighAccuracy: true, maximumAge: 1_000 },
  )
  return { position: () => position, stop: () => navigator.geolocation.clearWatch(watch) }
}
