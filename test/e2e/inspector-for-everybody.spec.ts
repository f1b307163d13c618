// <wamp-inspector> for everybody: by eye, by assistive technology, in the page's language and colours.

import { expect, test } from 'vitest'
import { eventually, useStage } from './harness.ts'
import { expectAccessible } from './harness-axe.ts'

const stage = useStage()
const INSPECTOR = '<wamp-inspector></wamp-inspector>'
const inside = (inspector: string) =>
  stage.site.page(`<wamp-session signaling="${stage.signaling}">${inspector}</wamp-session>`)

test.each(['light', 'dark'] as const)('axe finds nothing, %s', async colorScheme => {
  const style = '<style>:root { color-scheme: light dark }</style>'
  const body = `${style}<main><h1>Inspector</h1><wamp-session signaling="${stage.signaling}">${INSPECTOR}</wamp-session></main>`
  const host = await stage.host({ url: stage.site.page(body) })
  await host.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
  await host.run(({ session }) =>
    session?.register('com.example.add', ([a, b]) => Number(a) + Number(b)).then(() => {}),
  )
  await host.call('com.example.add', [1, 2])
  await host.call('com.example.add', [])
  await host.publish('com.example.said')
  await host.page.locator('wamp-inspector .row').filter({ hasText: 'RESULT' }).first().click()
  for (const tab of ['Messages', 'Sessions', 'Procedures & topics', 'Try it']) {
    await host.page.getByRole('tab', { name: tab }).click()
    await expectAccessible(host.page, 'main')
  }
})

test.each([
  ['stand on their line', 'reduce', 1],
  ['travel along it', 'no-preference', 2],
] as const)('messages %s where prefers-reduced-motion is %s', async (_, reducedMotion, places) => {
  const host = await stage.host({
    url: inside('<wamp-inspector figure></wamp-inspector>'),
  })
  await host.page.emulateMedia({ reducedMotion })
  await eventually(() => host.page.locator('wamp-inspector .component').count(), 1)
  await host.publish('com.example.said')
  const tag = host.page.locator('wamp-inspector .tag').filter({ hasText: 'PUBLISH' })
  const seen = await tag.evaluate(element => {
    const effect = element.getAnimations()[0]?.effect as KeyframeEffect
    return new Set(effect.getKeyframes().flatMap(({ transform }) => transform ?? [])).size
  })
  expect(seen).toBe(places)
})

test('speaks French where the page does', async () => {
  const body = `<div lang="fr"><wamp-session signaling="${stage.signaling}">${INSPECTOR}</wamp-session></div>`
  const host = await stage.host({ url: stage.site.page(body) })
  await eventually(
    () => host.page.getByRole('tab').allTextContents(),
    ['Messages', 'Sessions', 'Procédures et sujets', 'Essayer'],
  )
})

test('takes the colours of a page that calls them as the inspector might', async () => {
  const style = `<style>
    :root { --ink: rgb(10 20 30); --paper: rgb(240 230 220); --accent: rgb(1 2 3) }
    wamp-inspector {
      --wamp-inspector-ink: var(--ink); --wamp-inspector-paper: var(--paper); --wamp-inspector-accent: var(--accent);
    }
  </style>`
  const { page: open } = await stage.host({ url: inside(style + INSPECTOR) })
  const styleOf = (part: string, property: string) =>
    open
      .locator(`wamp-inspector ${part}`)
      .first()
      .evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property)
  expect(await styleOf('.figure .name', 'fill')).toBe('rgb(10, 20, 30)')
  expect(await styleOf('.inspector', 'background-color')).toBe('rgb(240, 230, 220)')
  expect(await styleOf('.router rect', 'stroke')).toBe('rgb(1, 2, 3)')
})
