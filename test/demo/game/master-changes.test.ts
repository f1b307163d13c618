// The game master while players and masters come and go, change their looks, sleep and wake.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startMaster } from '../../../demo/game/master.ts'
import {
  type Game,
  join,
  listen,
  MEADOW,
  move,
  players,
  settled,
  sleepySession,
  startGame,
  unsteadySession,
  until,
} from './realm.ts'

let game: Game

beforeEach(async () => {
  game = await startGame()
})
afterEach(() => game.router.close())

describe('leaving', () => {
  it('takes a player off the meadow for all, even in the middle of a walk', async () => {
    const [ada, ben] = [await game.router.connect(), await game.router.connect()]
    await join(ada)
    await move(ada, [0, 3])
    const id = ada.id
    const heard = await listen(ben, 'com.example.left', 'com.example.position')
    await ada.close()
    await settled(game.session, ben)
    game.clock.pass(5_000)
    await settled(ben)
    expect(heard).toMatchObject([{ topic: 'com.example.left', args: [id], publisher: game.session.id }])
    expect((await players(ben)).players).toEqual([])
  })

  it('is noticed by a master that was away itself when it happened', async () => {
    await game.master.stop()
    const { session, cut } = await unsteadySession(game.router)
    await startMaster(session, { meadow: MEADOW, clock: game.clock })
    const [ada, ben] = [await game.router.connect(), await game.router.connect()]
    await join(ada)
    await join(ben)
    cut()
    await ben.close()
    session.retry()
    await until(() => session.isOpen)
    const heard = await listen(ada, 'com.example.left')
    game.clock.pass(15_000)
    await until(() => heard.length > 0)
    expect((await players(ada)).players.map(player => player.session)).toEqual([ada.id])
    await session.close()
  })
})

describe('renaming', () => {
  it('is seen by all and does not move anybody', async () => {
    const [ada, ben] = [await game.router.connect(), await game.router.connect()]
    await join(ada, { name: 'Ada', colour: '#e5484d' })
    const heard = await listen(ben, 'com.example.position')
    await ada.call('com.example.rename', [], { name: 'Countess' })
    await settled(ben)
    expect(heard).toMatchObject([{ args: [ada.id, 0, 0], kwargs: { name: 'Countess', colour: '#e5484d', ms: 0 } }])
  })
})

describe('sleeping', () => {
  it('is seen by all, until the sleeper gives a sign of life', async () => {
    const { session: ada, turn } = await sleepySession(game.router)
    const ben = await game.router.connect()
    await join(ada, { name: 'Ada', at: [1, 3] })
    const heard = await listen(ben, 'com.example.position')
    turn('asleep')
    turn('alive')
    turn('asleep')
    await settled(game.session, ben)
    expect(heard.map(({ kwargs }) => kwargs.asleep)).toEqual([true, false, true])
    expect(heard.at(-1)).toMatchObject({ args: [ada.id, 1, 3], kwargs: { name: 'Ada', ms: 0 } })
    expect((await players(ben)).players).toMatchObject([{ name: 'Ada', asleep: true }])
    await move(ada, [0, 3])
    expect((await players(ben)).players).toMatchObject([{ name: 'Ada', asleep: false }])
  })

  it('of somebody who does not play is nothing to tell', async () => {
    const { turn } = await sleepySession(game.router)
    const ben = await game.router.connect()
    const heard = await listen(ben, 'com.example.position')
    turn('asleep')
    await settled(game.session, ben)
    expect(heard).toEqual([])
  })
})

describe('a master that takes over', () => {
  it('has everybody where they stood, as they looked, asleep or awake, without those who left', async () => {
    const [ada, gone, next] = [await game.router.connect(), await game.router.connect(), await game.router.connect()]
    const { session: sleeper, turn } = await sleepySession(game.router)
    const plain = await game.router.connect()
    await join(ada, { name: 'Ada', colour: '#e5484d', at: [1, 3] })
    await join(gone, { name: 'Gone', at: [0, 2] })
    await join(sleeper, { name: 'Sleeper', at: [1, 2] })
    await move(plain, [0, 1])
    game.clock.pass(1_000)
    const before = (await players(next)).players
    turn('asleep')
    await gone.close()
    await game.session.close()
    const heard = await listen(ada, 'com.example.position', 'com.example.started')
    await startMaster(next, { meadow: MEADOW, clock: game.clock, random: () => 0, inherited: before })
    await settled(ada)
    const after = (await players(ada)).players
    expect(after).toMatchObject([
      { session: ada.id, name: 'Ada', x: 1, y: 3, colour: '#e5484d', asleep: false },
      { session: sleeper.id, name: 'Sleeper', x: 1, y: 2, asleep: true },
      { session: plain.id, name: 'Guest 1', x: 0, y: 1, asleep: false },
    ])
    expect(heard.map(({ topic }) => topic)).toEqual([...Array(3).fill('com.example.position'), 'com.example.started'])
    await move(await game.router.connect(), [0, 0])
    expect((await players(ada)).players.at(-1)).toMatchObject({ name: 'Guest 2' })
  })
})

describe('a master', () => {
  it('does not fight another one', async () => {
    const other = await game.router.connect()
    await expect(startMaster(other, { clock: game.clock })).rejects.toMatchObject({
      error: 'wamp.error.procedure_already_exists',
    })
    await expect(move(other, [0, 1])).resolves.toBeDefined()
  })

  it('leaves the place to the next when it stops, with nothing left behind', async () => {
    const [ada, next] = [await game.router.connect(), await game.router.connect()]
    await join(ada)
    await move(ada, [0, 3])
    const heard = await listen(ada, 'com.example.stopped')
    await game.master.stop()
    expect(game.clock.timers).toBe(0)
    await settled(ada)
    expect(heard).toMatchObject([{ publisher: game.session.id }])
    await startMaster(next)
    await expect(join(ada)).resolves.toMatchObject({ master: next.id })
  })
})
