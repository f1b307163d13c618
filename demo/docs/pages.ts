// Pages: the documentation, in reading order.

import type { SitePage } from '../site/site-page.ts'

export const docs: readonly SitePage[] = []
