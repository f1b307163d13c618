// Words: what the elements say to people, in the language of the place where they stand.

const ENGLISH = {
  accept: 'Accept',
  refuse: 'Refuse',
  refused: 'The person who was asked refused.',
  asks: 'A question: %',
  notConnected: 'Not connected yet. Try again in a moment.',
  noSuchProcedure: 'Nobody here answers this at the moment.',
  timedOut: 'There was no answer in time.',
  left: 'Whoever was asked has left.',
  peers: 'Who is here',
  somebody: 'Somebody',
  you: 'you',
  asleep: 'asleep',
  joined: '% is here',
  gone: '% has left',
  invite: 'Invite link',
  inviteQr: 'QR code of the invite link',
  copy: 'Copy link',
  copied: 'Copied.',
  selected: 'The link is selected: copy it with Ctrl+C or ⌘C.',
  share: 'Share…',
  renew: 'New link…',
  renewAsks:
    'Make a new link? Links and addresses given out before will let nobody in any more. Who is here stays, but needs the new link to come back after a reload.',
  renewYes: 'Make a new link',
  cancel: 'Cancel',
  renewed: 'This link is new. Those given out before let nobody in any more.',
  notRenewed: 'There is no new link: %',
  leadsTo: 'The link leads to',
  thisComputer: 'this computer only',
  plainUrl: 'Address for other WAMP clients',
  copyPlain: 'Copy address',
  host: 'You host',
  guest: 'Connected',
  client: 'Connected',
  connecting: 'Connecting',
  reconnecting: 'Reconnecting',
  waiting: 'Waiting for the host',
  offline: 'Not connected',
  hostAsleep: 'The other side is silent. What you do waits for it.',
  hostUnreachable: 'Nobody new can come in at the moment. Who is connected directly stays.',
  memory: 'in this tab',
  'message-port': 'in this browser',
  'data-channel': 'direct',
  relay: 'relayed',
  websocket: 'by WebSocket',
}

/** All that the elements say. `%` stands for a name or a text. */
export type Words = Readonly<Record<keyof typeof ENGLISH, string>>

/** One map for every copy of this library on a page, so that a language can come with another file. */
const KEY = Symbol.for('wamp:words')
const shared = globalThis as { [KEY]?: Map<string, Words> }
shared[KEY] ??= new Map()
const languages = shared[KEY]

/** Told of at the document when a language was added. */
export const WORDS_ADDED = 'wamp-words'

/**
 * Teaches the elements a language, for those whose nearest `lang` attribute is that or a variety of it.
 * @param language a language tag, `fr` or `pt-BR`
 */
export function addWords(language: string, words: Words): void {
  languages.set(language.toLowerCase(), words)
  globalThis.document?.dispatchEvent(new Event(WORDS_ADDED))
}

/** The words for the place where `element` stands; English where its language is not known. */
export function wordsFor(element: Element): Words {
  const language = languageOf(element).toLowerCase()
  return languages.get(language) ?? languages.get(language.replace(/-.*/, '')) ?? ENGLISH
}

/** A sentence with its `%` filled in. */
export function fill(sentence: string, text: string): string {
  return sentence.replace('%', () => text)
}

function languageOf(element: Element): string {
  const place = element.closest<HTMLElement>('[lang]')
  if (place) return place.lang
  const root = element.getRootNode()
  return root instanceof ShadowRoot ? languageOf(root.host) : ''
}
