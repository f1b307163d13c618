// Timers end with the file of tests that set them: files share a process, and a session that one has left to reconnect, say,
// would set others while the next one counts its own. A set-up file of vitest.

import { afterAll } from 'vitest'

type SetTimer = typeof setTimeout | typeof setInterval

const running: Set<NodeJS.Timeout> = new Set()
const wrapped = Symbol.for('wamp-mesh.timers-end')

/** The same, remembering each timer; those that have run out are cleared with the others, which does nothing. */
function remembering<Set extends SetTimer>(set: Set): Set {
  const remembers = (...args: Parameters<Set>) => {
    const timer = Reflect.apply(set, undefined, args) as NodeJS.Timeout
    running.add(timer)
    return timer
  }
  return Object.assign(remembers as unknown as Set, set, { [wrapped]: true })
}

if (!(wrapped in setTimeout)) {
  globalThis.setTimeout = remembering(setTimeout)
  globalThis.setInterval = remembering(setInterval)
}

afterAll(() => {
  for (const timer of running) clearTimeout(timer)
  running.clear()
})
