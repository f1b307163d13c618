// Memory: name and colour, kept in the browser for the next time.

import { type Looks, newLooks, toColour, toName } from './looks.ts'

const KEY = 'wamp-mesh-meadow'

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

function recalled(): Partial<Looks> {
  try {
    const { name, colour } = JSON.parse(localStorage.getItem(KEY) ?? '{}')
    const known = { name: toName(name), colour: toColour(colour) }
    return known.name && known.colour ? { name: known.name, colour: known.colour } : {}
  } catch {
    return {}
  }
}
