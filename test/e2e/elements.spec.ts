// Pages of HTML alone: elements between two browsers, under the strictest policy that a page can have.

import { once } from 'node:events'
import { createServer } from 'node:http'
import { describe, expect, test } from 'vitest'
import { createSignalingServer } from '../../signaling/server.ts'
import { eventually, LOOKED_AT, type Page, useStage } from './harness.ts'
import { expectAccessible } from './harness-axe.ts'
import { builtLibrary } from './harness-site.ts'

const stage = useStage()

/** No script but the library, no style but its sheets, no string as code or markup. */
const policy = () => `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self';
  style-src 'self'; connect-src ${stage.signaling} ${stage.signaling.replace('ws', 'http')}; img-src data:; base-uri 'none';
  require-trusted-types-for 'script'; trusted-types lit-html">`

const page = (name: string, more: string) => `<html lang="en"><main>
  <h1>Chat</h1>
  <wamp-session host signaling="${stage.signaling}">
    <wamp-status></wamp-status>
    <wamp-presence name="${name}" named></wamp-presence>
    <wamp-invite plain></wamp-invite>
    <wamp-subscribe topic="com.example.chat" history="20" keep="20">
      <ul aria-live="polite" aria-label="Messages"><template><li><b data-bind="kwargs.from"></b>: <span data-bind="kwargs.text"></span></li></template></ul>
    </wamp-subscribe>
    <wamp-publish topic="com.example.chat" kwargs='{"from": "${name}"}' include-me acknowledge>
      <form><label>Message <input name="text" required></label> <button>Send</button></form>
    </wamp-publish>
    ${more}
  </wamp-session></main>`
const ASKED = `<wamp-register procedure="com.example.hug"><template>
  <form><p><b data-bind="kwargs.from"></b> would like a hug.</p>
  <button value="true">Yes</button> <button data-refuse="com.example.error.refused">Not now</button></form></template></wamp-register>`
const ASKS = `<wamp-call procedure="com.example.hug" kwargs='{"from": "Bo"}'>
  <button id="ask">Ask for a hug</button> <output data-result></output></wamp-call>`

const part = (page: Page, element: string, name: string) => page.locator(`${element} [part~=${name}]`)
const peers = (page: Page) => part(page, 'wamp-presence', 'peer').allTextContents()

/** Ana hosts in one browser, Bo joined in another. */
async function two(head = '', asked = ASKED, asks = ASKS): Promise<{ ana: Page; bo: Page }> {
  const host = await stage.visit({ url: stage.site.page(head + page('Ana', asked)) })
  const ana = host.page
  await eventually(() => part(ana, 'wamp-status', 'text').textContent(), 'You host')
  const hash = new URL(await part(ana, 'wamp-invite', 'link').inputValue()).hash
  const guest = await stage.visit({ browser: 'b', url: stage.site.page(head + page('Bo', asks)) + hash })
  const bo = guest.page
  await eventually(() => part(bo, 'wamp-status', 'text').textContent(), 'Connected')
  return { ana, bo }
}

describe('a page of HTML alone', () => {
  test('chats, asks and answers, and shows who is here, under a strict policy', async () => {
    // msgpackr tries whether it may make functions of strings, and does without.
    stage.expects(/'TrustedScript'/)
    const { ana, bo } = await two(policy())
    await eventually(() => peers(ana), ['Ana (you)', 'Bo'])
    await eventually(() => peers(bo), ['Bo (you)', 'Ana'])

    await bo.getByRole('textbox', { name: 'Message' }).fill('<img src=x> hello')
    await bo.getByRole('button', { name: 'Send' }).click()
    for (const page of [ana, bo]) {
      await eventually(
        () => page.getByRole('listitem').filter({ hasText: ':' }).allTextContents(),
        ['Bo: <img src=x> hello'],
      )
    }
    await eventually(() => bo.getByRole('textbox', { name: 'Message' }).inputValue(), '')

    await bo.locator('#ask').click()
    await ana.locator('wamp-register form', { hasText: 'Bo would like a hug.' }).waitFor()
    await eventually(() => bo.locator('#ask').getAttribute('aria-busy'), 'true')
    await ana.getByRole('button', { name: 'Yes' }).click(LOOKED_AT)
    await eventually(() => bo.locator('output').textContent(), 'true')
    await bo.locator('#ask').click()
    await ana.getByRole('button', { name: 'Not now' }).click(LOOKED_AT)
    await eventually(() => part(bo, 'wamp-call', 'error').textContent(), 'Not now')

    // Who comes later has what was said, and who leaves is seen leaving.
    await bo.reload()
    await eventually(
      () => bo.getByRole('listitem').filter({ hasText: ':' }).allTextContents(),
      ['Bo: <img src=x> hello'],
    )
    await bo.close()
    await eventually(() => peers(ana), ['Ana (you)'])
    await eventually(() => part(ana, 'wamp-presence', 'list').locator('~ [role=status]').textContent(), 'Bo has left')
  })

  test('a large argument and its result are told of on both sides, by wamp-transfer', async () => {
    const { ana, bo } = await two()
    for (const page of [ana, bo]) {
      await page.evaluate(() => {
        const element = document.querySelector('wamp-session')
        const seen: Record<string, number> = {}
        Object.assign(window, { seen })
        element?.addEventListener('wamp-transfer', ({ transfers }) => {
          for (const [direction, transfer] of Object.entries(transfers)) if (transfer) seen[direction] = transfer.total
        })
      })
    }
    await ana.evaluate(async () => {
      await document.querySelector('wamp-session')?.session?.register('com.example.echo', ([text]) => text)
    })
    const MIB = 1024 * 1024
    const length = await bo.evaluate(async size => {
      const session = document.querySelector('wamp-session')?.session
      const echo = await session?.call<unknown>('com.example.echo', ['x'.repeat(size)])
      return String(echo).length
    }, 4 * MIB)
    expect(length).toBe(4 * MIB)
    for (const page of [ana, bo]) {
      const seen = await page.evaluate(() => (window as unknown as { seen: Record<string, number> }).seen)
      expect(seen.sending).toBeGreaterThan(4 * MIB)
      expect(seen.receiving).toBeGreaterThan(4 * MIB)
    }
    await eventually(() => part(bo, 'wamp-status', 'transfer').count(), 0)
  })

  test('is found to be accessible, whatever it shows', async () => {
    const plain = '<wamp-register procedure="com.example.plain"></wamp-register>'
    const calls = `<wamp-call procedure="com.example.plain" args='"x"'><button id="plain">Ask</button></wamp-call>
      <wamp-call procedure="com.example.nobody"><button id="nobody">Ask nobody</button></wamp-call>`
    const { ana, bo } = await two('', ASKED + plain, ASKS + calls)
    for (const button of ['#ask', '#plain', '#nobody']) await bo.locator(button).click()
    await ana.locator('wamp-register form', { hasText: 'Bo would like a hug.' }).waitFor()
    await part(ana, 'wamp-register', 'question').waitFor()
    await bo.getByText('Nobody here answers this').first().waitFor()
    await bo.getByRole('textbox', { name: 'Message' }).fill('hello')
    await bo.getByRole('button', { name: 'Send' }).click()
    await ana.getByText('Bo: hello').waitFor()
    await part(ana, 'wamp-invite', 'qr').waitFor()
    for (const page of [ana, bo]) await expectAccessible(page)
  })
})

describe('<wamp-invite>', () => {
  const body = () => `<wamp-session host signaling="${stage.signaling}"><wamp-invite></wamp-invite></wamp-session>`
  const note = (page: Page) => part(page, 'wamp-invite', 'note').textContent()
  const link = (page: Page) => part(page, 'wamp-invite', 'link').inputValue()

  test('copies the link', async () => {
    const context = await stage.context('a')
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    const { page } = await stage.visit({ context, url: stage.site.page(body()) })
    await page.getByRole('button', { name: 'Copy link' }).click()
    await eventually(() => note(page), 'Copied.')
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await link(page))
  })

  test('copies on plain http, which has no clipboard', async () => {
    const { page } = await stage.visit({ url: stage.site.page(body().replace('localhost', 'lan.test'), 'lan.test') })
    await page.getByRole('button', { name: 'Copy link' }).click()
    await eventually(() => note(page), 'Copied.')
    expect(await page.evaluate(() => isSecureContext)).toBe(false)
    await page.evaluate(() => document.body.append(document.createElement('textarea')))
    await page.locator('textarea').focus()
    await page.keyboard.press('Control+V')
    expect(await page.locator('textarea').inputValue()).toBe(await link(page))
  })

  test('leads other devices to an address that they can reach', async () => {
    const { host, addresses } = await ownSite()
    const choice = part(host.page, 'wamp-invite', 'address')
    await eventually(() => host.run(element => element.room !== undefined), true)
    if (addresses.length === 0) return expect(await choice.count()).toBe(0)
    await eventually(async () => (await link(host.page)).startsWith(`${addresses[0]}/there?x#wamp=`), true)
    await choice.selectOption({ label: 'this computer only' })
    await eventually(async () => (await link(host.page)).startsWith('http://localhost'), true)
  })
})

/** A site whose own server is the signaling server, as `npm start` has it. */
async function ownSite() {
  const { page: library } = await builtLibrary()
  const server = createServer((request, response) => {
    if (signaling.handle(request, response)) return
    if (request.url === '/wamp-mesh.js') return response.setHeader('content-type', 'text/javascript').end(library)
    response.setHeader('content-type', 'text/html').end(`<!doctype html><link rel="icon" href="data:,">
      <script type="module" src="/wamp-mesh.js"></script><wamp-session host><wamp-invite></wamp-invite></wamp-session>`)
  })
  const signaling = await createSignalingServer({ server })
  server.listen(0)
  await once(server, 'listening')
  stage.atEnd(async () => {
    await signaling.close()
    server.closeAllConnections()
    server.close()
  })
  const { port, addresses } = signaling
  return { host: await stage.visit({ url: `http://localhost:${port}/there?x` }), addresses }
}
