// <wamp-invite>: the link as text and as QR code, to copy and to share.

import { describe, expect, test } from 'vitest'
import type { WampInviteElement } from '../../src/elements/wamp-invite.ts'
import type { WampSessionElement } from '../../src/elements/wamp-session.ts'
import { addWords } from '../../src/elements/words.ts'
import { FRENCH } from '../../src/elements/words-fr.ts'
import { useElementStage } from './stage.ts'

const stage = useElementStage()

/** Invites need no signaling server to be there. */
async function hosting(attributes = ''): Promise<{ session: WampSessionElement; invite: WampInviteElement }> {
  const session = await stage.show<WampSessionElement>(
    `<wamp-session signaling="ws://127.0.0.1:9"><wamp-invite ${attributes}></wamp-invite></wamp-session>`,
  )
  const invite = stage.find<WampInviteElement>('wamp-invite')
  await session.open()
  await expect.poll(() => invite.shadowRoot?.querySelector('[part=link]')).toBeTruthy()
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

describe('another link', () => {
  const press = (invite: Element, part: string) => stage.within<HTMLElement>(invite, `[part~=${part}]`).click()
  const focused = (invite: Element) => invite.shadowRoot?.activeElement?.getAttribute('part')
  const note = (invite: Element) => stage.within(invite, '[part=note]').textContent

  test('is made when the host has confirmed, which is said; a reload keeps it', async () => {
    const { session, invite } = await hosting('plain')
    const before = [value(invite, 'link'), value(invite, 'plain')]
    press(invite, 'renew')
    await stage.settled()
    const question = stage.within(invite, '[part=question]')
    expect(question.textContent).toContain('will let nobody in any more')
    expect(focused(invite)).toBe('question')
    expect(value(invite, 'link')).toBe(before[0])
    press(invite, 'confirm')
    await expect.poll(() => note(invite)).toMatch(/This link is new/)
    await stage.settled()
    expect(invite.shadowRoot?.querySelector('[part=question]')).toBeNull()
    expect(focused(invite)).toBe('button renew')
    expect([value(invite, 'link'), value(invite, 'plain')]).toEqual([session.invite, session.plainUrl])
    expect(session.invite).not.toBe(before[0])
    expect(session.plainUrl).not.toBe(before[1])
    expect(history.state).toMatchObject({ wampInvite: session.invite })
  })

  test.each(['the button', 'Escape', 'the same button again'])('is not made after %s', async way => {
    const { session, invite } = await hosting()
    const before = session.invite
    press(invite, 'renew')
    await stage.settled()
    const pressed = new KeyboardEvent('keydown', { key: 'Escape', bubbles: true })
    if (way === 'Escape') stage.within(invite, '[part~=confirm]').dispatchEvent(pressed)
    else press(invite, way === 'the button' ? 'cancel' : 'renew')
    await stage.settled()
    expect(invite.shadowRoot?.querySelector('[part=question]')).toBeNull()
    expect(focused(invite)).toBe('button renew')
    expect([session.invite, note(invite)]).toEqual([before, ''])
  })

  test('that could not be made is called so', async () => {
    const { session, invite } = await hosting()
    press(invite, 'renew')
    await stage.settled()
    session.room?.close()
    press(invite, 'confirm')
    await expect.poll(() => note(invite)).toMatch(/There is no new link: The room is closed/)
  })

  test('is asked for in the language of the page', async () => {
    addWords('fr', FRENCH)
    const { invite } = await hosting('lang="fr"')
    press(invite, 'renew')
    await stage.settled()
    expect(stage.within(invite, '[part~=confirm]').textContent).toBe('Créer un nouveau lien')
  })
})
