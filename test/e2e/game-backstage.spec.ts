// The game backstage: its master in the page or in Python, its messages and code, and the page in both languages.

import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { hasAutobahnPython } from '../interop/find-python.ts'
import { eventually, useStage, WITHOUT_WEBRTC } from './harness.ts'
import { expectAccessible } from './harness-axe.ts'
import { OutsideComponent } from './harness-component.ts'
import { clickOn, goTo, inGame, nameOf, runBy, square, useGame } from './harness-game.ts'

const stage = useStage()
const game = useGame(stage)
const { visit, host } = game

const backstage = (page: Page) => page.getByRole('button', { name: /Backstage|Coulisses/, expanded: false }).click()
/** Where the figure of a page stands, as another page sees it too. */
async function everywhere(pages: readonly Page[], name: string, place: number[]): Promise<void> {
  for (const page of pages) await eventually(() => square(page, name), place)
}

test.runIf(hasAutobahnPython())('the game master runs in Python by one switch, and in the page again', async () => {
  const { page: hosting, invite, plainUrl } = await host()
  const guest = await visit('direct', invite.replace('/game/', '/fr/game/'))
  await inGame(guest)
  const [hostName, guestName] = await Promise.all([hosting, guest].map(nameOf))
  const pages = [hosting, guest]
  const master = OutsideComponent.start(stage, 'game/master.py', plainUrl)
  await master.says('this one waits for its turn')
  await goTo(guest, 8, 5)
  await backstage(hosting)
  await hosting.getByRole('button', { name: 'Elsewhere' }).click()
  await master.says('The game runs here.')
  expect(await hosting.locator('run-outside code').textContent()).toContain('python3 master.py ws://')
  await hosting.getByText('The game is run by Python.').first().waitFor()
  await guest.getByText('Python mène le jeu.').waitFor()
  await everywhere(pages, guestName ?? '', [8, 5])
  await goTo(guest, 8, 6)
  await everywhere(pages, guestName ?? '', [8, 6])
  await goTo(hosting, 8, 5)
  await everywhere(pages, hostName ?? '', [8, 5])
  // A tree, and a place that is taken.
  await clickOn(guest, 5, 0)
  await guest.getByText('Il y a un arbre à cet endroit.').waitFor()
  await clickOn(guest, 8, 5)
  await guest.getByText(`${hostName} est déjà là.`).waitFor()
  expect(await square(hosting, guestName ?? '')).toEqual([8, 6])
  await hosting.getByRole('button', { name: 'In the page' }).click()
  await guest.getByText(`La page de ${hostName} mène le jeu.`).waitFor()
  await everywhere(pages, guestName ?? '', [8, 6])
  await goTo(guest, 9, 6)
  await everywhere(pages, guestName ?? '', [9, 6])
})

test.runIf(hasAutobahnPython())(
  'where the master elsewhere ends, everybody is told, and the host may take over',
  async () => {
    const { page: hosting, invite, plainUrl } = await host()
    await backstage(hosting)
    await hosting.getByRole('button', { name: 'Elsewhere' }).click()
    const guest = await visit('relayed', invite, WITHOUT_WEBRTC)
    await guest.getByText('Nobody runs the game at the moment.').first().waitFor()
    const master = OutsideComponent.start(stage, 'game/master.py', plainUrl, '--by', 'A snake')
    await guest.getByText('The game is run by A snake.').waitFor()
    await hosting.reload()
    await inGame(hosting)
    await hosting.getByText('The game is run by A snake.').first().waitFor()
    await goTo(guest, 8, 5)
    await master.interrupt()
    for (const page of [hosting, guest]) await page.getByText('Nobody runs the game at the moment.').first().waitFor()
    await hosting.getByRole('button', { name: 'Run it in this page' }).click()
    await eventually(() => runBy(guest), await nameOf(hosting))
    expect(await square(hosting, await nameOf(guest))).toEqual([8, 5])
  },
)

test('backstage, messages are seen to pass, by the names of the players', async () => {
  const { page: hosting } = await host()
  await backstage(hosting)
  const inspector = hosting.locator('wamp-inspector')
  const inFigure = (name: string) => inspector.locator('.figure .name', { hasText: name }).waitFor()
  await inFigure('Game master')
  await inFigure(await nameOf(hosting))
  await goTo(hosting, 7, 5)
  await inspector.locator('.log').getByText('com.example.position').first().waitFor()
  // Keys that walk elsewhere.
  await inspector.locator('.toolbar input').first().pressSequentially('was')
  expect(await inspector.locator('.toolbar input').first().inputValue()).toBe('was')
  expect(await square(hosting, await nameOf(hosting))).toEqual([7, 5])
  await hosting.getByText('A player asks to walk').click()
  await hosting.getByText('protocol.MOVE, [x, y]').first().waitFor()
})

test.each([
  ['en', '', 'Français', 'Rendez-vous dans le pré'],
  ['fr', 'fr/', 'English', 'Meet on a meadow'],
])(
  'the page in %s is accessible, and leads to the other language, in the same room',
  async (_, folder, other, title) => {
    const page = await visit('host', `${game.url}/${folder}game/`)
    await expectAccessible(page)
    await page.getByRole('link', { name: other }).click()
    await page.getByText(title).waitFor()
    await page.goBack()
    await page.locator('.way-in button.primary').click()
    await inGame(page)
    await expectAccessible(page)
    await page.locator('.bar .you').click()
    await expectAccessible(page)
    await page.keyboard.press('Escape')
    await backstage(page)
    await page.locator('.backstage .means button').nth(1).click()
    await page.locator('run-outside code').waitFor()
    await page.locator('.samples summary').first().click()
    await expectAccessible(page)
    const invite = await page.evaluate(() => document.querySelector('wamp-session')?.invite)
    await page.locator('.backstage .panel-head button').click()
    await page.locator('.people').getByRole('link', { name: other }).click()
    await page.locator('.bar').waitFor()
    const there = await page.evaluate(() => document.querySelector('wamp-session')?.invite)
    expect(there?.split('#')[1]).toBe(invite?.split('#')[1])
  },
)
