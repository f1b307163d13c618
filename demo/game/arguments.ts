// Arguments: what callers ask of the game master, read with suspicion.

import { type Looks, toColour, toName } from './looks.ts'
import { isMean, type Mean, PACE } from './protocol.ts'
import { refusal } from './refusal.ts'
import type { Square } from './world.ts'

type Dict = Record<string, unknown>

/** @throws {WampError} `bad_arguments`. */
export function readTarget(args: readonly unknown[]): Square {
  const [x, y] = args
  if (args.length === 2 && isWhole(x) && isWhole(y)) return { x, y }
  throw refusal('bad_arguments', { argument: 'square' })
}

/** @throws {WampError} `unknown_mean`. */
export function readMean(mean: unknown = 'walk'): Mean {
  if (isMean(mean)) return mean
  throw refusal('unknown_mean', { mean: toName(mean), known: Object.keys(PACE) })
}

/** What is not given is not changed. @throws {WampError} `bad_arguments`. */
export function readLooks({ name, colour }: Dict): Partial<Looks> {
  const looks = { name: toName(name), colour: toColour(colour) }
  if (name !== undefined && looks.name === undefined) throw refusal('bad_arguments', { argument: 'name' })
  if (colour !== undefined && looks.colour === undefined) throw refusal('bad_arguments', { argument: 'colour' })
  return {
    ...(looks.name === undefined ? {} : { name: looks.name }),
    ...(looks.colour === undefined ? {} : { colour: looks.colour }),
  }
}

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value)
