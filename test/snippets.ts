// Snippets: the code that README and the documentation show, and the programs that it makes.

import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

export interface Snippet {
  /** Below the project's root. */
  readonly document: string
  /** Of the line where its code begins. */
  readonly line: number
  readonly language: string
  /** The heading that it stands under. */
  readonly heading: string
  readonly code: string
}

/** README and the documentation's pages, below the project's root. */
export const documents: readonly string[] = [
  'README.md',
  ...readdirSync(`${root}demo/docs`)
    .filter(name => name.endsWith('.md'))
    .sort()
    .map(name => `demo/docs/${name}`),
]

/** A document's text. */
export function textOf(document: string): string {
  return readFileSync(root + document, 'utf8')
}

/** A document's headings, as they stand there. */
export function headingsOf(document: string): string[] {
  return prose(textOf(document)).flatMap(line => headingIn(line) ?? [])
}

/** All snippets of these languages, in their order. */
export function snippets(...languages: string[]): Snippet[] {
  return documents.flatMap(snippetsOf).filter(({ language }) => languages.includes(language))
}

/** The languages of all snippets. */
export function languages(): Set<string> {
  return new Set(documents.flatMap(snippetsOf).map(({ language }) => language))
}

/** The snippets in TypeScript or JavaScript as programs: one that imports nothing goes on where the one before it ended. */
export function programs(): Snippet[] {
  const found: Snippet[] = []
  for (const snippet of snippets('ts', 'js')) {
    const before = found.at(-1)
    if (/^import /m.test(snippet.code) || before?.document !== snippet.document) found.push(snippet)
    else found[found.length - 1] = { ...before, code: `${before.code}\n${snippet.code}` }
  }
  return found
}

/** What a snippet says that it prints: its comments behind an arrow. */
export function printed({ code }: Snippet): string[] {
  return [...code.matchAll(/(?:\/\/|#) → (.*)/g)].map(([, line = '']) => line)
}

/** Where a snippet stands, for the name of a test. */
export function place({ document, line, heading }: Snippet): string {
  return `${document}:${line} ${heading}`
}

function snippetsOf(document: string): Snippet[] {
  const found: Snippet[] = []
  let heading = ''
  let open: { readonly language: string; readonly line: number; readonly code: string[] } | undefined
  for (const [index, line] of textOf(document).split('\n').entries()) {
    const [, language] = /^```(\w*)$/.exec(line) ?? []
    if (open && language === '') {
      found.push({ ...open, document, heading, code: `${open.code.join('\n')}\n` })
      open = undefined
    } else if (open) open.code.push(line)
    else if (language !== undefined) open = { language, line: index + 2, code: [] }
    else heading = headingIn(line) ?? heading
  }
  if (open) throw new Error(`${document}:${open.line}: this snippet does not end`)
  return found
}

/** The lines outside of snippets. */
export function prose(text: string): string[] {
  return text.replace(/^```\w*\n[\s\S]*?^```$/gm, '').split('\n')
}

function headingIn(line: string): string | undefined {
  return /^#{1,6} +(.*?) *$/.exec(line)?.[1]
}
