// Defining the elements where there is no page.

import { expect, test } from 'vitest'

test('may be imported where a server renders the page', async () => {
  const { defineElements, WampSessionElement } = await import('../../src/entry/elements-define.ts')
  expect(WampSessionElement).toBeTypeOf('function')
  expect(() => defineElements()).not.toThrow()
})
