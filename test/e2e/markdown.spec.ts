// The demo's micro-services: rendered while one writes, by whoever answers; stopped, replaced and shared live.

import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { hasAutobahnPython, PYTHON } from '../interop/find-python.ts'
import { useStage } from './harness.ts'
import { expectAccessible } from './harness-axe.ts'
import { OutsideComponent } from './harness-component.ts'
import { useSystem } from './harness-system.ts'

const stage = useStage()
const system = useSystem(stage)
const python = process.env.CI !== undefined || hasAutobahnPython()

const preview = (page: Page) => page.locator('.preview')
const writes = (page: Page, markdown: string) => page.getByLabel('Markdown', { exact: true }).fill(markdown)
const by = async (page: Page) => (await page.locator('.by').textContent())?.replace(/\s+/g, ' ').trim()
const service = (page: Page, heading: string) =>
  page.locator('component-card').filter({ has: page.getByRole('heading', { name: heading }) })

/** Renders a hundred times, and tells who did how many of them. */
async function shares(page: Page): Promise<Record<string, number>> {
  await page.getByRole('button', { name: 'Render it 100 times' }).click()
  await page.locator('.many button:enabled').waitFor()
  const rows = await page
    .locator('.shares li')
    .evaluateAll(items => items.map(item => [...item.querySelectorAll('span')].map(span => span.textContent ?? '')))
  return Object.fromEntries(rows.map(([name = '', count]) => [name, Number(count)]))
}

async function identifies(page: Page, name: string): Promise<void> {
  await page.getByLabel('Your name').fill(name)
  await page.getByRole('button', { name: 'Identify yourself' }).click()
}

test('what is written is rendered elsewhere, for whom the authentication knows, and each module goes its own way', async () => {
  const { page, invite } = await system.host('markdown')
  await preview(page).getByRole('heading', { name: 'Micro-services' }).waitFor()
  await expectAccessible(page)
  const guest = await system.visit('guest', invite)
  await writes(guest, '**Bold**')
  await preview(guest).locator('strong', { hasText: 'Bold' }).waitFor()
  await expect.poll(() => by(guest)).toBe('Rendered by Markdown A for somebody unknown')
  await identifies(guest, 'Salim')
  await expect.poll(() => by(guest)).toBe('Rendered by Markdown A for Salim')
  await page.getByRole('button', { name: 'Stop: Authentication' }).click()
  await service(guest, 'Authentication').getByText('Nobody answers now.').waitFor({ state: 'detached' })
  await writes(guest, '*Still* rendered')
  await preview(guest).locator('em', { hasText: 'Still' }).waitFor()
  await page.getByRole('button', { name: 'Stop: Markdown A' }).click()
  // The guest's page stands in by itself.
  await guest.getByRole('button', { name: 'Stop: Markdown A' }).click()
  await service(guest, 'Markdown').getByText('Nobody answers now.').waitFor()
  await writes(guest, 'Written meanwhile')
  await guest.getByRole('alert').getByText('no_such_procedure').waitFor()
  await page.getByRole('button', { name: 'Run: Markdown B' }).click()
  await preview(guest).getByText('Written meanwhile').waitFor()
  await expect.poll(() => by(guest)).toMatch(/^Rendered by Markdown B/)
})

test('two workers share the work, and so does one in Node', async () => {
  const { page, plainUrl } = await system.host('markdown')
  await preview(page).getByRole('heading', { name: 'Micro-services' }).waitFor()
  expect(await shares(page)).toEqual({ 'Markdown A': 100 })
  await page.getByRole('button', { name: 'Run: Markdown B' }).click()
  await expect.poll(() => shares(page)).toEqual({ 'Markdown A': 50, 'Markdown B': 50 })
  const worker = OutsideComponent.start(stage, 'markdown/markdown.mjs', plainUrl)
  await worker.says('Rendering.')
  const shared = await shares(page)
  // What was written is rendered anew when somebody comes, and counts too.
  expect(Math.min(...Object.values(shared))).toBeGreaterThanOrEqual(33)
  expect(Object.keys(shared).sort()).toEqual(['Markdown A', 'Markdown B', 'markdown.mjs'])
  for (const letter of ['A', 'B']) await page.getByRole('button', { name: `Stop: Markdown ${letter}` }).click()
  await identifies(page, 'Salim')
  await writes(page, '# From Node')
  await preview(page).getByRole('heading', { name: 'From Node' }).waitFor()
  await expect.poll(() => by(page)).toBe('Rendered by markdown.mjs for Salim')
})

test('what a hostile worker sends does nothing, and shows no more than text and links', async () => {
  const { page } = await system.host('markdown')
  await preview(page).getByRole('heading', { name: 'Micro-services' }).waitFor()
  // The policy of the page forbids them where they are only parsed, too.
  stage.expects(/inline event handler/, /inline style/)
  await writes(
    page,
    '<img src=x onerror="document.body.dataset.hurt=1"><script>document.body.dataset.hurt=1</script><a href="javascript:document.body.dataset.hurt=1" onclick="document.body.dataset.hurt=1">bad</a> <a href="https://example.com/" style="position:fixed">good</a><form action="/x"><button>Send</button></form>',
  )
  await preview(page).getByText('good').waitFor()
  await preview(page).getByText('bad').click()
  expect(await page.evaluate(() => document.body.dataset.hurt)).toBeUndefined()
  expect(await preview(page).innerHTML()).toBe(
    '<p><a>bad</a> <a href="https://example.com/" rel="noopener noreferrer nofollow" target="_blank">good</a></p>Send<p></p>\n',
  )
})

test.runIf(python)(
  'authentication and Markdown in Python take over, and serve a page and a terminal alike',
  async () => {
    const { page, plainUrl } = await system.host('markdown')
    await preview(page).getByRole('heading', { name: 'Micro-services' }).waitFor()
    const auth = OutsideComponent.start(stage, 'markdown/auth.py', plainUrl)
    const worker = OutsideComponent.start(stage, 'markdown/markdown.py', plainUrl)
    await auth.says('Identifying.')
    await worker.says('Rendering.')
    await service(page, 'Authentication').getByText('Outside the browser').waitFor()
    await service(page, 'Markdown').getByText('Outside the browser').waitFor()
    await page.getByRole('button', { name: 'Stop: Markdown A' }).click()
    await identifies(page, 'Salim')
    await auth.says('Salim is identified.')
    await writes(page, '# From *Python*\n\n- `one`\n- <b>two</b>')
    await preview(page).getByRole('heading', { name: 'From Python' }).waitFor()
    await expect.poll(() => by(page)).toBe('Rendered by markdown.py for Salim')
    expect(await preview(page).locator('li').allTextContents()).toEqual(['one', '<b>two</b>'])
    const terminal = spawn(PYTHON, [
      '-u',
      fileURLToPath(new URL('../../demo/markdown/interface.py', import.meta.url)),
      plainUrl,
      '--name',
      'Arius',
    ])
    stage.atEnd(() => terminal.kill('SIGKILL'))
    terminal.stdin.end('Some *words*\n')
    expect(await text(terminal.stdout)).toContain('<p>Some <em>words</em></p>   (markdown.py, for Arius)')
    await auth.interrupt()
    await service(page, 'Authentication').getByText('Outside the browser').waitFor({ state: 'detached' })
    await identifies(page, 'Salim')
    await expect.poll(() => by(page)).toBe('Rendered by markdown.py for Salim')
  },
)
