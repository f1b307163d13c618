// <wamp-status>: the connection in a few words.

import { ContextProvider } from '@lit/context'
import { LitElement } from 'lit'
import { describe, expect, test, vi } from 'vitest'
import { Session } from '../../src/client/session.ts'
import { sessionElementContext } from '../../src/elements/session-context.ts'
import type { SessionElement } from '../../src/elements/session-element.ts'
import type { WampSessionElement } from '../../src/elements/wamp-session.ts'
import { addWords } from '../../src/elements/words.ts'
import { FRENCH } from '../../src/elements/words-fr.ts'
import { msgpack } from '../../src/protocol/serializer/msgpack.ts'
import { fragmentPair } from '../transport/channel-pair.ts'
import { useElementStage } from './stage.ts'

const stage = useElementStage()

test('says what this page is and how it is connected, and announces it', async () => {
  const status = await stage.show('<wamp-status session="there"></wamp-status>')
  const part = (name: string) => status.shadowRoot?.querySelector(`[part=${name}]`)?.textContent
  expect(part('text')).toBe('Not connected')
  expect(status.matches(':state(off)')).toBe(true)

  document.body.insertAdjacentHTML('beforeend', '<wamp-session id="there" signaling="ws://127.0.0.1:9"></wamp-session>')
  const session = document.querySelector('wamp-session') as WampSessionElement
  const opening = session.open()
  await stage.settled()
  expect(part('text')).toMatch(/Connecting|You host/)
  await opening
  await vi.waitFor(() => expect(part('text')).toBe('You host'))
  expect(part('path')).toBe('in this tab')
  // Nobody can come in yet: there is no signaling server.
  await vi.waitFor(() => expect(part('advice')).toMatch(/signaling/))
  expect(status.matches(':state(wait)')).toBe(true)
  await vi.waitFor(() => expect(part('latency')).toMatch(/^\d+ ms$/))
  const live = stage.within(status, '[role=status]').textContent
  expect(live).toContain('You host in this tab')
  expect(live).not.toContain('ms')
  await session.close()
  await stage.settled()
  expect(part('text')).toBe('Not connected')
  expect(part('latency')).toBeUndefined()
})

/** Gives a guest's session to what stands inside it, as a `<wamp-session>` does. */
class StageGuest extends LitElement {
  readonly #context = new ContextProvider(this, { context: sessionElementContext })

  protected override createRenderRoot() {
    return this
  }

  give(session: Session): void {
    const guest = { session, state: 'open', role: 'guest', transport: 'relay' }
    this.#context.setValue(guest as unknown as SessionElement, true)
  }
}
customElements.define('stage-guest', StageGuest)

describe('a large message', () => {
  const MIB = 1024 * 1024

  /** A status, and the session of a guest that has sent half of a large argument. */
  async function halfway(lang: string) {
    const place = await stage.show<StageGuest>(`<stage-guest lang="${lang}"><wamp-status></wamp-status></stage-guest>`)
    const status = stage.find('wamp-status')
    const pair = fragmentPair(msgpack, { manual: true })
    stage.router.attach(pair.right)
    const session: Session = new Session(async () => pair.left, { ontransfers: () => place.give(session) })
    const opening = session.open()
    const deliver = () => {
      for (const channel of pair.channels) channel.deliver()
    }
    const pumping = setInterval(deliver, 5)
    await opening
    clearInterval(pumping)
    const called = session.call('com.app.nothing', [new Uint8Array(10 * MIB)])
    const sent = () => session.transfers.sending?.bytes ?? 0
    while (sent() < 5 * MIB) {
      deliver()
      await Promise.resolve()
    }
    const pump = () => setInterval(deliver, 5)
    return { status, session, called, pump }
  }

  test('is shown while it takes its time, and announced once', async () => {
    const { status, session, called, pump } = await halfway('en')
    const shown = () => status.shadowRoot?.querySelector('[part=transfer]')
    await vi.waitFor(() => expect(shown()?.textContent?.trim()).toMatch(/^Sending 5(\.\d)? of 10 MiB$/))
    const progress = stage.within<HTMLProgressElement>(status, 'progress')
    expect(progress.labels).toContain(shown())
    expect(progress.position).toBeGreaterThan(0.5)
    expect(progress.position).toBeLessThan(0.6)
    const live = [...(status.shadowRoot?.querySelectorAll('[role=status]') ?? [])]
    expect(live.map(({ textContent }) => textContent.trim())).toEqual(['Connected relayed', 'Sending'])
    const pumping = pump()
    await expect(called).rejects.toThrow(/com.app.nothing/)
    await vi.waitFor(() => expect(shown()).toBeNull())
    clearInterval(pumping)
    await session.close()
  })

  test('is told of in French', async () => {
    addWords('fr', FRENCH)
    const { status, session, called } = await halfway('fr')
    called.catch(() => {})
    await vi.waitFor(() =>
      expect(stage.within(status, '[part=transfer]').textContent.trim()).toMatch(/^Envoi : 5(,\d)? sur 10 Mio$/),
    )
    await session.close()
  })
})
