// Keepers of several pages in one realm: one of them runs the game, and another takes it over without a loss.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Keeper } from '../../../demo/game/keeper.ts'
import { readSnapshot, type Snapshot } from '../../../demo/game/protocol.ts'
import type { Session } from '../../../demo/wamp.ts'
import { createRouter } from '../../../src/entry/router.ts'
import { settled, sleepySession, TestClock, until } from './realm.ts'

let router: ReturnType<typeof createRouter>
let clock: TestClock
let player: Session

beforeEach(async () => {
  router = createRouter()
  clock = new TestClock()
  player = await router.connect()
})
afterEach(() => router.close())

/** A page that hosts. */
function page(by: string, connect: () => Promise<Session> = () => router.connect()) {
  const sessions: Session[] = []
  const told: string[] = []
  const view = { inSight: true }
  const keeper = new Keeper({
    clock,
    connect: async () => {
      const session = await connect()
      sessions.push(session)
      return session
    },
    inSight: () => view.inSight,
    tell: sentence => void told.push(sentence),
  })
  const keep = (players: Snapshot['players'] = []) => keeper.keep({ by, players })
  return { keeper, keep, sessions, told, view }
}

const joined = async (kwargs = {}): Promise<Snapshot | undefined> =>
  readSnapshot(await player.call('com.example.join', [], kwargs))
const runBy = async () => readSnapshot(await player.call('com.example.players'))?.by

describe('of two pages that host', () => {
  it('one runs the game, and the other leaves nothing behind', async () => {
    const [first, second] = [page('first'), page('second')]
    await Promise.all([first.keep(), second.keep()])
    await Promise.all([first.keep(), second.keep()])
    expect(await runBy()).toBe('first')
    expect(first.sessions.map(({ isOpen }) => isOpen)).toEqual([true])
    expect(second.sessions.map(({ isOpen }) => isOpen)).toEqual([false, false])
    expect([...first.told, ...second.told]).toEqual([])
  })

  it.each(['stops', 'is gone'])('the other takes over when the first %s, with everybody in place', async how => {
    const [first, second] = [page('first'), page('second')]
    await first.keep()
    const before = await joined({ name: 'Ada', at: [5, 5] })
    await second.keep(before?.players)
    if (how === 'stops') await first.keeper.stop()
    else await first.sessions[0]?.close()
    await second.keep(before?.players)
    const after = readSnapshot(await player.call('com.example.players'))
    expect(after).toMatchObject({ by: 'second', players: [{ session: player.id, name: 'Ada', x: 5, y: 5 }] })
  })

  it('the one in sight comes first', async () => {
    const [hidden, seen] = [page('hidden'), page('seen')]
    hidden.view.inSight = false
    const waiting = hidden.keep()
    await until(() => clock.timers === 1)
    await seen.keep()
    clock.pass(500)
    await waiting
    expect(await runBy()).toBe('seen')
  })

  it('the one out of sight leaves the game to the one that comes in sight', async () => {
    const [first, second] = [page('first'), page('second')]
    await first.keep()
    await first.keeper.yield()
    expect(await runBy()).toBe('first')
    first.view.inSight = false
    await first.keeper.yield()
    const again = first.keep()
    await second.keep()
    clock.pass(500)
    await again
    expect(await runBy()).toBe('second')
  })

  it('the one that is awake sends off the one that is asleep, and never itself', async () => {
    const { session, turn } = await sleepySession(router)
    const [first, second] = [page('first', async () => session), page('second')]
    await first.keep()
    turn('asleep')
    await first.keeper.dismiss(session.id, player)
    await settled(player)
    expect(session.isOpen).toBe(true)
    await second.keeper.dismiss(session.id, player)
    await until(() => !session.isOpen)
    await second.keep()
    expect(await runBy()).toBe('second')
    await second.keeper.dismiss(session.id, player)
  })
})

it('a page alone runs the game out of sight too', async () => {
  const alone = page('alone')
  alone.view.inSight = false
  const keeping = alone.keep()
  await until(() => clock.timers === 1)
  clock.pass(500)
  await keeping
  expect(await runBy()).toBe('alone')
})

it('the person is told why there is no game', async () => {
  const one = page('one', () => Promise.reject(new Error('There is no way in.')))
  await one.keep()
  expect(one.told).toEqual(['The game could not be started: There is no way in.'])
})
