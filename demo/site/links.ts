// Links: where pages stand, and how one leads to another. They are relative, for the site may stand below any path.

import type { Language } from './language.ts'

/** What stands somewhere: below the site's root, in these languages if not in all. */
export interface Placed {
  readonly path: string
  readonly languages?: readonly Language[]
}

/** A page in one language. */
export interface Leaf<Page extends Placed = Placed> {
  readonly page: Page
  readonly language: Language
}

export interface Links {
  /** To a page, in this language unless another is named. */
  page(page: Placed, language?: Language): string
  /** To a file below the site's root. */
  file(path: string): string
}

/** The folder of a page below the site's root: English stands at the root, other languages in a folder of their own. */
export function folderOf({ page, language }: Leaf): string {
  const parts = [language === 'en' ? '' : language, page.path].filter(part => part !== '')
  return parts.map(part => `${part}/`).join('')
}

export function linksFrom(leaf: Leaf): Links {
  const up = '../'.repeat(folderOf(leaf).split('/').length - 1)
  return {
    page: (page, language = page.languages?.includes(leaf.language) === false ? 'en' : leaf.language) =>
      up + folderOf({ page, language }) || './',
    file: path => up + path,
  }
}
