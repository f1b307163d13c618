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

/** Follows this device, until `stop`; `position` gives where it is, once that is known. */
export class FollowedDevice {
  readonly #watch: number
  #first: Fix | undefined
  position: Position | undefined

  /** @param onerror told when there is no position, for now or, where it is not allowed, for good. */
  constructor(onerror: (error: GeolocationPositionError) => void) {
    this.#watch = navigator.geolocation.watchPosition(({ coords }) => this.#found(coords), onerror, {
      enableHighAccuracy: true,
      maximumAge: 1_000,
    })
  }

  stop(): void {
    navigator.geolocation.clearWatch(this.#watch)
  }

  #found(fix: Fix): void {
    this.#first ??= fix
    this.position = inOrchard(this.#first, fix)
  }
}
