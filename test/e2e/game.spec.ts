// The demo's game, as people meet it: hosted in one browser, joined from others and by plain WAMP clients.

import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildIfStale } from '../../demo/build.ts'
import { type DemoServer, startDemoServer } from '../../demo/server.ts'
import { eventually, useStage, WITHOUT_WEBRTC } from './harness.ts'
import { connectAutobahn, connectWampy } from './harness-plain-clients.ts'

const stage = useStage()
let demo: DemoServer
let players = 0

beforeAll(async () => {
  buildIfStale()
  demo = await startDemoServer(0)
})
afterAll(() => demo.close())

/** A page in a browser process of its own; what it throws or the policy forbids fails the test. */
async function visit(browser: string, url: string, before?: string): Promise<Page> {
  const context = await stage.context(browser)
  // Names are drawn by lot, and two may be the same.
  await context.addInitScript(name => {
    localStorage['wamp-mesh-meadow'] ??= JSON.stringify({ name, colour: '#45a5dd' })
  }, `Player ${++players}`)
  const page = await context.newPage()
  page.on('pageerror', error => stage.problem(`thrown: ${error.stack ?? error.message}`))
  page.on('console', message => message.text().includes('Content Security Policy') && stage.problem(message.text()))
  if (before) await page.addInitScript(before)
  await page.goto(url)
  return page
}

async function host(): Promise<{ page: Page; invite: string; plainUrl: string }> {
  const page = await visit('host', demo.url)
  await page.getByRole('button', { name: 'Host a session' }).click()
  await inGame(page)
  const { invite, plainUrl } = await page.evaluate(() => {
    const { invite = '', plainUrl = '' } = document.querySelector('wamp-session') ?? {}
    return { invite, plainUrl }
  })
  // What is shown is what is meant; and on this machine its own name leads there too.
  expect(await page.locator('.invite-link').textContent()).toBe(invite)
  const local = (url: string, origin: string) => url.replace(/^\w+:\/\/[^/]+/, origin)
  return { page, invite: local(invite, demo.url), plainUrl: local(plainUrl, demo.url.replace('http', 'ws')) }
}

const inGame = (page: Page) => page.locator('.figure.me').waitFor()
const names = (page: Page) => page.locator('.plane .figure .name').allTextContents()
const nameOf = async (page: Page) => (await page.locator('.figure.me .name').textContent()) ?? ''

/** The square that a figure stands on or walks to. */
async function square(page: Page, name: string): Promise<number[]> {
  const figure = page.locator('.plane .figure', { has: page.getByText(name, { exact: true }) })
  const transform = await figure.evaluate(element => (element as HTMLElement).style.transform)
  return (transform.match(/-?[\d.]+/g) ?? []).map(number => Number(number) / 100)
}

async function goTo(page: Page, x: number, y: number): Promise<void> {
  const plane = await page.locator('.plane').boundingBox()
  if (!plane) throw new Error('there is no board')
  const side = plane.width / 16
  await page.mouse.click(plane.x + (x + 0.5) * side, plane.y + (y + 0.5) * side)
  const name = await nameOf(page)
  await eventually(() => square(page, name), [x, y])
}

test('browsers and plain WAMP clients move in one meadow, and everybody sees everybody', async () => {
  const { page: hosting, invite, plainUrl } = await host()
  const direct = await visit('direct', invite)
  const relayed = await visit('relayed', invite, WITHOUT_WEBRTC)
  await Promise.all([direct, relayed].map(inGame))
  await expect.poll(() => direct.locator('.status').textContent(), { timeout: 30_000 }).toMatch(/direct/)
  expect(await relayed.locator('.status').textContent()).toMatch(/relayed/)
  const autobahn = await connectAutobahn('JSON', { url: plainUrl })
  const wampy = await connectWampy('Msgpack', { url: plainUrl })
  await autobahn?.call('com.example.move', [7, 5])
  await wampy.call('com.example.move', [9, 6])
  const pages = [hosting, direct, relayed]
  for (const page of pages) await expect.poll(() => names(page).then(all => new Set(all).size)).toBe(5)
  const people = await Promise.all(pages.map(nameOf))
  const plain = (await names(hosting)).filter(name => !people.includes(name))
  const places = async (page: Page) => Promise.all(plain.map(name => square(page, name)))
  for (const page of pages) {
    await expect
      .poll(() => places(page).then(all => all.sort()), { timeout: 30_000 })
      .toEqual(
        [
          [7, 5],
          [9, 6],
        ].sort(),
      )
  }
  await goTo(relayed, 8, 6)
  for (const page of pages) await eventually(() => square(page, people[2] ?? ''), [8, 6])
  await expect(autobahn?.call('com.example.move', [-1, 0])).rejects.toMatchObject({
    error: 'com.example.error.out_of_bounds',
  })
  autobahn?.close()
  await relayed.close()
  for (const page of [hosting, direct]) await expect.poll(() => names(page).then(all => all.length)).toBe(3)
  wampy.close()
})

test('a hug is asked for, accepted or refused, and seen by all', async () => {
  const { page: hosting, invite } = await host()
  const guest = await visit('direct', invite)
  const witness = await visit('relayed', invite, WITHOUT_WEBRTC)
  await Promise.all([guest, witness].map(inGame))
  await goTo(hosting, 7, 5)
  await goTo(guest, 8, 5)
  const hugging = (page: Page) => page.locator('.plane .figure[data-mood="hug"]').count()
  await guest.getByRole('button', { name: `Hug ${await nameOf(hosting)}` }).click()
  await hosting.getByRole('button', { name: 'Refuse' }).click()
  await guest
    .getByText(/refuse|rather not|does not want|no thanks|not now/i)
    .first()
    .waitFor()
  expect(await hugging(witness)).toBe(0)
  await guest.getByRole('button', { name: `Hug ${await nameOf(hosting)}` }).click()
  await hosting.getByRole('button', { name: 'Accept' }).click()
  await Promise.all(
    [hosting, guest, witness].map(page => page.locator('.plane .figure[data-mood="hug"]').nth(1).waitFor()),
  )
})

test('when the host reloads, everybody waits, and is back where they were', async () => {
  const { page: hosting, invite } = await host()
  const guest = await visit('direct', invite)
  await inGame(guest)
  await goTo(guest, 8, 5)
  await hosting.reload()
  await inGame(hosting)
  const name = await nameOf(guest)
  await expect.poll(() => names(hosting), { timeout: 30_000 }).toContain(name)
  expect(await square(hosting, name)).toEqual([8, 5])
  await guest.locator('.chat #say').fill('Still here')
  await guest.keyboard.press('Enter')
  await hosting.getByRole('log').getByText('Still here').waitFor()
  await guest.reload()
  await inGame(guest)
  expect(await nameOf(guest)).toBe(name)
})
