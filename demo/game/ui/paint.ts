// Paint: gives an element a player's colour, as `--colour`. Not by a style attribute, which the page's policy forbids.

import { noChange } from 'lit'
import { Directive, directive, type ElementPart } from 'lit/directive.js'

class Paint extends Directive {
  #colour = ''

  override update({ element }: ElementPart, [colour]: [string]) {
    if (colour !== this.#colour && element instanceof HTMLElement) element.style.setProperty('--colour', colour)
    this.#colour = colour
    return this.render(colour)
  }

  override render(_colour: string) {
    return noChange
  }
}

/** In an element's tag: `<i ${paint('#e5484d')}>`. */
export const paint = directive(Paint)
