// Links: the ways out of the meadow, to the other systems and to the other language.

import { html, type TemplateResult } from 'lit'
import { words } from '../words.ts'

export interface LinksProps {
  readonly systems: string
  readonly translation: string
}

export function links({ systems, translation }: LinksProps): TemplateResult {
  const { name, language } = words.translation
  return html`<p class="links">
    <a href=${systems}>${words.systems}</a> <a href=${translation} lang=${language} hreflang=${language}>${name}</a>
  </p>`
}
