// Harness: what axe-core finds wrong with a page, for people who see, hear or move in other ways.

import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Page } from 'playwright'
import { expect } from 'vitest'

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

/** Nothing is wrong with the page as it is now. @param within a selector: nothing else of it is looked at. */
export async function expectAccessible(page: Page, within = ':root'): Promise<void> {
  await page.evaluate(await readFile(AXE, 'utf8'))
  const violations = await page.evaluate(async within => {
    const { axe } = globalThis as unknown as { axe: typeof import('axe-core') }
    return (await axe.run(within)).violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`,
    )
  }, within)
  expect(violations).toEqual([])
}
