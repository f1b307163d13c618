// The demo's game, as people meet it: hosted in one browser, joined from others and by plain WAMP clients.

import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { eventually, useStage, WITHOUT_WEBRTC } from './harness.ts'
import { goTo, inGame, nameOf, names, runBy, square, useGame } from './harness-game.ts'
import { connectAutobahn, connectWampy } from './harness-plain-clients.ts'

const stage = useStage()
const { visit, host } = useGame(stage)

/** What the page says of its connection: a few words, and where. */
const status = async (page: Page) => ((await page.locator('.status').textContent()) ?? '').replace(/\s+/g, ' ').trim()

test('browsers and plain WAMP clients move in one meadow, and everybody sees everybody', async () => {
  const { page: hosting, invite, plainUrl } = await host()
  await hosting.emulateMedia({ reducedMotion: 'no-preference' })
  const direct = await visit('direct', invite)
  const relayed = await visit('relayed', invite, WITHOUT_WEBRTC)
  await Promise.all([direct, relayed].map(inGame))
  await eventually(() => status(direct), 'Guest direct')
  await eventually(() => status(relayed), 'Guest relayed')
  await eventually(() => status(hosting), 'You host in a shared worker')
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
  const name = await nameOf(guest)
  await eventually(() => square(hosting, name), [8, 5])
  await hosting.reload()
  await inGame(hosting)
  await expect.poll(() => names(hosting), { timeout: 30_000 }).toContain(name)
  await eventually(() => square(hosting, name), [8, 5])
  await guest.locator('.chat #say').fill('Still here')
  await guest.keyboard.press('Enter')
  await hosting.getByRole('log').getByText('Still here').waitFor()
  await guest.reload()
  await inGame(guest)
  expect(await nameOf(guest)).toBe(name)
})

const sleepers = (page: Page) => page.locator('.plane .figure[data-asleep] .name').allTextContents()
const sessionId = (page: Page) => page.evaluate(() => document.querySelector('wamp-session')?.session?.id)

test('two tabs of the host are two players of one game, which goes on when the tab that runs it closes', async () => {
  const context = await stage.context('host')
  const { page: first, invite } = await host(context)
  const { page: second } = await host(context)
  const guest = await visit('direct', invite)
  await inGame(guest)
  const [firstName, secondName, guestName] = await Promise.all([first, second, guest].map(nameOf))
  await eventually(() => status(second), 'You host in a shared worker')
  for (const page of [first, second, guest]) {
    await eventually(() => names(page).then(all => all.sort()), [firstName, secondName, guestName].sort())
    expect(await runBy(page)).toBe(firstName)
  }
  await goTo(second, 7, 5)
  await goTo(guest, 8, 5)
  const id = await sessionId(guest)
  await first.close({ runBeforeUnload: true })
  for (const page of [second, guest]) {
    await eventually(() => runBy(page), secondName)
    await eventually(() => names(page).then(all => all.sort()), [secondName, guestName].sort())
    expect(await square(page, secondName ?? '')).toEqual([7, 5])
    expect(await square(page, guestName ?? '')).toEqual([8, 5])
  }
  await goTo(guest, 8, 6)
  await eventually(() => square(second, guestName ?? ''), [8, 6])
  expect(await sessionId(guest)).toBe(id)
})

test('a tab that comes in sight runs the game in place of one that is not', async () => {
  const context = await stage.context('host')
  const { page: first } = await host(context)
  const { page: second } = await host(context)
  const secondName = await nameOf(second)
  await goTo(second, 7, 5)
  await first.evaluate(() => Object.defineProperty(document, 'hidden', { get: () => true }))
  await second.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
  for (const page of [first, second]) await eventually(() => runBy(page), secondName)
  expect(await square(first, secondName)).toEqual([7, 5])
})

test('a tab that hangs is asleep, and another one runs the game meanwhile', async () => {
  const context = await stage.context('host')
  const { page: first } = await host(context)
  const { page: second } = await host(context)
  const [firstName, secondName] = await Promise.all([first, second].map(nameOf))
  const opened = first.waitForEvent('dialog')
  const hanging = first.evaluate(() => alert('Until this is answered, nothing goes on here.'))
  const dialog = await opened
  await eventually(() => sleepers(second), [firstName])
  await eventually(() => runBy(second), secondName)
  await goTo(second, 7, 5)
  await dialog.accept()
  await hanging
  await eventually(() => sleepers(second), [])
  await eventually(() => runBy(first), secondName)
  expect(await square(first, secondName ?? '')).toEqual([7, 5])
})

test('a guest that sleeps is shown asleep, is not asked for a hug, and wakes where it was', async () => {
  const { page: hosting, invite } = await host()
  const sleepy = await stage.process()
  const guest = await visit(sleepy.context, invite)
  await inGame(guest)
  const name = await nameOf(guest)
  await goTo(hosting, 7, 5)
  await goTo(guest, 8, 5)
  const id = await sessionId(guest)
  sleepy.stop()
  await eventually(() => sleepers(hosting), [name])
  await hosting.locator('.people li', { hasText: name }).getByText('asleep').waitFor()
  expect(await hosting.locator('#board-description').textContent()).toContain(`${name}, asleep, on the right`)
  await hosting.getByRole('button', { name: `Hug ${name} asleep` }).click()
  await hosting.getByText(`${name} is asleep. Ask again later.`).waitFor()
  sleepy.goOn()
  await eventually(() => sleepers(hosting), [])
  await eventually(() => status(guest), expect.stringMatching(/^Guest (direct|relayed)$/))
  expect(await square(hosting, name)).toEqual([8, 5])
  expect(await sessionId(guest)).toBe(id)
})

test('a host that sleeps is waited for, and nobody loses a place', async () => {
  const process = await stage.process()
  const { invite } = await host(process.context)
  const guest = await visit('direct', invite)
  await inGame(guest)
  await goTo(guest, 8, 5)
  const id = await sessionId(guest)
  process.stop()
  await eventually(() => status(guest), 'Reconnecting')
  await guest.getByText('The host is silent').waitFor()
  process.goOn()
  await eventually(() => status(guest), expect.stringMatching(/^Guest (direct|relayed)$/))
  await goTo(guest, 8, 6)
  expect(await sessionId(guest)).toBe(id)
})

test('the router lives where the URL says', async () => {
  const { page } = await host('host', '?router=tab')
  await eventually(() => status(page), 'You host in this tab')
})
