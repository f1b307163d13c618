// Message tag: an arrow with a message's name, that travels along a line; and what the message is about, beside the line.

import { svg } from './svg.ts'
import type { TracedMessage } from './traced-message.ts'

const HEIGHT = 22
/** Where in its picture a tag begins, and the middle of its height: its outline has room. */
export const TAG = { left: 1, middle: HEIGHT / 2 + 1 }
const TIP = 10
/** Widths of a letter in the name and in the URI, about. */
const LETTER = 7.6
const SMALL = 6.35
/** Colours that tell exchanges apart. */
const COLOURS = 6

/** The colour that all messages of an exchange have. */
export function colourOf({ exchange, error }: Pick<TracedMessage, 'exchange' | 'error'>): string {
  if (error !== undefined) return 'error'
  return exchange === undefined ? 'grey' : `colour-${exchange % COLOURS}`
}

/** Pixels of the tag of a message of that name. */
export function tagWidth(name: string): number {
  return name.length * LETTER + TIP + 16
}

/** @param towards 1: to the right; -1: to the left. */
export function messageTag(message: TracedMessage, towards: 1 | -1): SVGSVGElement {
  const { name } = message
  const width = tagWidth(name)
  const [top, bottom] = [-HEIGHT / 2, HEIGHT / 2]
  const arrow =
    towards === 1
      ? `M4 ${top}H${width - TIP}L${width} 0L${width - TIP} ${bottom}H4Q0 ${bottom} 0 ${bottom - 4}V${top + 4}Q0 ${top} 4 ${top}Z`
      : `M${width - 4} ${top}H${TIP}L0 0L${TIP} ${bottom}H${width - 4}Q${width} ${bottom} ${width} ${bottom - 4}V${top + 4}Q${width} ${top} ${width - 4} ${top}Z`
  const middle = (width - TIP * towards) / 2
  const room = { width: width + 2 * TAG.left, height: 2 * TAG.middle }
  const viewBox = `${-TAG.left} ${-TAG.middle} ${room.width} ${room.height}`
  return svg(
    'svg',
    { class: `tag ${colourOf(message)}`, viewBox, ...room },
    svg('path', { d: arrow }),
    svg('text', { class: 'type', x: middle, y: 4.5 }, name),
  )
}

/** What a message is about, where its line has room for that. @param room pixels. */
export function aboutText({ uri, error }: TracedMessage, room: number): string | undefined {
  const about = error ?? uri
  return about === undefined ? undefined : shortened(about, Math.floor(room / SMALL))
}

/** The end of a text says more than its beginning, where it is a URI; of others the beginning. */
export function shortened(text: string, letters: number): string {
  if (text.length <= letters) return text
  if (letters < 4) return '…'
  return /^[\w-]+\.[\w.-]+$/.test(text) ? `…${text.slice(1 - letters)}` : `${text.slice(0, letters - 1)}…`
}
