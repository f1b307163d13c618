// Guests that lose their way to the room and come back to it, and those that do not; by a real signaling server and the relay.

import { describe, expect, test } from 'vitest'
import type { Session } from '../../src/client/session.ts'
import { memoryStore } from '../../src/host/identity.ts'
import { OUR_CLIENT } from '../../src/host/join.ts'
import { msgpack } from '../../src/protocol/serializer/msgpack.ts'
import { decodeRaw, encodeRaw } from '../raw-codec.ts'
import { ROLES } from '../trace.ts'
import { BareTunnel, guestOf, type Hosting, joined, ResumingStage, sessionBy, sessionOver } from './resuming-stage.ts'
import type { ShakyNetwork } from './shaky-network.ts'

const NUMBER = 'com.example.number'
const SLOW = 'com.example.slow'

/** Asks until it is so. */
async function until(condition: () => unknown): Promise<void> {
  await expect.poll(async () => Boolean(await condition()), { timeout: 15_000, interval: 10 }).toBe(true)
}

/** What `session` hears of numbers, and of who comes and goes. */
async function listening(session: Session) {
  const numbers: unknown[] = []
  const comings: unknown[] = []
  await session.subscribe(NUMBER, ([number]) => void numbers.push(number))
  for (const topic of ['wamp.session.on_join', 'wamp.session.on_leave']) {
    await session.subscribe(topic, ([who]) => void comings.push(topic.replace('wamp.session.', ''), who))
  }
  return { numbers, comings }
}

/** Publishes numbers all the time, until it is told to stop: it then says which was the last. */
function counting(session: Session): () => Promise<number> {
  let next = 0
  const timer = setInterval(() => void session.publish(NUMBER, [next++]), 2)
  return async () => {
    clearInterval(timer)
    await session.publish(NUMBER, [next], {}, { acknowledge: true })
    return next
  }
}

/** A procedure that answers when the test says so. */
async function slow(session: Session): Promise<{ invoked: number; answer(result: unknown): void }> {
  const waiting: ((result: unknown) => void)[] = []
  await session.register(SLOW, () => new Promise(resolve => void waiting.push(resolve)))
  return {
    get invoked() {
      return waiting.length
    },
    answer: result => {
      for (const resolve of waiting) resolve(result)
    },
  }
}

const upTo = (last: number) => Array.from({ length: last + 1 }, (_, number) => number)

interface Accident {
  readonly what: string
  /** Milliseconds between the server's questions for a sign of life. */
  readonly heartbeat?: number
  happen(parts: { network: ShakyNetwork; hosting: Hosting; stage: ResumingStage }): Promise<void> | void
}

const accidents: Accident[] = [
  { what: 'whose connection breaks without a word', happen: ({ network }) => network.last.cut() },
  {
    what: 'whose network is down for a second',
    happen: async ({ network }) => {
      network.fail()
      await new Promise(resolve => setTimeout(resolve, 1_000))
      network.restore()
    },
  },
  {
    what: 'that the server gives up, since it hears nothing of it',
    heartbeat: 150,
    happen: async ({ network }) => {
      const { last } = network
      last.freeze()
      // The server asks, and asks again in vain.
      await new Promise(resolve => setTimeout(resolve, 600))
      last.cut()
    },
  },
  { what: 'whose host loses its own connection', happen: ({ hosting }) => hosting.network.last.cut() },
]

describe.each(accidents)('a guest $what', ({ heartbeat, happen }) => {
  test('keeps its session, hears everything once and in order, and is not said to have left', async () => {
    const stage = await ResumingStage.open(heartbeat)
    const hosting = await stage.host()
    const network = await stage.network()
    const guest = await sessionBy(hosting, network)
    const { id } = guest
    const there = await listening(guest)
    const here = await listening(hosting.session)
    const [fromHost, fromGuest] = [counting(hosting.session), counting(guest)]
    const atHost = await slow(hosting.session)
    const answered = guest.call(SLOW)
    await until(() => atHost.invoked === 1 && there.numbers.length > 10)
    const { length } = network.wires
    await happen({ stage, hosting, network })
    await until(() => network.wires.length > length || hosting.network.wires.length > 1)
    atHost.answer('done')
    expect(await answered).toBe('done')
    expect(atHost.invoked).toBe(1)
    const [last, lastOfGuest] = [await fromHost(), await fromGuest()]
    await until(() => there.numbers.includes(last) && here.numbers.includes(lastOfGuest))
    expect(there.numbers).toEqual(upTo(last))
    expect(here.numbers).toEqual(upTo(lastOfGuest))
    expect(here.comings).toEqual([])
    expect(guest.id).toBe(id)
    expect([guest.state, guest.liveness]).toEqual(['open', 'alive'])
  })
})

test('a guest that loses its way in the middle of large results has them whole', async () => {
  const stage = await ResumingStage.open()
  const hosting = await stage.host()
  const network = await stage.network()
  await hosting.session.register('com.example.large', ([size]) => 'x'.repeat(Number(size)))
  const guest = await sessionBy(hosting, network)
  const results = [1, 2, 3].map(mebibytes => guest.call<string, string>('com.example.large', [mebibytes * 2 ** 20]))
  network.last.cut()
  expect((await Promise.all(results)).map(({ length }) => length / 2 ** 20)).toEqual([1, 2, 3])
})

test('a page that sleeps is waited for as long as the grace, and hears what it missed', async () => {
  const stage = await ResumingStage.open()
  const hosting = await stage.host()
  const { guest, link, told } = await guestOf(hosting.inviteBy(await stage.network()))
  const session = await sessionOver(link)
  const { numbers } = await listening(session)
  const here = await listening(hosting.session)
  guest.sleep()
  await until(() => told.includes('nowhere'))
  // Longer than one that is believed to have died is waited for.
  for (const number of upTo(5)) {
    await hosting.session.publish(NUMBER, [number])
    await new Promise(resolve => setTimeout(resolve, 500))
  }
  expect(here.comings).toEqual([])
  guest.wake()
  await until(() => numbers.length === 6)
  expect(numbers).toEqual(upTo(5))
  expect(told).toEqual(['relay', 'nowhere', 'relay'])
})

test('a host page that sleeps has its guests again when it wakes, with what both sides said meanwhile', async () => {
  const stage = await ResumingStage.open()
  const hosting = await stage.host()
  const guest = await sessionBy(hosting, await stage.network())
  const { id } = guest
  const there = await listening(guest)
  const here = await listening(hosting.session)
  hosting.room.sleep()
  await until(() => guest.liveness === 'asleep')
  for (const session of [guest, hosting.session]) void session.publish(NUMBER, [7])
  const count = guest.call('wamp.session.count')
  hosting.room.wake()
  expect(await count).toBe(2)
  await until(() => there.numbers.length + here.numbers.length === 2)
  expect([there.numbers, here.numbers, here.comings]).toEqual([[7], [7], []])
  expect(guest.id).toBe(id)
})

describe('a guest that does not come back', () => {
  test('has left within seconds when its connection broke, and its procedures are free', async () => {
    const stage = await ResumingStage.open()
    const hosting = await stage.host()
    const network = await stage.network()
    const guest = await sessionBy(hosting, network)
    await guest.register('com.example.who', () => 'the guest')
    const here = await listening(hosting.session)
    const { id } = guest
    const cut = performance.now()
    network.fail()
    await until(() => here.comings.includes(id))
    expect(performance.now() - cut).toBeGreaterThan(1_500)
    await expect(hosting.session.call('com.example.who')).rejects.toMatchObject({
      error: 'wamp.error.no_such_procedure',
    })
  })

  test('has left at once when it said so, and its calls are over', async () => {
    const stage = await ResumingStage.open()
    const hosting = await stage.host()
    const { guest, link } = await guestOf(hosting.inviteBy(await stage.network()))
    const session = await sessionOver(link)
    const { id } = session
    await slow(session)
    const here = await listening(hosting.session)
    const left = performance.now()
    const call = hosting.session.call(SLOW)
    guest.leave()
    await expect(call).rejects.toMatchObject({ error: 'wamp.error.canceled' })
    await until(() => here.comings.includes(id))
    expect(performance.now() - left).toBeLessThan(1_500)
  })

  test('has left when the grace is over; the link that comes later is not known any more', async () => {
    const stage = await ResumingStage.open()
    const hosting = await stage.host({ grace: 300 })
    const network = await stage.network()
    const { guest, link } = await guestOf(hosting.inviteBy(network))
    const session = await sessionOver(link)
    const { id } = session
    const here = await listening(hosting.session)
    guest.sleep()
    await until(() => here.comings.includes(id))
    const { tunnel } = await BareTunnel.open(hosting.inviteBy(network))
    tunnel.says({ type: 'resume', link: guest.name ?? '' })
    expect(await tunnel.hears()).toEqual({ type: 'unknown' })
  })
})

test('a guest that says by its tunnel what makes no sense is out at once', async () => {
  const stage = await ResumingStage.open()
  const hosting = await stage.host()
  const network = await stage.network()
  const own = await joined(hosting.inviteBy(network))
  const { id } = await sessionOver(own.link)
  const here = await listening(hosting.session)
  const { tunnel } = await BareTunnel.open(hosting.inviteBy(network))
  tunnel.says({ type: 'resume', link: own.name ?? '' })
  expect(await tunnel.hears()).toEqual({ type: 'resumed' })
  tunnel.says({ type: 'dance' } as never)
  await until(() => here.comings.includes(id))
})

describe('a new host of the same room', () => {
  test('knows no session of the old one: guests begin anew, and only then calls are lost', async () => {
    const stage = await ResumingStage.open()
    const store = memoryStore()
    const old = await stage.host({ store })
    const guest = await sessionBy(old, await stage.network())
    const { id } = guest
    const { numbers } = await listening(guest)
    await slow(old.session)
    let outcome: unknown
    const call = guest.call(SLOW).catch(error => {
      outcome = error.error
    })
    await until(async () => (await guest.call('wamp.session.count')) === 2)
    // Killed: it says nothing more, and does not come back.
    old.network.fail()
    await until(() => guest.liveness === 'asleep')
    expect([outcome, guest.state, guest.id]).toEqual([undefined, 'open', id])
    const next = await stage.host({ store })
    await call
    expect(outcome).toBe('wamp.error.network_failure')
    await until(() => guest.isOpen && guest.id !== id)
    await until(async () => {
      await next.session.publish(NUMBER, ['restored'], {}, { acknowledge: true })
      return numbers.includes('restored')
    })
    old.room.abandon()
  })
})

test('a guest that comes back after the grace begins anew, with what it had', async () => {
  const stage = await ResumingStage.open()
  const hosting = await stage.host({ grace: 300 })
  const network = await stage.network()
  const guest = await sessionBy(hosting, network)
  const { id } = guest
  await guest.register('com.example.who', () => 'the guest')
  const here = await listening(hosting.session)
  network.fail()
  await until(() => here.comings.includes(id))
  network.restore()
  await until(() => guest.isOpen && guest.id !== id)
  await until(() => hosting.session.call('com.example.who').catch(() => false))
  expect(await hosting.session.call('wamp.session.count')).toBe(2)
})

describe('a guest that joins anew', () => {
  test('has the host forget its last link: what that had registered is free at once', async () => {
    const stage = await ResumingStage.open()
    const hosting = await stage.host()
    const network = await stage.network()
    const invite = hosting.inviteBy(network)
    const ghost = await joined(invite)
    const { id } = await sessionOver(ghost.link).then(async session => {
      await session.register('com.example.who', () => 'the ghost')
      return session
    })
    const here = await listening(hosting.session)
    // Nobody knows yet that it is gone.
    network.last.freeze()
    const session = await sessionOver((await joined(invite, ghost)).link)
    await session.register('com.example.who', () => 'the guest')
    expect(await hosting.session.call('com.example.who')).toBe('the guest')
    await until(() => here.comings.includes(id))
  })
})

describe('a stranger with the invite', () => {
  test('resumes nobody’s link without its name', async () => {
    const stage = await ResumingStage.open()
    const hosting = await stage.host()
    const network = await stage.network()
    const own = await joined(hosting.inviteBy(network))
    const session = await sessionOver(own.link)
    const { id } = session
    const { tunnel, name: another } = await BareTunnel.open(hosting.inviteBy(network))
    const name = own.name ?? ''
    expect(name).toMatch(/^[\w-]{32}$/)
    expect(another).not.toBe(name)
    for (const guess of ['', 'undefined', '__proto__', String(id), name.slice(0, 8), name.slice(0, -1), another]) {
      tunnel.says({ type: 'resume', link: guess })
      expect(await tunnel.hears()).toEqual({ type: 'unknown' })
      tunnel.says({ type: 'forget', link: guess })
    }
    expect(await session.call('wamp.session.count')).toBe(2)
    expect(session.id).toBe(id)
    // What its name is good for: it is the guest's own secret.
    tunnel.says({ type: 'resume', link: name })
    expect(await tunnel.hears()).toEqual({ type: 'resumed' })
  })

  test('resumes no second link by a tunnel that has one', async () => {
    const stage = await ResumingStage.open()
    const hosting = await stage.host()
    const network = await stage.network()
    const [one, other] = [await joined(hosting.inviteBy(network)), await joined(hosting.inviteBy(network))]
    const sessions = [await sessionOver(one.link), await sessionOver(other.link)]
    const { tunnel } = await BareTunnel.open(hosting.inviteBy(network))
    tunnel.says({ type: 'resume', link: one.name ?? '' })
    expect(await tunnel.hears()).toEqual({ type: 'resumed' })
    tunnel.says({ type: 'resume', link: other.name ?? '' })
    expect(await tunnel.hears()).toEqual({ type: 'unknown' })
    expect(await sessions[1]?.call('wamp.session.count')).toBe(3)
  })
})

test('an old tunnel that closes late does not end the link that came back by a new one', async () => {
  const stage = await ResumingStage.open()
  const hosting = await stage.host()
  const network = await stage.network()
  const { guest, link, told } = await guestOf(hosting.inviteBy(network))
  const session = await sessionOver(link)
  const { id } = session
  const here = await listening(hosting.session)
  const old = network.last
  old.freeze()
  // It finds its server silent, and takes another way; of that the old one knows nothing.
  guest.stir()
  await until(() => told.filter(way => way === 'relay').length > 1)
  expect(await session.call('wamp.session.count')).toBe(2)
  old.thaw()
  await old.ended
  expect(await session.call('wamp.session.count')).toBe(2)
  expect([session.id, session.state, here.comings]).toEqual([id, 'open', []])
})

/** A guest of a library that has no sessions which resume; what it is told, by the codes of its messages. */
async function foreigner(hosting: Hosting, stage: ResumingStage, goodbyeIsFinal: boolean): Promise<unknown[]> {
  const client = { ...OUR_CLIENT, goodbyeIsFinal }
  const { link } = await joined(hosting.inviteBy(await stage.network()), undefined, client)
  const told: unknown[] = []
  link.start({
    frame: frame => told.push((decodeRaw(msgpack.id, frame) as unknown[])[0]),
    closed: () => told.push('closed'),
  })
  link.send(encodeRaw(msgpack.id, [1, 'realm1', { roles: ROLES }]))
  await until(() => told.includes(2))
  return told
}

describe('a guest that does not answer GOODBYE', () => {
  test.each([true, false])('hears that its link ends when the room is closed (GOODBYE is final: %s)', async final => {
    const stage = await ResumingStage.open()
    const hosting = await stage.host()
    const told = await foreigner(hosting, stage, final)
    hosting.room.close()
    await until(() => told.includes('closed'))
    expect(told).toEqual([2, 6, 'closed'])
  })

  test('is spared it by a page that goes away, if it would not come back; its link ends when the host is back', async () => {
    const stage = await ResumingStage.open()
    const store = memoryStore()
    const hosting = await stage.host({ store })
    const told = await foreigner(hosting, stage, true)
    hosting.room.abandon()
    await stage.host({ store })
    await until(() => told.includes('closed'))
    expect(told).toEqual([2, 'closed'])
  })
})
