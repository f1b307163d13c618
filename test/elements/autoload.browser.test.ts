// Autoload: what a page has is registered, and nothing else; what comes later, later.

import { expect, test } from 'vitest'
import { AUTOLOADED, autoloadElements } from '../../src/elements/autoload.ts'
import { ELEMENTS } from '../../src/elements/define.ts'

const registered = () => AUTOLOADED.filter(name => customElements.get(name) !== undefined)

test('it knows every element', () => {
  expect(AUTOLOADED).toEqual(Object.keys(ELEMENTS))
})

test('elements are registered as the page gets them, however deep, and find their session', async () => {
  document.body.append(document.createElement('wamp-status'))
  autoloadElements()
  await customElements.whenDefined('wamp-status')
  expect(registered()).toEqual(['wamp-status'])

  const section = document.createElement('section')
  const session = document.createElement('wamp-session')
  const presence = document.createElement('wamp-presence')
  session.append(presence)
  section.append(session)
  document.body.append(section)
  await Promise.all(['wamp-session', 'wamp-presence'].map(name => customElements.whenDefined(name)))
  expect(registered()).toEqual(['wamp-session', 'wamp-presence', 'wamp-status'])
  await expect.poll(() => presence.shadowRoot?.childElementCount).toBeGreaterThan(0)

  document.body.append('nothing of ours', document.createElement('div'))
  const rest = AUTOLOADED.filter(name => !registered().includes(name))
  for (const name of rest) document.body.append(document.createElement(name))
  await Promise.all(rest.map(name => customElements.whenDefined(name)))
  expect(registered()).toEqual(AUTOLOADED)
})
