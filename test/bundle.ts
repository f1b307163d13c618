// Bundle: programs in TypeScript made JavaScript once, for each of many processes would take a second to do it again.

import { build } from 'vite'

/**
 * Writes `NAME.mjs` for each entry, and what several of them share beside them. Packages are left to Node, so `folder` is
 * one from where it finds them.
 */
export async function bundle(entries: Readonly<Record<string, string>>, folder: string): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      ssr: true,
      target: 'node20',
      outDir: folder,
      emptyOutDir: false,
      rolldownOptions: {
        input: entries,
        output: { entryFileNames: '[name].mjs', chunkFileNames: 'shared-[name]-[hash].mjs' },
      },
    },
  })
}
