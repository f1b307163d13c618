// Processes: what the pages of a browser cost: processor time, the main thread's share of it, and memory.

import { readFile } from 'node:fs/promises'
import type { Browser, CDPSession, Page } from 'playwright'

/** Counters that only rise, in seconds. */
export interface Cost {
  /** Of all renderers of the browser. */
  readonly pages: number
  /** Of all else: networking, above all. */
  readonly rest: number
  /** Tasks of the page's main thread. */
  readonly main: number
}

const PAGE_SIZE = 4096

/** A browser with one page. */
export class Processes {
  readonly #browser: CDPSession
  readonly #page: CDPSession

  private constructor(browser: CDPSession, page: CDPSession) {
    this.#browser = browser
    this.#page = page
  }

  static async of(browser: Browser, page: Page): Promise<Processes> {
    const session = await page.context().newCDPSession(page)
    await session.send('Performance.enable', { timeDomain: 'threadTicks' })
    return new Processes(await browser.newBrowserCDPSession(), session)
  }

  async cost(): Promise<Cost> {
    const { processInfo } = await this.#browser.send('SystemInfo.getProcessInfo')
    const { metrics } = await this.#page.send('Performance.getMetrics')
    const sum = (isCounted: (type: string) => boolean) =>
      processInfo.reduce((total, { type, cpuTime }) => total + (isCounted(type) ? cpuTime : 0), 0)
    return {
      pages: sum(type => type === 'renderer'),
      rest: sum(type => type !== 'renderer'),
      main: metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN,
    }
  }

  /** Bytes of the renderers' memory, after the garbage is collected; known on Linux only. */
  async memory(): Promise<number> {
    await this.#page.send('HeapProfiler.collectGarbage')
    const { processInfo } = await this.#browser.send('SystemInfo.getProcessInfo')
    const renderers = processInfo.filter(({ type }) => type === 'renderer')
    const sizes = await Promise.all(renderers.map(({ id }) => residentBytes(id)))
    return sizes.reduce((total, size) => total + size, 0)
  }
}

async function residentBytes(pid: number): Promise<number> {
  const [, resident = ''] = (await readFile(`/proc/${pid}/statm`, 'utf8').catch(() => '')).split(' ')
  return Number.parseInt(resident, 10) * PAGE_SIZE
}
