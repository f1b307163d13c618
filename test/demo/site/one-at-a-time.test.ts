// What is asked for again and again, run once at a time.

import { expect, test } from 'vitest'
import { oneAtATime } from '../../../demo/site/one-at-a-time.ts'

test('however often it is asked for meanwhile, it runs once more, and knows which run is the last', async () => {
  const last: boolean[] = []
  const look = oneAtATime(async isLast => {
    await Promise.resolve()
    last.push(isLast())
  })
  const first = look()
  for (let index = 0; index < 100; index++) void look()
  await first
  expect(last).toEqual([false, true])
  await look()
  expect(last).toHaveLength(3)
})

test('after one that fails it runs again', async () => {
  let fails = true
  const look = oneAtATime(async () => {
    if (fails) throw new Error('not now')
  })
  await expect(look()).rejects.toThrow('not now')
  fails = false
  await expect(look()).resolves.toBeUndefined()
})
