// Site page: what a page of the site is made of.

import type { Language, Translated } from './language.ts'
import type { Links, Placed } from './links.ts'
import type { Markup } from './markup.ts'

/** Its `path` is `home`, `docs/guide`, or empty for the first page. */
export interface SitePage extends Placed {
  readonly title: Translated
  /** A sentence or two, for the gallery and for search engines. */
  readonly description: Translated
  /** An `app` has the window to itself; all others stand in the site's frame. */
  readonly kind: 'gallery' | 'system' | 'text' | 'app'
  /** The page's program, below the site's root: `home/main.ts`. */
  readonly script?: string
  /** The page's style sheet, instead of the site's. */
  readonly style?: string
  /** Files that people take with them, below the site's root: `home/sensor.py`. */
  readonly files?: readonly string[]
  /** A picture for the gallery: an SVG. */
  readonly picture?: Markup
  body(about: About): Markup | Promise<Markup>
}

/** What a page is told when it is made. */
export interface About {
  readonly language: Language
  readonly to: Links
  /** The tutorial's systems, in its order. */
  readonly systems: readonly SitePage[]
  /** The documentation, in reading order. */
  readonly docs: readonly SitePage[]
}
