// Own name: what the person who has the page open is called, in all systems alike.

import { newLooks, toName } from '../game/looks.ts'

const KEY = 'wamp-mesh-name'

/** Two tabs of one browser may stand for two people: a name drawn by lot is that of the tab. */
export function ownName(): string {
  const kept = toName(sessionStorage.getItem(KEY)) ?? toName(localStorage.getItem(KEY))
  if (kept) return kept
  const { name } = newLooks(Math.random)
  sessionStorage.setItem(KEY, name)
  return name
}

/** Keeps a name that somebody chose, for pages to come too. @returns the name without what hides in it, or the one there was. */
export function keepName(value: string): string {
  const name = toName(value) ?? ownName()
  for (const storage of [sessionStorage, localStorage]) storage.setItem(KEY, name)
  return name
}
