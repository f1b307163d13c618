// The game master in a real realm: who may go where, what everybody hears, and what it does with nonsense.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startMaster } from '../../../demo/game/master.ts'
import { readSnapshot, readStep } from '../../../demo/game/protocol.ts'
import { Meadow } from '../../../demo/game/world.ts'
import type { Session } from '../../../demo/wamp.ts'
import { type Game, join, listen, move, players, settled, startGame } from './realm.ts'

let game: Game

beforeEach(async () => {
  game = await startGame()
})
afterEach(() => game.router.close())

const place = async (session: Session) => {
  const found = (await players(session)).players.find(player => player.session === session.id)
  return found && [found.x, found.y]
}

describe('joining', () => {
  it('returns the meadow, the master and everybody on it', async () => {
    const [ada, ben] = [await game.router.connect(), await game.router.connect()]
    await join(ada, { name: 'Ada', colour: '#E5484D' })
    const snapshot = readSnapshot(await join(ben, { name: 'Ben', colour: '#45a5dd' }))
    expect(snapshot).toMatchObject({ master: game.session.id, by: 'the test', map: { width: 5, height: 4 } })
    expect(snapshot?.map.trees).toHaveLength(6)
    expect(snapshot?.players).toEqual([
      { session: ada.id, x: 0, y: 0, name: 'Ada', colour: '#e5484d', mean: 'walk', facing: 'down', asleep: false },
      { session: ben.id, x: 1, y: 0, name: 'Ben', colour: '#45a5dd', mean: 'walk', facing: 'down', asleep: false },
    ])
  })

  it('is seen by all, under the session of the master', async () => {
    const [ada, ben] = [await game.router.connect(), await game.router.connect()]
    const heard = await listen(ben, 'com.example.position')
    await join(ada, { name: 'Ada', colour: '#e5484d' })
    await settled(ben)
    expect(heard).toMatchObject([
      { args: [ada.id, 0, 0], kwargs: { name: 'Ada', colour: '#e5484d', ms: 0 }, publisher: game.session.id },
    ])
  })

  it('again only changes the looks', async () => {
    const ada = await game.router.connect()
    await join(ada, { name: 'Ada' })
    await move(ada, [0, 1])
    const snapshot = readSnapshot(await join(ada, { name: 'Lovelace' }))
    expect(snapshot?.players).toMatchObject([{ name: 'Lovelace', x: 0, y: 1 }])
  })

  it('puts somebody who comes back on the old square, unless it is taken or no grass', async () => {
    const sessions = [await game.router.connect(), await game.router.connect(), await game.router.connect()]
    for (const [index, at] of [
      [1, 3],
      [1, 3],
      [2, 0],
    ].entries()) {
      await join(sessions[index] as Session, { at })
    }
    const standing = (await players(game.session)).players.map(({ x, y }) => [x, y])
    expect(standing).toEqual([
      [1, 3],
      [0, 0],
      [1, 0],
    ])
  })

  it('is refused when there is no free square', async () => {
    await game.master.stop()
    await startMaster(game.session, { meadow: Meadow.draw(['.T']) })
    await join(await game.router.connect())
    await expect(join(await game.router.connect())).rejects.toMatchObject({ error: 'com.example.error.full' })
  })

  it('cuts long names, keeps them on one line, and refuses what is no name or colour', async () => {
    const ada = await game.router.connect()
    await join(ada, { name: `  Ada\n\u202eLove${'l'.repeat(50_000)}  ` })
    const [player] = (await players(ada)).players
    expect(player?.name).toBe('Ada Lovellllllllllll')
    for (const kwargs of [
      { name: 7 },
      { name: ' \u200b ' },
      { colour: 'red' },
      { colour: '#fff;x:url(y)' },
      { name: null },
    ]) {
      await expect(join(ada, kwargs)).rejects.toMatchObject({ error: 'com.example.error.bad_arguments' })
    }
    expect((await players(ada)).players[0]?.name).toBe('Ada Lovellllllllllll')
  })
})

describe('moving', () => {
  it('walks square by square, at the pace of its means, round the trees', async () => {
    const [ada, ben] = [await game.router.connect(), await game.router.connect()]
    await join(ada, { name: 'Ada' })
    const heard = await listen(ben, 'com.example.position')
    expect(await move(ada, [1, 2], { mean: 'roulades' })).toMatchObject({ args: [1, 2], kwargs: { steps: 3 } })
    await settled(ben)
    expect(heard.map(({ args }) => args.slice(1))).toEqual([[0, 1]])
    game.clock.pass(209)
    await settled(ben)
    expect(heard).toHaveLength(1)
    game.clock.pass(1)
    game.clock.pass(210)
    await settled(ben)
    expect(heard.map(({ args }) => args.slice(1))).toEqual(
      [
        [0, 1],
        [1, 1],
        [1, 2],
      ].slice(0, heard.length),
    )
    expect(heard).toHaveLength(3)
    expect(heard[1]?.kwargs).toMatchObject({ mean: 'roulades', ms: 210, name: 'Ada' })
    expect(heard.map(({ args, kwargs }) => readStep(args, kwargs)?.seq)).toEqual([3, 4, 5])
    game.clock.pass(10_000)
    await settled(ben)
    expect(heard).toHaveLength(3)
  })

  it('needs no joining: who only calls move gets a place and a name, and is seen', async () => {
    const [plain, ben] = [await game.router.connect(), await game.router.connect()]
    const heard = await listen(ben, 'com.example.position')
    expect(await move(plain, [1, 3], { mean: 'roulades' })).toMatchObject({ args: [1, 3], kwargs: { steps: 4 } })
    game.clock.pass(1_000)
    await settled(ben)
    expect(heard.map(({ args }) => args)).toEqual(
      [0, 0, 1, 2, 3].map((_, i) => [plain.id, ...(heard[i]?.args.slice(1) ?? [])]),
    )
    expect(heard.at(-1)).toMatchObject({ args: [plain.id, 1, 3], kwargs: { name: 'Guest 1' } })
  })

  it('anew replaces the way there was, without a jump', async () => {
    const ada = await game.router.connect()
    await join(ada)
    await move(ada, [0, 3])
    game.clock.pass(100)
    await move(ada, [1, 0])
    expect(await place(ada)).toEqual([0, 1])
    game.clock.pass(159)
    expect(await place(ada)).toEqual([0, 1])
    game.clock.pass(1)
    expect(await place(ada)).not.toEqual([0, 1])
    game.clock.pass(10_000)
    expect(await place(ada)).toEqual([1, 0])
  })

  it('goes round somebody who has stepped in the way', async () => {
    const [ada, ben] = [await game.router.connect(), await game.router.connect()]
    await join(ada, { at: [0, 0] })
    await join(ben, { at: [1, 2] })
    await move(ada, [0, 3])
    await move(ben, [0, 2])
    game.clock.pass(5_000)
    expect(await place(ada)).toEqual([0, 3])
    expect(await place(ben)).toEqual([0, 2])
  })

  it('stops before a square that somebody else has reached first', async () => {
    const [ada, ben] = [await game.router.connect(), await game.router.connect()]
    await join(ada, { at: [0, 0] })
    await join(ben, { at: [1, 3] })
    await move(ada, [0, 3])
    await move(ben, [0, 3], { mean: 'run' })
    const heard = await listen(ben, 'com.example.position')
    game.clock.pass(5_000)
    expect(await place(ben)).toEqual([0, 3])
    expect(await place(ada)).toEqual([0, 2])
    await settled(ben)
    expect(heard.at(-1)).toMatchObject({ args: [ada.id, 0, 2], kwargs: { ms: 0 } })
  })

  it('keeps the pace where timers run late, as in a hidden page', async () => {
    const ada = await game.router.connect()
    await join(ada)
    await move(ada, [2, 3], { mean: 'run' })
    game.clock.passLate(1_000)
    expect(await place(ada)).toEqual([2, 3])
  })

  it.each([
    [[5, 0], {}, 'out_of_bounds', 'The meadow ends before that.', { x: 5, y: 0, width: 5, height: 4 }],
    [[0, -1], {}, 'out_of_bounds', 'The meadow ends before that.', { x: 0, y: -1 }],
    [[2, 0], {}, 'tree', 'A tree stands there.', { x: 2, y: 0 }],
    [[1, 0], {}, 'occupied', 'Ben stands there.', { x: 1, y: 0 }],
    [[4, 3], {}, 'unreachable', 'There is no way to get there.', { x: 4, y: 3 }],
    [[0, 1], { mean: 'fly' }, 'unknown_mean', 'Nobody here can move by "fly". Try one of: walk, run, roulades.', {}],
    [[0, 1], { mean: 'toString' }, 'unknown_mean', expect.stringContaining('toString'), {}],
    [[0, 1], { mean: 5 }, 'unknown_mean', expect.any(String), { known: ['walk', 'run', 'roulades'] }],
    [[], {}, 'bad_arguments', expect.stringContaining('[x, y]'), {}],
    [[0, 1, 2], {}, 'bad_arguments', expect.any(String), {}],
    [['0', '1'], {}, 'bad_arguments', expect.any(String), {}],
    [[0.5, 1], {}, 'bad_arguments', expect.any(String), {}],
    [[1e300, 1], {}, 'bad_arguments', expect.any(String), {}],
    [['x'.repeat(100_000), {}], {}, 'bad_arguments', expect.any(String), {}],
  ])('to %j %j is refused: %s', async (args, kwargs, name, ...[sentence, facts]) => {
    const [ada, ben] = [await game.router.connect(), await game.router.connect()]
    await join(ada, { name: 'Ada' })
    await join(ben, { name: 'Ben' })
    await expect(move(ada, args, kwargs)).rejects.toMatchObject({
      error: `com.example.error.${name}`,
      args: [sentence],
      kwargs: facts,
    })
    expect(await place(ada)).toEqual([0, 0])
  })

  it('too often is refused, for who does it and nobody else, and possible again later', async () => {
    const [flooder, ada] = [await game.router.connect(), await game.router.connect()]
    await join(flooder)
    await join(ada)
    const calls = await Promise.allSettled(Array.from({ length: 500 }, () => move(flooder, [0, 1])))
    const refused = calls.filter(call => call.status === 'rejected').map(call => call.reason.error)
    expect(new Set(refused)).toEqual(new Set(['com.example.error.too_fast']))
    expect(calls.length - refused.length).toBeLessThan(30)
    await expect(move(ada, [1, 1])).resolves.toBeDefined()
    game.clock.pass(1_000)
    await expect(move(flooder, [0, 0])).resolves.toBeDefined()
  })
})
