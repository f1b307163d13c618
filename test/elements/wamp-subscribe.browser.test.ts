// <wamp-subscribe>: events in the page's template, as text.

import { expect, test } from 'vitest'
import type { WampSubscribeElement } from '../../src/elements/wamp-subscribe.ts'
import { next, useElementStage } from './stage.ts'

const stage = useElementStage()
const TOPIC = 'com.example.chat'
const said = (element: WampSubscribeElement) => element.events.map(({ args }) => args[0])
const publish = async (...texts: unknown[]) => {
  for (const text of texts) {
    await stage.other.publish(TOPIC, [text], { name: 'Ana' }, { acknowledge: true, disclose_me: true })
  }
  await stage.settled()
}

test('shows the latest event in its template', async () => {
  await stage.show(`<wamp-subscribe topic="${TOPIC}"><template>
    <p><b data-bind="kwargs.name"></b>: <i data-bind="args.0"></i> <u data-bind="details.publisher"></u></p>
  </template></wamp-subscribe>`)
  expect(stage.texts('p')).toEqual([])
  await publish('hello')
  const shown = stage.find('p')
  expect(shown.textContent).toBe(`Ana: hello ${stage.other.id}`)
  await publish('again')
  expect(stage.find('p')).toBe(shown)
  expect(stage.texts('i')).toEqual(['again'])
})

test('shows markup as the text that it is, and nothing that is not data', async () => {
  await stage.show(`<wamp-subscribe topic="${TOPIC}"><template>
    <i data-bind="args.0"></i><b data-bind="args.constructor.name"></b><u data-bind="args.1.x"></u>
  </template></wamp-subscribe>`)
  await publish('<img src=x onerror=alert(1)>')
  expect(stage.texts('i, b, u')).toEqual(['<img src=x onerror=alert(1)>', '', ''])
  await publish({ a: [1, 2] }, null)
  expect(stage.texts('i')).toEqual([''])
})

test('shows a list of the newest, where the template stands', async () => {
  await stage.show(`<wamp-subscribe topic="${TOPIC}" keep="2"><ul><li>first</li><template>
    <li data-bind="args.0"></li></template><li>last</li></ul></wamp-subscribe>`)
  await publish('a')
  const kept = stage.find('li:nth-of-type(2)')
  await publish('b')
  expect(stage.texts('li')).toEqual(['first', 'a', 'b', 'last'])
  expect(stage.find('li:nth-of-type(2)')).toBe(kept)
  await publish('c', 'd')
  expect(stage.texts('li')).toEqual(['first', 'c', 'd', 'last'])
  stage.find('wamp-subscribe').setAttribute('order', 'newest-first')
  await stage.settled()
  expect(stage.texts('li')).toEqual(['first', 'd', 'c', 'last'])
})

test('shows the latest in elements of the page, where there is no template', async () => {
  await stage.show(`<wamp-subscribe topic="${TOPIC}">It is <b data-bind="args.0">?</b></wamp-subscribe>`)
  expect(stage.texts('b')).toEqual(['?'])
  await publish(21.5)
  expect(stage.texts('b')).toEqual(['21.5'])
})

test('leaves the templates of elements inside it to them', async () => {
  await stage.show(`<wamp-subscribe topic="${TOPIC}">
    <wamp-subscribe topic="com.example.other"><template><i data-bind="args.0"></i></template><b data-bind="args.0"></b></wamp-subscribe>
    <template><u data-bind="args.0"></u></template></wamp-subscribe>`)
  await publish('outer')
  expect(stage.texts('i')).toEqual([])
  expect([stage.texts('u'), stage.texts('b')]).toEqual([['outer'], ['']])
})

test('tells of each event, with its arguments and details', async () => {
  const element = await stage.show(`<wamp-subscribe topic="${TOPIC}"></wamp-subscribe>`)
  const told = next(document, 'wamp-event')
  await publish('hello')
  const event = await told
  expect(event.target).toBe(element)
  expect(event).toMatchObject({ args: ['hello'], kwargs: { name: 'Ana' }, details: { topic: TOPIC } })
})

test('asks for what is retained, for past events, and for patterns', async () => {
  await stage.other.subscribe(TOPIC, () => {})
  await publish('1', '2', '3', '4')
  const element = await stage.show<WampSubscribeElement>(
    `<wamp-subscribe topic="${TOPIC}" history="3" keep="10"><template><i data-bind="args.0"></i></template></wamp-subscribe>`,
  )
  expect(stage.texts('i')).toEqual(['2', '3', '4'])
  await publish('5')
  expect(stage.texts('i')).toEqual(['2', '3', '4', '5'])
  expect(element.events[0]?.details).toMatchObject({ topic: TOPIC, publication: expect.any(Number) })

  await stage.other.publish('com.example.weather', ['rain'], {}, { retain: true, acknowledge: true })
  await stage.show(
    `<wamp-subscribe topic="com.example.weather" get-retained><b data-bind="args.0"></b></wamp-subscribe>`,
  )
  expect(stage.texts('b')).toEqual(['rain'])

  await stage.show(
    `<wamp-subscribe topic="com.example." match="prefix"><b data-bind="details.topic"></b></wamp-subscribe>`,
  )
  await publish('x')
  expect(stage.texts('b')).toEqual([TOPIC])
})

test('hears another topic when it is told to, and none when it has left', async () => {
  const element = await stage.show<WampSubscribeElement>(
    `<wamp-subscribe topic="com.example.other"><b data-bind="args.0"></b></wamp-subscribe>`,
  )
  element.topic = TOPIC
  await stage.settled()
  await publish('x')
  expect(stage.texts('b')).toEqual(['x'])
  const subscribers = async () =>
    (await stage.other.call<number[]>('wamp.subscription.list').then(all => Object.values(all).flat().length)) as number
  expect(await subscribers()).toBe(1)
  element.remove()
  await stage.settled()
  expect(await subscribers()).toBe(0)
})

test('keeps its subscription when it is moved', async () => {
  const element = await stage.show<WampSubscribeElement>(
    `<wamp-subscribe topic="${TOPIC}" keep="5"></wamp-subscribe><main></main>`,
  )
  await publish('before')
  const lookup = () => stage.other.call('wamp.subscription.lookup', [TOPIC])
  const id = await lookup()
  stage.find('main').append(element)
  await publish('after')
  expect(await lookup()).toBe(id)
  expect(element.events.map(({ args }) => args[0])).toEqual(['before', 'after'])
})

test('says why it was refused', async () => {
  const told = next(document, 'wamp-request-error')
  const element = await stage.show<WampSubscribeElement>('<wamp-subscribe topic="no uri"></wamp-subscribe>')
  expect((await told).error).toMatchObject({ error: 'wamp.error.invalid_uri' })
  expect(element.error).toMatchObject({ error: 'wamp.error.invalid_uri' })
})

test('shows nothing of the topic before, whose past comes late', async () => {
  await stage.other.subscribe(TOPIC, () => {})
  await publish('1', '2')
  const { session, hold, release } = await stage.slow()
  hold()
  stage.place.given = session
  const element = await stage.show<WampSubscribeElement>(
    `<wamp-subscribe topic="${TOPIC}" history="5" keep="9"></wamp-subscribe>`,
  )
  element.topic = 'com.example.other'
  await element.updateComplete
  release()
  for (let round = 0; round < 4; round++) await session.call('wamp.session.count')
  expect(said(element)).toEqual([])
  await session.close()
})

test('has what is retained in its order among what is past', async () => {
  await stage.other.subscribe(TOPIC, () => {})
  await stage.other.publish(TOPIC, ['old'], {}, { acknowledge: true, retain: true })
  await publish('newer', 'newest')
  const show = (history: number) =>
    stage.show<WampSubscribeElement>(
      `<wamp-subscribe topic="${TOPIC}" get-retained history="${history}" keep="9"></wamp-subscribe>`,
    )
  expect(said(await show(5))).toEqual(['old', 'newer', 'newest'])
  expect(said(await show(1))).toEqual(['old', 'newest'])
})

test('shows what is retained once, over reconnects', async () => {
  await stage.other.publish(TOPIC, ['kept'], {}, { acknowledge: true, retain: true })
  const { session, cut } = await stage.slow()
  stage.place.given = session
  const element = await stage.show<WampSubscribeElement>(
    `<wamp-subscribe topic="${TOPIC}" get-retained keep="9"></wamp-subscribe>`,
  )
  await session.call('wamp.session.count')
  expect(said(element)).toEqual(['kept'])
  const left = new Promise(resolve => void stage.other.subscribe('wamp.session.on_leave', resolve))
  const back = new Promise(resolve => void stage.other.subscribe('wamp.subscription.on_subscribe', resolve))
  await stage.settled()
  cut()
  await left
  session.retry()
  await back
  await publish('live')
  await session.call('wamp.session.count')
  expect(said(element)).toEqual(['kept', 'live'])
  await session.close()
})
