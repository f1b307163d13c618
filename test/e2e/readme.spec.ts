// README's page to paste, as it stands but for the addresses.

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { eventually, useStage } from './harness.ts'

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
const [, page = ''] = /```html\n([\s\S]*?)```/.exec(readme) ?? []

const stage = useStage()

test('whoever opens the page hosts, whoever opens its invite joins, and clicks are counted for both', async () => {
  const pasted = page.replace('http://localhost:8080/wamp-mesh.js', '/wamp-mesh.js')
  const host = await stage.visit({
    url: stage.site.page(pasted.replace('ws://localhost:8080', stage.signaling)),
  })
  await host.until('open')
  const link = host.page.getByRole('link')
  await eventually(() => link.textContent(), await host.invite())
  const guest = await stage.visit({ browser: 'b', url: (await link.getAttribute('href')) ?? '' })
  await guest.until('open')
  expect(await guest.shown()).toMatchObject({ role: 'guest' })
  await host.page.getByRole('button', { name: 'Click' }).click()
  await eventually(() => guest.page.getByRole('status').textContent(), '1')
  await guest.page.getByRole('button', { name: 'Click' }).click()
  await eventually(() => host.page.getByRole('status').textContent(), '2')
})
