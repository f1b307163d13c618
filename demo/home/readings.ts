// Readings: temperatures that sensors published, and what the chart makes of them.

export interface Reading {
  readonly celsius: number
  readonly sensor: string
  /** Milliseconds since 1970, by this page's clock. */
  readonly at: number
}

/** Readings in a row, by one sensor. */
export interface Run {
  readonly sensor: string
  readonly readings: readonly [Reading, ...Reading[]]
}

/** Milliseconds after which a sensor that says nothing is not measuring any more. */
export const SILENCE = 7_000

/** What an event says; undefined where it makes no sense: anybody may publish. */
export function toReading(args: readonly unknown[], kwargs: Record<string, unknown>, at: number): Reading | undefined {
  const [celsius] = args
  const { sensor } = kwargs
  if (typeof celsius !== 'number' || !(Math.abs(celsius) < 1_000)) return undefined
  return { celsius, sensor: typeof sensor === 'string' && sensor !== '' ? sensor.slice(0, 40) : '?', at }
}

/** Parts the readings, oldest first, wherever the sensor is another or was silent. */
export function runsOf(readings: readonly Reading[]): Run[] {
  const runs: { sensor: string; readings: [Reading, ...Reading[]] }[] = []
  for (const reading of readings) {
    const run = runs.at(-1)
    const last = run?.readings.at(-1)
    if (run && last && run.sensor === reading.sensor && reading.at - last.at < SILENCE) run.readings.push(reading)
    else runs.push({ sensor: reading.sensor, readings: [reading] })
  }
  return runs
}

/** How many sensors keep their place while they are out of sight. */
const REMEMBERED = 16

/**
 * The sensors, each at a place that is its own while it is in sight, and for longer where they are few. With strangers'
 * names there is no end of new ones: beyond that, places of those out of sight are given anew.
 */
export function placesOf(before: readonly string[], runs: readonly Run[]): string[] {
  const places = [...before]
  const shown = new Set(runs.map(({ sensor }) => sensor))
  for (const sensor of shown) {
    if (places.includes(sensor)) continue
    const free = places.length < REMEMBERED ? -1 : places.findIndex(place => !shown.has(place))
    places[free < 0 ? places.length : free] = sensor
  }
  return places
}

/** The lowest and the highest. */
export function rangeOf(readings: readonly [Reading, ...Reading[]]): readonly [number, number] {
  const degrees = readings.map(({ celsius }) => celsius)
  return [Math.min(...degrees), Math.max(...degrees)]
}

/** Who measures now, if anybody. */
export function measuring(readings: readonly Reading[], now: number): Reading | undefined {
  const last = readings.at(-1)
  return last && now - last.at < SILENCE ? last : undefined
}
