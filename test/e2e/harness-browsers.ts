// Browsers of the end-to-end tests: shared ones, and processes with a profile that can be killed.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type Browser, type BrowserContext, chromium, firefox } from 'playwright'
import { chromiumArguments, chromiumLaunchOptions, findChromium } from '../browser/find-chromium.ts'
import { firefoxLaunchOptions } from '../browser/find-firefox.ts'

/** `lan.test` is a machine on the local network: a page from there is no secure context. */
const RESOLVER = '--host-resolver-rules=MAP lan.test 127.0.0.1'

export type Engine = 'chromium' | 'firefox'

export function launch(engine: Engine = 'chromium'): Promise<Browser> {
  if (engine === 'firefox') return firefox.launch(firefoxLaunchOptions())
  const { args, ...options } = chromiumLaunchOptions()
  return chromium.launch({ ...options, args: [...args, RESOLVER] })
}

/** A whole Chromium of one's own, whose profile outlives it. */
export class BrowserProcess {
  readonly context: BrowserContext
  readonly profile: string
  readonly #child: ChildProcess
  readonly #browser: Browser
  readonly #exited: Promise<unknown>

  private constructor(child: ChildProcess, browser: Browser, profile: string) {
    this.#child = child
    this.#browser = browser
    this.#exited = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : Promise.resolve()
    this.profile = profile
    const [context] = browser.contexts()
    if (!context) throw new Error('The browser has no context.')
    this.context = context
  }

  /** Starts one, with a profile of another that has ended or a fresh one. */
  static async start(profile?: string): Promise<BrowserProcess> {
    const directory = profile ?? (await mkdtemp(join(tmpdir(), 'wamp-mesh-profile-')))
    const child = spawn(
      findChromium() ?? chromium.executablePath(),
      // An empty page: one that is about to be another, as the first of a window is, may be lost on who connects.
      [
        ...chromiumArguments(),
        RESOLVER,
        '--headless',
        '--remote-debugging-port=0',
        `--user-data-dir=${directory}`,
        'about:blank',
      ],
      // Of its own group: a kill reaches all of its processes.
      { stdio: ['ignore', 'ignore', 'pipe'], detached: true },
    )
    try {
      const address = await debuggingAddress(child)
      // Unread, its pipe would fill and stop it.
      child.stderr.resume()
      const browser = await chromium.connectOverCDP(address)
      return new BrowserProcess(child, browser, directory)
    } catch (error) {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
      throw error
    }
  }

  /** Freezes all of its processes, as a machine that sleeps. */
  stop(): void {
    if (this.#child.pid !== undefined) process.kill(-this.#child.pid, 'SIGSTOP')
  }

  /** After {@link stop}. */
  goOn(): void {
    if (this.#child.pid !== undefined) process.kill(-this.#child.pid, 'SIGCONT')
  }

  /** Ends all of its processes at once, as a crash or an empty battery does. */
  async kill(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null && this.#child.pid !== undefined) {
      process.kill(-this.#child.pid, 'SIGKILL')
    }
    await this.#exited
    await this.#browser.close()
  }

  /** Removes the profile, when no process uses it any more. */
  async forget(): Promise<void> {
    await rm(this.profile, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function debuggingAddress(child: ChildProcess): Promise<string> {
  if (!child.stderr) throw new Error('The browser says nothing.')
  for await (const line of createInterface({ input: child.stderr })) {
    const [, address] = /^DevTools listening on (ws:\S+)/.exec(line) ?? []
    if (address !== undefined) return address
  }
  throw new Error('The browser ended before it could be used.')
}
