// A player's view of the meadow: true to the master, deaf to others, and back after every loss.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Game } from '../../../demo/game/game.ts'
import { startMaster } from '../../../demo/game/master.ts'
import type { Session } from '../../../demo/wamp.ts'
import { MEADOW, settled, sleepySession, startGame, unsteadySession, until } from './realm.ts'

let realm: Awaited<ReturnType<typeof startGame>>

beforeEach(async () => {
  realm = await startGame()
})
afterEach(() => realm.router.close())

/** `states` gets every state the game is in, at every change. */
async function play(session: Session, name: string, states: string[] = []): Promise<Game> {
  const nothing = () => {}
  const receiver = { changed: () => void states.push(game.state), placed: nothing, stepped: nothing, left: nothing }
  const game: Game = new Game(session, { looks: { name, colour: '#45a5dd' }, clock: realm.clock, receiver })
  await game.start()
  game.opened()
  return game
}
const playing = async (name: string) => {
  const session = await realm.router.connect()
  const states: string[] = []
  const game = await play(session, name, states)
  await until(() => game.state === 'playing')
  states.length = 0
  return { session, game, states }
}
const names = (game: Game) => [...game.players.values()].map(({ name }) => name).sort()

describe('a player', () => {
  it('sees who was there before, who comes, who moves and who leaves', async () => {
    const ada = await playing('Ada')
    const ben = await playing('Ben')
    await settled(ada.session, ben.session)
    expect(names(ada.game)).toEqual(['Ada', 'Ben'])
    expect(names(ben.game)).toEqual(['Ada', 'Ben'])
    expect(ada.game.neighbours.map(({ name }) => name)).toEqual(['Ben'])
    await ben.game.move({ x: 1, y: 3 }, 'run')
    realm.clock.pass(2_000)
    await until(() => ada.game.players.get(ben.session.id)?.y === 3)
    expect(ada.game.neighbours).toEqual([])
    await ben.session.close()
    await until(() => names(ada.game).length === 1)
  })

  it.each([
    ['com.example.position', (id: number) => [id, 1, 3], { name: 'Fool', ms: 0, seq: 1e6 }],
    ['com.example.left', (id: number) => [id], { seq: 1e6 }],
    ['com.example.stopped', () => [], {}],
  ])('does not believe %s of others than the master', async (topic, args, kwargs) => {
    const { session, game, states } = await playing('Ada')
    const liar = await realm.router.connect()
    await liar.publish(topic, args(session.id), kwargs, { disclose_me: true, acknowledge: true })
    await liar.publish(topic, args(session.id), kwargs, { acknowledge: true })
    await settled(session)
    expect(states).toEqual([])
    expect(game.me).toMatchObject({ name: 'Ada', x: 0, y: 0 })
  })

  it('goes on where it stood when the master is gone and another takes over', async () => {
    const { game } = await playing('Ada')
    await game.move({ x: 1, y: 3 }, 'run')
    realm.clock.pass(2_000)
    await until(() => game.me?.y === 3)
    await realm.session.close()
    await until(() => game.state === 'masterless')
    const next = await realm.router.connect()
    await startMaster(next, { meadow: MEADOW, by: 'somebody else' })
    await until(() => {
      realm.clock.pass(1_000)
      return game.state === 'playing'
    })
    expect(game.master?.by).toBe('somebody else')
    expect(game.me).toMatchObject({ name: 'Ada', x: 1, y: 3 })
  })

  it('joins as soon as the next master says that it has started', async () => {
    const { game } = await playing('Ada')
    await realm.session.close()
    await until(() => game.state === 'masterless')
    await startMaster(await realm.router.connect(), { meadow: MEADOW })
    await until(() => game.state === 'playing')
  })

  it('knows that the master is asleep, and when it has woken', async () => {
    await realm.master.stop()
    const { session, turn } = await sleepySession(realm.router)
    await startMaster(session, { meadow: MEADOW })
    const { game } = await playing('Ada')
    expect(game.sleepingMaster).toBeUndefined()
    turn('asleep')
    await until(() => game.sleepingMaster === session.id)
    turn('alive')
    await until(() => game.sleepingMaster === undefined)
    expect(game.state).toBe('playing')
  })

  it('sees who is asleep although the master does not say so', async () => {
    const { session: ben, turn } = await sleepySession(realm.router)
    await realm.master.stop()
    const other = await realm.router.connect()
    const player = { session: ben.id, x: 1, y: 3, name: 'Ben', colour: '#45a5dd' }
    const meadow = { master: other.id, map: { width: 5, height: 4, trees: [] }, players: [player] }
    await other.register('com.example.join', () => meadow)
    const { game } = await playing('Ada')
    turn('asleep')
    await until(() => game.players.get(ben.id)?.asleep === true)
    turn('alive')
    await until(() => game.players.get(ben.id)?.asleep === false)
  })

  it('comes back under another session id to its square, with its name of the moment', async () => {
    const { session, cut } = await unsteadySession(realm.router)
    const game = await play(session, 'Ada')
    await until(() => game.state === 'playing')
    await game.rename({ name: 'Countess', colour: '#e5484d' })
    await game.move({ x: 1, y: 3 }, 'run')
    realm.clock.pass(2_000)
    await until(() => game.me?.y === 3)
    const before = session.id
    cut()
    await until(() => !session.isOpen)
    game.lost()
    session.retry()
    await until(() => session.isOpen)
    game.opened()
    await until(() => game.state === 'playing')
    expect(session.id).not.toBe(before)
    expect(game.me).toMatchObject({ name: 'Countess', x: 1, y: 3, colour: '#e5484d' })
    await session.close()
  })

  it('says what is wrong with a master that speaks otherwise, and tries again', async () => {
    await realm.master.stop()
    const odd = await realm.router.connect()
    const registration = await odd.register('com.example.join', () => 'welcome')
    const session = await realm.router.connect()
    const game = await play(session, 'Ada')
    await until(() => game.state === 'masterless')
    expect(game.problem).toBe('The game master answered with something that is no meadow.')
    await registration.unregister()
    await startMaster(odd, { meadow: MEADOW })
    realm.clock.pass(1_000)
    await until(() => game.state === 'playing')
    expect(game.problem).toBeUndefined()
  })
})
