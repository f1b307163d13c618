// Stewards of pages that host: the game runs in a page, or elsewhere, as the person wishes.

import { afterEach, beforeEach, expect, it } from 'vitest'
import { Game } from '../../../demo/game/game.ts'
import { Keeper } from '../../../demo/game/keeper.ts'
import { startMaster } from '../../../demo/game/master.ts'
import { Steward } from '../../../demo/game/steward.ts'
import type { Session } from '../../../demo/wamp.ts'
import { createRouter } from '../../../src/entry/router.ts'
import { TestClock, until } from './realm.ts'

let router: ReturnType<typeof createRouter>
beforeEach(() => {
  router = createRouter()
})
afterEach(() => router.close())

/** A page that hosts, and plays. */
async function page(by: string, connect: () => Promise<Session> = () => router.connect()) {
  const session = await router.connect()
  const clock = new TestClock()
  const view = { hosts: true }
  const keep = () => steward.keep({ game, session }, by)
  const steward: Steward = new Steward({
    keeper: new Keeper({ clock, connect, inSight: () => true, tell: () => {} }),
    hosts: () => view.hosts,
    changed: keep,
  })
  const receiver = { changed: keep, placed: () => {}, stepped: () => {}, left: () => {} }
  const game: Game = new Game(session, { looks: { name: by, colour: '#e5484d' }, clock, receiver })
  await game.start()
  game.opened()
  return { steward, game, view }
}

it('the game runs in the page until it is to run elsewhere, and then waits for whoever runs it', async () => {
  const { steward, game } = await page('Ada')
  await until(() => game.master?.by === 'Ada' && game.master.page)
  steward.choose('elsewhere')
  await until(() => game.state === 'masterless')
  await startMaster(await router.connect(), { by: 'Python' })
  await until(() => game.master?.by === 'Python')
  expect(game.master?.page).toBe(false)
  expect(game.me?.name).toBe('Ada')
})

it('a master elsewhere is sent off when the page is to run the game', async () => {
  const elsewhere = await router.connect()
  const { steward, game } = await page('Ada')
  await until(() => game.master?.by === 'Ada')
  steward.choose('elsewhere')
  await startMaster(elsewhere, { by: 'Python' })
  await until(() => game.master?.by === 'Python')
  const square = { x: game.me?.x, y: game.me?.y }
  steward.choose('page')
  await until(() => game.master?.by === 'Ada')
  expect(elsewhere.isOpen).toBe(false)
  expect(game.me).toMatchObject(square)
})

it('a page that starts the game while it is told not to does not go on with it', async () => {
  let connected = (_session: Session) => {}
  const connecting = new Promise<Session>(resolve => {
    connected = resolve
  })
  let asked = false
  const { steward, game } = await page('Ada', () => {
    asked = true
    return connecting
  })
  await until(() => asked)
  steward.choose('elsewhere')
  const session = await router.connect()
  connected(session)
  await until(() => !session.isOpen)
  await startMaster(await router.connect(), { by: 'Python' })
  await until(() => game.master?.by === 'Python')
})

it('a guest runs nothing, and sends nobody off', async () => {
  const { steward, game, view } = await page('Ada')
  view.hosts = false
  await startMaster(await router.connect(), { by: 'Python' })
  await until(() => game.master !== undefined)
  steward.choose('page')
  expect(game.master?.by).toBe('Python')
})
