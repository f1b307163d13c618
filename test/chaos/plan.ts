// Plan: which faults are played in which settings.

import type { Fault } from './fault.ts'
import { FAULTS } from './faults.ts'
import type { Case } from './play.ts'
import type { Path, RouterKind } from './scene.ts'

export interface Wishes {
  readonly quick: boolean
  /** Names of faults, or their beginnings. */
  readonly only?: readonly string[] | undefined
  readonly path?: string | undefined
  /** Where the router lives, for faults that happen to any. */
  readonly router: RouterKind
}

const PATHS: readonly Path[] = ['data-channel', 'relay']

export function planned(wishes: Wishes): Case[] {
  const cases = FAULTS.flatMap(fault =>
    pathsOf(fault, wishes).map(path => ({
      fault,
      path,
      router: fault.router ?? wishes.router,
      afterwards: wishes.quick ? 2_000 : 5_000,
    })),
  )
  if (cases.length === 0)
    throw new Error(`Nothing is to be played; there are ${FAULTS.map(({ name }) => name).join(' · ')}.`)
  return cases
}

function pathsOf({ name, paths = PATHS, quick = [] }: Fault, wishes: Wishes): readonly Path[] {
  if (!(wishes.only?.some(wish => name.startsWith(wish)) ?? true)) return []
  return (wishes.quick ? quick : paths).filter(path => path === (wishes.path ?? path))
}
