// Interop at a router in a Chromium tab, which other clients reach by way of the signaling server's relay.

import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright'
import { build, type Rolldown } from 'vite'
import { createSignalingServer } from '../../signaling/server.ts'
import { chromiumLaunchOptions } from '../browser/find-chromium.ts'
import { interop } from './suite.ts'

const endings: (() => Promise<unknown>)[] = []

interop({
  open: async () => {
    const signaling = await createSignalingServer({ port: 0 })
    endings.push(() => signaling.close())
    const address = await serve(await script())
    const browser = await chromium.launch(chromiumLaunchOptions())
    endings.push(() => browser.close())
    const page = await browser.newPage()
    page.on('pageerror', error => console.error(`thrown in the page: ${error.stack}`))
    await page.goto(address)
    return page.evaluate(url => openRoom(url), `ws://localhost:${signaling.port}`)
  },
  close: async () => {
    for (const end of endings.reverse()) await end()
  },
})

/** The page's script, in one file. */
async function script(): Promise<string> {
  const entry = fileURLToPath(new URL('tab-router-page.ts', import.meta.url))
  const [{ output } = { output: [] }] = (await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      target: 'es2022',
      lib: { entry, formats: ['es'] },
      rolldownOptions: { output: { codeSplitting: false } },
    },
  })) as Rolldown.RolldownOutput[]
  const [chunk] = output
  if (chunk?.type !== 'chunk') throw new Error('The page was not built.')
  return chunk.code
}

/** Resolves to the address of a page with a script. */
async function serve(code: string): Promise<string> {
  const server = createServer((request, response) => {
    if (request.url === '/page.js') response.setHeader('content-type', 'text/javascript').end(code)
    else response.setHeader('content-type', 'text/html').end('<script type="module" src="/page.js"></script>')
  })
  server.listen(0)
  await once(server, 'listening')
  endings.push(async () => {
    server.closeAllConnections()
    await new Promise(resolve => server.close(resolve))
  })
  return `http://localhost:${(server.address() as AddressInfo).port}`
}
