// Words: what the elements say to people, in the language of the place where they stand.

import type { InviteWords } from './invite-words.ts'

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
  yourName: 'Your name',
  asleep: 'asleep',
  joined: '% is here',
  gone: '% has left',
  host: 'You host',
  guest: 'Connected',
  client: 'Connected',
  connecting: 'Connecting',
  reconnecting: 'Reconnecting',
  waiting: 'Waiting for the host',
  offline: 'Not connected',
  hostAsleep: 'The other side is silent. What you do waits for it.',
  sending: 'Sending',
  receiving: 'Receiving',
  amount: '% of % MiB',
  point: '.',
  hostUnreachable: 'Nobody new can come in at the moment. Who is connected directly stays.',
  memory: 'in this tab',
  'message-port': 'in this browser',
  'data-channel': 'direct',
  relay: 'relayed',
  websocket: 'by WebSocket',
}

/** All that the elements say. `%` stands for a name or a text. */
export type Words = Readonly<Record<keyof typeof ENGLISH, string>> & InviteWords

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

/** The words for the place where `element` stands; where its language is not known those in `english`, which say what it needs. */
export function wordsFor<Word extends keyof Words = keyof typeof ENGLISH>(
  element: Element,
  english: Readonly<Record<Word, string>> = ENGLISH as never,
): Readonly<Record<Word, string>> {
  const language = languageOf(element).toLowerCase()
  return languages.get(language) ?? languages.get(language.replace(/-.*/, '')) ?? english
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
