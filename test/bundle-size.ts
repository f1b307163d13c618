// Bundle size: what a page has to load of some code, bundled, minified and gzipped.

import { gzipSync } from 'node:zlib'
import { build, type Rolldown } from 'vite'

export interface Bundle {
  /** What a page takes from where; whoever bundles leaves out the rest. */
  readonly code: string
  /** What is counted elsewhere, and left out here. */
  readonly apart?: RegExp
  /** Whether it is one file, whatever is loaded when. */
  readonly single?: boolean
}

export interface BundleSize {
  /** KiB, gzipped: what is loaded at once. */
  readonly atOnce: number
  /** And what may be loaded later. */
  readonly later: number
  /** What is loaded at once, but for what was left out whole. */
  readonly modules: readonly string[]
}

export async function bundleSize({ code, apart, single = false }: Bundle): Promise<BundleSize> {
  const result = (await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [
      {
        name: 'page',
        resolveId: id => (id.endsWith('page.js') ? '\0page' : null),
        load: id => (id === '\0page' ? code : null),
      },
    ],
    build: {
      write: false,
      target: 'es2022',
      lib: { entry: 'page.js', formats: ['es'], fileName: 'page' },
      // A library's build is not minified by itself; whoever bundles it does that, and the CDN file is.
      rolldownOptions: {
        ...(apart && { external: id => apart.test(id) }),
        output: { minify: true, ...(single && { codeSplitting: false }) },
      },
    },
  })) as Rolldown.RolldownOutput[]
  const chunks = result.flatMap(({ output }) => output.filter(part => part.type === 'chunk'))
  const first = chunks.filter(chunk => chunk.isEntry)
  const atOnce = new Set(first)
  for (const chunk of atOnce) {
    for (const name of chunk.imports) {
      const imported = chunks.find(({ fileName }) => fileName === name)
      if (imported) atOnce.add(imported)
    }
  }
  const kib = (part: { code: string }) => gzipSync(part.code).length / 1024
  const sum = (parts: Iterable<{ code: string }>) => [...parts].reduce((total, part) => total + kib(part), 0)
  const modules = [...atOnce].flatMap(({ modules }) => {
    return Object.entries(modules).flatMap(([id, { renderedLength }]) => (renderedLength > 0 ? id : []))
  })
  return { atOnce: sum(atOnce), later: sum(chunks.filter(chunk => !atOnce.has(chunk))), modules }
}
