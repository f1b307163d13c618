// Site: the pages of the chaos cast, and the built library beside them, as on any static server.

import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { builtLibrary } from '../e2e/harness-site.ts'

const dist = fileURLToPath(new URL('../../dist/', import.meta.url))
export const WORKER = 'wamp-mesh-worker.js'

/** Whether the build has a router for workers. */
export function hasWorker(): boolean {
  return existsSync(dist + WORKER)
}

export interface Site {
  /** A page with one <wamp-session> that has these attributes, as HTML. */
  page(attributes: string): string
  /** A page without anything. */
  readonly elsewhere: string
  close(): void
}

export async function openSite(): Promise<Site> {
  const library = await builtLibrary()
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://site')
    if (pathname === '/wamp-mesh.js') response.setHeader('content-type', 'text/javascript').end(library.page)
    else if (pathname === `/${WORKER}`) {
      response.setHeader('content-type', 'text/javascript').end(library.worker)
    } else response.setHeader('content-type', 'text/html').end(html(searchParams.get('attributes')))
  })
  server.listen(0)
  await once(server, 'listening')
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`
  return {
    page: attributes => `${origin}/page?attributes=${encodeURIComponent(attributes)}`,
    elsewhere: `${origin}/elsewhere`,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

function html(attributes: string | null): string {
  const body =
    attributes === null
      ? 'elsewhere'
      : `<script type="module" src="/wamp-mesh.js"></script><wamp-session ${attributes}></wamp-session>`
  return `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>chaos</title>${body}`
}
