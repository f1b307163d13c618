// Identities in whole browsers: reloads and tabs, on a secure page and on a plain-http one of a local network.

import { fileURLToPath } from 'node:url'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright'
import { createServer, type ViteDevServer } from 'vite'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { decodeBase64url, encodeBase64url } from '../../src/transport/base64url.ts'
import { chromiumLaunchOptions } from '../browser/find-chromium.ts'
import { guestOf, noble, text, web } from '../transport/tunnel-ends.ts'

let server: ViteDevServer
let browser: Browser
let context: BrowserContext
let port: number

beforeAll(async () => {
  server = await servePages()
  const address = server.httpServer?.address()
  port = typeof address === 'object' && address ? address.port : 0
  const { args, ...launch } = chromiumLaunchOptions()
  browser = await chromium.launch({ ...launch, args: [...args, '--host-resolver-rules=MAP lan.test 127.0.0.1'] })
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})
beforeEach(async () => {
  context = await browser.newContext()
})
afterEach(() => context.close())

describe.each([
  { host: 'localhost', secure: true },
  { host: 'lan.test', secure: false },
])('on http://$host', ({ host, secure }) => {
  it('survives a reload, and its private key is as hidden as the page allows', async () => {
    const page = await openPage(host)
    const before = await identityOf(page)
    expect(before).toMatchObject({ persistent: true, secure, readableKey: !secure })
    await page.reload()
    await ready(page)
    expect(await identityOf(page)).toEqual(before)
  })

  it('is the same in tabs that make it at the same moment', async () => {
    const pages = await Promise.all(Array.from({ length: 4 }, () => openPage(host)))
    const identities = await Promise.all(pages.map(identityOf))
    expect(new Set(identities.map(({ room, secret }) => `${room}.${secret}`)).size).toBe(1)
  })

  it.each([
    ['WebCrypto', web],
    ['noble', noble],
  ])('lets in a guest with %s', async (_, crypto) => {
    const page = await openPage(host)
    const guest = guestOf(await identityOf(page), { crypto, options: { from: 'Node' } })
    await page.exposeFunction('toGuest', (record: string) => guest.tunnel.receive(decodeBase64url(record)))
    await page.evaluate(() => identityPage.accept())
    guest.end.forward = record => void page.evaluate(bytes => identityPage.receive(bytes), encodeBase64url(record))
    for (const record of guest.end.wire) guest.end.forward(record)
    expect(await guest.tunnel.opened).toEqual({ echo: { from: 'Node' } })
    const sent = Array.from({ length: 50 }, (_, index) => `record ${index}`)
    for (const record of sent) guest.tunnel.send(text(record))
    await guest.end.until(end => end.got.length === sent.length)
    expect(guest.end.texts).toEqual(sent)
  })
})

async function openPage(host: string): Promise<Page> {
  const page = await context.newPage()
  await page.goto(`http://${host}:${port}/identity`)
  await ready(page)
  return page
}

async function ready(page: Page): Promise<void> {
  await page.waitForFunction(() => 'identityPage' in globalThis)
}

function identityOf(page: Page) {
  return page.evaluate(() => identityPage.identity())
}

/** Serves this repository's modules, and one page that runs identity-page.ts. */
async function servePages(): Promise<ViteDevServer> {
  const root = fileURLToPath(new URL('../..', import.meta.url))
  const page = '<!doctype html><script type="module" src="/test/host/identity-page.ts"></script>'
  const started = await createServer({
    root,
    configFile: false,
    appType: 'custom',
    logLevel: 'warn',
    // Found while running, a dependency would make Vite reload the page under the test.
    optimizeDeps: { noDiscovery: true },
    server: { host: '127.0.0.1', port: 0, allowedHosts: ['lan.test'], hmr: false, ws: false, watch: null },
  })
  started.middlewares.use('/identity', (_, response) => {
    response.setHeader('content-type', 'text/html').end(page)
  })
  return started.listen()
}
