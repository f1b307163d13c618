// The command: plays scenarios against a router, and prints what came of them.

import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { ownRouter } from './own-router.ts'
import { describeFailure, isBroken, skips, table } from './report.ts'
import { rulesIn, rulesWithoutScenario } from './rules.ts'
import { type Result, run } from './run.ts'
import type { FeatureScenarios, Fixture, SerializerId } from './scenario.ts'
import { ALL_SCENARIOS } from './scenarios/all-scenarios.ts'
import type { Target } from './target.ts'
import { webSocketTarget } from './websocket-target.ts'

export const USAGE = `Usage:
  npm run conformance                       plays all scenarios against this package's router, in one process
  npm run conformance -- --url ws://localhost:8081/ws
                                            plays them against any WAMP router
      --realm realm1            a realm that anonymous peers may join and do anything in
      --auth-realm NAME         a realm with the users of test/conformance/README.md, and nobody else
      --trustlevels             the realm assigns trust levels
      --timeout 2000            milliseconds to wait for a message before it is taken for missing
  Both:
      --serializer json         json, msgpack or cbor; may be repeated
      --feature NAME            only this row of the table; may be repeated
      --verbose                 names each scenario as it ends
  npm run conformance -- --list             prints all scenarios as JSON
  npm run conformance -- --rules FILE       prints which rules (R-…) that a file names have no scenario
Exit code 0 where no rule is broken, 1 where one is, 2 where nothing could be played.
`
const SERIALIZERS: readonly SerializerId[] = ['json', 'msgpack', 'cbor']

type Say = (text: string) => void

function parsed(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    options: {
      url: { type: 'string' },
      realm: { type: 'string', default: 'realm1' },
      'auth-realm': { type: 'string' },
      trustlevels: { type: 'boolean', default: false },
      serializer: { type: 'string', multiple: true, default: ['json'] },
      feature: { type: 'string', multiple: true },
      timeout: { type: 'string', default: '2000' },
      verbose: { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
      rules: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  }).values
}

type Options = ReturnType<typeof parsed>

/** Does what the arguments ask for; resolves to the exit code. Rejects with what is wrong with them. */
export async function command(args: readonly string[], say: Say): Promise<number> {
  const options = parsed(args)
  if (options.help) say(USAGE)
  else if (options.list) say(JSON.stringify(ALL_SCENARIOS, null, 2))
  else if (options.rules !== undefined) sayRulesWithoutScenario(options.rules, say)
  else return playAll(options, say)
  return 0
}

async function playAll(options: Options, say: Say): Promise<number> {
  const features = chosen(options.feature)
  const results: Result[] = []
  for (const serializer of options.serializer.map(toSerializer)) {
    const target = targetOf(options, serializer)
    const own: Result[] = []
    for await (const result of run(features, target)) {
      own.push(result)
      if (options.verbose) say(`${mark(result)} ${result.feature} · ${result.scenario.name}`)
    }
    sayResults(own, `${options.url ?? 'this package'}, ${serializer}`, say)
    results.push(...own)
  }
  return results.some(isBroken) ? 1 : 0
}

function targetOf(options: Options, serializer: SerializerId): () => Target {
  const { url, realm, 'auth-realm': authRealm, trustlevels, timeout } = options
  // A new router for each scenario: nothing of one can be left for another.
  if (url === undefined) return () => ownRouter(serializer)
  const fixtures: Fixture[] = []
  if (authRealm !== undefined) fixtures.push('users')
  if (trustlevels) fixtures.push('trustlevels')
  const target = webSocketTarget({ url, serializer, realm, authRealm, fixtures, patience: milliseconds(timeout) })
  return () => target
}

function sayResults(results: readonly Result[], title: string, say: Say): void {
  const failed = results.filter(isBroken)
  sayFailures('Failed: the specification says otherwise', failed, say)
  const differing = results.filter(result => result.failure && !isBroken(result))
  sayFailures('Differs: where the specification says SHOULD, or leaves the choice', differing, say)
  say(`\n${title}\n\n${table(results)}\n\n${skips(results)}`)
}

function sayFailures(title: string, results: readonly Result[], say: Say): void {
  if (results.length > 0) say(`\n${title}`)
  for (const { feature, scenario, failure } of results) {
    if (failure) say(`\n[${feature}] ${describeFailure(scenario, failure)}`)
  }
}

function sayRulesWithoutScenario(file: string, say: Say): void {
  for (const { rule, reason } of rulesWithoutScenario(rulesIn(readFileSync(file, 'utf8')), ALL_SCENARIOS)) {
    say(`${rule}  ${reason ?? 'NO SCENARIO, AND NO REASON WHY'}`)
  }
}

function chosen(names: readonly string[] | undefined): readonly FeatureScenarios[] {
  const known = ALL_SCENARIOS.map(({ feature }) => feature)
  const unknown = names?.find(name => !known.includes(name))
  if (unknown !== undefined) throw new Error(`there is no feature ${unknown}; there are ${known.join(', ')}`)
  return ALL_SCENARIOS.filter(({ feature }) => names?.includes(feature) ?? true)
}

function toSerializer(name: string): SerializerId {
  const known = SERIALIZERS.find(id => id === name)
  if (known) return known
  throw new Error(`--serializer must be one of ${SERIALIZERS.join(', ')}, and is ${name}`)
}

function milliseconds(text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text)
  throw new Error(`--timeout must be a number of milliseconds, and is ${text}`)
}

function mark(result: Result): string {
  if (result.skipped !== undefined) return '-'
  if (!result.failure) return '✓'
  return isBroken(result) ? '✗' : '≠'
}
