// Invites: wrong, cut, foreign, pasted, one's own, and two tabs that host with one key.

import { describe, expect, test } from 'vitest'
import { useStage, WITHOUT_WEBRTC } from './harness.ts'

const stage = useStage()

/** An invite with another secret: well-formed, and not this room's. */
const withWrongSecret = (invite: string) => invite.replace(/\.[\w-]{22}/, `.${'A'.repeat(22)}`)

describe('an invite', () => {
  test('with a wrong secret is refused by the host, in words, and not tried again', async () => {
    const host = await stage.host()
    const guest = await stage.visit({ browser: 'b', url: withWrongSecret(await host.invite()) })
    await guest.until('closed')
    await guest.when(({ error }) => error)
    expect(await guest.shown()).toMatchObject({
      state: 'closed',
      error: expect.stringMatching(/does not accept this invite/),
    })
    expect(await host.call('wamp.session.count')).toBe(1)
  })

  test.each([
    [
      'cut off in its secret',
      (invite: string) => invite.replace(/(\.[\w-]{10})[\w-]{12}/, '$1'),
      /instead of 22.*Copy the whole link again/,
    ],
    ['without its secret', (invite: string) => invite.replace(/\.[\w-]{22}/, ''), /secret is missing/],
    [
      'with garbage for a room',
      (invite: string) => invite.replace(/wamp=[\w-]{22}/, 'wamp=%F0%9F%92%A9'),
      /cannot be there/,
    ],
    ['with a bad escape', (invite: string) => invite.replace(/wamp=/, 'wamp=%zz'), /two hexadecimal digits/],
  ])('%s is called so, and nothing is opened', async (_, spoil, sentence) => {
    const host = await stage.host()
    const guest = await stage.visit({ browser: 'b', url: spoil(await host.invite()) })
    await guest.when(({ error }) => error)
    const { state, error } = await guest.shown()
    expect(state).toBe('closed')
    expect(error).toMatch(sentence)
    expect(guest.page.url()).not.toContain('wamp=')
  })

  test('to a room that nobody hosts waits, says so, and joins when the host appears', async () => {
    const host = await stage.host()
    const invite = await host.invite()
    await host.page.goto(stage.site.page('elsewhere'))
    const guest = await stage.visit({ browser: 'b', url: invite })
    await guest.when(element => element.waiting && element.matches(':state(waiting)'))
    expect(await guest.shown()).toMatchObject({ state: 'connecting', role: 'guest', waiting: true })
    await host.goto(invite)
    await host.until('open')
    expect(await host.shown()).toMatchObject({ role: 'host' })
    await guest.until('open')
    expect(await guest.shown()).toMatchObject({ waiting: false })
    await guest.goesBy('data-channel')
  })

  test('pasted with a sentence around it joins, in place of what was open', async () => {
    const [one, other] = [await stage.host(), await stage.host({ browser: 'b' })]
    const guest = await stage.guest(one, { browser: 'c' })
    const text = `Come and play (${await other.invite()}), we wait!`
    await guest.run((element, pasted) => {
      element.invite = pasted
    }, text)
    await guest.until('open')
    expect(await other.call('wamp.session.count')).toBe(2)
    await one.when(({ session }) => session?.isOpen)
    expect(await guest.call('wamp.session.list')).toContain(await other.sessionId())
  })

  test('that is no invite is called so, and the host that got it stays as it was told to', async () => {
    const page = await stage.visit()
    await page.run(element => {
      element.invite = 'see you at 8'
    })
    await page.when(({ error }) => error)
    expect(await page.shown()).toMatchObject({ state: 'closed', error: expect.stringMatching(/not an invite/) })
  })

  test('in the address bar of an open page joins', async () => {
    const host = await stage.host()
    const page = await stage.visit({ browser: 'b' })
    const { hash } = new URL(await host.invite())
    await page.page.evaluate(fragment => {
      location.hash = fragment
    }, hash)
    await page.until('open')
    expect(await page.shown()).toMatchObject({ role: 'guest' })
    expect(page.page.url()).not.toContain('wamp=')
  })
})

describe('two tabs that host with one key', () => {
  test('the newest wins, the older says why and does not fight back, and guests move over', async () => {
    const context = await stage.context('a')
    const older = await stage.host({ context })
    const invite = await older.invite()
    const guests = [await stage.guest(older), await stage.guest(older, { before: WITHOUT_WEBRTC })]
    for (const guest of guests) await guest.subscribe('com.example.said')
    const before = await Promise.all(guests.map(guest => guest.sessionId()))
    // One's own invite hosts.
    const newest = await stage.visit({ context, url: invite })
    await newest.until('open')
    expect(await newest.shown()).toMatchObject({ role: 'host' })
    expect(await newest.invite()).toBe(invite)
    await older.until('closed')
    expect((await older.shown()).error).toMatch(/another tab or browser/)
    for (const [number, guest] of guests.entries()) {
      await guest.when(({ session, state }, id) => state === 'open' && session?.id !== id, before[number])
    }
    await newest.publish('com.example.said', ['moved'])
    for (const guest of guests) await guest.hears('com.example.said', 'moved')
    expect(await newest.call('wamp.session.count')).toBe(3)
    expect(await older.shown()).toMatchObject({ state: 'closed' })
    expect(await newest.shown()).toMatchObject({ state: 'open', error: undefined })
  })
})
