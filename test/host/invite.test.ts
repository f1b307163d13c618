// Invites: written, read back, read from what people paste, and refused with a sentence that helps.

import { describe, expect, it } from 'vitest'
import { formatInvite, type Invite, parseInvite, plainUrl, sameSecret, signalingUrl } from '../../src/host/invite.ts'
import { hasInvite } from '../../src/host/invite-text.ts'

const room = 'AAECAwQFBgcICQoLDA0ODw'
const secret = '-_Dw8PDw8PDw8PDw8PDw8A'
const link = `https://play.example/game#wamp=${room}.${secret}`
const plain: Invite = { page: 'https://play.example/game', room, secret, realm: 'realm1' }

describe('formatInvite', () => {
  it('writes page, room and secret', () => {
    expect(formatInvite({ page: 'https://play.example/game', room, secret })).toBe(link)
    expect(formatInvite({ page: 'http://192.168.1.7:8080', room, secret })).toBe(
      `http://192.168.1.7:8080/#wamp=${room}.${secret}`,
    )
  })

  it.each([
    ['wss://play.example', ''],
    ['https://play.example/', ''],
    ['wss://play.example/mesh', ''],
    ['wss://play.example:8443', '&via=wss%3A%2F%2Fplay.example%3A8443'],
    ['https://signal.example/', '&via=wss%3A%2F%2Fsignal.example'],
    ['http://localhost:8080', '&via=ws%3A%2F%2Flocalhost%3A8080'],
    ['wss://play.example/behind/a/proxy', '&via=wss%3A%2F%2Fplay.example%2Fbehind%2Fa%2Fproxy'],
  ])('names the signaling server %s only where the page does not imply it', (via, part) => {
    expect(formatInvite({ ...plain, via })).toBe(link + part)
  })

  it('names the realm where it is not realm1', () => {
    expect(formatInvite({ ...plain, realm: 'realm1' })).toBe(link)
    expect(formatInvite({ ...plain, realm: 'com.example.räume' })).toBe(`${link}&realm=com.example.r%C3%A4ume`)
  })

  it('keeps what else the page has in its address, and replaces an invite', () => {
    const page = 'https://play.example/game?level=2#/garden'
    const old = `${page}&wamp=${secret.replace('-', 'B')}.${room}&via=wss%3A%2F%2Fold.example&realm=old&theme=dark`
    expect(formatInvite({ ...plain, page: old })).toBe(`${page}&theme=dark&wamp=${room}.${secret}`)
  })

  it.each([
    [{ room: 'short' }, 'room in this invite has 5 characters instead of 22'],
    [{ secret: '' }, 'secret in this invite has 0 characters'],
    [{ realm: 'two words' }, '"two words" in this invite is not a realm'],
    [{ realm: '' }, '"" in this invite is not a realm'],
    [{ realm: 'a..b' }, 'is not a realm'],
    [{ via: 'signal.example' }, '"signal.example" is not the URL of a signaling server'],
    [{ via: 'ftp://signal.example' }, 'must begin with wss://'],
    [{ page: 'play.example' }, 'begins with the address of a page'],
    [{ page: 'about:blank' }, 'begins with the address of a page'],
    [{ page: 'file:///home/me/game.html' }, 'names no signaling server'],
  ])('refuses %j', (change, reason) => {
    expect(() => formatInvite({ ...plain, ...change })).toThrow(reason)
  })
})

describe('parseInvite', () => {
  it.each<[string, Partial<Invite>]>([
    [link, {}],
    [`${link}&realm=com.example.r%C3%A4ume`, { realm: 'com.example.räume' }],
    [`${link}&via=wss%3A%2F%2Fsignal.example`, { via: 'wss://signal.example' }],
    [`${link}&via=wss://signal.example/`, { via: 'wss://signal.example' }],
    [`${link}&via=https%3A%2F%2Fsignal.example%2Fmesh`, { via: 'wss://signal.example' }],
    [`${link}&via=https%3A%2F%2Fplay.example`, {}],
    [`${link}&realm=a.b&via=ws://[::1]:8080`, { realm: 'a.b', via: 'ws://[::1]:8080' }],
    [`https://play.example/game#garden&wamp=${room}.${secret}&theme=dark`, { page: `${plain.page}#garden&theme=dark` }],
    [`https://play.example/game?wamp=no#wamp=${room}.${secret}`, { page: `${plain.page}?wamp=no` }],
    [
      `file:///game.html#wamp=${room}.${secret}&via=ws://localhost:8080`,
      { page: 'file:///game.html', via: 'ws://localhost:8080' },
    ],
  ])('reads %s', (text, change) => {
    expect(parseInvite(text)).toEqual({ ...plain, ...change })
  })

  it.each([
    ['spaces around', `  ${link}\n`],
    ['a sentence around', `Come and play: ${link}. See you!`],
    ['the sentence without a space', `Come:${link}`],
    ['a full stop', `${link}.`],
    ['brackets', `(${link})`],
    ['angle brackets', `<${link}>`],
    ['quotes', `"${link}",`],
    ['typographic quotes', `„${link}“…`],
    ['Markdown', `[Join](${link})!`],
    ['emphasis', `**${link}**`],
    ['the same link twice', `${link}\n${link}`],
    ['an escaped #', link.replace('#', '%23')],
    ['an escaped fragment', link.replace('=', '%3D')],
    ['everything escaped', encodeURIComponent(link)],
    ['everything escaped, and a sentence', `Join ${encodeURIComponent(link)}, please`],
  ])('reads a link with %s', (_, text) => {
    expect(parseInvite(text)).toEqual(plain)
  })

  it.each([[`${link}&via=wss%3A%2F%2Fsignal.example&realm=a.b`], [`${link}&realm=a.b&via=wss%3A%2F%2Fsignal.example`]])(
    'reads further fields in punctuation and escapes (%#)',
    text => {
      const all = { ...plain, via: 'wss://signal.example', realm: 'a.b' }
      for (const pasted of [
        text,
        `(${text}).`,
        text.replaceAll('&', '&amp;'),
        encodeURIComponent(text),
        `${text.replace('#', '%23')}!`,
      ]) {
        expect(parseInvite(pasted)).toEqual(all)
      }
    },
  )

  it('takes a bare fragment as one of the given page', () => {
    const fragment = `#wamp=${room}.${secret}`
    expect(parseInvite(` ${fragment} `, 'https://play.example/game#old')).toEqual(plain)
    expect(parseInvite(fragment, new URL('https://play.example/game'))).toEqual(plain)
    expect(() => parseInvite(fragment)).toThrow('only the end of an invite')
  })

  it.each([
    ['', 'There is no invite here'],
    ['   ', 'There is no invite here'],
    ['hello', '"hello" is not the address of a page'],
    ['https://play.example/game', 'it has no "#wamp=" part'],
    ['https://play.example/game#top', 'it has no "#wamp=" part'],
    [`https://play.example/game?a=1&wamp=${room}.${secret}`, 'it has no "#wamp=" part'],
    ['https://play.example/game#wamp=', 'its secret is missing'],
    [`https://play.example/game#wamp=${room}`, 'its secret is missing'],
    [`https://play.example/game#wamp=${room}.`, 'its secret is missing'],
    ['play.example', '"play.example" is not the address of a page'],
    [`https://play.example/game#wamp=.${secret}`, 'room in this invite has 0 characters instead of 22'],
    [link.slice(0, -1), 'secret in this invite has 21 characters instead of 22: part of it is missing'],
    [link.slice(0, -21), 'secret in this invite has 1 characters instead of 22'],
    [`${link}A`, 'secret in this invite has 23 characters instead of 22: something was added'],
    [`_${link}_`, 'secret in this invite has 23 characters instead of 22'],
    [link.replace('AAEC', 'AA'), 'room in this invite has 20 characters instead of 22'],
    [link.replace('AAEC', 'AA+C'), 'room in this invite has a "+", which cannot be there'],
    [link.replace('-_Dw', '-_Dé'), 'cannot be there'],
    [link.replace('-_Dw', '-_D/'), 'secret in this invite has a "/", which cannot be there'],
    [`${link.slice(0, -1)}B`, 'secret in this invite ends in a character that cannot be there'],
    [`${link}.${secret}`, 'has something after its secret'],
    [link.replace('=', '=%ZZ'), 'A "%" in this invite is not followed by two'],
    [`${link}&via=`, '"" is not the URL of a signaling server'],
    [`${link}&via=signal.example`, '"signal.example" is not the URL of a signaling server'],
    [`${link}&via=javascript:alert(1)`, 'is not the URL of a signaling server'],
    [`${link}&via=%`, 'A "%" in this invite'],
    [`${link}&realm=`, '"" in this invite is not a realm'],
    [`${link}&realm=a%20b`, '"a b" in this invite is not a realm'],
    [`${link}&realm=a..b`, '"a..b" in this invite is not a realm'],
    [link.replace('https://', ''), 'https://… or http://…, not "play.example/game"'],
    [link.replace('https://', ''), 'begins with the address of a page'],
    [link.replace('https', 'wss'), 'begins with the address of a page'],
    [link.replace('https://play.example/game', 'javascript:alert(1)'), 'begins with the address of a page'],
    [`file:///game.html#wamp=${room}.${secret}`, 'names no signaling server'],
    [`${link} ${link.replace('game', 'other')}`, 'more than one invite'],
  ])('refuses %j', (text, reason) => {
    expect(() => parseInvite(text)).toThrow(reason)
  })

  it('reads back every invite that it writes', () => {
    const pages = [
      'https://a.example/',
      'http://localhost:8080/x?y=z',
      "https://a.example/it's(me)#/r*ute!",
      'file:///a%20b.html',
    ]
    const servers = ['wss://s.example', 'ws://192.168.0.1:8080/sub(1)', 'wss://s.example/?key=a!b']
    for (const page of pages) {
      for (const via of servers) {
        for (const realm of ['realm1', 'com.example.räume', "it's!", 'x*', '(y)', 'a&b=c', '%41']) {
          const text = formatInvite({ page, room, secret, via, realm })
          expect(parseInvite(`Join (${text}).`)).toEqual({ page: new URL(page).href, room, secret, via, realm })
        }
      }
    }
  })

  it('never repeats a secret in an error', () => {
    const almost = secret.slice(1)
    const spoilt = [
      `https://play.example/#wamp=${room}.${almost}`,
      `play.example/#wamp=${room}.${secret}`,
      `#wamp=${room}.${secret}`,
      `${link}&via=x`,
      `${link}&realm=a..b`,
      `${link} ${link}x`,
      `https://play.example/%23wamp:${room}.${secret}`,
      `wss://play.example/#wamp%3D${room}.${secret}`,
      `${room}.${secret}`,
      `wamp=${room}.${secret}`,
    ]
    for (const text of spoilt) expect(messageOf(() => parseInvite(text))).not.toContain(almost)
  })
})

describe('hasInvite', () => {
  it.each([link, `#wamp=${room}.${secret}`, encodeURIComponent(link), '#a&wamp=cut'])('is true of %s', text => {
    expect(hasInvite(text)).toBe(true)
  })

  it.each(['ws://localhost:8080/ws', 'https://play.example/', 'https://play.example/wamp=1', ''])(
    'is false of %j',
    text => {
      expect(hasInvite(text)).toBe(false)
    },
  )
})

describe('addresses', () => {
  it.each([
    [{ page: 'https://play.example/game' }, 'wss://play.example/mesh'],
    [{ page: 'http://192.168.1.7:8080/' }, 'ws://192.168.1.7:8080/mesh'],
    [{ page: 'https://play.example/', via: 'wss://signal.example' }, 'wss://signal.example/mesh'],
    [{ page: 'https://play.example/', via: 'https://signal.example/sub/' }, 'wss://signal.example/sub/mesh'],
    [{ page: 'https://play.example/', via: 'ws://localhost:8080/mesh' }, 'ws://localhost:8080/mesh'],
    [{ page: 'https://play.example/', via: 'wss://s.example/?key=1#x' }, 'wss://s.example/mesh?key=1'],
  ])('of %j is %s', (invite, url) => {
    expect(signalingUrl(invite)).toBe(url)
  })

  it('of plain clients lie beside it', () => {
    const expected = `wss://s.example/sub/wamp/${room}/${secret}`
    for (const signaling of ['wss://s.example/sub', 'https://s.example/sub/', 'wss://s.example/sub/mesh']) {
      expect(plainUrl({ signaling, room, ticket: secret })).toBe(expected)
    }
  })
})

describe('sameSecret', () => {
  it.each([
    [secret, secret, true],
    [secret, room, false],
    [secret, secret.slice(1), false],
    [secret, `${secret}A`, false],
    ['', '', true],
  ])('%s, %s: %s', (a, b, same) => {
    expect(sameSecret(a, b)).toBe(same)
  })
})

function messageOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (error instanceof Error) return error.message
  }
  throw new Error('nothing was refused')
}
