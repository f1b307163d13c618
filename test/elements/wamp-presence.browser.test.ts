// <wamp-presence>: who is here, by the names that they give themselves.

import { expect, onTestFinished, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { Session } from '../../src/client/session.ts'
import type { WampPresenceElement } from '../../src/elements/wamp-presence.ts'
import { createRouter } from '../../src/entry/router.ts'
import type { LinkReceiver } from '../../src/protocol/link.ts'
import { msgpack } from '../../src/protocol/serializer/msgpack.ts'
import { memoryPair } from '../../src/transport/memory.ts'
import { next, useElementStage } from './stage.ts'

const stage = useElementStage()
const shown = (element: Element) =>
  [...(element.shadowRoot?.querySelectorAll('li') ?? [])].map(({ textContent }) => textContent.trim())

/** Somebody else's page. */
async function another(name: string) {
  const session = await stage.router.connect('realm1')
  const place = document.createElement('stage-session') as typeof stage.place
  place.given = session
  place.innerHTML = `<wamp-presence name="${name}"></wamp-presence>`
  document.body.append(place)
  await stage.settled()
  return { session, element: place.firstElementChild as WampPresenceElement }
}

test('lists who is here, and who comes and goes, which is announced', async () => {
  const element = await stage.show<WampPresenceElement>('<wamp-presence name="Ana"></wamp-presence>')
  expect(shown(element)).toEqual(['Ana (you)', 'Somebody'])
  const changed = next(element, 'wamp-presence-change')
  const bo = await another('Bo')
  await changed
  expect(shown(element)).toEqual(['Ana (you)', 'Somebody', 'Bo'])
  expect(shown(bo.element)).toEqual(['Bo (you)', 'Ana', 'Somebody'])
  const live = stage.within(element, '[role=status]')
  expect(live.textContent).toBe('Bo is here')
  await bo.session.close()
  await stage.settled()
  expect(shown(element)).toEqual(['Ana (you)', 'Somebody'])
  expect(live.textContent).toBe('Bo has left')
})

test('tells of another name', async () => {
  const element = await stage.show<WampPresenceElement>('<wamp-presence name="Ana" named></wamp-presence>')
  const { element: other } = await another('Bo')
  expect(shown(element)).toEqual(['Ana (you)', 'Bo'])
  element.name = 'Anna'
  await stage.settled()
  expect(shown(other)).toEqual(['Bo (you)', 'Anna', 'Somebody'])
  expect(other.peers.map(({ name, me }) => [name, me])).toEqual([
    ['Bo', true],
    ['Anna', false],
    [undefined, false],
  ])
})

test('lets a person choose a name, which others see, and which is kept for other pages', async () => {
  onTestFinished(() => localStorage.removeItem('wamp_mesh.name'))
  const html = '<wamp-presence name="Guest" editable named></wamp-presence>'
  const element = await stage.show<WampPresenceElement>(html)
  const { element: other } = await another('Bo')
  expect(shown(other)).toEqual(['Bo (you)', 'Guest', 'Somebody'])
  const field = page.getByLabelText('Your name')
  await expect.element(field).toHaveValue('Guest')
  await field.fill('  Ana  ')
  await userEvent.keyboard('{Enter}')
  await stage.settled()
  expect(shown(other)).toEqual(['Bo (you)', 'Ana', 'Somebody'])
  expect(shown(element)).toEqual(['Ana (you)', 'Bo'])
  await expect.element(field).toHaveValue('Ana')

  await stage.show(html)
  await expect.element(field).toHaveValue('Ana')
  await stage.settled()
  expect(shown(other)).toContain('Ana')

  // Without a name the element only looks; the page's own stands again when it comes back.
  await field.fill('')
  await userEvent.keyboard('{Tab}')
  await stage.settled()
  expect(shown(other)).toEqual(['Bo (you)', 'Somebody', 'Somebody'])
  await stage.show(html)
  await expect.element(field).toHaveValue('Guest')
})

test('marks who is asleep', async () => {
  const element = await stage.show<WampPresenceElement>('<wamp-presence name="Ana" named></wamp-presence>')
  // A link that tells when its other side falls silent, as those of guests do.
  const [ours, theirs] = memoryPair(msgpack)
  let receiver: LinkReceiver | undefined
  stage.router.attach({
    serializer: msgpack,
    bufferedAmount: 0,
    start: told => {
      receiver = told
      theirs.start(told)
    },
    send: frame => theirs.send(frame),
    close: reason => theirs.close(reason),
  })
  const session = new Session(async () => ours)
  await session.open()
  await session.publish('wamp_mesh.presence', ['Bo'], {}, { disclose_me: true, acknowledge: true })
  await stage.settled()
  const looks = []
  for (const liveness of ['alive', 'asleep', 'alive', 'asleep'] as const) {
    receiver?.liveness?.(liveness)
    await stage.settled()
    looks.push(shown(element)[1])
  }
  expect(looks).toEqual(['Bo', 'Bo · asleep', 'Bo', 'Bo · asleep'])
  // Who looks later is told too.
  const late = await another('Cy')
  expect(late.element.peers.filter(({ asleep }) => asleep).map(({ name }) => name)).toEqual([undefined])
  await session.close()
})

test('shows each in the page’s template', async () => {
  await stage.show(`<wamp-presence name="Ana" named><ul><template>
    <li><b data-bind="name"></b> <i data-bind="you"></i></li></template></ul></wamp-presence>`)
  const bo = await another('<b>Bo</b>')
  expect(stage.texts('li')).toEqual(['Ana you', '<b>Bo</b> '])
  await bo.session.close()
  await stage.settled()
  expect(stage.texts('li')).toEqual(['Ana you'])
})

test('believes nobody who gives a name for another, or hides who he is', async () => {
  const element = await stage.show<WampPresenceElement>('<wamp-presence name="Ana"></wamp-presence>')
  await stage.other.publish('wamp_mesh.presence', ['Ghost'], {}, { acknowledge: true })
  await stage.settled()
  expect(shown(element)).toEqual(['Ana (you)', 'Somebody'])
})

test('speaks the language of its place', async () => {
  const { FRENCH } = await import('../../src/elements/words-fr.ts')
  const { addWords } = await import('../../src/elements/words.ts')
  const element = await stage.show('<section lang="fr-CA"><wamp-presence name="Ana"></wamp-presence></section>')
  const presence = stage.find('wamp-presence')
  addWords('fr', FRENCH)
  await stage.settled()
  expect(shown(presence)).toEqual(['Ana (vous)', 'Quelqu’un'])
  element.lang = 'de'
})

test('answers many questions for its name by one word', async () => {
  await stage.show('<wamp-presence name="Ana"></wamp-presence>')
  let heard = 0
  let again = () => {}
  const answered = new Promise<void>(resolve => {
    again = resolve
  })
  await stage.other.subscribe('wamp_mesh.presence', () => void (++heard > 1 && again()))
  for (let asked = 0; asked < 50; asked++) {
    await stage.other.publish('wamp_mesh.presence', [], { asks: true }, { disclose_me: true, acknowledge: true })
  }
  await stage.settled()
  expect(heard).toBe(1)
  await answered
  await stage.settled()
  expect(heard).toBe(2)
})

test('keeps the name that another element of the page says, where it says none', async () => {
  await stage.show('<wamp-presence name="Ana"></wamp-presence>')
  const { element: bo } = await another('Bo')
  stage.place.append(document.createElement('wamp-presence'))
  await stage.settled()
  expect(bo.peers.map(({ name }) => name)).toContain('Ana')
  stage.find<WampPresenceElement>('wamp-presence').name = undefined as never
  await stage.settled()
  expect(bo.peers.map(({ name }) => name)).not.toContain('Ana')
})

test('lists those of its session now, whatever comes late of the one before', async () => {
  const { session, hold, release } = await stage.slow()
  hold()
  stage.place.given = session
  const element = await stage.show<WampPresenceElement>('<wamp-presence name="Ana"></wamp-presence>')
  stage.place.given = stage.mine
  await stage.settled()
  expect(shown(element)).toContain('Ana (you)')
  release()
  for (let round = 0; round < 6; round++) await session.call('wamp.session.count')
  expect(shown(element)).toContain('Ana (you)')
  await session.close()
  await stage.settled()
  expect(shown(element)).toEqual(['Ana (you)', 'Somebody'])
})

test('hears nothing any more where the router does not tell who is here', async () => {
  const router = createRouter({
    realms: {
      realm1: {
        permissions: [
          { uri: 'wamp.session.list', allow: [] },
          { uri: '', match: 'prefix', allow: ['call', 'subscribe', 'publish'] },
        ],
      },
    },
  })
  const [session, other] = await Promise.all([router.connect('realm1'), router.connect('realm1')])
  stage.place.given = session
  const refused = next(document, 'wamp-request-error')
  await stage.show('<wamp-presence name="Ana"></wamp-presence>')
  expect((await refused).error).toMatchObject({ error: 'wamp.error.not_authorized' })
  for (const topic of ['wamp.session.on_join', 'wamp_mesh.presence']) {
    expect(await other.call('wamp.subscription.lookup', [topic])).toBeNull()
  }
  router.close()
})

test('takes a hundred characters of a name, and tells of many at once', async () => {
  const others = await Promise.all(Array.from({ length: 9 }, () => stage.router.connect('realm1')))
  let changes = 0
  stage.place.addEventListener('wamp-presence-change', () => changes++)
  const element = await stage.show<WampPresenceElement>('<wamp-presence></wamp-presence>')
  expect(element.peers.length).toBe(11)
  expect(changes).toBeLessThan(4)
  await stage.other.publish('wamp_mesh.presence', ['x'.repeat(5_000)], {}, { disclose_me: true, acknowledge: true })
  await stage.settled()
  expect(element.peers.map(({ name }) => name?.length)).toContain(100)
  await Promise.all(others.map(session => session.close()))
})
