// Payloads: what arguments and results may be, through every pair of serializers.

import { can } from '../abilities.ts'
import type { Payload } from '../driver.ts'
import { type Pair, payload, type Scenario, same, samePayload } from '../scenario.ts'

/** What `other` is called with and returns is what `one` sent. */
async function echoes({ one, other, uri }: Pair, sent: readonly (Payload | undefined)[]): Promise<void> {
  const { invoked, unregister } = await other.register(uri, 'echo')
  for (const each of sent) {
    const result = await one.call(uri, each).result
    samePayload(await invoked.next(), each ?? payload(), 'called with')
    samePayload(result, each ?? payload(), 'returned')
  }
  await unregister()
}

function nested(depth: number): unknown {
  let value: unknown = depth
  for (let level = 0; level < depth; level++) value = level % 2 ? { deeper: value } : [value]
  return value
}

function nesting(depth: 90 | 400 | 900): Scenario {
  const needed = depth === 90 ? [] : [`nesting of ${depth}` as const]
  return {
    name: `nesting of ${depth}`,
    needs: { one: needed, other: needed },
    run: pair => echoes(pair, [payload([nested(depth)])]),
  }
}

const TEXTS = [
  '',
  'plain',
  'Grüße',
  '你好',
  '👋🏽 𝔘𝔫𝔦𝔠𝔬𝔡𝔢',
  '\ud7ff\ue000\uffff',
  '"\\/\b\n\u001f\u007f',
  '\u2028\u2029',
]
const NUMBERS = [0, 1, -1, 127, -128, 65_535, 2 ** 31 - 1, -(2 ** 31), 2 ** 32, 2 ** 53 - 1, -(2 ** 53 - 1)]
const FLOATS = [0.5, -0.1, 1.5e300, 5e-324, Number.MAX_VALUE]

export const PAYLOADS: readonly Scenario[] = [
  {
    name: 'positional and keyword arguments, both, none',
    run: pair =>
      echoes(pair, [
        undefined,
        payload(['a']),
        payload(['a', 2, null, true]),
        payload([], { x: 1, y: { z: [] } }),
        payload([false, [1, [2]]], { of: 'both' }),
        payload([{}, [], '']),
      ]),
  },
  {
    name: 'unicode, beyond the basic plane too',
    run: pair => echoes(pair, [payload(TEXTS, { schlüssel: '鍵', '🗝': 'key' })]),
  },
  {
    name: 'integers up to 2^53 − 1, floats',
    run: pair => echoes(pair, [payload(NUMBERS), payload(FLOATS), payload([], { at: 1_700_000_000_000 })]),
  },
  {
    name: 'bytes',
    needs: { one: ['binary'], other: ['binary'] },
    run: pair => echoes(pair, [payload([Uint8Array.of(0, 1, 127, 128, 255)], { inner: [new Uint8Array(0)] })]),
  },
  {
    name: 'bytes for clients that do not know their form in JSON',
    needs: { one: ['binary'] },
    run: async ({ one, other, uri }) => {
      if (can(other.client, 'binary')) return
      const { events, unsubscribe } = await other.subscribe(uri)
      await one.publish(uri, payload([Uint8Array.of(1, 2, 3)]))
      same((await events.next()).args, ['\u0000AQID'], 'bytes in JSON')
      await unsubscribe()
    },
  },
  {
    name: 'a payload of 1 MiB',
    run: pair => echoes(pair, [payload(['ß'.repeat(2 ** 19)])]),
  },
  nesting(90),
  nesting(400),
  nesting(900),
]
