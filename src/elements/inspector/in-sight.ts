// In sight: whether an element can be seen: in or near the viewport, of a page that is not hidden.

/** Pixels around the viewport: what comes into sight is there already. */
const NEAR = 64

export class InSight {
  readonly #changed: () => void
  readonly #observer: IntersectionObserver
  #near = false
  #seen = false

  /** @param changed called when it comes into sight or goes out of it. */
  constructor(changed: () => void) {
    this.#changed = changed
    this.#observer = new IntersectionObserver(
      entries => {
        this.#near = entries.at(-1)?.isIntersecting ?? false
        this.#look()
      },
      { rootMargin: `${NEAR}px` },
    )
  }

  get seen(): boolean {
    return this.#seen
  }

  /** Looks at that element from now on; again the same element: goes on. */
  observe(element: Element): void {
    this.#observer.observe(element)
    document.addEventListener('visibilitychange', this.#look)
  }

  leave(): void {
    this.#observer.disconnect()
    document.removeEventListener('visibilitychange', this.#look)
    this.#near = false
    this.#look()
  }

  readonly #look = (): void => {
    const seen = this.#near && !document.hidden
    if (seen === this.#seen) return
    this.#seen = seen
    this.#changed()
  }
}
