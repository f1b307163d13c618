// Renderer: the processes of a browser, stopped and woken by signals, as a machine or a browser does to save power.

import type { Browser, Page } from 'playwright'

interface ProcessInfo {
  readonly type: string
  readonly id: number
  /** Seconds. */
  readonly cpuTime: number
}

/** Stops the process of one page; its browser lives on. Returns what wakes it. */
export async function freezePage(page: Page): Promise<() => void> {
  return stopped([await rendererOf(page)])
}

/** Stops the whole browser, as a machine that sleeps. Returns what wakes it. */
export async function freezeBrowser(browser: Browser): Promise<() => void> {
  return stopped((await processesOf(browser)).map(({ id }) => id))
}

function stopped(pids: readonly number[]): () => void {
  for (const pid of pids) process.kill(pid, 'SIGSTOP')
  return () => {
    for (const pid of pids) process.kill(pid, 'SIGCONT')
  }
}

/** Browsers do not tell which process a page has: it is the one that works while the page does. */
async function rendererOf(page: Page): Promise<number> {
  const browser = page.context().browser()
  if (!browser) throw new Error('The page has no browser.')
  const before = new Map((await processesOf(browser)).map(({ id, cpuTime }) => [id, cpuTime]))
  await page.evaluate(() => {
    const end = performance.now() + 300
    while (performance.now() < end);
  })
  const worked = (await processesOf(browser))
    .filter(({ type }) => type === 'renderer')
    .map(({ id, cpuTime }) => ({ id, seconds: cpuTime - (before.get(id) ?? 0) }))
    .sort((a, b) => b.seconds - a.seconds)
  if (!worked[0]) throw new Error('The browser has no renderer.')
  return worked[0].id
}

async function processesOf(browser: Browser): Promise<ProcessInfo[]> {
  const session = await browser.newBrowserCDPSession()
  try {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo')
    return processInfo as ProcessInfo[]
  } finally {
    await session.detach()
  }
}
