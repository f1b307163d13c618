// Looks: a player's name and colour, given at first and changed at will.

import type { Translated } from '../site/language.ts'

export interface Looks {
  readonly name: string
  readonly colour: string
}

/** Longest name, in characters as people count them. */
export const LONGEST_NAME = 20

/** Colours that stand out on the meadow by day and by night. */
export const COLOURS: readonly { readonly name: Translated; readonly value: string }[] = [
  { name: { en: 'Apple', fr: 'Pomme' }, value: '#e5484d' },
  { name: { en: 'Tangerine', fr: 'Mandarine' }, value: '#f0813a' },
  { name: { en: 'Quince', fr: 'Coing' }, value: '#f2b93b' },
  { name: { en: 'Pear', fr: 'Poire' }, value: '#9bbf3b' },
  { name: { en: 'Mint', fr: 'Menthe' }, value: '#3fb68e' },
  { name: { en: 'Sky', fr: 'Ciel' }, value: '#45a5dd' },
  { name: { en: 'Blueberry', fr: 'Myrtille' }, value: '#5b6ee1' },
  { name: { en: 'Plum', fr: 'Prune' }, value: '#9a5bd0' },
  { name: { en: 'Fig', fr: 'Figue' }, value: '#7d4f73' },
  { name: { en: 'Peach', fr: 'Pêche' }, value: '#f58fa0' },
]

const NAMES = [
  'Ada, Basil, Bramble, Clover, Cosmo, Dilly, Fern, Figaro, Flora, Hazel, Iris, Juniper, Kiki, Linnea, Lupin, Maple',
  'Mimi, Momo, Nettle, Olive, Otto, Pip, Poppy, Quincy, Robin, Rowan, Sage, Sorrel, Tansy, Tilly, Willow, Yarrow',
].flatMap(line => line.split(', '))

/** Looks for somebody new. `random` is uniform over [0, 1). */
export function newLooks(random: () => number): Looks {
  const pick = <T>(from: readonly T[], otherwise: T) => from[Math.floor(random() * from.length)] ?? otherwise
  return {
    name: pick(NAMES, 'Pip'),
    colour: pick(
      COLOURS.map(({ value }) => value),
      '#e5484d',
    ),
  }
}

/** `value` as a name; `undefined` if there is nothing to see in it. */
export const toName = (value: unknown): string | undefined => toLine(value, LONGEST_NAME)

/** `value` as one line of at most `length` characters, without what hides or turns text; `undefined` if nothing is left. */
export function toLine(value: unknown, length: number): string | undefined {
  if (typeof value !== 'string') return undefined
  // The joiner inside emoji is invisible too, and needed.
  const visible = value.slice(0, 10_000).replace(/[\p{C}\p{Z}]+/gu, hidden => (hidden === '\u200d' ? hidden : ' '))
  const line = cut(visible.trim(), length)
  return line.replaceAll('\u200d', '').trim() === '' ? undefined : line
}

/** `value` as a colour, `#rrggbb`. */
export function toColour(value: unknown): string | undefined {
  return typeof value === 'string' && /^#[0-9a-f]{6}$/i.test(value) ? value.toLowerCase() : undefined
}

/** The first `length` characters of `text` as people count them; one of absurdly many code points is cut too. */
function cut(text: string, length: number): string {
  const characters = Array.from(new Intl.Segmenter('en').segment(text), ({ segment }) => segment)
  return characters
    .slice(0, length)
    .map(character => Array.from(character).slice(0, 10).join(''))
    .join('')
    .trim()
}
