// A component in a page: it waits its turn, takes over, and comes back.

import { beforeEach, expect, test } from 'vitest'
import { startDose } from '../../../demo/orchard/dose.ts'
import { createRouter } from '../../../src/entry/router.ts'
import { type Router, started } from './realm.ts'

let router: Router
beforeEach(() => {
  router = createRouter()
})

test('of two the second waits, and takes over when the first is taken out', async () => {
  const first = await started(router, startDose)
  await first.until('working')
  const second = await started(router, startDose)
  await second.until('waiting')
  first.component.off()
  expect(first.component.standing).toBe('off')
  await second.until('working')
  first.component.on()
  await first.until('waiting')
})

test('a component whose session is lost waits behind whoever took over meanwhile', async () => {
  const first = await started(router, startDose)
  await first.until('working')
  const second = await started(router, startDose)
  await second.until('waiting')
  await first.lose()
  await second.until('working')
  await first.until('waiting')
  second.component.off()
  await first.until('working')
})

test('one that is taken out while it waits does not take over', async () => {
  const first = await started(router, startDose)
  await first.until('working')
  const second = await started(router, startDose)
  await second.until('waiting')
  second.component.off()
  first.component.off()
  const other = await router.connect()
  await expect(other.call('com.app.dose', [1])).rejects.toMatchObject({ error: 'wamp.error.no_such_procedure' })
  expect(second.component.standing).toBe('off')
})

test('why it cannot start is told, and it tries again', async () => {
  const owner = await router.connect()
  let refuse = true
  const { component, notes, until } = await started(router, async tools => {
    if (refuse) await tools.session.register('wamp.not.ours', () => null)
    await startDose(tools)
  })
  await expect.poll(() => notes.at(-1)?.kind).toBe('refused')
  refuse = false
  await until('working')
  component.off()
  await owner.close()
})
