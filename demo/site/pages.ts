// Pages: every page of the site.

import { docs } from '../docs/pages.ts'
import { forum } from '../forum/page.ts'
import { phone } from '../forum/phone-page.ts'
import { gallery } from '../gallery/page.ts'
import { game } from '../game/page.ts'
import { home, homePlain } from '../home/page.ts'
import { kiss } from '../kiss/page.ts'
import { markdown } from '../markdown/page.ts'
import { orchard } from '../orchard/page.ts'
import { LANGUAGES } from './language.ts'
import type { Leaf } from './links.ts'
import type { SitePage } from './site-page.ts'

/** The tutorial's systems, in its order. */
export const systems: readonly SitePage[] = [game, home, orchard, markdown, kiss, forum]

const pages: readonly SitePage[] = [gallery, ...systems, homePlain, phone, ...docs]

export const leaves: readonly Leaf<SitePage>[] = pages.flatMap(page =>
  (page.languages ?? LANGUAGES).map(language => ({ page, language })),
)

/** What people take with them from any page. */
export const files: ReadonlySet<string> = new Set(pages.flatMap(page => page.files ?? []))

export { docs }
