// Form elements: what a form has, also where a field of it is called `elements` or `reset`.

export function elementsOf(form: HTMLFormElement): Element[] {
  return [...(Reflect.get(HTMLFormElement.prototype, 'elements', form) as HTMLFormControlsCollection)]
}

/** Resets a form but for fields with `data-keep`. @returns what gives fields back what they had, but for those changed since. */
export function reset(form: HTMLFormElement): () => void {
  const states = elementsOf(form).flatMap(statesOf)
  HTMLFormElement.prototype.reset.call(form)
  for (const { field, restore } of states) if (field.matches('[data-keep]')) restore()
  const emptied = states.map(({ now }) => now())
  return () => {
    for (const [at, { now, restore }] of states.entries()) if (now() === emptied[at]) restore()
  }
}

/** What a field has of each. Nobody but a person gives a file. */
function statesOf(field: Element) {
  const holders = field.matches('[type=file]') ? [] : [field, ...field.querySelectorAll('option')]
  return holders.flatMap(holder =>
    ['value', 'checked', 'selected'].map(key => {
      const now = () => Reflect.get(holder, key)
      const before = now()
      // What has its value already keeps its caret.
      const restore = () => now() === before || Reflect.set(holder, key, before)
      return { field, now, restore }
    }),
  )
}
