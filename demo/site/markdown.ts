// Markdown: a page's text, written in Markdown, as HTML.

import { Marked, type Tokens } from 'marked'
import type { Links, Placed } from './links.ts'
import { html, type Markup, raw } from './markup.ts'
import { code } from './snippet.ts'

/**
 * @param pageOf the page that a Markdown file beside this one becomes; links to such files lead there
 * @throws {Error} where a link leads to a file that becomes no page
 */
export function markdown(text: string, to: Links, pageOf: (file: string) => Placed | undefined): Markup {
  const hrefOf = (href: string) => {
    const [, file, fragment = ''] = /^(?:\.\/)?([\w-]+\.md)(#.*)?$/.exec(href) ?? []
    if (file === undefined) return href
    const page = pageOf(file)
    if (page === undefined) throw new Error(`A link leads to ${file}, which is no page.`)
    return to.page(page) + fragment
  }
  const marked = new Marked({
    renderer: {
      code: ({ text, lang }: Tokens.Code) => code(text, lang).text,
      heading({ tokens, depth, text }: Tokens.Heading) {
        return `<h${depth} id="${anchorOf(text)}">${this.parser.parseInline(tokens)}</h${depth}>\n`
      },
      link({ href, tokens }: Tokens.Link) {
        return html`<a href="${hrefOf(href)}">${raw(this.parser.parseInline(tokens))}</a>`.text
      },
      table(token: Tokens.Table) {
        const cell = ({ text, tokens, header }: Tokens.TableCell) => {
          const tag = header && text ? 'th' : 'td'
          return `<${tag}>${this.parser.parseInline(tokens)}</${tag}>`
        }
        const row = (cells: readonly Tokens.TableCell[]) => `<tr>${cells.map(cell).join('')}</tr>`
        return `<div class="table" tabindex="0"><table><thead>${row(token.header)}</thead><tbody>${token.rows
          .map(row)
          .join('')}</tbody></table></div>\n`
      },
    },
  })
  return raw(marked.parse(text, { async: false }))
}

/** What a heading is linked by, as on GitHub. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-')
}
