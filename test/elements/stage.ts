// The stage of the elements' tests: a router in the page, and sessions that stand above what is shown.

import { ContextProvider } from '@lit/context'
import { LitElement } from 'lit'
import { afterEach, beforeEach } from 'vitest'
import { Session } from '../../src/client/session.ts'
import { defineElements } from '../../src/elements/define.ts'
import { sessionContext } from '../../src/elements/session-context.ts'
import { createRouter } from '../../src/entry/router.ts'
import { msgpack } from '../../src/protocol/serializer/msgpack.ts'
import { memoryPair } from '../../src/transport/memory.ts'

/** Gives a session to what stands inside it, as any page may. */
class StageSession extends LitElement {
  readonly #context = new ContextProvider(this, { context: sessionContext })

  protected override createRenderRoot() {
    return this
  }

  set given(session: Session | undefined) {
    this.#context.setValue(session)
  }
}

customElements.define('stage-session', StageSession)
defineElements()

export class ElementStage {
  router!: ReturnType<typeof createRouter>
  /** The session of what is shown. */
  mine!: Session
  /** Somebody else's. */
  other!: Session
  place!: StageSession

  async open(): Promise<void> {
    this.router = createRouter()
    this.mine = await this.router.connect('realm1')
    this.other = await this.router.connect('realm1')
    this.place = document.createElement('stage-session') as StageSession
    this.place.given = this.mine
    document.body.append(this.place)
  }

  async close(): Promise<void> {
    document.body.replaceChildren()
    document.documentElement.removeAttribute('lang')
    await Promise.all([this.mine.close(), this.other.close()])
    this.router.close()
  }

  /** Shows this HTML inside the session, and returns its first element when that is ready. */
  async show<E extends Element = HTMLElement>(html: string): Promise<E> {
    this.place.innerHTML = html
    await this.settled()
    return this.place.firstElementChild as E
  }

  /** Until what was asked of the router so far has been answered: requests of a session are answered in order. */
  async settled(): Promise<void> {
    for (let round = 0; round < 4; round++) {
      await Promise.all([this.mine, this.other].map(session => session.isOpen && session.call('wamp.session.count')))
      await Promise.all([...document.querySelectorAll('*')].map(element => (element as LitElement).updateComplete))
    }
  }

  /** A session whose link can be made to keep what comes, until `release`; and can be cut. */
  async slow(router = this.router) {
    let free: (() => void) | undefined
    let gate = Promise.resolve()
    let cut = () => {}
    const session = new Session(
      async () => {
        const [ours, theirs] = memoryPair(msgpack)
        router.attach(theirs)
        cut = () => theirs.close('cut')
        return {
          serializer: msgpack,
          bufferedAmount: 0,
          start: ({ frame, closed }) => ours.start({ frame: data => void gate.then(() => frame(data)), closed }),
          send: frame => ours.send(frame),
          close: reason => ours.close(reason),
        }
      },
      { realm: 'realm1', reconnect: 'always' },
    )
    await session.open()
    const hold = () => {
      gate = new Promise(resolve => {
        free = resolve
      })
    }
    return { session, hold, release: () => free?.(), cut: () => cut() }
  }

  find<E extends Element = HTMLElement>(selector: string): E {
    const found = this.place.querySelector<E>(selector)
    if (!found) throw new Error(`nothing here is ${selector}`)
    return found
  }

  /** What stands in the shadow tree of an element. */
  within<E extends Element = HTMLElement>(element: Element, selector: string): E {
    const found = element.shadowRoot?.querySelector<E>(selector)
    if (!found) throw new Error(`nothing in <${element.localName}> is ${selector}`)
    return found
  }

  texts(selector: string): string[] {
    return [...this.place.querySelectorAll(selector)].map(({ textContent }) => textContent)
  }
}

/** A stage for the tests of a file. */
export function useElementStage(): ElementStage {
  const stage = new ElementStage()
  beforeEach(() => stage.open())
  afterEach(() => stage.close())
  return stage
}

/** The next event of that type at a place. */
export function next<T extends keyof GlobalEventHandlersEventMap>(
  target: EventTarget,
  type: T,
): Promise<GlobalEventHandlersEventMap[T]> {
  return new Promise(resolve => {
    target.addEventListener(type, event => resolve(event as GlobalEventHandlersEventMap[T]), { once: true })
  })
}
