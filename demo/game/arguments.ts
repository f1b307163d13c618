// Arguments: what callers ask of the game master, read with suspicion.

import type { WampError } from '../wamp.ts'
import { type Looks, toColour, toName } from './looks.ts'
import { isMean, type Mean, PACE } from './protocol.ts'
import { refusal } from './refusal.ts'
import type { Square } from './world.ts'

type Dict = Record<string, unknown>

/** @throws {WampError} `bad_arguments`. */
export function readTarget(args: readonly unknown[]): Square {
  const [x, y] = args
  if (args.length === 2 && isWhole(x) && isWhole(y)) return { x, y }
  throw bad('A move needs the column and the row of a square as whole numbers: [x, y].')
}

/** @throws {WampError} `unknown_mean`. */
export function readMean(mean: unknown = 'walk'): Mean {
  if (isMean(mean)) return mean
  const known = Object.keys(PACE)
  const named = typeof mean === 'string' ? `by "${mean.slice(0, 20)}"` : 'like that'
  throw refusal('unknown_mean', `Nobody here can move ${named}. Try one of: ${known.join(', ')}.`, { known })
}

/** What is not given is not changed. @throws {WampError} `bad_arguments`. */
export function readLooks({ name, colour }: Dict): Partial<Looks> {
  const looks = { name: toName(name), colour: toColour(colour) }
  if (name !== undefined && looks.name === undefined) throw bad('A name is a text with something to see in it.')
  if (colour !== undefined && looks.colour === undefined) throw bad('A colour is written #rrggbb.')
  return {
    ...(looks.name === undefined ? {} : { name: looks.name }),
    ...(looks.colour === undefined ? {} : { colour: looks.colour }),
  }
}

const bad = (sentence: string): WampError => refusal('bad_arguments', sentence)
const isWhole = (value: unknown): value is number => Number.isSafeInteger(value)
