// Template: shows data in a page's own <template>, as text only: `data-bind="args.0"` says which text stands where.

/** The template of an element: not that of another element inside it. */
export function templateOf(host: Element): HTMLTemplateElement | undefined {
  return [...host.querySelectorAll('template')].find(template => belongsTo(template, host))
}

/** Writes `data` into those of `roots` and inside them that have `data-bind`. */
export function bind(roots: Iterable<Node>, data: object): void {
  for (const root of roots) {
    if (!(root instanceof Element)) continue
    for (const element of [root, ...root.querySelectorAll('[data-bind]')]) {
      const path = element.getAttribute('data-bind')
      if (path === null || !(element === root || belongsTo(element, root))) continue
      const text = textOf(valueAt(data, path))
      // Text that stays is not announced again.
      if (element.textContent !== text) element.textContent = text
    }
  }
}

/** What people read of a value: a text as it is, the rest as JSON. */
export function textOf(value: unknown): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'object' ? JSON.stringify(value, readable) : String(value)
}

/** Copies of a template, one for each of the things shown, behind it in their order. */
export class Stamps {
  readonly #stamps = new Map<unknown, ChildNode[]>()

  /** @param entries each thing's identity, and its data. @returns what was stamped newly. */
  show(template: HTMLTemplateElement, entries: readonly (readonly [unknown, object])[]): ChildNode[] {
    const wanted = new Set(entries.map(([key]) => key))
    for (const [key, nodes] of this.#stamps) {
      if (wanted.has(key)) continue
      for (const node of nodes) node.remove()
      this.#stamps.delete(key)
    }
    const fresh: ChildNode[] = []
    let last: ChildNode = template
    for (const [key, data] of entries) {
      const nodes = this.#stamps.get(key) ?? [...document.importNode(template.content, true).childNodes]
      bind(nodes, data)
      if (!this.#stamps.has(key)) fresh.push(...nodes)
      this.#stamps.set(key, nodes)
      // What is moved without need loses its focus.
      if (nodes[0] && last.nextSibling !== nodes[0]) last.after(...nodes)
      last = nodes.at(-1) ?? last
    }
    return fresh
  }
}

/** Whether no other element with a life of its own stands between. */
function belongsTo(element: Element, host: Element): boolean {
  let at = element.parentElement
  while (at && at !== host && !at.localName.includes('-')) at = at.parentElement
  return at === host
}

function valueAt(data: object, path: string): unknown {
  let value: unknown = data
  for (const name of path.trim().split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
    value = (value as Record<string, unknown>)[name]
  }
  return value
}

const readable = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value)
