// Form elements: what a form has, also where a field of it is called `elements` or `reset`.

export function elementsOf(form: HTMLFormElement): Element[] {
  return [...(Reflect.get(HTMLFormElement.prototype, 'elements', form) as HTMLFormControlsCollection)]
}

/** Resets a form but for fields with `data-keep`. @returns what gives fields back what they had, but for those changed since. */
export function reset(form: HTMLFormElement): () => void {
  const states = elementsOf(form).flatMap(statesOf)
  const before = states.map(currentOf)
  const giveBack = (which: (state: State, at: number) => boolean) => {
    for (const [at, state] of states.entries()) {
      const [holder, key] = state
      // What has its value already keeps its caret.
      if (which(state, at) && holder[key] !== before[at]) holder[key] = before[at]
    }
  }
  HTMLFormElement.prototype.reset.call(form)
  giveBack(([, , field]) => field.matches('[data-keep]'))
  const emptied = states.map(currentOf)
  return () => giveBack((state, at) => currentOf(state) === emptied[at])
}

/** A part of what a field has: where that is, by which name, and the field. */
type State = readonly [holder: Record<string, unknown>, key: string, field: Element]

const currentOf = ([holder, key]: State) => holder[key]

function statesOf(field: Element): State[] {
  const state = (holder: object, key: string) => [holder as Record<string, unknown>, key, field] as const
  if (field instanceof HTMLSelectElement) return [...field.options].map(option => state(option, 'selected'))
  // Nobody but a person gives a file.
  if (!field.matches('input:not([type=file]),textarea')) return []
  return [state(field, field.matches('[type=checkbox],[type=radio]') ? 'checked' : 'value')]
}
