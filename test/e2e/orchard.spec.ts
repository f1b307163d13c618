// The demo's orchard: five components in browsers of their own, replaced live by others, in Node and in Python too.

import type { BrowserContext, Page } from 'playwright'
import { expect, test } from 'vitest'
import { hasAutobahnPython } from '../interop/find-python.ts'
import { eventually, useStage } from './harness.ts'
import { expectAccessible } from './harness-axe.ts'
import { OutsideComponent } from './harness-component.ts'
import { useSystem } from './harness-system.ts'

const stage = useStage()
const system = useSystem(stage)
const python = process.env.CI !== undefined || hasAutobahnPython()

/** A page that is one component of the orchard, in the room of an invite or of its own. */
const alone = (role: string, browser: string | BrowserContext, hash = '') =>
  system.visit(browser, `${system.url}/orchard/?component=${role}${hash}`)

async function roomOf(page: Page) {
  const { invite, plainUrl } = await page.evaluate(() => {
    const { invite = '', plainUrl = '' } = document.querySelector('wamp-session') ?? {}
    return { invite, plainUrl }
  })
  return { hash: new URL(invite).hash, plainUrl: plainUrl.replace(/^\w+:\/\/[^/]+/, system.url.replace('http', 'ws')) }
}

const standing = (page: Page, role: string) => page.locator(`[data-role=${role}]`).getAttribute('data-standing')
const toggle = (page: Page, name: string) => page.getByRole('switch', { name }).click()
const trouble = (page: Page) => page.locator('.trouble').textContent()
const treated = (page: Page) => page.locator('orchard-picture .dose').count()
/** Resolves when more trees than so many have been treated. */
const treatsMoreThan = (page: Page, count: number) => eventually(async () => (await treated(page)) > count, true)
const reading = (page: Page, name: string) =>
  page.locator('.readings div', { hasText: name }).locator('dd').textContent()
/** Where the tractor is, as the interface says it: metres to the east. */
const east = async (page: Page) => Number.parseFloat((await reading(page, 'Position')) ?? '')
const sessionId = (page: Page) => page.evaluate(() => document.querySelector('wamp-session')?.session?.id)
const slide = (page: Page, name: string, value: string) => page.getByRole('slider', { name }).fill(value)

test.runIf(python)('components in five pages work together; Node and Python replace two of them live', async () => {
  const profile = await stage.context('host')
  const view = await alone('interface', profile)
  const { hash, plainUrl } = await roomOf(view)
  const id = await sessionId(view)
  await alone('map', profile, hash)
  const dose = await alone('dose', 'b', hash)
  const localisation = await alone('localisation', 'b', hash)
  await alone('distribution', 'c', hash)
  await treatsMoreThan(view, 1)
  await eventually(() => standing(view, 'dose'), 'elsewhere')

  const node = OutsideComponent.start(stage, 'orchard/dose.mjs', plainUrl)
  await node.says('Another component has com.app.dose: waiting until it is gone.')
  await toggle(dose, 'Dose')
  await node.says('Computing doses.')
  await eventually(() => standing(dose, 'dose'), 'elsewhere')
  await view.getByLabel('Product').selectOption('Sulphur')
  await view.locator('.dose[data-product=sulphur]').first().waitFor()
  await toggle(dose, 'Dose')
  await eventually(() => standing(dose, 'dose'), 'waiting')

  const driver = OutsideComponent.start(stage, 'orchard/localisation.py', plainUrl)
  await driver.says('Another component localises the tractor: waiting until it is gone.')
  await slide(view, 'Speed', '0.5')
  const before = await east(view)
  await localisation.close()
  await driver.says('Driving.')
  await slide(view, 'Speed', '4')
  const after = await treated(view)
  await treatsMoreThan(view, after)
  expect(Math.abs((await east(view)) - before)).toBeLessThan(27)
  await view.getByRole('button', { name: 'Stop the tractor' }).click()
  await view.getByRole('button', { name: 'Drive on' }).waitFor()

  await node.interrupt()
  await eventually(() => standing(dose, 'dose'), 'working')
  await driver.interrupt()
  await eventually(
    () => trouble(view),
    expect.stringMatching(/^Nobody has registered com\.app\.localisation\.settings/),
  )
  expect(await sessionId(view)).toBe(id)
})

test('what is missing is said in words, and all goes on when it is back', async () => {
  const { page, invite } = await system.host('orchard')
  await slide(page, 'Speed', '4')
  await treatsMoreThan(page, 0)
  expect(await trouble(page)).toBe('')
  await toggle(page, 'Dose')
  await eventually(() => trouble(page), 'Nobody has registered com.app.dose: no dose is computed.')
  expect(await standing(page, 'dose')).toBe('missing')
  await page.locator('[data-role=map]').getByText('gets nothing. Nobody has registered com.app.dose.').waitFor()
  await page.locator('.missed').first().waitFor()

  const guest = await system.visit('guest', invite)
  await eventually(() => standing(guest, 'dose'), 'working')
  await eventually(() => standing(guest, 'distribution'), 'waiting')
  await eventually(() => trouble(page), '')
  await toggle(page, 'Distribution')
  await eventually(() => standing(guest, 'distribution'), 'working')
  await toggle(page, 'Distribution')
  await eventually(() => standing(page, 'distribution'), 'waiting')
  await guest.close()
  await eventually(() => standing(page, 'distribution'), 'working')

  await toggle(page, 'Dose')
  await eventually(() => standing(page, 'dose'), 'working')
  await page.evaluate(async () => {
    const { session } = document.querySelector('wamp-session') ?? {}
    const give = (litres: number) => session?.call('com.app.distribute', [litres], { product: 'clay' })
    const { litres } = (await session?.call<{ litres: number }>('com.app.tank')) ?? { litres: 0 }
    // Less than any tree gets is left, whatever is sprayed meanwhile.
    await give(Math.max(0, litres - 6))
    while (
      await give(0.35)?.then(
        () => true,
        () => false,
      )
    );
  })
  await eventually(() => trouble(page), 'The tank is empty: refill it.')
  await page.getByRole('button', { name: 'Refill the tank' }).click()
  await eventually(() => trouble(page), '')

  await toggle(page, 'Localisation')
  await eventually(() => trouble(page), expect.stringMatching(/the tractor is not located\.$/))
  await eventually(() => reading(page, 'Position'), 'unknown')
  await page.locator('[data-role=map]').getByText('No position for 3 seconds.').waitFor()
  await toggle(page, 'Localisation')
  await eventually(() => trouble(page), '')
})

test('the phone’s own position moves the tractor', async () => {
  const context = await stage.context('host')
  await context.grantPermissions(['geolocation'])
  const page = await system.visit(context, `${system.url}/orchard/`)
  await treatsMoreThan(page, 1)
  await page.getByRole('button', { name: 'Follow this device' }).click()
  await context.setGeolocation({ latitude: 48.85, longitude: 2.35 })
  await eventually(() => reading(page, 'Position'), '4.8 · 6.7 m')
  // Three metres to the east: beside the first tree.
  await context.setGeolocation({ latitude: 48.85, longitude: 2.350041 })
  await eventually(() => reading(page, 'Tree'), 'A1, 22 kg')
})

test.each(['en', 'fr'])('axe finds nothing wrong with the page (%s)', async language => {
  const page = await system.visit('host', `${system.url}/${language === 'en' ? '' : 'fr/'}orchard/`)
  await treatsMoreThan(page, 0)
  await expectAccessible(page)
})

test('all of it can be done by keyboard', async () => {
  const { page } = await system.host('orchard')
  await treatsMoreThan(page, 0)
  await page.getByRole('switch', { name: 'Map' }).focus()
  await page.keyboard.press('Space')
  await eventually(() => standing(page, 'map'), 'missing')
  await page.getByRole('slider', { name: 'At most' }).focus()
  await page.keyboard.press('ArrowRight')
  await eventually(
    () =>
      page
        .locator('.slider output')
        .last()
        .evaluate(output => output.textContent),
    '3 L',
  )
})
