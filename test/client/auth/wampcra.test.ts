// wampcra at the client: what it signs, and what it refuses to compute [wamp:wampcra].

import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { wampcra } from '../../../src/client/auth/wampcra.ts'
import { aborted, answers, FAILED, joins } from './joining.ts'

describe('wampcra', () => {
  const auth = wampcra({ authid: 'ann', secret: 'secret1' })

  test('T-24: signs the text as it came, and takes null for no salt', async () => {
    const text = '{ "b":1,\n"a" : 2.0}'
    const expected = createHmac('sha256', 'secret1').update(text).digest('base64')
    for (const extra of [{ challenge: text }, { challenge: text, salt: null, iterations: null, keylen: null }]) {
      expect(await answers(await joins({ auth }), 'wampcra', extra)).toEqual([5, expected, {}])
    }
  })

  test.each([
    ['nothing to sign', {}],
    ['a challenge that is no text', { challenge: {} }],
    ['a salt that is no text', { challenge: 'x', salt: 1 }],
    ['no iterations', { challenge: 'x', salt: 's', iterations: 0 }],
    ['iterations that would take hours', { challenge: 'x', salt: 's', iterations: 1e9 }],
    ['iterations that are no number', { challenge: 'x', salt: 's', iterations: '1000' }],
    ['a key without end', { challenge: 'x', salt: 's', keylen: 1e9 }],
  ])('refuses %s', async (_, extra) => {
    expect(await answers(await joins({ auth }), 'wampcra', extra)).toEqual(aborted(FAILED))
  })
})
