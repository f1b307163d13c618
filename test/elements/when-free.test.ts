// When a procedure that somebody else has is there to be taken, in whatever order the router tells.

import { expect, test } from 'vitest'
import { whenFree } from '../../src/elements/when-free.ts'
import { opened } from '../client/scripted-router.ts'
import { settled } from '../trace.ts'

const PROCEDURE = 'com.app.p'
const OTHER = 21

/** Somebody waits for the procedure, and the router has been asked whose it is. */
async function waiting() {
  const { session, peer } = await opened()
  let freed = 0
  const holding = whenFree(session, PROCEDURE, undefined, () => freed++)
  await settled()
  expect(await peer.got()).toEqual([[32, 1, {}, 'wamp.registration.on_delete']])
  peer.sends([33, 1, 7])
  await settled()
  expect(await peer.got()).toEqual([[48, 2, expect.anything(), 'wamp.registration.lookup', [PROCEDURE, {}]]])
  const deleted = (id: number) => peer.sends([36, 7, 100 + id, {}, [1, id]])
  const answers = async (id: number | null) => {
    peer.sends([50, 2, {}, [id]])
    await settled()
    await holding
  }
  return { session, deleted, answers, freed: () => freed }
}

test('on_delete comes before the answer that says whose registration it was: it is free', async () => {
  const { session, deleted, answers, freed } = await waiting()
  deleted(OTHER)
  await settled()
  expect(freed()).toBe(0)
  await answers(OTHER)
  expect(freed()).toBe(1)
  void session.close()
})

test('on_delete comes after it: it is free then, and not before', async () => {
  const { session, deleted, answers, freed } = await waiting()
  await answers(OTHER)
  expect(freed()).toBe(0)
  deleted(OTHER)
  await settled()
  expect(freed()).toBe(1)
  void session.close()
})

test('what others lose meanwhile is nothing to it', async () => {
  const { session, deleted, answers, freed } = await waiting()
  deleted(5)
  await answers(OTHER)
  deleted(6)
  await settled()
  expect(freed()).toBe(0)
  void session.close()
})

test('nobody has it any more when the router is asked: it is free', async () => {
  const { session, answers, freed } = await waiting()
  await answers(null)
  expect(freed()).toBe(1)
  void session.close()
})
