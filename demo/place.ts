// Place: where the router lives when this page hosts. The page's URL may say so: `?router=tab`.

import workerUrl from '../src/entry/worker.ts?worker&url'
import { sessionElement } from './connection.ts'

/** Tells <wamp-session> of the worker script. Before it is defined: it may open as soon as it is. */
export function choosePlace(): void {
  const element = sessionElement()
  element.setAttribute('worker', workerUrl)
  const wish = new URLSearchParams(location.search).get('router')
  if (wish !== null) element.setAttribute('router', wish)
}
