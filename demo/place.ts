// Place: what the page's <wamp-session> is told of where things are: the router when it hosts, and the signaling server.

import workerUrl from '../src/entry/worker.ts?worker&url'
import { sessionElement } from './connection.ts'

/**
 * Sets the element's attributes, before it is defined: it may open as soon as it is. The page's URL may say where the router
 * lives, `?router=tab`, and which signaling server it uses, `?signaling=wss://…`; the latter may be built in, too.
 */
export function choosePlace(): void {
  const element = sessionElement()
  element.setAttribute('worker', workerUrl)
  const query = new URLSearchParams(location.search)
  const builtIn = document.querySelector<HTMLMetaElement>('meta[name="signaling"]')?.content
  const wishes = { router: query.get('router'), signaling: query.get('signaling') ?? builtIn }
  for (const [name, value] of Object.entries(wishes)) if (value) element.setAttribute(name, value)
}
