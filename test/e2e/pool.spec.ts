// Browsers go from test to test, and what was done in them stays behind.

import { expect, test } from 'vitest'
import { type Participant, useStage } from './harness.ts'
import { WORKER } from './harness-site.ts'

const stage = useStage()

/** What the page's origin has in its profile. */
const kept = (participant: Participant) =>
  participant.run(async () => {
    const { held = [] } = await navigator.locks.query()
    const { state } = await navigator.permissions.query({ name: 'geolocation' })
    return {
      workers: held.filter(({ name }) => name?.startsWith('wamp-mesh-worker-')).length,
      databases: (await indexedDB.databases()).length > 0,
      stored: localStorage.length,
      geolocation: state,
    }
  })

const browserOf = ({ page }: Participant) => page.context().browser()

test('the next test finds nothing of a room, its worker and its storage in the same browser', async () => {
  const host = await stage.host({ url: stage.page(`signaling="${stage.signaling}" worker="${WORKER}"`) })
  await host.page.context().grantPermissions(['geolocation'])
  await host.run(() => localStorage.setItem('left', 'behind'))
  expect(await kept(host)).toEqual({ workers: 1, databases: true, stored: 1, geolocation: 'granted' })
  await stage.endTest()
  const next = await stage.visit({ url: stage.site.page('next') })
  expect(browserOf(next)).toBe(browserOf(host))
  expect(browserOf(next)?.contexts()).toEqual([next.page.context()])
  expect(await kept(next)).toEqual({ workers: 0, databases: false, stored: 0, geolocation: 'prompt' })
})

test('each name is a process of its own, and one that has ended is not used again', async () => {
  const open = () => Promise.all(['a', 'b'].map(browser => stage.visit({ browser })))
  const before = (await open()).map(browserOf)
  expect(new Set(before).size).toBe(2)
  await before[0]?.close()
  await stage.endTest()
  const after = (await open()).map(browserOf)
  expect(new Set(after).size).toBe(2)
  expect(after).toContain(before[1])
  expect(after).not.toContain(before[0])
})
