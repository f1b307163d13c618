// The pages of README and of the documentation, as they stand but for the addresses.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Rolldown } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type NodeRouter, startNodeRouter } from '../../src/host/node.ts'
import { type Snippet, snippets } from '../snippets.ts'
import { eventually, LOOKED_AT, type Participant, useStage } from './harness.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const stage = useStage()
let router: NodeRouter
beforeAll(async () => {
  router = await startNodeRouter({ port: 0 })
})
afterAll(() => router.close())
const untested = new Set(snippets('html', 'jsx'))

/** The next snippet under that heading. */
function take(language: string, heading: string): string {
  const found = [...untested].find(snippet => snippet.language === language && snippet.heading === heading)
  if (!found) throw new Error(`There is no such snippet of ${language} under "${heading}".`)
  untested.delete(found)
  return localized(found)
}

/** A snippet with the addresses of the stage. */
function localized({ code }: Snippet): string {
  return code
    .replaceAll('http://localhost:8080/wamp-mesh.js', '/wamp-mesh.js')
    .replaceAll(/wss?:\/\/(localhost:8080|signal\.example\.org)/g, stage.signaling)
}

/** Until the session is open, in a page whose policy does not let a {@link Participant} ask. */
const OPEN = () =>
  new Promise<void>(resolve => {
    const element = document.querySelector('wamp-session')
    if (element?.state === 'open') resolve()
    else element?.addEventListener('wamp-open', () => resolve(), { once: true })
  })

/** A host and a guest of a page, each in a browser of its own. */
async function both(html: string): Promise<{ host: Participant; guest: Participant }> {
  const host = await stage.visit({ url: stage.site.page(html) })
  await host.until('open')
  return { host, guest: await stage.guest(host) }
}

test('README: whoever opens the page hosts, whoever opens its invite joins, and both read what was said', async () => {
  const host = await stage.visit({ url: stage.site.page(take('html', 'A page to paste')) })
  await host.until('open')
  const say = async ({ page }: Participant, name: string, text: string) => {
    await page.getByLabel('Name').fill(name)
    await page.getByLabel('Message').fill(text)
    await page.getByRole('button', { name: 'Say' }).click()
  }
  const read = ({ page }: Participant) => page.locator('wamp-subscribe p').allTextContents()
  await say(host, 'Ann', 'Hello?')
  await eventually(() => read(host), ['Ann: Hello?'])
  const link = await host.page.getByRole('textbox', { name: 'Invite link' }).inputValue()
  const guest = await stage.visit({ browser: 'b', url: link })
  await guest.until('open')
  expect(await guest.shown()).toMatchObject({ role: 'guest' })
  await eventually(() => read(guest), ['Ann: Hello?'])
  await say(guest, 'Ben', 'Here!')
  await eventually(() => read(host), ['Ann: Hello?', 'Ben: Here!'])
  expect(await guest.page.getByLabel('Name').inputValue()).toBe('Ben')
})

test('the chat: what one says both read, and who comes later too', async () => {
  const page = take('html', 'A chat')
  const host = await stage.visit({ url: stage.site.page(page) })
  await host.until('open')
  const say = async ({ page }: Participant, text: string) => {
    await page.getByLabel('Message').fill(text)
    await page.getByRole('button', { name: 'Send' }).click()
  }
  const read = ({ page }: Participant) => page.getByRole('log').locator('p').allTextContents()
  await say(host, 'Hello?')
  await eventually(() => read(host), ['Hello?'])
  const guest = await stage.guest(host)
  await eventually(() => read(guest), ['Hello?'])
  await say(guest, 'Here I am!')
  await eventually(() => read(host), ['Hello?', 'Here I am!'])
  await eventually(() => read(guest), ['Hello?', 'Here I am!'])
  await eventually(() => host.page.locator('wamp-presence').getByRole('listitem').count(), 2)
  await eventually(() => host.page.getByRole('textbox', { name: 'Invite link' }).inputValue(), await host.invite())
})

test('the doorbell: whoever hosts is asked, and answers or refuses', async () => {
  const { host, guest } = await both(take('html', 'A person who answers'))
  expect(await host.page.getByRole('button', { name: 'Ring' }).isVisible()).toBe(false)
  expect(await guest.page.getByRole('textbox', { name: 'Invite link' }).isVisible()).toBe(false)
  const ring = async () => {
    await guest.page.getByLabel('Your name').fill('Ann')
    await guest.page.getByRole('button', { name: 'Ring' }).click()
    await host.page.getByText('Ann is at the door.', { exact: true }).waitFor()
  }
  await ring()
  await host.page.getByRole('button', { name: 'Let in' }).click(LOOKED_AT)
  await guest.page.getByText('Come in!').waitFor()
  await ring()
  await host.page.getByRole('button', { name: 'Not now' }).click(LOOKED_AT)
  await guest.page.getByRole('alert').getByText('Not now').first().waitFor()
})

test('the thermometer: a program of a few lines shows on all pages what one of them measures', async () => {
  const { host, guest } = await both(take('html', 'Sessions in JavaScript'))
  await eventually(() => host.page.getByRole('link').textContent(), await host.invite())
  await host.page.getByRole('slider').fill('25')
  for (const { page } of [host, guest]) await eventually(() => page.getByRole('status').textContent(), '25')
})

test('a router in a SharedWorker: tabs of the site host one room', async () => {
  const url = stage.site.page(take('html', 'Where the router lives'))
  const context = await stage.context('a')
  const [one, other] = [await stage.visit({ context, url }), await stage.visit({ context, url })]
  for (const tab of [one, other]) await tab.until('open')
  expect(await one.shown()).toMatchObject({ role: 'host', transport: 'message-port' })
  expect(await other.invite()).toBe(await one.invite())
  await one.page.getByRole('button', { name: 'Click' }).click()
  await eventually(() => other.page.locator('[data-bind]').textContent(), expect.stringMatching(/^\d+$/))
  await one.page.close()
  await other.page.getByRole('button', { name: 'Click' }).click()
  await other.until('open')
})

test('a page of one’s own with both files beside it hosts in a SharedWorker', async () => {
  const { host, guest } = await both(take('html', 'The pages'))
  expect(await host.shown()).toMatchObject({ role: 'host', transport: 'message-port' })
  expect(await guest.shown()).toMatchObject({ role: 'guest' })
})

test('a page under a strict policy, with Trusted Types, does the same', async () => {
  // A library asks once whether it may make functions out of text, and does without.
  stage.expects(/'TrustedScript'/)
  // What a test asks of a page by its element would be refused here, too.
  const host = await stage.visit({ url: stage.site.page(take('html', 'Your page')) })
  const url = await host.page.getByRole('textbox', { name: 'Invite link' }).inputValue()
  const guest = await stage.visit({ browser: 'b', url })
  for (const { page } of [host, guest]) await page.evaluate(OPEN)
  await guest.page.getByLabel('Note').fill('<b>bold</b>')
  await guest.page.getByRole('button', { name: 'Pin' }).click()
  await host.page.getByText('<b>bold</b>').waitFor()
})

test('a room is left for another one: the old invite leads nowhere', async () => {
  const { host, guest } = await both(take('html', 'When an invite leaked'))
  const leaked = await host.invite()
  await host.page.getByRole('button', { name: 'Another room' }).click()
  await guest.when(({ waiting }) => waiting)
  await host.when(({ state, invite }, before) => state === 'open' && invite !== before, leaked)
  expect(new URL(await host.invite()).hash).not.toBe(new URL(leaked).hash)
  expect(await guest.shown()).toMatchObject({ waiting: true })
})

test('a router elsewhere, by its URL: the elements do the same there', async () => {
  const url = stage.site.page(take('html', 'To another router').replace('ws://localhost:8081/ws', router.url))
  const [one, other] = [await stage.visit({ url }), await stage.visit({ browser: 'b', url })]
  for (const page of [one, other]) await page.until('open')
  expect(await one.shown()).toMatchObject({ role: 'client', transport: 'websocket' })
  await eventually(async () => {
    const id = await one.call('wamp.subscription.lookup', ['com.example.chat'])
    return one.call('wamp.subscription.count_subscribers', [id])
  }, 2)
  await one.page.getByLabel('Message').fill('Hello')
  await one.page.getByRole('button', { name: 'Send' }).click()
  for (const { page } of [one, other]) await page.getByText('Hello').waitFor()
})

test('React: a component shows what comes', async () => {
  const script = await bundled(take('jsx', 'In your application'))
  const html = `<!doctype html><meta charset="utf-8"><div id="root"></div><script type="module">${script}</script>`
  const { host, guest } = await both(html)
  await host.page.getByRole('button', { name: 'Warmer' }).click()
  for (const { page } of [host, guest]) await page.getByText('It is 21 °C.').waitFor()
})

test('no page is shown that is not tested', () => {
  expect([...untested].map(({ document, line }) => `${document}:${line}`)).toEqual([])
})

/** A module with all that it imports. */
async function bundled(code: string): Promise<string> {
  mkdirSync(join(root, 'node_modules/.cache'), { recursive: true })
  const folder = mkdtempSync(join(root, 'node_modules/.cache/wamp-mesh-page-'))
  try {
    const entry = join(folder, 'page.jsx')
    writeFileSync(entry, code)
    const built = await build({
      configFile: false,
      logLevel: 'error',
      root,
      // Here NODE_ENV says that this is a test.
      oxc: { jsx: { runtime: 'automatic', development: false } },
      define: { 'process.env.NODE_ENV': '"production"' },
      resolve: { alias: { 'wamp-mesh/elements/define': join(root, 'src/entry/elements-define.ts') } },
      build: {
        write: false,
        target: 'es2022',
        lib: { entry, formats: ['es'], fileName: () => 'page.js' },
        rolldownOptions: { output: { codeSplitting: false } },
      },
    })
    const [
      {
        output: [chunk],
      } = { output: [] },
    ] = [built].flat() as Rolldown.RolldownOutput[]
    return (chunk?.code ?? '').replaceAll('</script', '<\\/script')
  } finally {
    rmSync(folder, { recursive: true })
  }
}
