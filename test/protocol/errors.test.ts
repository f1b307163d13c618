// Errors as people and programs see them.

import { expect, test } from 'vitest'
import { ProtocolViolation, refusal, sentenceOf, WampError } from '../../src/protocol/errors.ts'

test('a WampError is an Error with a URI, arguments and keywords', () => {
  const error = new WampError('com.app.error', ['too fast', 5], { limit: 3 })
  expect(error).toBeInstanceOf(Error)
  expect(error).toMatchObject({ error: 'com.app.error', args: ['too fast', 5], kwargs: { limit: 3 } })
  expect(String(error)).toBe('WampError: too fast (com.app.error)')
  expect(error.stack).toContain('errors.test.ts')
})

test.each([[[]], [[5]], [['']]])('without a sentence in %j its URI is its message', args => {
  expect(new WampError('com.app.error', args)).toMatchObject({ message: 'com.app.error', args })
})

test('the sentence of an error is for people', () => {
  expect(sentenceOf(refusal('wamp.error.timeout', 'it took too long'))).toBe('it took too long')
  expect(sentenceOf(new WampError('com.app.error', [5]))).toBe('com.app.error')
  expect(sentenceOf(new Error('so what'))).toBe('so what')
})

test('a violation names its URI', () => {
  expect(new ProtocolViolation('no')).toMatchObject({
    name: 'ProtocolViolation',
    reason: 'wamp.error.protocol_violation',
  })
})
