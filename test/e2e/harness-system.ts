// Pages of the demo's systems, each in a browser process of its own.

import type { BrowserContext, Page } from 'playwright'
import { afterAll, beforeAll } from 'vitest'
import { buildIfStale } from '../../demo/build.ts'
import { type DemoServer, startDemoServer } from '../../demo/server.ts'
import { eventually, type Stage } from './harness.ts'

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
