// Memory: name and colour, and where the game master runs, kept in the browser for the next time.

import { type Looks, newLooks, toColour, toName } from './looks.ts'

const KEY = 'wamp-mesh-meadow'
const MASTER_KEY = 'wamp-mesh-game-master'

/** Where the game master of a host runs: in one of its pages, or as a component that somebody starts elsewhere. */
export type MasterPlace = 'page' | 'elsewhere'

/** The looks of the last time, or new ones. */
export function recallLooks(): Looks {
  const fresh = newLooks(Math.random)
  const looks = { name: fresh.name, colour: fresh.colour, ...recalled() }
  keepLooks(looks)
  return looks
}

/** Storage may be full, or forbidden: then a page has new looks the next time. */
export function keepLooks(looks: Looks): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(looks))
  } catch {}
}

/** Where the person wanted it the last time, in whichever tab. */
export function recallMasterPlace(): MasterPlace {
  try {
    return localStorage.getItem(MASTER_KEY) === 'elsewhere' ? 'elsewhere' : 'page'
  } catch {
    return 'page'
  }
}

export function keepMasterPlace(place: MasterPlace): void {
  try {
    localStorage.setItem(MASTER_KEY, place)
  } catch {}
}

function recalled(): Partial<Looks> {
  try {
    const { name, colour } = JSON.parse(localStorage.getItem(KEY) ?? '{}')
    const known = { name: toName(name), colour: toColour(colour) }
    return known.name && known.colour ? { name: known.name, colour: known.colour } : {}
  } catch {
    return {}
  }
}
