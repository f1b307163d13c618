// Autoload, where an element cannot be registered: the page hears of it, and so each time that one comes.

import { expect, test } from 'vitest'
import { AUTOLOADED, autoloadElements } from '../../src/elements/autoload.ts'
import { WampStatusElement } from '../../src/elements/wamp-status.ts'

test('what cannot be had is told, and tried again when the next comes', async () => {
  // A class can have one name.
  customElements.define('other-status', WampStatusElement)
  const errors: Error[] = []
  for (const name of AUTOLOADED) document.body.append(document.createElement(name))
  autoloadElements(error => errors.push(error))
  const others = AUTOLOADED.filter(name => name !== 'wamp-status')
  await Promise.all(others.map(name => customElements.whenDefined(name)))
  await expect.poll(() => errors.length).toBe(1)
  expect(errors[0]?.message).toBe('<wamp-status> could not be loaded: the page goes on without it.')
  document.body.append(document.createElement('wamp-status'))
  await expect.poll(() => errors.length).toBeGreaterThan(1)
})
