// Answers: what the interface reads of other components, which may be anybody's.

import { type DoseSettings, PRODUCTS } from './dose-rule.ts'
import { type DriveSettings, isNumber, isPlace, readName } from './requests.ts'
import { inside } from './terrain.ts'
import type { Kind, Tree } from './trees.ts'

export interface Level {
  readonly litres: number
  readonly capacity: number
}

const KINDS: readonly Kind[] = ['apple', 'pear', 'peach', 'plum']
/** Trees more than these are not drawn. */
const MOST_TREES = 200

export function toTrees(answer: unknown): Tree[] {
  if (!Array.isArray(answer)) return []
  return answer.slice(0, MOST_TREES).flatMap(tree => {
    if (!isPlace(tree)) return []
    const { name, kind, fruit } = tree as Partial<Record<keyof Tree, unknown>>
    return [
      {
        ...inside(tree),
        name: readName(name),
        kind: KINDS.find(one => one === kind) ?? 'apple',
        fruit: isNumber(fruit) ? fruit : 0,
      },
    ]
  })
}

export function toLevel(answer: unknown): Level | undefined {
  const { litres, capacity } = dict(answer)
  return isNumber(litres) && isNumber(capacity) && capacity > 0 ? { litres, capacity } : undefined
}

export function toDriveSettings(answer: unknown): DriveSettings | undefined {
  const { speed, interval, running } = dict(answer)
  if (!isNumber(speed) || !isNumber(interval) || typeof running !== 'boolean') return undefined
  return { speed, interval, running }
}

export function toDoseSettings(answer: unknown): DoseSettings | undefined {
  const { factor, maximum, product } = dict(answer)
  const known = PRODUCTS.find(one => one === product)
  return isNumber(factor) && isNumber(maximum) && known ? { factor, maximum, product: known } : undefined
}

const dict = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {}
