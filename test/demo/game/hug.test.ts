// Hugs between players in a real realm: asked, answered, refused by time, and published by the one who accepts.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ANSWER_TIME, Hugs } from '../../../demo/game/hug.ts'
import type { Player } from '../../../demo/game/protocol.ts'
import type { Session } from '../../../demo/wamp.ts'
import { createRouter } from '../../../src/entry/router.ts'
import { listen, settled, TestClock, unsteadySession, until } from './realm.ts'

let router: ReturnType<typeof createRouter>
let clock: TestClock
let players: Map<number, Player>

beforeEach(() => {
  router = createRouter()
  clock = new TestClock()
  players = new Map()
})
afterEach(() => router.close())

/** Somebody on the square `x`, 0. */
async function person(name: string, x: number, session?: Session) {
  const own = session ?? (await router.connect())
  const put = () => {
    players.set(own.id, {
      session: own.id,
      name,
      x,
      y: 0,
      colour: '#e5484d',
      mean: 'walk',
      facing: 'down',
      asleep: false,
    })
  }
  put()
  const seen: string[] = []
  const told: string[] = []
  const world = {
    me: () => players.get(own.id),
    player: (id: number) => players.get(id),
    changed: () => {},
    hugged: (asker: Player, accepter: Player) => void seen.push(`${asker.name} ${accepter.name}`),
    tell: (sentence: string) => void told.push(sentence),
  }
  const hugs = new Hugs(own, { world, clock })
  await hugs.start()
  await hugs.opened()
  const player = () => players.get(own.id) as Player
  return { session: own, hugs, seen, told, player, put }
}
type Person = Awaited<ReturnType<typeof person>>
const asked = (who: Person, count = 1) => until(() => who.hugs.questions.length === count)

describe('a hug', () => {
  it('that is accepted is seen by all, and the asker learns of it', async () => {
    const [ada, ben, eve] = [await person('Ada', 0), await person('Ben', 1), await person('Eve', 9)]
    const answer = ada.hugs.ask(ben.player())
    expect(ada.hugs.hasAsked(ben.session.id)).toBe(true)
    await asked(ben)
    expect(ben.hugs.questions).toMatchObject([{ name: 'Ada', until: ANSWER_TIME }])
    ben.hugs.questions[0]?.answer(true)
    await expect(answer).resolves.toBe(true)
    await settled(ada.session, ben.session, eve.session)
    expect([ada.seen, ben.seen, eve.seen]).toEqual([['Ada Ben'], ['Ada Ben'], ['Ada Ben']])
    expect(ada.hugs.hasAsked(ben.session.id)).toBe(false)
    expect(clock.timers).toBe(0)
  })

  it('that is refused is seen by nobody', async () => {
    const [ada, ben] = [await person('Ada', 0), await person('Ben', 1)]
    const answer = ada.hugs.ask(ben.player())
    await asked(ben)
    ben.hugs.questions[0]?.answer(false)
    await expect(answer).resolves.toBe(false)
    await settled(ada.session)
    expect(ada.seen).toEqual([])
  })

  it('that gets no answer in ten seconds is refused', async () => {
    const [ada, ben] = [await person('Ada', 0), await person('Ben', 1)]
    const answer = ada.hugs.ask(ben.player())
    await asked(ben)
    clock.pass(ANSWER_TIME - 1)
    expect(ben.hugs.questions).toHaveLength(1)
    clock.pass(1)
    await expect(answer).resolves.toBe(false)
    expect(ben.hugs.questions).toEqual([])
  })

  it('can be asked for by several at once, each answered on its own', async () => {
    const ben = await person('Ben', 1)
    const [ada, cleo] = [await person('Ada', 0), await person('Cleo', 2)]
    const answers = [ada.hugs.ask(ben.player()), cleo.hugs.ask(ben.player())]
    await asked(ben, 2)
    ben.hugs.questions.find(({ name }) => name === 'Cleo')?.answer(true)
    await expect(answers[1]).resolves.toBe(true)
    ben.hugs.questions[0]?.answer(false)
    await expect(answers[0]).resolves.toBe(false)
  })

  it.each([
    ['from afar', 5, 'com.example.error.too_far'],
    ['by somebody who is not on the meadow', undefined, 'com.example.error.too_far'],
  ])('%s is refused without asking the person', async (_case, x, error) => {
    const [far, ben] = [await person('Far', x ?? 0), await person('Ben', 1)]
    if (x === undefined) players.delete(far.session.id)
    await expect(far.session.call(`com.example.hug.${ben.session.id}`)).rejects.toMatchObject({ error })
    expect(ben.hugs.questions).toEqual([])
  })

  it('cannot be asked for twice, nor by more than a few', async () => {
    const ben = await person('Ben', 1)
    const ada = await person('Ada', 0)
    const first = ada.hugs.ask(ben.player())
    await asked(ben)
    await expect(ada.hugs.ask(ben.player())).rejects.toMatchObject({ error: 'com.example.error.already_asked' })
    const crowd = await Promise.all([0, 2, 0].map((x, index) => person(`P${index}`, x)))
    const others = crowd.map(one => one.hugs.ask(ben.player()))
    await asked(ben, 4)
    const late = await person('Late', 2)
    await expect(late.hugs.ask(ben.player())).rejects.toMatchObject({ error: 'com.example.error.busy' })
    for (const question of ben.hugs.questions) question.answer(false)
    await expect(Promise.all([first, ...others])).resolves.toEqual([false, false, false, false])
  })

  it('is not asked of somebody who is asleep, and the asker learns why', async () => {
    const [ada, ben] = [await person('Ada', 0), await person('Ben', 1)]
    players.set(ben.session.id, { ...ben.player(), asleep: true })
    await expect(ada.hugs.ask(ben.player())).rejects.toMatchObject({
      error: 'com.example.error.asleep',
      args: ['Ben is asleep. Ask again later.'],
    })
    expect(ben.hugs.questions).toEqual([])
    expect(ada.hugs.hasAsked(ben.session.id)).toBe(false)
  })

  it('that could not be answered because the person fell asleep is refused so', async () => {
    const [ada, ben] = [await person('Ada', 0), await person('Ben', 1)]
    const answer = ada.hugs.ask(ben.player())
    await asked(ben)
    players.set(ben.session.id, { ...ben.player(), asleep: true })
    const refused = expect(answer).rejects.toMatchObject({ error: 'com.example.error.asleep' })
    await ben.session.close()
    await refused
  })

  it('is not given to somebody who walked off meanwhile, and the person is told', async () => {
    const [ada, ben] = [await person('Ada', 0), await person('Ben', 1)]
    const answer = ada.hugs.ask(ben.player())
    await asked(ben)
    players.set(ada.session.id, { ...ada.player(), x: 7 })
    ben.hugs.questions[0]?.answer(true)
    await expect(answer).resolves.toBe(false)
    expect(ben.told).toEqual(['Ada is not next to you any more.'])
  })

  it('is not shown where somebody else than the two says that they hugged', async () => {
    const [ada, ben, liar] = [await person('Ada', 0), await person('Ben', 1), await router.connect()]
    await liar.publish('com.example.hugged', [ada.session.id, ben.session.id], {}, { acknowledge: true })
    await liar.publish(
      'com.example.hugged',
      [ada.session.id, ben.session.id],
      {},
      { disclose_me: true, acknowledge: true },
    )
    await settled(ada.session)
    expect(ada.seen).toEqual([])
  })

  it('question goes with the asker, and with the session of the asked', async () => {
    const [ada, ben] = [await person('Ada', 0), await person('Ben', 1)]
    const answer = ada.hugs.ask(ben.player())
    await asked(ben)
    ben.hugs.left(ada.session.id)
    await expect(answer).resolves.toBe(false)
    const again = ada.hugs.ask(ben.player())
    await asked(ben)
    ben.hugs.lost()
    await expect(again).resolves.toBe(false)
    expect(clock.timers).toBe(0)
  })

  it('can be asked for under the new session id after a reconnect, and not under the old one', async () => {
    const { session, cut } = await unsteadySession(router)
    const [ada, ben] = [await person('Ada', 0), await person('Ben', 1, session)]
    const old = session.id
    const heard = await listen(ada.session, 'com.example.hugged')
    cut()
    await until(() => !session.isOpen)
    ben.hugs.lost()
    session.retry()
    await until(() => session.isOpen)
    ben.put()
    await ben.hugs.opened()
    await expect(ada.session.call(`com.example.hug.${old}`)).rejects.toMatchObject({
      error: 'wamp.error.no_such_procedure',
    })
    const answer = ada.hugs.ask(ben.player())
    await asked(ben)
    ben.hugs.questions[0]?.answer(true)
    await expect(answer).resolves.toBe(true)
    await until(() => heard.length === 1)
    expect(heard).toMatchObject([{ args: [ada.session.id, session.id], publisher: session.id }])
    await session.close()
  })
})
