// Own name: what the person who has the page open is called, in all systems alike.

import { newLooks, toName } from '../game/looks.ts'

const KEY = 'wamp-mesh-name'

/** The name of this browser's person; drawn by lot at first. */
export function ownName(): string {
  const kept = toName(localStorage.getItem(KEY))
  return kept ?? keepName(newLooks(Math.random).name)
}

/** @returns what was kept: the name without what hides in it, or the one there was. */
export function keepName(value: string): string {
  const name = toName(value) ?? ownName()
  localStorage.setItem(KEY, name)
  return name
}
