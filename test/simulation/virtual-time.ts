// Virtual time: timers, clocks and randomness of everybody in a simulation; nothing happens but what a seed says.

/** What the platform itself offers, taken before any run replaces it. */
const { setImmediate } = globalThis

/** A page, or the worker that hosts: what runs in one thread, is frozen as a whole, and dies as a whole. */
export class Tab {
  readonly name: string
  /** What was to run while it was frozen. */
  readonly held: Task[] = []
  frozen = false
  dead = false
  /** Timers that have not run. */
  timers = 0

  constructor(name: string) {
    this.name = name
  }
}

interface Task {
  at: number
  order: number
  readonly tab: Tab
  readonly isTimer: boolean
  /** Undefined once it has run, or was taken back. */
  run: (() => void) | undefined
}

const before = (a: Task, b: Task) => a.at < b.at || (a.at === b.at && a.order < b.order)

/** A heap: the next task first. */
class Agenda {
  readonly #tasks: Task[] = []

  get first(): Task | undefined {
    return this.#tasks[0]
  }

  push(task: Task): void {
    const tasks = this.#tasks
    let at = tasks.push(task) - 1
    for (let parent = (at - 1) >> 1; at > 0 && before(task, tasks[parent] as Task); parent = (at - 1) >> 1) {
      tasks[at] = tasks[parent] as Task
      at = parent
    }
    tasks[at] = task
  }

  shift(): void {
    const tasks = this.#tasks
    const last = tasks.pop()
    if (last === undefined || tasks.length === 0) return
    let at = 0
    for (let child = 1; child < tasks.length; child = 2 * at + 1) {
      if (child + 1 < tasks.length && before(tasks[child + 1] as Task, tasks[child] as Task)) child++
      if (!before(tasks[child] as Task, last)) break
      tasks[at] = tasks[child] as Task
      at = child
    }
    tasks[at] = last
  }
}

export class VirtualTime {
  now = 0
  /** Tasks that have run. */
  steps = 0
  readonly #agenda = new Agenda()
  readonly #onerror: (error: unknown) => void
  #order = 0
  #tab = new Tab('nobody')

  constructor(onerror: (error: unknown) => void) {
    this.#onerror = onerror
  }

  /** Has `tab` run something in `delay` milliseconds; later if it is frozen then, and never if it has died. */
  after(tab: Tab, delay: number, run: () => void, isTimer = false): Task {
    const task: Task = { at: this.now + Math.max(0, delay), order: this.#order++, tab, isTimer, run }
    if (isTimer) tab.timers++
    this.#agenda.push(task)
    return task
  }

  freeze(tab: Tab): void {
    tab.frozen = true
  }

  /** What was held runs now, one after the other, late. */
  thaw(tab: Tab): void {
    tab.frozen = false
    for (const task of tab.held.splice(0)) {
      task.at = this.now
      task.order = this.#order++
      this.#agenda.push(task)
    }
  }

  /** Lets time pass: each task at its time, and all microtasks that follow from it before the next one. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.now + milliseconds
    for (let task = this.#agenda.first; task !== undefined && task.at <= end; task = this.#agenda.first) {
      this.#agenda.shift()
      if (task.run === undefined || task.tab.dead) continue
      this.now = task.at
      if (task.tab.frozen) task.tab.held.push(task)
      else await this.#perform(task)
    }
    this.now = end
  }

  /** Replaces the platform's timers, clocks and randomness by these, until the function that is returned is called. */
  install(random: () => number): () => void {
    const { setTimeout, clearTimeout } = globalThis
    const { now } = Date
    const { random: platformRandom } = Math
    const set = (task: () => void, delay = 0) => this.after(this.#tab, Math.max(1, delay), task, true)
    Object.assign(globalThis, { setTimeout: set, clearTimeout: (task?: Task) => this.#takeBack(task) })
    performance.now = () => this.now
    Date.now = () => Date.UTC(2026, 0, 1) + this.now
    Math.random = random
    return () => {
      Object.assign(globalThis, { setTimeout, clearTimeout })
      Reflect.deleteProperty(performance, 'now')
      Date.now = now
      Math.random = platformRandom
    }
  }

  async #perform(task: Task): Promise<void> {
    const { run, tab, isTimer } = task
    this.steps++
    this.#tab = tab
    task.run = undefined
    if (isTimer) tab.timers--
    try {
      run?.()
    } catch (error) {
      this.#onerror(error)
    }
    await new Promise(resolve => setImmediate(resolve))
  }

  #takeBack(task: Task | undefined): void {
    if (task?.run === undefined) return
    task.run = undefined
    if (task.isTimer) task.tab.timers--
  }
}
