// Form elements: what a form has, also where a field of it is called `elements` or `reset`.

export function elementsOf(form: HTMLFormElement): Element[] {
  return [...(Reflect.get(HTMLFormElement.prototype, 'elements', form) as HTMLFormControlsCollection)]
}

/** Resets a form but for fields with `data-keep`. @returns what gives fields back what they had, but for those changed since. */
export function reset(form: HTMLFormElement): () => void {
  const cells = elementsOf(form).flatMap(cellsOf)
  const kept = cells.filter(({ field }) => field.matches('[data-keep]'))
  HTMLFormElement.prototype.reset.call(form)
  for (const cell of kept) cell.give()
  const emptied = cells.map(cell => [cell, cell.now()] as const)
  return () => {
    for (const [cell, value] of emptied) if (cell.now() === value) cell.give()
  }
}

/** A part of a field's state: what it was, what it is now, and how it gets that back. */
interface Cell {
  readonly field: Element
  now(): unknown
  give(): void
}

function cellsOf(field: Element): Cell[] {
  if (field instanceof HTMLSelectElement) return [...field.options].map(option => cell(field, option, 'selected'))
  if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return []
  // Nobody but a person gives a file.
  if (field.type === 'file') return []
  return [/^(checkbox|radio)$/.test(field.type) ? cell(field, field, 'checked') : cell(field, field, 'value')]
}

function cell<K extends string>(field: Element, holder: object, key: K): Cell {
  const of = holder as Record<K, unknown>
  const before = of[key]
  const now = () => of[key]
  return {
    field,
    now,
    give: () => {
      if (now() !== before) of[key] = before
    },
  }
}
