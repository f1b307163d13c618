// <wamp-invite>: the link as text and as QR code, to copy and to share.

import { expect, test, vi } from 'vitest'
import type { WampInviteElement } from '../../src/elements/wamp-invite.ts'
import type { WampSessionElement } from '../../src/elements/wamp-session.ts'
import { useElementStage } from './stage.ts'

const stage = useElementStage()

/** Invites need no signaling server to be there. */
async function hosting(attributes = ''): Promise<{ session: WampSessionElement; invite: WampInviteElement }> {
  const session = await stage.show<WampSessionElement>(
    `<wamp-session signaling="ws://127.0.0.1:9"><wamp-invite ${attributes}></wamp-invite></wamp-session>`,
  )
  const invite = stage.find<WampInviteElement>('wamp-invite')
  await session.open()
  await vi.waitFor(() => stage.within(invite, '[part=link]'))
  return { session, invite }
}
const value = (invite: Element, part: string) => stage.within<HTMLInputElement>(invite, `[part=${part}]`).value

test('shows nothing before there is an invite', async () => {
  const invite = await stage.show('<wamp-invite></wamp-invite>')
  expect(invite.shadowRoot?.textContent).toBe('')
})

test('shows the invite as text and as a code to scan, dark on light', async () => {
  const { session, invite } = await hosting()
  expect(value(invite, 'link')).toBe(session.invite)
  const qr = stage.within<SVGElement>(invite, '[part=qr]')
  expect(qr.getAttribute('role')).toBe('img')
  expect(qr.ariaLabel).toBe('QR code of the invite link')
  expect(qr.querySelector('rect')?.getAttribute('fill')).toBe('#fff')
  expect(getComputedStyle(qr.querySelector('path') as Element).fill).toBe('rgb(0, 0, 0)')
  expect(invite.shadowRoot?.querySelector('[part=plain]')).toBeNull()
})

test('follows the invite, and shows the plain URL where that is wished', async () => {
  const { session, invite } = await hosting('plain no-qr')
  expect(value(invite, 'plain')).toBe(session.plainUrl)
  expect(invite.shadowRoot?.querySelector('svg')).toBeNull()
  session.page = 'https://example.org/there'
  await stage.settled()
  expect(value(invite, 'link')).toMatch(/^https:\/\/example\.org\/there#wamp=/)
})
