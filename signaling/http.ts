// Http: the server's own pages: /healthz, /metrics and, for this machine only, /addresses.

import type { IncomingMessage, ServerResponse } from 'node:http'
import { clientAddress, isLoopback } from './addresses.ts'
import { pathOf } from './upgrade.ts'

/** What the pages show. */
export interface Pages {
  readonly trustProxy: number
  readonly metrics: () => string
  readonly addresses: () => string[]
}

type Answer = { readonly status: number; readonly type: string; readonly body: string }

/** Answers a request for one of the pages. Returns whether it was one; others are the caller's. */
export function answerPage(request: IncomingMessage, response: ServerResponse, pages: Pages): boolean {
  const page = PAGES[pathOf(request)]
  if (page === undefined) return false
  const allowed = request.method === 'GET' || request.method === 'HEAD'
  answer(response, allowed ? page(request, pages) : text(405, 'This page can only be read.'))
  return true
}

/** Answers a request that nobody else answered. */
export function answerNotFound(response: ServerResponse): void {
  answer(response, text(404, 'This is a signaling server of wamp-mesh: there are no pages here.'))
}

const PAGES: Readonly<Record<string, (request: IncomingMessage, pages: Pages) => Answer>> = {
  '/healthz': () => text(200, 'ok'),
  '/metrics': (_, { metrics }) => ({ status: 200, type: 'text/plain; version=0.0.4; charset=utf-8', body: metrics() }),
  '/addresses': (request, { addresses, trustProxy }) =>
    isLocal(request, trustProxy)
      ? { status: 200, type: 'application/json', body: JSON.stringify(addresses()) }
      : text(403, 'Only this machine itself may ask for its addresses.'),
}

/** Whether it is a page of this machine that asks: by address, and by name, which a page elsewhere could point here. */
function isLocal(request: IncomingMessage, trustProxy: number): boolean {
  const name = (request.headers.host ?? '').replace(/:\d+$/, '').replace(/^\[|\]$/g, '')
  return isLoopback(clientAddress(request, trustProxy)) && (name === 'localhost' || isLoopback(name))
}

function text(status: number, line: string): Answer {
  return { status, type: 'text/plain; charset=utf-8', body: line }
}

function answer(response: ServerResponse, { status, type, body }: Answer): void {
  response.writeHead(status, {
    'Content-Type': type,
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  })
  response.end(response.req.method === 'HEAD' ? undefined : body)
}
