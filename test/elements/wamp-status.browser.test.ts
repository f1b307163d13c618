// <wamp-status>: the connection in a few words.

import { expect, test, vi } from 'vitest'
import type { WampSessionElement } from '../../src/elements/wamp-session.ts'
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
