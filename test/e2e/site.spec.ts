// The site as a static host has it: below a path, its signaling server elsewhere, every page in every language.

import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright'
import sirv from 'sirv'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildIfStale } from '../../demo/build.ts'
import { folderOf } from '../../demo/site/links.ts'
import { leaves, systems } from '../../demo/site/pages.ts'
import { eventually, useStage } from './harness.ts'
import { expectAccessible } from './harness-axe.ts'

const stage = useStage()
let server: Server
let site: string
beforeAll(async () => {
  buildIfStale()
  const files = sirv(fileURLToPath(new URL('../../dist/demo', import.meta.url)))
  server = createServer((request, response) => {
    const path = request.url ?? '/'
    if (!path.startsWith('/some/where/')) return response.writeHead(404).end()
    request.url = path.replace('/some/where', '')
    files(request, response, () => void response.writeHead(404).end())
  }).listen(0)
  await once(server, 'listening')
  site = `http://localhost:${(server.address() as AddressInfo).port}/some/where/`
})
afterAll(() => server.close())

/** Opens a page; what it throws, misses or is forbidden fails the test. */
async function visit(context: string | Awaited<ReturnType<typeof stage.context>>, url: string): Promise<Page> {
  const page = await (typeof context === 'string' ? await stage.context(context) : context).newPage()
  page.on('pageerror', error => stage.problem(`thrown: ${error.stack ?? error.message}`))
  page.on('console', message => message.text().includes('Content Security Policy') && stage.problem(message.text()))
  page.on('response', response => response.status() >= 400 && stage.problem(`missing: ${response.url()}`))
  await page.goto(url)
  return page
}

const elsewhere = (folder: string) => `${site}${folder}?signaling=${encodeURIComponent(stage.signaling)}`
const stateOf = (page: Page) => page.evaluate(() => document.querySelector('wamp-session')?.state)
const hosts = (page: Page) => page.evaluate(() => document.querySelector('wamp-session[host]') !== null)

describe.each(leaves.map(leaf => [folderOf(leaf) || '(first page)', leaf] as const))('%s', (_, leaf) => {
  test('opens, is accessible, and all its links lead somewhere', async () => {
    const page = await visit('visitor', elsewhere(folderOf(leaf)))
    expect(await page.locator('html').getAttribute('lang')).toBe(leaf.language)
    if (await hosts(page)) await eventually(() => stateOf(page), 'open')
    await expectAccessible(page)
    const links = await page.locator('a[href]').evaluateAll(all => all.map(a => (a as HTMLAnchorElement).href))
    for (const link of new Set(links.map(href => href.replace(/[?#].*$/, '')))) {
      if (link.startsWith(site)) expect((await fetch(link)).status, link).toBe(200)
    }
    const own = links
      .filter(link => link.startsWith(`${page.url()}#`))
      .map(link => decodeURIComponent(new URL(link).hash))
    const ids = await page.locator('[id]').evaluateAll(all => all.map(({ id }) => `#${id}`))
    expect(own.filter(anchor => !ids.includes(anchor))).toEqual([])
  })
})

test('without JavaScript a system says that it needs it, and the documentation is there', async () => {
  const browser = (await stage.context('visitor')).browser()
  const context = await browser?.newContext({ javaScriptEnabled: false })
  if (!context) throw new Error('There is no browser.')
  stage.atEnd(() => context.close())
  const page = await visit(context, `${site}fr/kiss/`)
  // Playwright does not look for texts in <noscript>.
  await eventually(() => page.locator('.noscript').textContent(), expect.stringContaining('il lui faut JavaScript'))
  await page.goto(`${site}docs/guide/`)
  await page.getByRole('heading', { level: 1, name: 'Guide' }).waitFor()
})

describe('in Firefox', () => {
  test.each(systems.map(({ path }) => path))('%s opens', async path => {
    const page = await visit(await stage.context('visitor', 'firefox'), elsewhere(`${path}/`))
    if (await hosts(page)) await eventually(() => stateOf(page), 'open')
    else await page.getByRole('button', { name: 'Host a session' }).click()
    await eventually(() => stateOf(page), 'open')
  })

  test.each([
    ['chromium', 'firefox'],
    ['firefox', 'chromium'],
  ] as const)('%s hosts the home, and %s watches it over a data channel', async (first, second) => {
    // Firefox reports an attempt that failed as an error of the page; there is another one.
    stage.expects(/WebRTC: ICE failed/)
    const host = await visit(await stage.context('visitor', first), elsewhere('home/'))
    await eventually(() => stateOf(host), 'open')
    const invite = await host.evaluate(() => document.querySelector('wamp-session')?.invite ?? '')
    const guest = await visit(await stage.context('visitor', second), invite)
    await eventually(() => guest.evaluate(() => document.querySelector('wamp-session')?.transport), 'data-channel')
    await host.getByRole('slider').fill('31')
    await eventually(() => guest.locator('.home-reading .now b').textContent(), '31')
  })
})
