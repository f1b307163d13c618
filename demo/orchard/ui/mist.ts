// Mist: what the sprayer blows at a tree. Puffs fly over, grow and fade; where nothing may move there are none.

import type { Product } from '../dose-rule.ts'
import type { Place } from '../terrain.ts'
import { centred } from './scale.ts'

const PUFFS = 14
/** Milliseconds from one puff to the next. */
const APART = 60
const FLIGHT = 1_100
/** How large a puff is in the picture. */
const PUFF = { width: 12, height: 12 } as const
/** Metres behind the middle of the tractor, where the nozzles are. */
const BEHIND = 2.7

interface Spray {
  readonly product: Product
  readonly tree: Place
  /** Where the tractor is when a puff leaves it. */
  from(): (Place & { readonly heading: number }) | undefined
}

/** Blows into an element that covers the picture. */
export function blow(into: Element, { product, tree, from }: Spray): void {
  for (let index = 0; index < PUFFS; index++) setTimeout(() => letFly(into, { product, tree, from }), index * APART)
}

function letFly(into: Element, { product, tree, from }: Spray): void {
  const tractor = from()
  if (!tractor || !into.isConnected) return
  const turned = (tractor.heading * Math.PI) / 180
  const start = { x: tractor.x - Math.sin(turned) * BEHIND, y: tractor.y + Math.cos(turned) * BEHIND }
  const end = { x: tree.x + (Math.random() - 0.5) * 2, y: tree.y + (Math.random() - 0.5) * 2 }
  const puff = document.createElement('div')
  puff.className = 'puff'
  puff.dataset.product = product
  into.append(puff)
  const frames = [
    { transform: at(start, 0.3), opacity: 0.9 },
    { transform: at(end, 1.1), opacity: 0.75, offset: 0.55 },
    { transform: at(end, 1.9), opacity: 0 },
  ]
  const flight = puff.animate(frames, { duration: FLIGHT, easing: 'ease-out' })
  flight.onfinish = () => puff.remove()
  flight.oncancel = () => puff.remove()
}

const at = (place: Place, scale: number): string => `${centred(place, PUFF)} scale(${scale})`
