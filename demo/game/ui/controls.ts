// Controls: how a finger, a mouse or a keyboard makes the player go and hug.

import { html, nothing, type TemplateResult } from 'lit'
import { type Mean, PACE, type Player } from '../protocol.ts'
import type { Stride } from '../stride.ts'
import { words } from '../words.ts'
import type { Direction } from '../world.ts'
import { icons } from './icons.ts'

/** How to go. */
export function means(chosen: Mean, onchoose: (mean: Mean) => void): TemplateResult {
  return html`<div class="means" role="group" aria-label=${words.controls.how}>
    ${(Object.keys(PACE) as Mean[]).map(
      mean =>
        html`<button aria-pressed=${mean === chosen ? 'true' : 'false'} @click=${() => onchoose(mean)}>${words.controls.means[mean]}</button>`,
    )}
  </div>`
}

/** A button for everybody near enough. */
export function hugs(
  neighbours: readonly Player[],
  asked: (session: number) => boolean,
  onhug: (other: Player) => void,
): TemplateResult {
  return html`<div class="hugs">
    ${neighbours.map(
      other => html`<button class="hug" ?data-asleep=${other.asleep} ?disabled=${asked(other.session)} @click=${() => onhug(other)}>
        ${icons.heart} ${asked(other.session) ? words.hug.asking : words.hug.hug} <span dir="auto">${other.name}</span>${other.asleep ? html`<small>${words.hug.asleep}</small>` : nothing}
      </button>`,
    )}
  </div>`
}

/** Four arrows to hold with a thumb. */
export function pad(stride: Stride): TemplateResult {
  const arrow = (direction: Direction) => html`<button
    class="arrow ${direction}"
    aria-label=${words.controls.arrows[direction]}
    @pointerdown=${(event: PointerEvent) => hold(event, stride, direction)}
    @pointerup=${() => stride.release(direction)}
    @pointercancel=${() => stride.release(direction)}
    @lostpointercapture=${() => stride.release(direction)}
    @contextmenu=${(event: Event) => event.preventDefault()}
    @click=${(event: MouseEvent) => event.detail === 0 && tap(stride, direction)}
  >
    ${icons[direction]}
  </button>`
  return html`<div class="pad" role="group" aria-label=${words.controls.pad}>${(['up', 'left', 'right', 'down'] as const).map(arrow)}</div>`
}

function hold(event: PointerEvent, stride: Stride, direction: Direction): void {
  if (event.button !== 0) return
  if (event.currentTarget instanceof Element) event.currentTarget.setPointerCapture(event.pointerId)
  stride.press(direction)
}

/** A click that no pointer made: a key, or a screen reader. */
function tap(stride: Stride, direction: Direction): void {
  stride.press(direction)
  stride.release(direction)
}

const KEYS: Readonly<Record<string, Direction>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
  KeyW: 'up',
  KeyS: 'down',
  KeyA: 'left',
  KeyD: 'right',
}

/** What has a use of its own for these keys; an event in a shadow tree comes from its host. */
const OWN_KEYS = 'input, select, textarea, summary, [role="log"], code, pre, wamp-inspector'

/** The direction that a key means now; `undefined` for keys of others: in a field, in a dialog, with a modifier. */
export function directionOf({ code, target, ctrlKey, metaKey, altKey }: KeyboardEvent): Direction | undefined {
  if (ctrlKey || metaKey || altKey || document.querySelector('dialog[open]')) return undefined
  return target instanceof Element && target.closest(OWN_KEYS) ? undefined : KEYS[code]
}
