// Load: the numbered events and calls of a scene: begun, waited for, and ended.

import type { Scene } from './scene.ts'

/** Milliseconds that a call or an acknowledgement may take to settle by its own limit, and some more. */
const SETTLED = 65_000
/** Milliseconds for the last event to come when nothing is published any more. */
const LAST = 15_000
/** Milliseconds that the load may take to flow again. */
const FLOWING = 60_000

/** Begins, and resolves when events and answers come. */
export async function startLoad(scene: Scene): Promise<void> {
  for (const role of ['subscriber', 'publisher'] as const) {
    await scene.guest(role).run(() => void Object.assign(diary, { running: true }))
  }
  await flowing(scene, Date.now() + 1_000)
}

/** Resolves when an event that was published after `since` has come, and a call that was begun after it is answered. */
export async function flowing(scene: Scene, since: number): Promise<void> {
  const subscriber = scene.guest('subscriber')
  await subscriber.when((_, since) => diary.sentAt.some(at => at > since), since, FLOWING)
  if (scene.isGone('callee')) return
  const answered = (_: unknown, since: number) =>
    diary.calls.some(call => call.begun > since && call.ended && !call.error)
  await subscriber.when(answered, since, FLOWING)
}

/** Ends the load; resolves when all that is under way has arrived, or will not. */
export async function stopLoad(scene: Scene): Promise<void> {
  const [publisher, subscriber] = [scene.guest('publisher'), scene.guest('subscriber')]
  await publisher.run(() => void Object.assign(diary, { running: false }))
  await subscriber.run(() => void Object.assign(diary, { running: false }))
  // What never comes shows in the diaries.
  await publisher.when(() => diary.waiting.length === 0, undefined, SETTLED).catch(() => {})
  await subscriber.when(() => diary.calls.every(({ ended }) => ended), undefined, SETTLED).catch(() => {})
  const last = await publisher.run(() => {
    const refused = new Set(diary.refused)
    let last = diary.next - 1
    while (refused.has(last)) last--
    return last
  })
  await subscriber.when((_, last) => diary.got.includes(last), last, LAST).catch(() => {})
}
