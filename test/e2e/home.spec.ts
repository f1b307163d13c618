// The demo's home: two browsers watch while one sensor takes the place of another, in the page and in three languages' ways.

import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { hasAutobahnPython } from '../interop/find-python.ts'
import { eventually, useStage } from './harness.ts'
import { expectAccessible } from './harness-axe.ts'
import { OutsideComponent } from './harness-component.ts'
import { useSystem } from './harness-system.ts'

const stage = useStage()
const system = useSystem(stage)
const python = process.env.CI !== undefined || hasAutobahnPython()

const WAITS = 'Another sensor measures: this one waits. (wamp.error.procedure_already_exists)'
const NO_SUCH = 'Nobody here answers this at the moment.'

/** Who measures, as the house of each page tells. */
const measuredBy = (pages: readonly Page[], sensor: string) =>
  Promise.all(pages.map(page => page.locator('home-house [role=status]', { hasText: sensor }).waitFor()))
const sensorIs = (page: Page, state: string) => page.locator(`home-sensor .state[data-state=${state}]`).waitFor()
const flips = (page: Page) => page.getByRole('switch').click()
const legend = (page: Page) => page.locator('.legend li').allTextContents()

/** What comes when somebody asks now: the number, or why there is none. */
async function asks(page: Page, answer: unknown): Promise<void> {
  await page.getByRole('button', { name: 'Ask now' }).click()
  await eventually(
    () => page.locator('.home-reading :is(output, .problem)').filter({ visible: true }).allInnerTexts(),
    [answer],
  )
}

test('a person moves the thermometer of the page, and everybody sees and may ask', async () => {
  const { page: hosting, invite } = await system.host('home')
  const guest = await system.visit('guest', invite)
  const pages = [hosting, guest]
  await sensorIs(hosting, 'measuring')
  await sensorIs(guest, 'off')
  await hosting.getByRole('slider').fill('-5')
  for (const page of pages) {
    await page.locator('.house[data-weather=frost]').waitFor()
    await eventually(() => page.locator('.home-reading .now b').textContent(), '-5')
    await asks(page, '-5')
  }
  await guest.locator('.home-reading select').selectOption('F')
  await eventually(() => guest.locator('.home-reading output').textContent(), '23')
  await guest.getByText('As a table').click()
  expect(
    await guest
      .getByRole('row', { name: /Slider/ })
      .first()
      .textContent(),
  ).toContain('−5.0 °C')
  // Steps back: there is no sensor, and the interface says so in words.
  await flips(hosting)
  await sensorIs(hosting, 'off')
  await asks(guest, expect.stringContaining(NO_SUCH))
  expect(await guest.locator('.home-reading .problem').getAttribute('data-uri')).toBe('wamp.error.no_such_procedure')
  await measuredBy(pages, 'Nobody measures now.')
  for (const page of pages) await expectAccessible(page)
})

test.runIf(python)('devices take each other’s place, and no interface is touched', async () => {
  const { page: hosting, invite, plainUrl } = await system.host('home')
  const guest = await system.visit('guest', invite)
  const pages = [hosting, guest]
  await measuredBy(pages, 'Slider')
  const terminal = OutsideComponent.start(stage, 'home/interface.mjs', plainUrl)
  const device = OutsideComponent.start(stage, 'home/device.py', plainUrl)
  await terminal.says('°C  Slider')
  await device.says(WAITS)
  await flips(hosting)
  await measuredBy(pages, 'device.py')
  await terminal.says('°C  device.py')
  const node = OutsideComponent.start(stage, 'home/sensor.mjs', plainUrl)
  await node.says(WAITS)
  await device.interrupt()
  await measuredBy(pages, 'Node')
  const raspberry = OutsideComponent.start(stage, 'home/sensor.py', plainUrl)
  await raspberry.says(WAITS)
  await node.interrupt()
  await measuredBy(pages, 'Python')
  await asks(guest, expect.stringMatching(/^\d\d(\.\d)?$/))
  // And the page is in line like any other.
  await flips(hosting)
  await sensorIs(hosting, 'waiting')
  expect(await hosting.locator('home-sensor .state code').textContent()).toBe('wamp.error.procedure_already_exists')
  await raspberry.interrupt()
  await sensorIs(hosting, 'measuring')
  await measuredBy(pages, 'Slider')
  for (const page of pages) {
    await eventually(
      async () => (await legend(page)).map(name => name.split(' ')[0]),
      ['Slider', 'device.py', 'Node', 'Python'],
    )
  }
  // Who comes late has the past from the router.
  const late = await system.visit('late', invite.replace('/home/', '/fr/home/'))
  await eventually(async () => (await legend(late)).length, 4)
  await expectAccessible(late)
})

test('a phone is the thermometer, and a page of HTML alone the interface', async () => {
  const { page: hosting, invite, plainUrl } = await system.host('home')
  await sensorIs(hosting, 'measuring')
  const phone = await system.visit('phone', invite.replace('/home/', '/home/?component=sensor'))
  await sensorIs(phone, 'waiting')
  expect(await phone.locator('home-house, temperature-chart, .panel').count()).toBe(0)
  await flips(hosting)
  await sensorIs(phone, 'measuring')
  await phone.getByRole('slider').fill('33')
  // The way there from the guest's own page keeps the invite.
  const plain = await system.visit('plain', invite.replace('/home/', '/fr/home/'))
  await plain.getByRole('link', { name: 'en HTML seul' }).click()
  await eventually(() => plain.evaluate(() => document.querySelector('wamp-session')?.role), 'guest')
  await eventually(() => plain.locator('wamp-subscribe b').textContent(), '33')
  await plain.getByLabel('Unité').selectOption('K')
  await plain.getByLabel('Décimales').fill('0')
  await plain.getByRole('button', { name: 'Demander' }).click()
  await eventually(() => plain.locator('wamp-call output').textContent(), '306')
  // The same file on another site, beside the one script.
  const file = await readFile(new URL('../../demo/home/interface.html', import.meta.url), 'utf8')
  const elsewhere = `${stage.site.page(file)}${new URL(invite).hash}&via=${new URL(plainUrl).origin}`
  const bare = await system.visit('bare', elsewhere)
  await eventually(() => bare.locator('wamp-subscribe b').textContent(), '33')
  await bare.getByRole('button', { name: 'Ask now' }).click()
  await eventually(() => bare.locator('wamp-call output').textContent(), '33')
  await phone.close({ runBeforeUnload: true })
  await eventually(async () => {
    await plain.getByRole('button', { name: 'Demander' }).click()
    return plain.locator('[data-error]').isVisible()
  }, true)
  for (const page of [hosting, plain]) await expectAccessible(page)
})
