// Place: what the page's <wamp-session> is told of where things are, the router when it hosts, and the signaling server; and
// of what may be done in its room.

import type { Action, Permission } from '../src/entry/index.ts'
import workerUrl from '../src/entry/worker.ts?worker&url'
import { sessionElement } from './connection.ts'

const EVERYTHING: readonly Action[] = ['call', 'register', 'subscribe', 'publish']

/**
 * Everybody may do everything, as in any room without rules. But who calls and who publishes is always told, also to
 * components whose library cannot ask for it, as Autobahn|Python: the game is played by those who are known.
 * All pages share one room, so they all say the same.
 */
const PERMISSIONS: readonly Permission[] = [
  { uri: 'com.', match: 'prefix', allow: EVERYTHING, disclose: { caller: true, publisher: true } },
  { uri: '', match: 'prefix', allow: EVERYTHING },
]

/**
 * Sets the element up before it is defined: it may open as soon as it is. The page's URL may say where the router lives,
 * `?router=tab`, and which signaling server it uses, `?signaling=wss://…`; the latter may be built in, too.
 */
export function choosePlace(): void {
  const element = sessionElement()
  element.permissions = PERMISSIONS
  element.setAttribute('worker', workerUrl)
  const query = new URLSearchParams(location.search)
  const builtIn = document.querySelector<HTMLMetaElement>('meta[name="signaling"]')?.content
  const wishes = { router: query.get('router'), signaling: query.get('signaling') ?? builtIn }
  for (const [name, value] of Object.entries(wishes)) if (value) element.setAttribute(name, value)
}
