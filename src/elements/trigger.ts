// Trigger: what somebody did to a real form or button so that something is sent.

export interface Trigger {
  /** Null where it was a button outside of any form. */
  readonly form: HTMLFormElement | null
  readonly button: HTMLElement | null
}

/** What a `submit` or `click` inside `host` asks for. It is taken: nobody else acts on it, and the page stays. */
export function takeTrigger(event: Event, host: Element): Trigger | undefined {
  if (event.defaultPrevented) return undefined
  const trigger = event.type === 'submit' ? submitted(event as SubmitEvent) : clicked(event, host)
  if (trigger) event.preventDefault()
  return trigger
}

function submitted({ target, submitter }: SubmitEvent): Trigger {
  return { form: target as HTMLFormElement, button: submitter }
}

function clicked({ target }: Event, host: Element): Trigger | undefined {
  const button = (target as Element).closest<HTMLButtonElement>('button,input[type=button]')
  return button && host.contains(button) && !button.form ? { form: null, button } : undefined
}
