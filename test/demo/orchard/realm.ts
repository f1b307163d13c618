// A realm for the orchard's tests: a real router, and components in it, each with a session of its own.

import { Component } from '../../../demo/orchard/component.ts'
import type { Note } from '../../../demo/orchard/note.ts'
import type { Start } from '../../../demo/orchard/tools.ts'
import type { Session } from '../../../src/client/session.ts'
import type { createRouter } from '../../../src/entry/router.ts'

export type Router = ReturnType<typeof createRouter>

/** A component that is switched on, and what it told. */
export async function started(router: Router, start: Start) {
  const notes: Note[] = []
  let session: Session | undefined
  let changed = () => {}
  const component = new Component({
    start,
    connect: async onclose => {
      session = await router.connect('realm1', {
        reconnect: 'never',
        onstate: state => state === 'closed' && onclose(),
      })
      return session
    },
    onchange: () => {
      if (component.note && notes.at(-1) !== component.note) notes.push(component.note)
      changed()
    },
  })
  component.on()
  const until = async (standing: Component['standing']) => {
    while (component.standing !== standing) {
      await new Promise<void>(resolve => {
        changed = resolve
      })
    }
  }
  return { component, notes, until, lose: () => session?.close() }
}

/** The next event of a topic. */
export function next(session: Session, topic: string) {
  return new Promise<{ args: readonly unknown[]; kwargs: Record<string, unknown> }>((resolve, reject) => {
    session.subscribe(topic, (args, kwargs) => resolve({ args, kwargs })).catch(reject)
  })
}
