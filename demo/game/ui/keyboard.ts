// Keyboard: arrows that walk for as long as they are held.

import type { Stride } from '../stride.ts'
import { directionOf } from './controls.ts'

export interface KeyboardOptions {
  /** Who walks; nobody while there is no game. */
  stride(): Stride | undefined
  pressed(): void
}

export class Keyboard {
  readonly #options: KeyboardOptions
  #listening: AbortController | undefined

  constructor(options: KeyboardOptions) {
    this.#options = options
  }

  listen(): void {
    this.#listening = new AbortController()
    const { signal } = this.#listening
    addEventListener('keydown', this.#down, { signal })
    addEventListener('keyup', this.#up, { signal })
    addEventListener('blur', () => this.#options.stride()?.releaseAll(), { signal })
  }

  stop(): void {
    this.#listening?.abort()
  }

  readonly #down = (event: KeyboardEvent): void => {
    const direction = directionOf(event)
    const stride = this.#options.stride()
    if (!direction || !stride) return
    event.preventDefault()
    if (!event.repeat) stride.press(direction)
    this.#options.pressed()
  }

  /** Wherever the focus is by now, and whatever modifier came to it. */
  readonly #up = ({ code }: KeyboardEvent): void => {
    const direction = directionOf(new KeyboardEvent('keyup', { code }))
    if (direction) this.#options.stride()?.release(direction)
  }
}
