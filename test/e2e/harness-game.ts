// The demo's game in browsers: how a test hosts it, visits it, and sees who stands where.

import type { BrowserContext, Page } from 'playwright'
import { afterAll, beforeAll, expect } from 'vitest'
import { buildIfStale } from '../../demo/build.ts'
import { type DemoServer, startDemoServer } from '../../demo/server.ts'
import { eventually, type Stage } from './harness.ts'

export interface GameHost {
  readonly page: Page
  readonly invite: string
  readonly plainUrl: string
}

export interface GamePages {
  readonly url: string
  /**
   * A page in a browser process of its own, or in the profile of another; what it throws or the policy forbids fails the
   * test.
   */
  visit(browser: string | BrowserContext, url: string, before?: string): Promise<Page>
  /** A page that hosts. */
  host(context?: string | BrowserContext, query?: string): Promise<GameHost>
}

/** The built demo, on a server for the tests of a file. */
export function useGame(stage: Stage): GamePages {
  let demo: DemoServer
  let players = 0
  beforeAll(async () => {
    buildIfStale()
    demo = await startDemoServer(0)
  })
  afterAll(() => demo.close())

  const visit: GamePages['visit'] = async (browser, url, before) => {
    const context = typeof browser === 'string' ? await stage.context(browser) : browser
    const page = await context.newPage()
    // The whole meadow, to be clicked.
    await page.setViewportSize({ width: 1280, height: 720 })
    // Names are drawn by lot, and two may be the same; in one profile they are.
    await page.addInitScript(name => {
      sessionStorage.player ??= name
      localStorage['wamp-mesh-meadow'] = JSON.stringify({ name: sessionStorage.player, colour: '#45a5dd' })
    }, `Player ${++players}`)
    page.on('pageerror', error => stage.problem(`thrown: ${error.stack ?? error.message}`))
    page.on('console', message => message.text().includes('Content Security Policy') && stage.problem(message.text()))
    if (before) await page.addInitScript(before)
    await page.goto(url)
    return page
  }
  return {
    get url() {
      return demo.url
    },
    visit,
    async host(context = 'host', query = '') {
      const page = await visit(context, `${demo.url}/game/${query}`)
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
    },
  }
}

export const inGame = (page: Page) => page.locator('.figure.me').waitFor()
export const names = (page: Page) => page.locator('.plane .figure .name').allTextContents()
export const nameOf = async (page: Page) => (await page.locator('.figure.me .name').textContent()) ?? ''

/** The page that runs the game, by the panel of a page. */
export async function runBy(page: Page): Promise<string | undefined> {
  return /run by (.*?)[’']s page/.exec((await page.locator('.by').textContent()) ?? '')?.[1]
}

/** The square that a figure stands on or walks to. */
export async function square(page: Page, name: string): Promise<number[]> {
  const figure = page.locator('.plane .figure', { has: page.getByText(name, { exact: true }) })
  const transform = await figure.evaluate(element => (element as HTMLElement).style.transform)
  return (transform.match(/-?[\d.]+/g) ?? []).map(number => Number(number) / 100)
}

export async function clickOn(page: Page, x: number, y: number): Promise<void> {
  const plane = await page.locator('.plane').boundingBox()
  if (!plane) throw new Error('there is no board')
  const side = plane.width / 16
  await page.mouse.click(plane.x + (x + 0.5) * side, plane.y + (y + 0.5) * side)
}

export async function goTo(page: Page, x: number, y: number): Promise<void> {
  await clickOn(page, x, y)
  const name = await nameOf(page)
  await eventually(() => square(page, name), [x, y])
}
