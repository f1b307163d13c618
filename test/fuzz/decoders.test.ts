// A short run of the fuzzer, the same each time: `npm run fuzz` is the long one.

import { expect, test } from 'vitest'
import { hex, toHex } from '../raw-codec.ts'
import { Campaign } from './campaign.ts'
import { runCase } from './case.ts'
import { Random } from './random.ts'
import type { Target } from './target.ts'
import { allTargets } from './targets.ts'

const SEED = 20_261_122
/** Cases for each target; those that take longer have fewer. */
const CASES = 1_500
const casesOf = (name: string) => {
  if (name === 'tunnel') return 40
  return /^(router|client|invite)/.test(name) ? 500 : CASES
}

const invite = 'http:1#wamp=cm9vbXJvb21yb29tcm9vbQ.c2VjcmV0c2VjcmV0c2VjcA'
const utf8 = new TextEncoder()
/** What longer runs have found. */
const FOUND: readonly [target: string, what: string, bytes: Uint8Array][] = [
  [
    'cbor',
    'a lone number where Arguments stand is written as it is',
    hex('85 1824 01 02 a1 68656e635f616c676f 6963727970746f626f78 35'),
  ],
  ['cbor', 'a time that is a bigint is no date to anybody', hex('83 11 01 c1 1b00007e014a8f4101')],
  ['cbor', 'nor in the arguments', hex('85 1824 01 02 a0 81 c1 1b00007e014a8f4101')],
  ['invite', 'no second invite stays in the page', utf8.encode(`${invite}&wamp=%`)],
  ['invite', 'the secret is not shown where it stands twice', utf8.encode(`${invite}&via=c2VjcmV0c2VjcmV0c2VjcA`)],
  ['invite', 'the page keeps its fragment', utf8.encode(invite.replace('1#', 'x##&'))],
  ['invite', 'a server may be named with the dot at its end', utf8.encode(`${invite}&via=ws%3A%2F%2Fm.&`)],
  ['invite', 'a server may have a query that ends in a slash', utf8.encode(`${invite}&via=ws%3Am?//`)],
  ['invite', 'an escaped server is no escaped invite', utf8.encode(`${invite}&via=ws%3Awamp=&%`)],
  ['invite', 'what was escaped twice is unescaped twice', utf8.encode(`${invite}&v&amp;amp;p`)],
  ['invite', 'punctuation is cut off in no time', utf8.encode(`${invite}${'?'.repeat(20_000)}x`)],
]

/** What a run found, each with its reproducer. */
async function findings(target: Target, cases: number): Promise<string[]> {
  const campaign = new Campaign(target, new Random(SEED))
  await campaign.run(() => campaign.counts.cases >= cases)
  expect(campaign.counts.accepted).toBeGreaterThan(0)
  return [...campaign.findings.values()].map(({ error, bytes }) => `${error.stack} for ${toHex(bytes)}`)
}

test.each(allTargets())('$name takes whatever comes', async target => {
  expect(await findings(target, casesOf(target.name))).toEqual([])
})

test.each(FOUND)('%s: %s', async (name, _, bytes) => {
  const target = allTargets().find(one => one.name === name) as Target
  expect(await runCase(target, bytes)).not.toBeInstanceOf(Error)
})

test('a decoder that breaks is found, with the bytes that break it and hardly more', async () => {
  const corpus = [Uint8Array.from({ length: 100 }, (_, index) => index)]
  const run = (bytes: Uint8Array) => {
    if (bytes.includes(0xff)) throw new TypeError('not foreseen')
    return true
  }
  const campaign = new Campaign({ name: 'broken', corpus, tokens: corpus, run }, new Random(SEED))
  await campaign.run(() => campaign.findings.size > 0)
  expect([...campaign.findings.values()]).toMatchObject([{ bytes: Uint8Array.of(0xff), error: { name: 'TypeError' } }])
})

test('a decoder that changes what everybody inherits is found', async () => {
  const corpus = [Uint8Array.of(1)]
  const run = () => {
    Object.assign(Object.prototype, { stowaway: true })
    return true
  }
  const campaign = new Campaign({ name: 'polluting', corpus, tokens: corpus, run }, new Random(SEED))
  await campaign.run(() => campaign.findings.size > 0)
  Reflect.deleteProperty(Object.prototype, 'stowaway')
  const [finding] = campaign.findings.values()
  expect(finding?.error.message).toContain('stowaway')
})
