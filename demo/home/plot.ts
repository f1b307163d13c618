// Plot: where readings are drawn.

import type { Reading, Run } from './readings.ts'

export interface Frame {
  /** The right edge, in milliseconds since 1970. */
  readonly now: number
  /** Milliseconds from the left edge to the right. */
  readonly span: number
  readonly width: number
  readonly height: number
}

export interface Plot {
  readonly runs: readonly PlottedRun[]
  /** Lines of round temperatures, lowest first. */
  readonly degrees: readonly { readonly y: number; readonly celsius: number }[]
}

export interface PlottedRun {
  readonly sensor: string
  /** An SVG path. */
  readonly line: string
  /** Where marks tell the sensor by their shape. */
  readonly marks: readonly Place[]
}

interface Place {
  readonly x: number
  readonly y: number
}

/** How far marks are from each other at least, so that one can tell them. */
const APART = 22
/** Degrees that the chart shows at least. */
const LEAST = 4
/** Lines of round temperatures at most. */
const LINES = 6

export function plot(runs: readonly Run[], { now, span, width, height }: Frame): Plot {
  const degrees = runs.flatMap(run => run.readings.map(({ celsius }) => celsius))
  const { from, to, step } = scaleOf(degrees)
  const y = (celsius: number) => round(height - ((celsius - from) / (to - from)) * height)
  const place = ({ at, celsius }: Reading) => ({ x: round(width - ((now - at) / span) * width), y: y(celsius) })
  return {
    runs: runs.map(({ sensor, readings }) => {
      const places = readings.map(place)
      return { sensor, line: `M${places.map(({ x, y }) => `${x} ${y}`).join('L')}`, marks: spread(places) }
    }),
    degrees: Array.from({ length: Math.round((to - from) / step) + 1 }, (_, index) => {
      const celsius = from + index * step
      return { celsius, y: y(celsius) }
    }),
  }
}

/** A range that has all of them, with round ends and steps. */
export function scaleOf(degrees: readonly number[]): { from: number; to: number; step: number } {
  const [low, high] = degrees.length > 0 ? [Math.min(...degrees), Math.max(...degrees)] : [18, 22]
  const room = Math.max(0, LEAST - (high - low)) / 2
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500].find(size => (high - low + 2 * room) / size <= LINES - 1) ?? 1_000
  return { from: Math.floor((low - room) / step) * step, to: Math.ceil((high + room) / step) * step, step }
}

/** The first, the last, and between them as many as have room. */
function spread(places: readonly Place[]): Place[] {
  const marks: Place[] = []
  for (const place of places) {
    const last = marks.at(-1)
    if (!last || Math.hypot(place.x - last.x, place.y - last.y) >= APART) marks.push(place)
  }
  return marks
}

const round = (value: number) => Math.round(value * 10) / 10
