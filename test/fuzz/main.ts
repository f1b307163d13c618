// Fuzz: `npm run fuzz -- --minutes 10 --seed 1`, all targets in turns; `--only json,cbor` some of them;
// `--only json --replay 5b5d` one case again. Ends with 1 where a property does not hold.

import { commandLine } from '../command-line.ts'
import { hex, toHex } from '../raw-codec.ts'
import { Campaign, type Finding } from './campaign.ts'
import { runCase } from './case.ts'
import { Random } from './random.ts'
import { allTargets } from './targets.ts'
import { Watchdog } from './watchdog.ts'

/** Milliseconds of a target's turn. */
const TURN = 500

const USAGE = `npm run fuzz -- [options]     random and broken input for everything that reads what comes from others
  --minutes 1          how long, all targets in turns
  --seed 7             plays the same cases again
  --only json,cbor     these targets
  --replay 5b5d        one case again: the bytes that a finding tells, with --only its target`

const { values } = commandLine(USAGE, {
  options: {
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string', default: `${Date.now() % 1_000_000}` },
    only: { type: 'string' },
    replay: { type: 'string' },
  },
})
const only = values.only?.split(',')
const targets = allTargets().filter(({ name }) => only?.includes(name) ?? true)
if (targets.length === 0) {
  const names = allTargets().map(({ name }) => name)
  throw new Error(`no target is named ${values.only}; there are ${names.join(' · ')}`)
}
const seed = Number(values.seed)
const failures: unknown[] = []
let uncaught = 0
const told = new Set<Finding>()
// Errors that nobody awaits: the case that was last begun led to them.
for (const event of ['uncaughtException', 'unhandledRejection']) process.on(event, error => failures.push(error))

const good = await (values.replay === undefined ? fuzz() : replay(hex(values.replay)))
// What a case left running is not waited for.
process.exit(good ? 0 : 1)

async function replay(bytes: Uint8Array): Promise<boolean> {
  let good = true
  for (const target of targets) {
    const outcome = await runCase(target, bytes)
    console.log(`${target.name}:`, outcome)
    good &&= !(outcome instanceof Error)
  }
  return good
}

async function fuzz(): Promise<boolean> {
  const watchdog = new Watchdog()
  const campaigns = targets.map(
    (target, index) => new Campaign(target, new Random(seed + index), (now, bytes) => watchdog.saw(now.name, bytes)),
  )
  console.log(`seed ${seed}, ${values.minutes} minutes, ${targets.length} targets`)
  const end = performance.now() + Number(values.minutes) * 60_000
  while (performance.now() < end) {
    for (const campaign of campaigns) {
      const turn = Math.min(end, performance.now() + TURN)
      await campaign.run(() => performance.now() >= turn)
      tellOfFailures(campaign.target.name, watchdog)
      tell(campaign)
    }
  }
  watchdog.stop()
  return report(campaigns)
}

function tellOfFailures(name: string, watchdog: Watchdog): void {
  for (const error of failures.splice(0)) {
    console.error(`${name}: uncaught, in or before the case ${toHex(watchdog.bytes)}:`, error)
    uncaught++
  }
}

/** Tells of what is new. */
function tell({ findings }: Campaign): void {
  for (const finding of findings.values()) {
    const { target, error, bytes } = finding
    if (told.has(finding)) continue
    told.add(finding)
    const stack = error.stack?.split('\n').filter(line => !/^\s+at (?!.*\/src\/)/.test(line))
    console.error(
      `\n${target}: ${stack?.join('\n')}\nreproduce: npm run fuzz -- --only '${target}' --replay ${toHex(bytes)}`,
    )
  }
}

function report(campaigns: Campaign[]): boolean {
  console.table(
    Object.fromEntries(
      campaigns.map(({ target, counts, findings }) => [
        target.name,
        { ...counts, slowest: `${Math.round(counts.slowest)} ms`, findings: findings.size },
      ]),
    ),
  )
  const findings = campaigns.reduce((total, campaign) => total + campaign.findings.size, 0)
  const cases = campaigns.reduce((total, { counts }) => total + counts.cases, 0)
  console.log(`${cases} cases, seed ${seed}: ${findings + uncaught} findings`)
  return findings + uncaught === 0
}
