// <wamp-inspector>: a host sees all that passes its router, a guest its own, and both can read it.

import type { Page } from 'playwright'
import { describe, expect, test } from 'vitest'
import type { TraceRecord } from '../../src/host/trace/trace-record.ts'
import { eventually, type Participant, useStage, WITHOUT_WEBRTC } from './harness.ts'
import { WORKER } from './harness-site.ts'
import { crash, otherWorker, workerOf } from './harness-worker.ts'

declare global {
  /** Of a test's page: the records of its session's trace. */
  var traced: TraceRecord[]
}

const stage = useStage()
const INSPECTOR = '<wamp-inspector></wamp-inspector>'
const inside = (attributes: string, inspector = INSPECTOR) =>
  stage.site.page(`<wamp-session ${attributes}>${inspector}</wamp-session>`)
const page = (more = '') => inside(`signaling="${stage.signaling}" ${more}`)

const watches = (participant: Participant) =>
  participant.run(element => {
    globalThis.traced = []
    element.trace(record => traced.push(record))
  })

const rows = (of: Page) => of.locator('wamp-inspector .row')

describe.each([
  { place: 'a tab', attributes: '', own: 'memory' },
  { place: 'a SharedWorker', attributes: `worker="${WORKER}"`, own: 'message-port' },
] as const)('a room in $place', ({ attributes, own }) => {
  async function people() {
    const host = await stage.host({ url: page(attributes) })
    await watches(host)
    const relayed = await stage.guest(host, { before: WITHOUT_WEBRTC })
    const direct = await stage.guest(host)
    await direct.goesBy('data-channel')
    return { host, relayed, direct }
  }

  test('shows its host a relayed guest’s call and a direct guest’s event', async () => {
    const { host, relayed, direct } = await people()
    await host.run(({ session }) =>
      session?.register('com.example.add', ([a, b]) => Number(a) + Number(b)).then(() => {}),
    )
    await direct.subscribe('com.example.said')
    expect(await relayed.call('com.example.add', [1, 2])).toBe(3)
    await relayed.publish('com.example.said', ['hello'])
    await direct.hears('com.example.said', 'hello')
    const [hostId, relayedId, directId] = [await host.sessionId(), await relayed.sessionId(), await direct.sessionId()]
    const calls = () =>
      host.run(() =>
        traced
          .filter(({ message }) => message[3] === 'com.example.add' && message[0] === 48)
          .map(({ session, transport, message }) => ({ session, transport, args: message[4] })),
      )
    await eventually(calls, [{ session: relayedId, transport: 'relay', args: [1, 2] }])
    const because = (type: number, uri: string) =>
      host.run(
        (_, wanted) => {
          const about = (number: number | undefined): unknown =>
            traced.find(other => other.number === number)?.message[3]
          return traced
            .filter(({ message, cause }) => message[0] === wanted.type && about(cause) === wanted.uri)
            .map(({ session, transport }) => ({ session, transport }))
        },
        { type, uri },
      )
    await eventually(() => because(68, 'com.example.add'), [{ session: hostId, transport: own }])
    await eventually(() => because(36, 'com.example.said'), [{ session: directId, transport: 'data-channel' }])
    const peers = await host.run(async ({ room }) => (await room?.peers()) ?? [])
    expect(peers.map(({ session, transport, liveness }) => ({ session, transport, liveness }))).toEqual([
      { session: hostId, transport: own, liveness: 'alive' },
      { session: relayedId, transport: 'relay', liveness: 'alive' },
      { session: directId, transport: 'data-channel', liveness: 'alive' },
    ])
    const measured = (element: Participant) =>
      element.when(({ roundTrip }) => typeof roundTrip === 'number' && roundTrip >= 0)
    await measured(direct)
  })

  test('shows a guest its own messages only', async () => {
    const { host, relayed, direct } = await people()
    await watches(relayed)
    await direct.subscribe('com.example.secret')
    await host.publish('com.example.secret', ['not for everybody'])
    await direct.hears('com.example.secret', 'not for everybody')
    expect(await relayed.call('wamp.session.count')).toBe(3)
    const id = await relayed.sessionId()
    const seen = await relayed.run(() =>
      traced.map(({ session, message }) => ({ session, text: JSON.stringify(message) })),
    )
    expect(new Set(seen.map(({ session }) => session))).toEqual(new Set([id]))
    expect(seen.filter(({ text }) => text.includes('"wamp.session.count"'))).toHaveLength(1)
    expect(seen.filter(({ text }) => text.includes('not for everybody'))).toEqual([])
  })
})

test('a trace goes on when the SharedWorker dies, in the one that follows', async () => {
  stage.expects(/WebSocket connection/)
  const context = await stage.context('a')
  const url = inside(`signaling="${stage.signaling}" worker="${WORKER}" router="shared-worker"`, '')
  const [creator, survivor] = [await stage.host({ url, context }), await stage.host({ url, context })]
  const guest = await stage.guest(survivor, { before: WITHOUT_WEBRTC })
  await watches(survivor)
  const publishers = (topic: string) =>
    survivor.run(
      (_, topic) => traced.filter(({ message }) => message[0] === 16 && message[3] === topic).map(one => one.session),
      topic,
    )
  const [worker, guestId, ownId] = [await workerOf(survivor), await guest.sessionId(), await survivor.sessionId()]
  await guest.publish('com.example.before')
  await eventually(() => publishers('com.example.before'), [guestId])
  await crash(creator)
  await otherWorker(survivor, worker)
  await guest.publish('com.example.after')
  await survivor.publish('com.example.after')
  await eventually(() => publishers('com.example.after'), [guestId, ownId])
})

test('the host’s inspector draws who is there, and lists calls with what came of them', async () => {
  const host = await stage.host({ url: page() })
  const guest = await stage.guest(host, { before: WITHOUT_WEBRTC })
  await host.run(({ session }) =>
    session?.register('com.example.add', ([a, b]) => Number(a) + Number(b)).then(() => {}),
  )
  expect(await guest.call('com.example.add', [1, 2])).toBe(3)
  const figure = host.page.locator('wamp-inspector').getByRole('img')
  await eventually(() => figure.getAttribute('aria-label'), expect.stringMatching(/2 sessions: This page.*relayed/))
  await rows(host.page).filter({ hasText: 'RESULT' }).click()
  const details = host.page.locator('wamp-inspector .details')
  expect(await details.locator('dt').allTextContents()).toEqual(['Request', 'Details', 'Arguments'])
  expect(await details.locator('dd').last().textContent()).toMatch(/3/)
  await host.page.getByRole('tab', { name: 'Messages' }).press('ArrowRight')
  expect(await host.page.getByRole('row', { name: /This page/ }).textContent()).toContain('host')
  await eventually(
    () => host.page.getByRole('row', { name: /Guest/ }).textContent(),
    expect.stringMatching(/relayed.*alive/s),
  )
})

test('filters, pauses, clears, and calls by hand', async () => {
  const host = await stage.host({ url: page() })
  const inspector = host.page.locator('wamp-inspector')
  await host.publish('com.example.one', [1])
  await host.publish('com.example.two', [2])
  const publishes = rows(host.page).filter({ hasText: 'PUBLISH' })
  await eventually(() => publishes.filter({ hasText: 'com.example' }).count(), 4)
  await inspector.getByRole('searchbox').fill('EXAMPLE.TWO')
  await eventually(() => rows(host.page).count(), 2)
  await inspector.getByRole('searchbox').fill('')
  await inspector.getByRole('button', { name: 'Clear' }).click()
  await eventually(() => rows(host.page).count(), 0)
  await inspector.getByRole('button', { name: 'Pause' }).click()
  await host.publish('com.example.unseen')
  await inspector.getByRole('button', { name: 'Resume' }).click()
  await inspector.getByRole('tab', { name: 'Try it' }).click()
  await host.run(({ session }) =>
    session?.register('com.example.add', ([a, b]) => Number(a) + Number(b)).then(() => {}),
  )
  await inspector.getByLabel('Procedure').fill('com.example.add')
  await inspector.getByLabel('Arguments (JSON list)').fill('[1, 2]')
  await inspector.getByRole('button', { name: 'Call' }).click()
  await eventually(() => inspector.locator('output').textContent(), '3')
  await inspector.getByLabel('Procedure').fill('com.example.missing')
  await inspector.getByRole('button', { name: 'Call' }).click()
  await eventually(() => inspector.locator('output').textContent(), expect.stringMatching(/no_such_procedure/))
  await inspector.getByRole('tab', { name: 'Messages' }).click()
  await eventually(() => rows(host.page).filter({ hasText: 'RESULT' }).count(), 1)
  expect(await rows(host.page).filter({ hasText: 'unseen' }).count()).toBe(0)
})

test('a trace that was saved is played in another page, without a session', async () => {
  const host = await stage.host({ url: page() })
  await host.publish('com.example.one', [1])
  await eventually(() => rows(host.page).filter({ hasText: 'com.example.one' }).count(), 2)
  const saved = await host.page.evaluate(() => document.querySelector('wamp-inspector')?.save() ?? '')
  const other = await stage.visit({ browser: 'b', url: inside('') })
  await other.page.evaluate(text => document.querySelector('wamp-inspector')?.replay(text), saved)
  await eventually(() => rows(other.page).filter({ hasText: 'com.example.one' }).count(), 2)
  const slider = other.page.getByRole('slider')
  await slider.fill('0')
  await eventually(() => rows(other.page).count(), 0)
  await other.page.evaluate(() => document.querySelector('wamp-inspector')?.replay('no trace'))
  await eventually(() => other.page.getByRole('alert').textContent(), expect.stringMatching(/JSON/))
})

test('keeps 10,000 messages, shows the last, and the page goes on', async () => {
  const host = await stage.host({ url: page() })
  await host.run(async ({ session }) => {
    for (let count = 0; count < 12_000; count++) session?.publish('com.example.count', [count])
    await session?.publish('com.example.count', ['last'], {}, { acknowledge: true })
  })
  await eventually(() => rows(host.page).last().textContent(), expect.stringMatching(/PUBLISHED/))
  expect(await rows(host.page).count()).toBeLessThan(200)
  expect(await host.page.locator('wamp-inspector .counts').textContent()).toMatch(/10000 messages · \d+ left out/)
})

test('out of sight nothing is drawn, and nothing is lost', async () => {
  const away = '<div style="height: 300vh"></div><wamp-inspector class="away"></wamp-inspector>'
  const host = await stage.host({ url: inside(`signaling="${stage.signaling}"`, INSPECTOR + away) })
  const publishes = (where: string) => host.page.locator(`${where} .row`).filter({ hasText: 'com.example' })
  for (const [topic, shown] of [
    ['com.example.one', 2],
    ['com.example.two', 4],
  ] as const) {
    await host.publish(topic)
    await eventually(() => publishes('wamp-inspector:not(.away)').count(), shown)
  }
  expect(await publishes('.away').count()).toBe(0)
  expect(await host.page.locator('.away .travellers > *').count()).toBe(0)
  const saved = await host.page.evaluate(() =>
    document.querySelector<HTMLElementTagNameMap['wamp-inspector']>('.away')?.save(),
  )
  expect(saved).toMatch(/com\.example\.one.*com\.example\.two/s)
  await host.page.locator('.away').scrollIntoViewIfNeeded()
  await eventually(() => publishes('.away').count(), 4)
})

test('works where scripts, styles and HTML from strings are forbidden', async () => {
  const policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src *; require-trusted-types-for 'script'"
  const csp = `<meta http-equiv="Content-Security-Policy" content="${policy}">`
  const url = stage.site.page(`${csp}<wamp-session host signaling="${stage.signaling}">${INSPECTOR}</wamp-session>`)
  // The serializer asks whether it may compile code, and does without.
  stage.expects(/TrustedScript/)
  const context = await stage.context('a')
  const bare = await context.newPage()
  bare.on('console', message => message.type() === 'error' && stage.problem(`console: ${message.text()}`))
  bare.on('pageerror', error => stage.problem(`thrown: ${error.message}`))
  await bare.goto(url)
  await bare.waitForSelector('wamp-session:state(open)', { state: 'attached' })
  await bare.evaluate(() =>
    document
      .querySelector('wamp-session')
      ?.session?.publish('com.example.x', ['<img src=x onerror=alert(1)>'])
      .then(() => {}),
  )
  await eventually(() => rows(bare).filter({ hasText: '<img src=x' }).count(), 1)
})
