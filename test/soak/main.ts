// Soak: `npm run soak -- --minutes 30 --guests 50` lets guests come and go, and looks whether host and server grow.

import { setMaxListeners } from 'node:events'
import { moveToOwnNetwork } from '../chaos/namespace.ts'
import { hasWorker, WORKER } from '../chaos/site.ts'
import { Theatre } from '../chaos/theatre.ts'
import { commandLine } from '../command-line.ts'
import { Participant } from '../e2e/harness-participant.ts'
import { Random } from '../fuzz/random.ts'
import { flatness } from './flat.ts'
import { pause } from './pause.ts'
import { isEmpty, type Sample, sample } from './sample.ts'
import { Tally } from './tally.ts'
import { Visitor } from './visitor.ts'
import { Wanderer } from './wanderer.ts'

const USAGE = `npm run soak -- [options]     guests come and go: whether host and server grow
  --minutes 30
  --guests 50
  --browsers 3         that the guests share
  --seed 7             the same comings and goings again`

const { values } = commandLine(USAGE, {
  options: {
    minutes: { type: 'string', default: '30' },
    guests: { type: 'string', default: '50' },
    browsers: { type: 'string', default: '3' },
    seed: { type: 'string', default: `${Date.now() % 1_000_000}` },
  },
})
moveToOwnNetwork()

const MINUTE = 60_000
/** A short run is looked at more often than once a minute: thirds of it have to have a median. */
const samples = Math.max(9, Math.floor(Number(values.minutes)))
const interval = (Number(values.minutes) * MINUTE) / samples
/** Milliseconds until who has left without a word is given up: the time of grace, and some more. */
const FORGOTTEN = 60_000

const theatre = await Theatre.open()
const tally = new Tally()
const taken: Sample[] = []
let good = false
try {
  good = await soak()
} finally {
  await theatre.close()
}
process.exit(good ? 0 : 1)

async function soak(): Promise<boolean> {
  const host = await openHost()
  const over = new AbortController()
  // Every guest listens.
  setMaxListeners(0, over.signal)
  const wandering = [...(await guests(await host.invite()))].map(guest => guest.wander(over.signal))
  console.log(`seed ${values.seed}, ${wandering.length} guests, ${values.minutes} minutes`)
  const begun = performance.now()
  const minute = () => (performance.now() - begun) / MINUTE
  for (let count = 1; count <= samples; count++) {
    await pause(begun + count * interval - performance.now(), over.signal)
    tell(await sample(host, theatre.signaling, minute()))
  }
  over.abort()
  await Promise.all(wandering)
  const empty = await emptied(host, minute)
  console.log(`guests: ${tally.done()}\nrefused: ${tally.refused() || 'nothing'}`)
  const flat = (['page', 'worker', 'signaling'] as const).map(tellFlatness).every(Boolean)
  console.log(`heaps ${flat ? 'are flat' : 'GREW'}; ${empty ? 'nothing is left' : 'SOMETHING IS LEFT'} of the guests`)
  return flat && empty
}

async function openHost(): Promise<Participant> {
  const host = await Participant.open(await theatre.context('host'), {
    before: 'globalThis.__name ??= value => value',
    problem: problem => problem.startsWith('thrown') && tally.did(`host ${problem}`),
  })
  const worker = hasWorker() ? ` router="shared-worker" worker="/${WORKER}"` : ''
  await host.goto(theatre.site.page(`host signaling="${theatre.signaling.url}"${worker}`))
  await host.until('open')
  console.log(`The host's session is by ${(await host.shown()).transport}.`)
  return host
}

async function guests(invite: string): Promise<(Wanderer | Visitor)[]> {
  const seed = Number(values.seed)
  const around = (number: number) => ({ invite, tally, random: new Random(seed * 1_000 + number) })
  const count = Number(values.guests)
  const wanderers = Array.from({ length: count }, (_, number) => new Wanderer(number, around(number)))
  const visitors = Array.from(
    { length: Number(values.browsers) },
    async (_, number) => new Visitor(await theatre.context('subscriber'), around(count + number)),
  )
  return [...wanderers, ...(await Promise.all(visitors))]
}

/** Whether nothing is left of the guests, at last. */
async function emptied(host: Participant, minute: () => number): Promise<boolean> {
  const end = performance.now() + FORGOTTEN
  for (;;) {
    const now = await sample(host, theatre.signaling, minute())
    if (isEmpty(now) || performance.now() > end) {
      print(now)
      return isEmpty(now)
    }
    await pause(1_000, new AbortController().signal)
  }
}

function tell(now: Sample): void {
  taken.push(now)
  print(now)
}

function print({ minute, heaps, ...counts }: Sample): void {
  const sizes = Object.entries(heaps).map(([name, bytes]) => (bytes === undefined ? '' : `${name} ${mib(bytes)}  `))
  const things = Object.entries(counts).map(([name, count]) => `${name} ${count}`)
  console.log(`${minute.toFixed(1).padStart(5)} min  ${sizes.join('')}${things.join('  ')}`)
}

function tellFlatness(name: keyof Sample['heaps']): boolean {
  const values = taken.map(({ heaps }) => heaps[name]).filter(value => value !== undefined)
  if (values.length === 0) return true
  const { second, last, flat } = flatness(values)
  console.log(`${name}: ${mib(second)} in the second third, ${mib(last)} in the last: ${flat ? 'flat' : 'GREW'}`)
  return flat
}

function mib(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(2)} MiB`
}
