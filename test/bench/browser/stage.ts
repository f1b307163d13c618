// Stage: the site and the servers of the browser bench, and the browsers, one process for each device.

import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContext, Page } from 'playwright'
import { build, type Rolldown } from 'vite'
import { launch } from '../../e2e/harness-browsers.ts'
import type { Surroundings } from './page/main.ts'

/** A measurement takes as long as it takes; what is awaited longer than this never comes. */
const PATIENCE = 120_000
const EMPTY = '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>bench</title>'

const SCRIPTS = {
  '/bench.js': new URL('page/main.ts', import.meta.url),
  '/bare-worker.js': new URL('page/bare-worker.ts', import.meta.url),
  '/worker.js': new URL('../../../src/entry/worker.ts', import.meta.url),
  '/wamp-mesh.js': new URL('../../../src/entry/cdn.ts', import.meta.url),
}
const PAGES: Readonly<Record<string, string>> = {
  '/bench': `${EMPTY}<script type="module" src="/bench.js"></script>`,
}

export class Stage {
  readonly #scripts: ReadonlyMap<string, string>
  readonly #pages = new Map(Object.entries(PAGES))
  readonly #site: Server
  readonly #servers: ChildProcess
  readonly #ports: { signaling: number; relay: number }
  readonly #browsers = new Map<string, Promise<Browser>>()

  private constructor(
    scripts: Map<string, string>,
    servers: ChildProcess,
    ports: { signaling: number; relay: number },
  ) {
    this.#scripts = scripts
    this.#servers = servers
    this.#ports = ports
    this.#site = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://site')
      // So that `performance.now()` counts in 5 µs, not in 100.
      response.setHeader('cross-origin-opener-policy', 'same-origin')
      response.setHeader('cross-origin-embedder-policy', 'require-corp')
      const script = this.#scripts.get(pathname)
      const page = this.#pages.get(pathname)
      if (script !== undefined) response.setHeader('content-type', 'text/javascript').end(script)
      else if (page !== undefined) response.setHeader('content-type', 'text/html').end(page)
      else response.writeHead(404).end()
    })
  }

  /** @param readable whether scripts keep their names, for profiles; else they are as people deploy them. */
  static async open(readable = false): Promise<Stage> {
    const scripts = await Promise.all(
      Object.entries(SCRIPTS).map(async ([path, file]) => [path, await bundle(file, !readable)] as const),
    )
    const servers = fork(fileURLToPath(new URL('server.ts', import.meta.url)))
    const [ports] = await once(servers, 'message')
    const stage = new Stage(new Map(scripts), servers, ports)
    stage.#site.listen(0)
    await once(stage.#site, 'listening')
    return stage
  }

  get surroundings(): Surroundings {
    const { signaling, relay } = this.#ports
    return {
      signaling: `ws://localhost:${signaling}`,
      relay: `ws://localhost:${relay}`,
      worker: '/worker.js',
      bareWorker: '/bare-worker.js',
    }
  }

  /** The address of a page with that body. */
  address(body?: string): string {
    const path = body === undefined ? '/bench' : `/page-${this.#pages.size}`
    if (body !== undefined) this.#pages.set(path, EMPTY + body)
    return `http://localhost:${(this.#site.address() as AddressInfo).port}${path}`
  }

  /** The browser of a device; each has a process of its own, or rather several. */
  browser(device: string): Promise<Browser> {
    const browser = this.#browsers.get(device) ?? launch()
    this.#browsers.set(device, browser)
    return browser
  }

  /** A fresh profile there. */
  async profile(device: string): Promise<BrowserContext> {
    const context = await (await this.browser(device)).newContext()
    context.setDefaultTimeout(PATIENCE)
    return context
  }

  /** A page that has `bench`, in that profile or a fresh one. */
  async page(device: string, profile?: BrowserContext): Promise<Page> {
    const page = await (profile ?? (await this.profile(device))).newPage()
    page.on('pageerror', error => console.error(`${device}: ${error.stack ?? error.message}`))
    page.on('console', message => message.type() === 'error' && console.error(`${device}: ${message.text()}`))
    await page.goto(this.address())
    await page.waitForFunction(() => globalThis.bench !== undefined)
    return page
  }

  /** Ends the browsers, and all their pages. */
  async leaveAll(): Promise<void> {
    for (const browser of this.#browsers.values()) await (await browser).close()
    this.#browsers.clear()
  }

  async close(): Promise<void> {
    await this.leaveAll()
    this.#servers.disconnect()
    this.#site.closeAllConnections()
    this.#site.close()
  }
}

/** One file with all that it imports. */
async function bundle(file: URL, minify: boolean): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      minify,
      target: 'es2022',
      lib: { entry: fileURLToPath(file), formats: ['es'], fileName: 'bundle' },
      rolldownOptions: { output: { codeSplitting: false } },
    },
  })
  const { output } = (Array.isArray(result) ? result[0] : result) as Rolldown.RolldownOutput
  return output[0].code
}
