// Theatre: what all scenes share: the site, the signaling server's process, and a browser process for each role.

import type { Browser, BrowserContext } from 'playwright'
import { BrowserProcess } from '../e2e/harness-browsers.ts'
import { PATIENCE } from '../e2e/harness-participant.ts'
import type { Role } from './diary.ts'
import { SignalingProcess } from './signaling-process.ts'
import { openSite, type Site } from './site.ts'

export class Theatre {
  readonly site: Site
  readonly signaling: SignalingProcess
  readonly #browsers = new Map<Role, Promise<BrowserProcess>>()

  private constructor(site: Site, signaling: SignalingProcess) {
    this.site = site
    this.signaling = signaling
  }

  static async open(): Promise<Theatre> {
    return new Theatre(await openSite(), await SignalingProcess.start())
  }

  /** A profile of its own in the browser of a role. */
  async context(role: Role): Promise<BrowserContext> {
    const context = await (await this.browser(role)).newContext()
    context.setDefaultTimeout(PATIENCE)
    return context
  }

  async browser(role: Role): Promise<Browser> {
    const starting = this.#browsers.get(role) ?? BrowserProcess.start()
    this.#browsers.set(role, starting)
    const browser = (await starting).context.browser()
    if (!browser) throw new Error(`The browser of the ${role} is gone.`)
    return browser
  }

  /** Ends all processes of a role's browser at once; the next scene gets a new one. */
  async kill(role: Role): Promise<void> {
    const browser = await this.#browsers.get(role)
    this.#browsers.delete(role)
    await browser?.kill()
    await browser?.forget()
  }

  async close(): Promise<void> {
    for (const role of [...this.#browsers.keys()]) await this.kill(role)
    await this.signaling.kill()
    this.site.close()
  }
}
