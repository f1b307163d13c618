// Session consumer: how elements find their session, whatever comes first and whatever moves.

import { LitElement } from 'lit'
import { expect, test } from 'vitest'
import { SessionConsumer } from '../../src/elements/session-consumer.ts'
import type { WampSessionElement } from '../../src/elements/wamp-session.ts'
import type { WampSubscribeElement } from '../../src/elements/wamp-subscribe.ts'
import { useElementStage } from './stage.ts'

class FindsSession extends LitElement {
  static override properties = { session: {} }
  declare session: string | undefined
  readonly consumer = new SessionConsumer(this)
}
customElements.define('finds-session', FindsSession)

const stage = useElementStage()
/** A room of this tab, without a signaling server: it is enough for sessions inside. */
const ROOM = 'signaling="ws://127.0.0.1:9"'

async function opened(element: WampSessionElement, name: string): Promise<WampSessionElement> {
  element.realm = name
  await element.open()
  return element
}

test('finds the session above it, and loses it when it is taken away', async () => {
  const element = await stage.show<FindsSession>('<finds-session></finds-session><main></main>')
  expect(element.consumer.value).toBe(stage.mine)
  stage.find('main').append(element)
  expect(element.consumer.value).toBe(stage.mine)
  document.body.append(element)
  expect(element.consumer.value).toBeUndefined()
  stage.place.append(element)
  expect(element.consumer.value).toBe(stage.mine)
})

test('follows a session that is replaced by another', async () => {
  const element = await stage.show<WampSubscribeElement>(
    '<wamp-subscribe topic="com.example.chat"><b data-bind="args.0"></b></wamp-subscribe>',
  )
  stage.place.given = stage.other
  await stage.settled()
  await stage.mine.publish('com.example.chat', ['x'], {}, { acknowledge: true })
  await stage.settled()
  expect(stage.texts('b')).toEqual(['x'])
  stage.place.given = undefined
  await stage.settled()
  expect(await stage.mine.call('wamp.subscription.lookup', ['com.example.chat'])).toBeNull()
  expect(element.events.length).toBe(1)
})

test('finds a session by its id, when that comes later, is upgraded later, or is another', async () => {
  const element = await stage.show<FindsSession>('<finds-session session="there"></finds-session>')
  expect(element.consumer.value).toBeUndefined()
  document.body.insertAdjacentHTML('beforeend', `<wamp-session id="there" ${ROOM}></wamp-session>`)
  const first = document.querySelector('wamp-session') as WampSessionElement
  await opened(first, 'one')
  expect(element.consumer.value).toBe(first.session)
  expect(element.consumer.value?.realm).toBe('one')

  const second = document.createElement('wamp-session')
  second.id = 'there'
  second.signaling = 'ws://127.0.0.1:9'
  first.replaceWith(second)
  await opened(second, 'two')
  expect(element.consumer.value).toBe(second.session)
  second.remove()
  await stage.settled()
  expect(element.consumer.value).toBeUndefined()

  // Its own element stands there before it is one.
  const third = document.createElement('late-session') as WampSessionElement
  third.id = 'there'
  document.body.append(third)
  const { WampSessionElement: Base } = await import('../../src/elements/wamp-session.ts')
  customElements.define('late-session', class extends Base {})
  third.signaling = 'ws://127.0.0.1:9'
  await opened(third, 'three')
  expect(element.consumer.value?.realm).toBe('three')
})

test('changes from context to an id and back', async () => {
  document.body.insertAdjacentHTML('beforeend', `<wamp-session id="there" ${ROOM}></wamp-session>`)
  const there = await opened(document.querySelector('wamp-session') as WampSessionElement, 'one')
  const element = await stage.show<FindsSession>('<finds-session></finds-session>')
  element.session = 'there'
  await stage.settled()
  expect(element.consumer.value).toBe(there.session)
  element.session = undefined
  await stage.settled()
  expect(element.consumer.value).toBe(stage.mine)
})

test('finds a session that is upgraded after it', async () => {
  const { WampSessionElement: Base } = await import('../../src/elements/wamp-session.ts')
  const element = await stage.show<FindsSession>(
    `<later-session ${ROOM}><p><finds-session></finds-session></p></later-session>`,
  )
  const finds = stage.find<FindsSession>('finds-session')
  expect(finds.consumer.value).toBe(stage.mine)
  customElements.define('later-session', class extends Base {})
  const session = element as unknown as WampSessionElement
  await opened(session, 'one')
  expect(finds.consumer.value).toBe(session.session)
})

test('finds by id from inside a shadow root, there first', async () => {
  document.body.insertAdjacentHTML('beforeend', `<wamp-session id="there" ${ROOM}></wamp-session>`)
  const outer = await opened(document.querySelector('wamp-session') as WampSessionElement, 'outer')
  const box = document.createElement('div')
  document.body.append(box)
  const root = box.attachShadow({ mode: 'open' })
  root.innerHTML = '<finds-session session="there"></finds-session>'
  const finds = root.querySelector('finds-session') as FindsSession
  expect(finds.consumer.value).toBe(outer.session)
  root.append(Object.assign(document.createElement('wamp-session'), { id: 'there', signaling: 'ws://127.0.0.1:9' }))
  const inner = await opened(root.querySelector('wamp-session') as WampSessionElement, 'inner')
  expect(finds.consumer.value).toBe(inner.session)
})
