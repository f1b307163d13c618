// Calls and publications by hand, at a real router.

import { expect, onTestFinished, test } from 'vitest'
import { Result } from '../../../src/client/result.ts'
import { byHand, errorText } from '../../../src/elements/inspector/by-hand.ts'
import { english } from '../../../src/elements/inspector/words.ts'
import { createRouter } from '../../../src/entry/router.ts'
import { WampError } from '../../../src/protocol/errors.ts'

async function realm() {
  const router = createRouter()
  onTestFinished(() => router.close())
  const [callee, user] = [await router.connect(), await router.connect()]
  await callee.register('com.app.gettemp', ([unit = 'C']) => {
    if (unit !== 'C') throw new WampError('com.app.error.no_such_unit', [`no unit ${unit}`])
    return 21.5
  })
  await callee.register('com.app.both', (args, kwargs) => new Result([...args, 2], kwargs))
  const by = (what: 'call' | 'publish', uri: string, args = '', kwargs = '') =>
    byHand(user, { what, uri, args, kwargs }, english).catch(errorText)
  return { callee, by }
}

test('calls, and shows the result or what went wrong', async () => {
  const { by } = await realm()
  expect(await by('call', 'com.app.gettemp')).toBe('21.5')
  expect(await by('call', 'com.app.gettemp', '["X"]')).toBe('com.app.error.no_such_unit: no unit X')
  expect(await by('call', 'com.app.missing')).toMatch(/^wamp\.error\.no_such_procedure/)
  expect(JSON.parse(await by('call', 'com.app.both', '[1]', '{"a": true}'))).toEqual({
    args: [1, 2],
    kwargs: { a: true },
  })
})

test('publishes, and says so', async () => {
  const { by, callee } = await realm()
  const heard = new Promise(resolve => {
    void callee.subscribe('com.app.said', (args, kwargs) => resolve([args, { ...kwargs }]))
  })
  expect(await by('publish', 'com.app.said', '[1]', '{"b": 2}')).toBe(english.published)
  expect(await heard).toEqual([[1], { b: 2 }])
})

test('says what is wrong with what was typed, and when there is no session', async () => {
  const { by } = await realm()
  expect(await by('call', 'no uri')).toBe(english.badUri)
  expect(await by('call', 'com.app.a', '{}')).toBe(english.badArgs)
  expect(await by('call', 'com.app.a', '[', '{}')).toBe(english.badArgs)
  expect(await by('call', 'com.app.a', '[]', '[]')).toBe(english.badKwargs)
  const request = { what: 'call', uri: 'com.app.a', args: '', kwargs: '' } as const
  await expect(byHand(undefined, request, english)).rejects.toThrow(english.notOpen)
})
