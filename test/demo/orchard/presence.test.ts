// Who is there, as an interface sees it.

import { expect, test } from 'vitest'
import { startDose } from '../../../demo/orchard/dose.ts'
import { Presence } from '../../../demo/orchard/presence.ts'
import { createRouter } from '../../../src/entry/router.ts'
import { started } from './realm.ts'

test('components are seen to come and go', async () => {
  const router = createRouter()
  const seen: [string, boolean][] = []
  const presence = new Presence(await router.connect(), (service, there) => seen.push([service, there]))
  expect(presence.has('dose')).toBeUndefined()
  await presence.open()
  expect(seen.sort()).toEqual([
    ['distribution', false],
    ['dose', false],
    ['localisation', false],
    ['map', false],
  ])
  const dose = await started(router, startDose)
  await expect.poll(() => seen.at(-1)).toEqual(['dose', true])
  expect(presence.has('dose')).toBe(true)
  dose.component.off()
  await expect.poll(() => seen.at(-1)).toEqual(['dose', false])
  presence.close()
})

test('closed while it opens, it leaves no subscription behind', async () => {
  const router = createRouter()
  const presence = new Presence(await router.connect(), () => {})
  const opening = presence.open()
  presence.close()
  await opening
  const other = await router.connect()
  for (const topic of ['wamp.registration.on_create', 'wamp.registration.on_delete'])
    expect(await other.call('wamp.subscription.lookup', [topic])).toBeNull()
})
