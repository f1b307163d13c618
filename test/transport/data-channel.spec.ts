// A data channel between two pages of one browser, and what the one learns of the end of the other.

import { type Browser, chromium, type Page } from 'playwright'
import { createServer, type ViteDevServer } from 'vite'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { chromiumLaunchOptions } from '../browser/find-chromium.ts'

let server: ViteDevServer
let browser: Browser
const pages: Page[] = []

beforeAll(async () => {
  server = await createServer({
    configFile: false,
    logLevel: 'error',
    server: { host: '127.0.0.1', port: 0, hmr: false },
    optimizeDeps: { include: ['simple-peer/simplepeer.min.js', 'msgpackr'], noDiscovery: true },
    cacheDir: 'node_modules/.vite-pages',
  })
  await server.listen()
  browser = await chromium.launch(chromiumLaunchOptions())
})

afterEach(async () => {
  for (const page of pages.splice(0)) await page.context().close()
})

afterAll(async () => {
  await browser?.close()
  await server?.close()
})

const PAGE = '<title>side</title><script type="module" src="/test/transport/data-channel-page.ts"></script>'

/** A page with one side of a data channel. What it gets and why it ended come back by `heard`. */
class Side {
  readonly frames: string[] = []
  readonly page: Page
  #changed = () => {}
  #other: Side | undefined
  ended: string | undefined

  constructor(page: Page) {
    this.page = page
  }

  static async open(): Promise<Side> {
    const context = await browser.newContext()
    const page = await context.newPage()
    pages.push(page)
    const side = new Side(page)
    await page.exposeFunction('signalOther', (data: unknown) => side.#tellOther(data))
    await page.exposeFunction('heard', (frame: string) => side.#hear(frame))
    await page.exposeFunction('over', (reason: string) => side.#end(reason))
    await page.route('**/side', route => route.fulfill({ contentType: 'text/html', body: PAGE }))
    await page.goto(`${server.resolvedUrls?.local[0]}side`)
    return side
  }

  async begin(role: 'offer' | 'answer', other: Side): Promise<void> {
    this.#other = other
    await this.page.evaluate(`begin("${role}")`)
  }

  async opened(): Promise<void> {
    await this.page.evaluate('opened')
  }

  async send(text: string): Promise<void> {
    await this.page.evaluate(`link.send(${JSON.stringify(text)})`)
  }

  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      await new Promise<void>(resolve => {
        this.#changed = resolve
      })
    }
  }

  async #tellOther(data: unknown): Promise<void> {
    await this.#other?.page.evaluate(`side.signal(${JSON.stringify(data)})`)
  }

  #hear(frame: string): void {
    this.frames.push(frame)
    this.#changed()
  }

  #end(reason: string): void {
    this.ended = reason
    this.#changed()
  }
}

async function connected(): Promise<{ host: Side; guest: Side }> {
  const host = await Side.open()
  const guest = await Side.open()
  await host.begin('answer', guest)
  await guest.begin('offer', host)
  await Promise.all([host.opened(), guest.opened()])
  return { host, guest }
}

describe('a data channel between two pages', () => {
  test('carries small and large frames both ways', async () => {
    const { host, guest } = await connected()
    const large = `["${'x'.repeat(1024 * 1024)}"]`
    await guest.send('[1]')
    await guest.send(large)
    await host.send('[2]')
    await host.until(() => host.frames.length === 2)
    await guest.until(() => guest.frames.length === 1)
    expect(host.frames).toEqual(['[1]', large])
    expect(guest.frames).toEqual(['[2]'])
  })

  test('a page that closes its link tells the other why', async () => {
    const { host, guest } = await connected()
    await guest.page.evaluate('link.close("off to lunch")')
    await host.until(() => host.ended !== undefined)
    await guest.until(() => guest.ended !== undefined)
    expect([host.ended, guest.ended]).toEqual(['off to lunch', 'off to lunch'])
  })

  test('a page that closes its link as it goes is gone at once', async () => {
    const { host, guest } = await connected()
    await guest.page.evaluate('addEventListener("pagehide", () => link.close("the page was closed"))')
    await guest.page.close({ runBeforeUnload: true })
    await host.until(() => host.ended !== undefined)
    expect(host.ended).toBe('the page was closed')
  })

  test('a page that crashes is found gone by the heartbeat', async () => {
    const { host, guest } = await connected()
    const session = await guest.page.context().newCDPSession(guest.page)
    void session.send('Page.crash').catch(() => {})
    await host.until(() => host.ended !== undefined)
    expect(host.ended).toMatch(/^Nothing was heard from the other side for 1\d seconds\.$/)
  })
})
