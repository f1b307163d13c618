// Plugin: makes Vite serve and build what `pages.ts` lists, each page in its languages.

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'
import { layout } from './layout.ts'
import { folderOf } from './links.ts'
import { files, leaves } from './pages.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

export function site(): Plugin {
  const byFile = new Map(leaves.map(leaf => [`${root}${folderOf(leaf)}index.html`, leaf]))
  return {
    name: 'site',
    config: () => ({ build: { rolldownOptions: { input: [...byFile.keys()] } } }),
    // The pages are in no files: they are made when they are asked for.
    resolveId: id => (byFile.has(id) ? id : null),
    async load(id) {
      const leaf = byFile.get(id)
      return leaf ? layout(leaf) : null
    },
    configureServer(server) {
      server.middlewares.use(async (request, response, next) => {
        const path = new URL(request.url ?? '/', 'http://site').pathname
        const leaf = byFile.get(`${root}${path.slice(1).replace(/index\.html$/, '')}index.html`)
        if (!leaf) return next()
        response.setHeader('content-type', 'text/html')
        // Vite puts styles into the page while it is being worked on.
        const page = (await layout(leaf)).replace("style-src 'self'", "$& 'unsafe-inline'")
        response.end(await server.transformIndexHtml(path, page))
      })
    },
    generateBundle() {
      for (const fileName of files) {
        this.emitFile({ type: 'asset', fileName, source: readFileSync(root + fileName) })
      }
    },
  }
}
