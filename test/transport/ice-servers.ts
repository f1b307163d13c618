// STUN and TURN servers that browsers take, and some that they do not, by what is wrong with them.

const credentials = { username: '1893456000:name', credential: 'c' }

export const USABLE = [
  { urls: ['stun:stun.example.org'] },
  { urls: ['stun:192.0.2.1:1', 'stuns:[2001:db8::1]:65535'] },
  { urls: ['turn:turn-1.example.org:3478', 'turns:turn_1.example.org?transport=tcp'], ...credentials },
  { urls: ['turn:[2001:db8::1]:3478?transport=udp', 'stun:localhost'], ...credentials },
  { urls: ['turn:turn.example.org'], ...credentials, username: 'x'.repeat(509) },
]

const turn = (url: string) => ({ urls: [url], ...credentials })
export const UNUSABLE: readonly (readonly [string, unknown])[] = [
  ['no server', null],
  ['no URL', {}],
  ['an empty list of URLs', { urls: [], ...credentials }],
  ['a URL that is no text', { urls: [1] }],
  ['another scheme', { urls: ['https://example.org'] }],
  ['no host', turn('turn:')],
  ['a port above all', turn('turn:example.org:99999')],
  ['port 0', turn('turn:example.org:0')],
  ['an empty port', turn('turn:example.org:')],
  ['a port that is none', turn('turn:example.org:one')],
  ['an IPv6 address without brackets', turn('turn:2001:db8::1')],
  ['an IPv6 address that is none', turn('turn:[2001:db8::1::2]')],
  ['a path', turn('turn:example.org/path')],
  ['a transport of STUN', { urls: ['stun:example.org?transport=udp'] }],
  ['a transport that is none', turn('turn:example.org?transport=tls')],
  ['something behind the transport', turn('turn:example.org?transport=udp&x')],
  ['one such URL among others', { urls: ['stun:example.org', 'stun:example.org:99999'] }],
  ['TURN without credentials', { urls: ['stun:example.org', 'turn:example.org'] }],
  ['an empty username', { ...turn('turn:example.org'), username: '' }],
  ['an empty credential', { ...turn('turn:example.org'), credential: '' }],
  ['a username that is no text', { ...turn('turn:example.org'), username: 1 }],
  ['a username that is too long', { ...turn('turn:example.org'), username: 'ü'.repeat(255) }],
]
