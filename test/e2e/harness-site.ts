// A static site of bare pages with dist/wamp-mesh.js, as people put them on any web server.

import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile, stat } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const root = fileURLToPath(new URL('../../', import.meta.url))
const library = `${root}dist/wamp-mesh.js`
const worker = `${root}dist/wamp-mesh-worker.js`

/** What a page loads, and what its workers do. */
export interface Library {
  readonly page: Buffer
  readonly worker: Buffer
}

/** dist/wamp-mesh.js and the worker script, which are built if they are older than their sources. */
export async function builtLibrary(): Promise<Library> {
  const files = await readdir(`${root}src`, { recursive: true })
  const sources = await Promise.all(files.map(file => changed(`${root}src/${file}`)))
  const newest = Math.max(...sources)
  if ((await changed(library)) < newest) await build('cdn')
  if ((await changed(worker)) < newest) await build('worker')
  return { page: await readFile(library), worker: await readFile(worker) }
}

/** In a process of its own, for here NODE_ENV says that this is a test, and Lit would be built to warn. */
async function build(mode: string): Promise<void> {
  const vite = `${root}node_modules/vite/bin/vite.js`
  const env = { ...process.env, NODE_ENV: 'production' }
  await promisify(execFile)(process.execPath, [vite, 'build', '--mode', mode], { cwd: root, env })
}

async function changed(file: string): Promise<number> {
  const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: 0 }))
  return mtimeMs
}

/** Where the site has its worker script. */
export const WORKER = '/wamp-mesh-worker.js'

export class Site {
  readonly #pages = new Map<string, string>()
  readonly #server: Server
  #library: Library | undefined

  constructor() {
    this.#server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://site')
      const page = this.#pages.get(pathname)
      if (pathname === '/wamp-mesh.js') response.setHeader('content-type', 'text/javascript').end(this.#library?.page)
      else if (pathname === WORKER) response.setHeader('content-type', 'text/javascript').end(this.#library?.worker)
      else if (page !== undefined) response.setHeader('content-type', 'text/html').end(page)
      else response.writeHead(404).end()
    })
  }

  async open(library: Library): Promise<void> {
    this.#library = library
    this.#server.listen(0)
    await once(this.#server, 'listening')
  }

  /** The site's origin, as `hostname` leads to it. */
  origin(hostname = 'localhost'): string {
    return `http://${hostname}:${(this.#server.address() as AddressInfo).port}`
  }

  /** The address of a page with this body; the same body has the same address. */
  page(body: string, hostname?: string): string {
    const html = `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">
<title>wamp-mesh</title><script type="module" src="/wamp-mesh.js"></script>${body}`
    const known = [...this.#pages].find(([, page]) => page === html)
    const path = known?.[0] ?? `/page-${this.#pages.size + 1}`
    this.#pages.set(path, html)
    return this.origin(hostname) + path
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise(resolve => this.#server.close(resolve))
  }
}
