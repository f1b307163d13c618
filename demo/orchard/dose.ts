// Dose: computes from the quantity of fruit how much product a tree gets, and has that distributed.

import { type DoseSettings, doseFor, USUAL_DOSE } from './dose-rule.ts'
import { failureOf, passedOn } from './failure.ts'
import { registerWhenFree } from './register-when-free.ts'
import { readDoseSettings, readFruit, readName } from './requests.ts'
import type { Tools } from './tools.ts'

export async function startDose({ session, tell, ...waiting }: Tools): Promise<void> {
  let settings: DoseSettings = USUAL_DOSE
  //#region dose
  const dose = async ([asked]: readonly unknown[], { tree }: Record<string, unknown>) => {
    const fruit = readFruit(asked)
    const litres = doseFor(fruit, settings)
    if (litres > 0) await distribute(litres, readName(tree))
    tell({ kind: 'computed', fruit, litres })
    return litres
  }

  const set = (_: unknown, asked: Record<string, unknown>) => {
    settings = readDoseSettings(asked, settings)
    session.publish('com.app.dose.settings', [settings])
    return settings
  }

  await registerWhenFree(session, 'com.app.dose', dose, waiting)
  await registerWhenFree(session, 'com.app.dose.settings', set, waiting)
  //#endregion
  session.publish('com.app.dose.settings', [settings])

  async function distribute(litres: number, tree: string): Promise<void> {
    try {
      await session.call('com.app.distribute', [litres], { tree, product: settings.product }, { timeout: 4_000 })
    } catch (error) {
      tell({ kind: 'refused', failure: failureOf(error, 'com.app.distribute') })
      throw passedOn(error, 'com.app.distribute')
    }
  }
}
