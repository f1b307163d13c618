// dist/autobahn.js in pages: the namespace over rooms, by invite.

import { beforeAll, expect, test } from 'vitest'
import { eventually, type Participant, useStage, WITHOUT_WEBRTC } from './harness.ts'
import { ourAutobahn } from './harness-libraries.ts'

declare global {
  /** Whatever a page's connection told, in order. */
  var told: [what: string, ...details: unknown[]][]
}

const stage = useStage()
let script: string
beforeAll(async () => {
  script = await ourAutobahn()
})

/** A page whose only script is dist/autobahn.js, with a connection that comes back soon. */
async function connecting(invite: string, before?: string): Promise<Participant> {
  const url = stage.site.page('<p>a guest')
  const guest = await stage.visit({ browser: 'b', url, ...(before !== undefined && { before }) })
  await guest.page.addScriptTag({ content: script })
  await guest.page.evaluate(url => {
    globalThis.told = []
    const autobahn = Reflect.get(globalThis, 'autobahn')
    const connection = new autobahn.Connection({ url, realm: 'realm1', initial_retry_delay: 0.2, max_retries: 20 })
    connection.onopen = (session: { id: number }, { transport }: { transport: object }) => {
      Object.assign(globalThis, { session })
      told.push(['open', session.id, transport])
    }
    connection.onclose = (reason: string, details: { error?: Error }) => {
      told.push(['close', reason, { ...details, error: details.error?.message }])
    }
    connection.open()
    Object.assign(globalThis, { connection })
  }, invite)
  return guest
}

const tells = (guest: Participant, count: number) => guest.when((_, least) => told.length >= least, count)
const toldOf = (guest: Participant) => guest.page.evaluate(() => told)

test.each([
  ['a data channel', undefined],
  ['the relay', WITHOUT_WEBRTC],
])('a connection to an invite is a session in the room, over %s', async (_, before) => {
  const host = await stage.host()
  const invite = await host.invite()
  const guest = await connecting(invite, before)
  await tells(guest, 1)
  const [[what, id, transport] = []] = await toldOf(guest)
  expect([what, transport]).toEqual(['open', { type: 'websocket', url: invite, protocol: 'wamp.2.json' }])
  expect(await host.call('wamp.session.get', [id])).toMatchObject({ authrole: 'guest', authmethod: 'invite' })
  await guest.page.evaluate(() => Reflect.get(globalThis, 'connection').close())
  await tells(guest, 2)
  expect((await toldOf(guest))[1]).toMatchObject(['close', 'closed', { reason: 'wamp.close.goodbye_and_out' }])
  await eventually(() => host.call('wamp.session.count'), 1)
})

test('a host that is reloaded is a connection lost, which comes back with a new session', async () => {
  const host = await stage.host()
  const guest = await connecting(await host.invite())
  await tells(guest, 1)
  await host.reload()
  await host.until('open')
  await guest.when(() => told.filter(([what]) => what === 'open').length === 2)
  const [first, lost, ...rest] = await toldOf(guest)
  expect(lost).toMatchObject(['close', 'lost', { reason: null, will_retry: true }])
  expect(rest.at(-1)?.[1]).not.toBe(first?.[1])
  await eventually(() => host.call('wamp.session.count'), 2)
})

test('a room that is closed is the end of the connection', async () => {
  const host = await stage.host()
  const guest = await connecting(await host.invite())
  await tells(guest, 1)
  await host.run(element => element.close())
  await tells(guest, 2)
  const end = { reason: 'wamp.close.system_shutdown', will_retry: false }
  expect((await toldOf(guest))[1]).toMatchObject(['close', 'closed', end])
})

test('an invite that is not accepted says so, and is not tried again', async () => {
  const host = await stage.host()
  const invite = await host.invite()
  const guest = await connecting(invite.replace(/\.[\w-]{22}/, `.${'A'.repeat(22)}`))
  await tells(guest, 1)
  const refusal = { reason: 'wamp.error.not_authorized', will_retry: false, error: expect.stringContaining('invite') }
  expect(await toldOf(guest)).toMatchObject([['close', 'unreachable', refusal]])
})
