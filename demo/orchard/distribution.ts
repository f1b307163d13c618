// Distribution: the electronics of the sprayer. It sprays what it is asked to, as long as there is something in its tank.

import { failureOf } from './failure.ts'
import { registerWhenFree } from './register-when-free.ts'
import { readLitres, readName, readProduct } from './requests.ts'
import { Tank } from './tank.ts'
import type { Tools } from './tools.ts'

export async function startDistribution({ session, tell, ...waiting }: Tools, tank = new Tank()): Promise<void> {
  //#region distribution
  const level = () => ({ litres: tank.litres, capacity: tank.capacity })
  const publishLevel = () => void session.publish('com.app.tank', [level()])

  const distribute = ([asked]: readonly unknown[], { tree, product }: Record<string, unknown>) => {
    const litres = readLitres(asked)
    const sprayed = { tree: readName(tree), product: readProduct(product) }
    take(litres)
    session.publish('com.app.sprayed', [litres], sprayed)
    publishLevel()
    return litres
  }

  const refill = () => {
    tank.refill()
    publishLevel()
    return level()
  }

  await registerWhenFree(session, 'com.app.distribute', distribute, waiting)
  await registerWhenFree(session, 'com.app.refill', refill, waiting)
  await registerWhenFree(session, 'com.app.tank', level, waiting)
  //#endregion
  publishLevel()

  function take(litres: number): void {
    try {
      tank.take(litres)
      tell({ kind: 'sprayed', litres, left: tank.litres })
    } catch (error) {
      tell({ kind: 'refused', failure: failureOf(error, 'com.app.distribute') })
      throw error
    }
  }
}
