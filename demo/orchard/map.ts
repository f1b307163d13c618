// Map: knows the trees, deduces from each position which of them is beside the tractor, and has its dose given.

import { failureOf } from './failure.ts'
import { registerWhenFree } from './register-when-free.ts'
import { readPosition } from './requests.ts'
import { watchSilence } from './silence.ts'
import type { Place } from './terrain.ts'
import type { Tools } from './tools.ts'
import { TREES, type Tree, treeAt } from './trees.ts'

/** Milliseconds that a dose may take: the tractor is at the next tree by then. */
const TIMEOUT = 5_000

export async function startMap({ session, tell, ...waiting }: Tools): Promise<void> {
  let beside: Tree | undefined
  const heard = watchSilence(() => tell({ kind: 'silent' }), waiting.signal)
  //#region map
  await registerWhenFree(session, 'com.app.map.trees', () => TREES, waiting)
  await session.subscribe('com.app.position', (args, kwargs) => {
    const position = readPosition(args, kwargs)
    if (position) reach(position)
  })

  function reach(place: Place): void {
    heard()
    const tree = treeAt(TREES, place)
    if (tree === beside) return
    beside = tree
    session.publish('com.app.tree', [tree?.name ?? null, tree?.fruit ?? 0])
    if (tree) treat(tree)
    else tell({ kind: 'between' })
  }

  async function treat({ name, fruit }: Tree): Promise<void> {
    try {
      const litres = await session.call<number>('com.app.dose', [fruit], { tree: name }, { timeout: TIMEOUT })
      tell({ kind: 'treated', tree: name, litres })
    } catch (error) {
      const failure = failureOf(error, 'com.app.dose')
      session.publish('com.app.untreated', [name], { ...failure })
      tell({ kind: 'untreated', tree: name, failure })
    }
  }
  //#endregion
}
