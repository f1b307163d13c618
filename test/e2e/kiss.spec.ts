// The demo's kiss: asked for in one browser, accepted or refused in another; and what comes back when a call fails.

import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { hasAutobahnPython } from '../interop/find-python.ts'
import { LOOKED_AT, useStage } from './harness.ts'
import { expectAccessible } from './harness-axe.ts'
import { OutsideComponent } from './harness-component.ts'
import { useSystem } from './harness-system.ts'

const stage = useStage()
const system = useSystem(stage)
const python = process.env.CI !== undefined || hasAutobahnPython()

const called = async (page: Page, name: string) => {
  await page.getByLabel('Your name').fill(name)
  await page.getByLabel('Your name').blur()
}
const ask = (page: Page, name: string) => page.getByRole('button', { name: `Ask for a kiss – ${name}` })
const failure = (page: Page, id: string) => page.locator(`#failure-${id}`)
const tries = async (page: Page, id: string) => {
  await failure(page, id).getByRole('button', { name: 'Call' }).click()
  await failure(page, id).locator('.outcome').waitFor()
  return (await failure(page, id).locator('.outcome').textContent())?.replace(/\s+/g, ' ').trim()
}
const asksAnybody = (page: Page, kind: string) =>
  page.locator('wamp-call').evaluate((element, type) => {
    const select = element.querySelector('select')
    if (select) select.value = type
    element.querySelector('button')?.click()
  }, kind)

test('a kiss is asked for in one browser, and accepted or refused in another', async () => {
  const { page: asker, invite } = await system.host('kiss')
  const asked = await system.visit('guest', invite)
  await called(asker, 'Salim')
  await called(asked, 'Arius')
  await ask(asker, 'Arius').click()
  await asked.locator('#kiss-mine p').getByText('Salim would like a kiss: sec', { exact: true }).waitFor()
  await asked.getByRole('button', { name: 'Refuse' }).click(LOOKED_AT)
  await asker.getByText('Kiss refused').waitFor()
  await ask(asker, 'Arius').click()
  await asked.getByRole('button', { name: 'Accept' }).click(LOOKED_AT)
  await asker.getByText('Kiss accepted').waitFor()
  await expectAccessible(asker)
  await asked.close()
  await asker.getByText('Nobody else is here').waitFor()
})

test('one person answers for everybody, who may be anybody', async () => {
  const { page: asker, invite } = await system.host('kiss')
  await asksAnybody(asker, 'sec')
  await asker.getByText('Nobody here answers this at the moment.').waitFor()
  const asked = await system.visit('guest', invite)
  await asked.getByLabel(/Answer for everybody/).check()
  await asked.locator('#kiss-anyones').evaluate(async element => {
    // Registered means asked for by the router's word, which the page shows nowhere.
    const { session } = document.querySelector('wamp-session') ?? {}
    while ((await session?.call('wamp.registration.lookup', ['com.example.kiss'])) === null);
    return element.localName
  })
  await asksAnybody(asker, 'baveux')
  await asked.getByRole('button', { name: 'Accept' }).click(LOOKED_AT)
  await expect.poll(() => asker.locator('wamp-call output').textContent()).toBe('true')
})

test('each way in which a call fails is told', async () => {
  const { page } = await system.host('kiss')
  await page.locator('component-card li[data-on]').waitFor()
  expect(await tries(page, 'nobody')).toContain('wamp.error.no_such_procedure')
  expect(await tries(page, 'clumsy')).toContain('wamp.error.runtime_error ["I tripped over the carpet."]')
  expect(await tries(page, 'shy')).toBe(
    'rejected with com.example.error.too_shy ["Not in front of everybody."] {"try_again_in":60}',
  )
  expect(await tries(page, 'mute')).toBe('resolved to null')
  expect(await tries(page, 'invalid')).toContain('wamp.error.invalid_uri')
  expect(await tries(page, 'late')).toContain('wamp.error.timeout')
  await failure(page, 'late').getByText('The dreamer was woken by').waitFor()
  await failure(page, 'cancel').getByRole('button', { name: 'Call' }).click()
  await failure(page, 'cancel').getByRole('button', { name: 'Give up' }).click()
  await failure(page, 'cancel').getByText('I have changed my mind.').waitFor()
  await failure(page, 'cancel').getByText('wamp.error.canceled').waitFor()
  await page.getByRole('button', { name: 'Stop: The clumsy one' }).click()
  await page.getByText('Nobody answers now.').waitFor()
  expect(await tries(page, 'mute')).toContain('wamp.error.no_such_procedure')
})

test('the tutorial’s component answers from Node, with Autobahn|JS', async () => {
  const { page, plainUrl } = await system.host('kiss')
  const component = OutsideComponent.start(stage, 'kiss/kiss.mjs', plainUrl)
  await component.says('Procédure enregistrée avec succès.')
  await component.says('Erreur lors de l’appel RPC : wamp.error.no_such_procedure')
  await asksAnybody(page, 'sec')
  await expect.poll(() => page.locator('wamp-call output').textContent()).toBe('true')
  await asksAnybody(page, 'baveux')
  await expect.poll(() => page.locator('wamp-call output').textContent()).toBe('false')
})

test.runIf(python)('a component in Python answers, takes over what fails, and gives it back', async () => {
  const { page, plainUrl } = await system.host('kiss')
  await page.locator('component-card li[data-on]').waitFor()
  const component = OutsideComponent.start(stage, 'kiss/kiss.py', plainUrl)
  await page.locator('component-card li', { hasText: 'Outside the browser' }).waitFor()
  expect(await tries(page, 'clumsy')).toContain('division by zero')
  await expect.poll(() => tries(page, 'shy')).toContain('Not in front of a snake.')
  await asksAnybody(page, 'baveux')
  await expect.poll(() => page.locator('wamp-call output').textContent()).toBe('false')
  await component.says('asks for a kiss, baveux: refused')
  await page.reload()
  await page.locator('component-card li', { hasText: 'Outside the browser' }).waitFor()
  await component.interrupt()
  await expect.poll(() => tries(page, 'clumsy')).toContain('I tripped over the carpet.')
})
