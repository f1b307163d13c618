// Form arguments: what a form's fields are as the arguments of a call, an event or an answer.

import type { Dict } from '../protocol/messages.ts'
import { elementsOf } from './form-elements.ts'

export interface Arguments {
  readonly args: unknown[]
  readonly kwargs: Dict
}

type Control = Element & { readonly name?: string; readonly type?: string }

/**
 * Each field is a keyword argument by its name, or a positional one where its name is a number: `name="0"`. A number of
 * `type=number` and `range`, null where it is empty; of a lone checkbox whether it is checked; of several fields of one name
 * a list. Files are left out. They stand over what is `given`; a position that neither has is null.
 */
export function formArguments(
  form: HTMLFormElement | null,
  button: HTMLElement | null,
  given: Arguments = { args: [], kwargs: {} },
): Arguments {
  const args = [...given.args]
  const kwargs = Object.entries(given.kwargs)
  if (form === null) {
    const { name, value } = (button ?? {}) as Partial<HTMLButtonElement>
    if (name) kwargs.push([name, value])
    return { args, kwargs: Object.fromEntries(kwargs) }
  }
  const data = new FormData(form, button)
  const controls: Control[] = elementsOf(form)
  const boxes = controls.filter(box => box.matches('[type=checkbox][name]:not(:disabled)'))
  for (const name of new Set([...data.keys(), ...boxes.map(box => box.name ?? '')])) {
    const value = fieldValue(
      data.getAll(name),
      controls.filter(control => control.name === name),
    )
    if (/^\d\d?$/.test(name)) args[Number(name)] = value
    else if (value !== undefined) kwargs.push([name, value])
  }
  return { args: Array.from(args, value => value ?? null), kwargs: Object.fromEntries(kwargs) }
}

function fieldValue(values: FormDataEntryValue[], controls: Control[]): unknown {
  const fields = controls.filter(({ type = '' }) => !/^(radio|submit|button|image)$/.test(type))
  const type = fields[0]?.type
  if (type === 'checkbox' && fields.length === 1) return values.length > 0
  const read = values.filter(value => typeof value === 'string').map(value => typed(value, type))
  return fields.length > 1 || type === 'select-multiple' ? read : read[0]
}

function typed(value: string, type: string | undefined): unknown {
  if (type !== 'number' && type !== 'range') return value
  return value === '' ? null : Number(value)
}
