// Pages of the demo's systems, each in a browser process of its own.

import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { BrowserContext, Page } from 'playwright'
import { afterAll, beforeAll, expect } from 'vitest'
import { buildIfStale } from '../../demo/build.ts'
import { type DemoServer, startDemoServer } from '../../demo/server.ts'
import { eventually, type Stage } from './harness.ts'

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

export interface SystemPages {
  readonly url: string
  /** Opens a page that hosts the room of its profile. */
  host(path: string, browser?: string | BrowserContext): Promise<Hosting>
  /** Opens an invite; what the page throws or its policy forbids fails the test. */
  visit(browser: string | BrowserContext, url: string): Promise<Page>
}

export interface Hosting {
  readonly page: Page
  readonly invite: string
  readonly plainUrl: string
}

/** The built demo, on a server for the tests of a file. */
export function useSystem(stage: Stage): SystemPages {
  let demo: DemoServer
  beforeAll(async () => {
    buildIfStale()
    demo = await startDemoServer(0)
  })
  afterAll(() => demo.close())

  const visit = async (browser: string | BrowserContext, url: string) => {
    const context = typeof browser === 'string' ? await stage.context(browser) : browser
    const page = await context.newPage()
    page.on('pageerror', error => stage.problem(`thrown: ${error.stack ?? error.message}`))
    page.on('console', message => message.text().includes('Content Security Policy') && stage.problem(message.text()))
    await page.goto(url)
    await eventually(() => page.evaluate(() => document.querySelector('wamp-session')?.state), 'open')
    return page
  }
  return {
    get url() {
      return demo.url
    },
    visit,
    async host(path, browser = 'host') {
      const page = await visit(browser, `${demo.url}/${path}/`)
      const { invite, plainUrl } = await page.evaluate(() => {
        const { invite = '', plainUrl = '' } = document.querySelector('wamp-session') ?? {}
        return { invite, plainUrl }
      })
      // On this machine its own name leads there too.
      const local = (url: string, origin: string) => url.replace(/^\w+:\/\/[^/]+/, origin)
      return { page, invite: local(invite, demo.url), plainUrl: local(plainUrl, demo.url.replace('http', 'ws')) }
    },
  }
}

/** What axe finds wrong with the page as it is now; nothing, it should be. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(await readFile(AXE, 'utf8'))
  const violations = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
    }
    return (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)
  })
  expect(violations).toEqual([])
}
