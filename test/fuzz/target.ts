// Target: something that reads bytes of strangers, and the properties it must have whatever bytes they are.

import type { Material } from './mutations.ts'

export interface Target extends Material {
  readonly name: string
  /**
   * Whether the bytes were accepted. Throws {@link Broken}, or whatever the code under test let through, where a
   * property does not hold; throws nothing else.
   */
  run(bytes: Uint8Array): boolean | Promise<boolean>
}

/** A property that does not hold, in a sentence. */
export class Broken extends Error {
  override readonly name = 'Broken'
}

/** What `read` returns, or `undefined` where it refuses by one of its documented errors; others pass through. */
export function unless<T>(refusal: abstract new (...parameters: never[]) => Error, read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof refusal) return undefined
    throw error
  }
}
