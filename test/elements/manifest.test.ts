// custom-elements.json: what editors, frameworks and the element reference read of the elements is all there, and true.

import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ELEMENTS } from '../../src/elements/define.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

interface Named {
  readonly name: string
  readonly description?: string
}
interface Declaration extends Named {
  readonly tagName?: string
  readonly summary?: string
  readonly attributes?: readonly Named[]
  readonly members?: readonly Named[]
  readonly events?: readonly Named[]
  readonly cssParts?: readonly Named[]
  readonly cssProperties?: readonly Named[]
}

let folder: string
let declarations: readonly Declaration[]
beforeAll(async () => {
  // The analyzer takes only folders below its own.
  folder = await mkdtemp(`${root}dist-manifest-`)
  const analyzer = `${root}node_modules/@custom-elements-manifest/analyzer/cem.js`
  const config = 'src/elements/manifest.config.mjs'
  const args = [analyzer, 'analyze', '--config', config, '--outdir', relative(root, folder)]
  await promisify(execFile)(process.execPath, args, { cwd: root })
  const manifest = JSON.parse(await readFile(`${folder}/custom-elements.json`, 'utf8'))
  declarations = manifest.modules.flatMap((module: { declarations: Declaration[] }) => module.declarations)
})
afterAll(() => rm(folder, { recursive: true }))

/** What an element is made of: its file, or the folder that it has to itself. */
async function sourceOf(tag: string): Promise<string> {
  const elements = `${root}src/elements/`
  const files = await readdir(elements, { recursive: true })
  const file = files.find(name => name.endsWith(`${tag}.ts`)) ?? ''
  const folder = file.slice(0, file.lastIndexOf('/') + 1)
  const own = folder ? files.filter(name => name.startsWith(folder) && name.endsWith('.ts')) : [file]
  return (await Promise.all(own.map(name => readFile(elements + name, 'utf8')))).join('\n')
}

const names = (list: readonly Named[] = []) => list.map(({ name }) => name).toSorted()

describe.each(Object.entries(ELEMENTS))('<%s>', (tag, element) => {
  const declared = () => declarations.find(({ tagName }) => tagName === tag) ?? { name: '' }

  test('is there, with a summary, and nothing of it without a word', () => {
    const { summary, attributes = [], members = [], events = [] } = declared()
    expect(summary).toBeTruthy()
    expect(names([...attributes, ...members, ...events].filter(({ description }) => !description))).toEqual([])
  })

  test('has the attributes that it observes', () => {
    expect(names(declared().attributes)).toEqual(element.observedAttributes.toSorted())
  })

  test('has the events, parts and custom properties that its source has', async () => {
    const { events, cssParts, cssProperties } = declared()
    const text = (await sourceOf(tag)).replace(/\/\*\*[\s\S]*?\*\//g, '')
    for (const [, name] of text.matchAll(/--(wamp-[a-z-]+)/g)) expect(names(cssProperties)).toContain(`--${name}`)
    for (const [, parts = ''] of text.matchAll(/ part="([a-z ]+)"/g)) {
      for (const part of parts.split(' ')) expect(names(cssParts)).toContain(part)
    }
    const dispatched = text.match(/new Wamp\w+Event\(/g) ?? []
    expect(names(events).length).toBeGreaterThanOrEqual(new Set(dispatched).size)
  })
})
