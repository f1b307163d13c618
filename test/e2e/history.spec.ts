// A room's event history: kept in the host's browser, and there again when the host page was reloaded.

import { expect, test } from 'vitest'
import { eventually, type Participant, useStage } from './harness.ts'

const stage = useStage()

/** The arguments of what the room still knows of `com.example.chat`. */
function chatHistory(page: Participant): Promise<unknown> {
  return page.run(async ({ session }) => {
    const subscription = await session?.call('wamp.subscription.lookup', ['com.example.chat'])
    const events = (await session?.call('wamp.subscription.get_events', [subscription])) as {
      args: { args: unknown }[]
    }
    return events.args.map(({ args }) => args)
  })
}

/** How many events the page's database holds: they are written a moment after they were published. */
function written(page: Participant): Promise<number> {
  return page.run(async () => {
    const databases = await indexedDB.databases()
    const name = databases.map(({ name = '' }) => name).find(known => known.startsWith('wamp-mesh-events-'))
    if (name === undefined) return 0
    return new Promise<number>((resolve, reject) => {
      const opening = indexedDB.open(name)
      opening.onerror = () => reject(opening.error)
      opening.onsuccess = () => {
        const counting = opening.result.transaction('events').objectStore('events').count()
        counting.onsuccess = () => {
          opening.result.close()
          resolve(counting.result)
        }
      }
    })
  })
}

test('a reloaded host still knows what was said, and who comes later can ask', async () => {
  const host = await stage.host()
  await host.subscribe('com.example.chat')
  for (const text of ['one', 'two']) await host.publish('com.example.chat', [text])
  await eventually(() => written(host), 2)
  await host.reload()
  await host.until('open')
  const guest = await stage.guest(host)
  await guest.subscribe('com.example.chat')
  expect(await chatHistory(guest)).toEqual([['one'], ['two']])
})

test('nor is lost what was said just before', async () => {
  const host = await stage.host()
  await host.subscribe('com.example.chat')
  const texts = ['one', 'two', 'three']
  for (const text of texts) await host.publish('com.example.chat', [text])
  await host.reload()
  await host.until('open')
  const guest = await stage.guest(host)
  await guest.subscribe('com.example.chat')
  expect(await chatHistory(guest)).toEqual(texts.map(text => [text]))
})
