// Requests: what others ask of the orchard's components, read with suspicion.

import { WampError } from '../wamp.ts'
import { type DoseSettings, PRODUCTS, type Product } from './dose-rule.ts'
import type { Place, Position } from './terrain.ts'

type Dict = Readonly<Record<string, unknown>>

/** How the simulated tractor drives. */
export interface DriveSettings {
  /** Metres a second. */
  readonly speed: number
  /** Milliseconds from one position to the next. */
  readonly interval: number
  readonly running: boolean
}

export const USUAL_DRIVE: DriveSettings = { speed: 2, interval: 500, running: true }

/** The settings as they are to be; what is not given stays. @throws {WampError} `wamp.error.invalid_argument`. */
export function readDriveSettings(asked: Dict, now: DriveSettings): DriveSettings {
  const { running = now.running } = asked
  if (typeof running !== 'boolean') throw invalid(`running is true or false, and not ${shown(running)}`)
  return {
    speed: numberOf(asked.speed ?? now.speed, 'speed', [0, 10]),
    interval: numberOf(asked.interval ?? now.interval, 'interval', [100, 5_000]),
    running,
  }
}

/** The settings as they are to be; what is not given stays. @throws {WampError} `wamp.error.invalid_argument`. */
export function readDoseSettings(asked: Dict, now: DoseSettings): DoseSettings {
  return {
    factor: numberOf(asked.factor ?? now.factor, 'factor', [0, 1]),
    maximum: numberOf(asked.maximum ?? now.maximum, 'maximum', [0, 10]),
    product: readProduct(asked.product ?? now.product),
  }
}

/** @throws {WampError} `wamp.error.invalid_argument`. */
export function readProduct(product: unknown): Product {
  const known = PRODUCTS.find(one => one === product)
  if (known === undefined) throw invalid(`the product is one of ${PRODUCTS.join(', ')}, and not ${shown(product)}`)
  return known
}

/** @throws {WampError} `wamp.error.invalid_argument`. */
export const readFruit = (fruit: unknown): number => numberOf(fruit, 'the quantity of fruit', [0, 1_000])
/** @throws {WampError} `wamp.error.invalid_argument`. */
export const readLitres = (litres: unknown): number => numberOf(litres, 'the dose', [0, 100])

/** Of `com.app.position`: `[x, y]` and `{ heading, speed }`; undefined where it is none. */
export function readPosition([x, y]: readonly unknown[], { heading, speed }: Dict = {}): Position | undefined {
  if (!isNumber(x) || !isNumber(y)) return undefined
  return { x, y, heading: isNumber(heading) ? heading : 0, speed: isNumber(speed) ? speed : 0 }
}

/** The name of a tree, or nothing. */
export const readName = (name: unknown): string => (typeof name === 'string' ? name.slice(0, 20) : '')

export const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)
export const isPlace = (value: unknown): value is Place =>
  typeof value === 'object' && value !== null && 'x' in value && 'y' in value && isNumber(value.x) && isNumber(value.y)

function numberOf(value: unknown, name: string, [least, most]: readonly [number, number]): number {
  if (isNumber(value) && value >= least && value <= most) return value
  throw invalid(`${name} is a number from ${least} to ${most}, and not ${shown(value)}`)
}

const shown = (value: unknown): string => JSON.stringify(value)?.slice(0, 40) ?? String(value)
const invalid = (sentence: string): WampError => new WampError('wamp.error.invalid_argument', [sentence])
