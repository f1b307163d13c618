// Fault: something that happens to a scene while its load is on.

import type { Guest, Path, RouterKind, Scene, Setting } from './scene.ts'

export interface Fault extends Pick<Setting, 'tabs' | 'emulated' | 'wired' | 'before' | 'early'> {
  readonly name: string
  /** Whom it happens to: whose session is to be kept, and of whom others are to see no leaving. */
  readonly victims: readonly (Guest | 'host')[]
  /** Whether nothing may be lost, doubled or out of order between publisher and subscriber. */
  readonly lossless: boolean
  /** From when recovery counts. */
  readonly recoversFrom: 'the fault' | 'its end'
  /** Whether the victims do not come back: how soon others see them leave is measured. */
  readonly final?: boolean
  /** Whether it loads a page again; any other page is to stay as it is. */
  readonly reloads?: boolean
  /** Both by default. */
  readonly paths?: readonly Path[]
  /** Where the router has to live for it; by default anywhere. */
  readonly router?: RouterKind
  /** The paths of which the quick run has it. */
  readonly quick?: readonly Path[]
  /** Why it cannot happen here, if it cannot. */
  impossible?(): string | undefined
  /**
   * Does it. Resolves when it is over, to the time when it was done (or, of one that lasts, ended): preparations do not
   * count.
   */
  apply(scene: Scene): Promise<number>
  /** Undoes what would outlast the scene. */
  undo?(scene: Scene): unknown
}

/** How long something lasts that has no event to end it. */
export function lasting(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms))
}
