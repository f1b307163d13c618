// What the game's components say to each other: the URIs, the shapes, and how a stranger's values are read.

import { LONGEST_NAME, type Looks, toColour, toName } from './looks.ts'
import { words } from './words.ts'
import type { Direction, Square } from './world.ts'

/** Procedures of the game master. */
export const MOVE = 'com.example.move'
export const JOIN = 'com.example.join'
export const RENAME = 'com.example.rename'
export const PLAYERS = 'com.example.players'
/** Topics of the game master. */
export const POSITION = 'com.example.position'
export const LEFT = 'com.example.left'
export const STARTED = 'com.example.started'
export const STOPPED = 'com.example.stopped'
/** Topics of everybody. */
export const HUGGED = 'com.example.hugged'
export const MESSAGE = 'com.example.message'
/** The procedure by which one player asks another for a hug. */
export const hugOf = (session: number): string => `com.example.hug.${session}`

/** The ways to go, and how many milliseconds one square takes. */
export const PACE = { walk: 260, run: 150, roulades: 210 } as const
export type Mean = keyof typeof PACE

export interface Player extends Square, Looks {
  readonly session: number
  readonly mean: Mean
  readonly facing: Direction
  /** Whether the player's page is silent: it may come back. */
  readonly asleep: boolean
}

/** `com.example.position`: args `[session, x, y]`, the rest in kwargs. */
export interface Step extends Player {
  /** Milliseconds the step takes; 0 for somebody who stands. */
  readonly ms: number
  /** Grows with all that the master says, for results and events may overtake each other. */
  readonly seq: number
}

/** What `join` and `players` return. */
export interface Snapshot {
  /** The master's session: what others publish about positions is not to be believed. */
  readonly master: number
  /** Who runs the game, for people. */
  readonly by: string
  /** Whether it runs in the page of a host: `by` is its player then. */
  readonly page: boolean
  readonly seq: number
  readonly map: { readonly width: number; readonly height: number; readonly trees: readonly Square[] }
  readonly players: readonly Player[]
}

type Dict = Record<string, unknown>
const LARGEST_MEADOW = 100

export const isMean = (value: unknown): value is Mean => typeof value === 'string' && Object.hasOwn(PACE, value)

/** A session id; some serializers hand over large ones as bigint. */
export function toSession(value: unknown): number | undefined {
  const id = typeof value === 'bigint' ? Number(value) : value
  return typeof id === 'number' && Number.isInteger(id) && id > 0 && id <= 2 ** 53 ? id : undefined
}

/** `wamp.session.on_liveness`: args `[session, 'asleep' | 'alive']`. */
export function readLiveness([value, liveness]: readonly unknown[]): { session: number; asleep: boolean } | undefined {
  const session = toSession(value)
  return session === undefined ? undefined : { session, asleep: liveness === 'asleep' }
}

export function readStep([session, x, y]: readonly unknown[], kwargs: Dict): Step | undefined {
  const player = readPlayer({ ...kwargs, session, x, y })
  const { ms, seq } = kwargs
  return player && { ...player, ms: isCount(ms) ? Math.min(ms, 5_000) : 0, seq: readSeq(seq) }
}

/** A master that does not count its words is believed in the order they come. */
export const readSeq = (seq: unknown): number => (isCount(seq) ? seq : Number.POSITIVE_INFINITY)

export function readSnapshot(value: unknown): Snapshot | undefined {
  if (!isDict(value) || !isDict(value.map)) return undefined
  const { width, height, trees } = value.map
  const master = toSession(value.master)
  if (master === undefined || !isSide(width) || !isSide(height) || !Array.isArray(trees)) return undefined
  if (!Array.isArray(value.players)) return undefined
  return {
    master,
    by: toName(value.by) ?? words.master.another,
    page: value.page === true,
    seq: isCount(value.seq) ? value.seq : 0,
    map: { width, height, trees: trees.flatMap(toSquare) },
    players: value.players.flatMap(player => (isDict(player) ? (readPlayer(player) ?? []) : [])),
  }
}

/** A snapshot as it goes over the wire: squares as `[x, y]`. */
export function writeSnapshot({ map, ...rest }: Snapshot): Dict {
  return { ...rest, map: { ...map, trees: map.trees.map(({ x, y }) => [x, y]) } }
}

/** `[x, y]` as a list of one square, or of none. */
export function toSquare(value: unknown): [Square] | [] {
  if (!Array.isArray(value)) return []
  const [x, y] = value
  return isCount(x) && isCount(y) ? [{ x, y }] : []
}

function readPlayer(value: Dict): Player | undefined {
  const { x, y, mean, facing } = value
  const session = toSession(value.session)
  if (session === undefined || !isCount(x) || !isCount(y)) return undefined
  return {
    session,
    x,
    y,
    name: toName(value.name) ?? `Guest ${session}`.slice(0, LONGEST_NAME),
    colour: toColour(value.colour) ?? '#8a8f98',
    mean: isMean(mean) ? mean : 'walk',
    facing: isDirection(facing) ? facing : 'down',
    asleep: value.asleep === true,
  }
}

const isDict = (value: unknown): value is Dict => typeof value === 'object' && value !== null && !Array.isArray(value)
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0
const isSide = (value: unknown): value is number => isCount(value) && value > 0 && value <= LARGEST_MEADOW
const isDirection = (value: unknown): value is Direction =>
  value === 'up' || value === 'down' || value === 'left' || value === 'right'
