// Markup: HTML as text, whose values are escaped unless they are markup themselves.

/** A piece of HTML. */
export class Markup {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }

  toString(): string {
    return this.text
  }
}

export type Value = Markup | string | number | false | undefined | readonly Value[]

/** HTML with values in it: texts are escaped, lists joined, `false` and `undefined` left out. */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Markup {
  return new Markup(String.raw({ raw: strings }, ...values.map(written)))
}

/** A text that is HTML already, and comes from this project. */
export function raw(text: string): Markup {
  return new Markup(text)
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function written(value: Value): string {
  if (value instanceof Markup) return value.text
  if (Array.isArray(value)) return value.map(written).join('')
  if (value === false || value === undefined) return ''
  return String(value).replace(/[&<>"]/g, character => ENTITIES[character] ?? '')
}
