// Snippet: a part of a file of this project, as a page shows it. What is shown is what runs.

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import hljs from 'highlight.js/lib/core'
import bash from 'highlight.js/lib/languages/bash'
import javascript from 'highlight.js/lib/languages/javascript'
import json from 'highlight.js/lib/languages/json'
import nginx from 'highlight.js/lib/languages/nginx'
import python from 'highlight.js/lib/languages/python'
import typescript from 'highlight.js/lib/languages/typescript'
import xml from 'highlight.js/lib/languages/xml'
import { html, type Markup, raw } from './markup.ts'

const LANGUAGES = { bash, javascript, json, nginx, python, typescript, xml }
for (const [name, language] of Object.entries(LANGUAGES)) hljs.registerLanguage(name, language)
hljs.registerAliases(['js', 'mjs'], { languageName: 'javascript' })
hljs.registerAliases(['ts'], { languageName: 'typescript' })
hljs.registerAliases(['html', 'svg'], { languageName: 'xml' })
hljs.registerAliases(['py'], { languageName: 'python' })
hljs.registerAliases(['sh', 'shell'], { languageName: 'bash' })

const root = fileURLToPath(new URL('../../', import.meta.url))

/**
 * A file, or the part of it between the lines `#region name` and `#endregion`, highlighted.
 * @throws {Error} where there is no such part
 */
export function snippet(file: string, region?: string): Markup {
  const whole = readFileSync(root + file, 'utf8')
  return code(region === undefined ? withoutMarks(whole) : partOf(whole, region, file), file.split('.').at(-1))
}

/** Code in a language, highlighted, without what all its lines are indented by; as it is, where we do not know the language. */
export function code(indented: string, language = ''): Markup {
  const text = dedent(indented.split('\n')).join('\n')
  const known = hljs.getLanguage(language) !== undefined
  const body = known ? raw(hljs.highlight(text.trim(), { language }).value) : html`${text.trim()}`
  return html`<pre class="code" tabindex="0"><code>${body}</code></pre>`
}

function partOf(whole: string, region: string, file: string): string {
  const lines = whole.split('\n')
  const first = lines.findIndex(line => new RegExp(`#region ${region}\\b`).test(line))
  const length = lines.slice(first + 1).findIndex(line => line.includes('#endregion'))
  if (first < 0 || length < 0) throw new Error(`${file} has no part called ${region}.`)
  return lines.slice(first + 1, first + 1 + length).join('\n')
}

function withoutMarks(whole: string): string {
  return whole
    .split('\n')
    .filter(line => !/#(end)?region\b/.test(line))
    .join('\n')
}

function dedent(lines: readonly string[]): string[] {
  const indents = lines.filter(line => line.trim()).map(line => line.search(/\S/))
  return lines.map(line => line.slice(Math.min(...indents)))
}
