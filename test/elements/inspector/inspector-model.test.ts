// What an inspector asks of a guest's session, and gives back.

import { expect, test } from 'vitest'
import { InspectorModel } from '../../../src/elements/inspector/inspector-model.ts'
import type { WampSessionElement } from '../../../src/elements/wamp-session.ts'
import { createRouter } from '../../../src/entry/router.ts'

/** How many subscriptions the realm has. */
async function subscriptions(router: ReturnType<typeof createRouter>): Promise<number> {
  const asker = await router.connect()
  const { exact } = await asker.call<{ exact: number[] }>('wamp.subscription.list')
  await asker.close()
  return exact.length
}

test('hears who comes and goes while it watches, and not after', async () => {
  const router = createRouter()
  const session = await router.connect()
  const element = Object.assign(new EventTarget(), { session, room: undefined, trace: () => () => {} })
  const owner = { seen: () => true, changed: () => {}, passes: () => {}, cut: () => {} }
  const model = new InspectorModel(owner, 10)
  for (let times = 0; times < 3; times++) {
    model.watch(element as unknown as WampSessionElement)
    await expect.poll(() => subscriptions(router)).toBe(2)
    model.watch(undefined)
    await expect.poll(() => subscriptions(router)).toBe(0)
  }
  await session.close()
})
