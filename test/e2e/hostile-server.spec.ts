// A hostile signaling server: whatever it does is seen, nobody gets in by it, and nothing wrong is delivered.

import { describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { MESH_SUBPROTOCOL } from '../../src/transport/signaling-messages.ts'
import { type Participant, useStage, WITHOUT_WEBRTC } from './harness.ts'
import { type Attack, flipped, HostileServer, type Tamper } from './harness-hostile-server.ts'

const stage = useStage()

/** The invite of `host`, by way of another signaling server. */
async function inviteBy(host: Participant, server: HostileServer): Promise<string> {
  stage.atEnd(() => server.close())
  return (await host.invite()).replace(/&via=[^&]*/, `&via=${encodeURIComponent(server.url)}`)
}

const first =
  (change: (record: Buffer) => Buffer): Tamper =>
  (record, number) => [number === 0 ? change(record) : record]

const introductions: [what: string, attack: Attack, sentence: RegExp][] = [
  ['alters what the guest says', { toHost: first(flipped) }, /does not accept this invite/],
  ['cuts what the guest says', { toHost: first(record => record.subarray(0, 40)) }, /does not accept this invite/],
  ['alters the answer', { toGuest: first(flipped) }, /cannot be opened/],
  ['cuts the answer', { toGuest: first(record => record.subarray(0, -1)) }, /cannot be opened/],
  ['answers with noise', { toGuest: first(record => Buffer.alloc(record.length, 7)) }, /cannot be opened/],
]

describe('a hostile signaling server', () => {
  test.each(introductions)('that %s keeps the guest out, visibly', async (_, attack, sentence) => {
    const host = await stage.host()
    const server = await HostileServer.between(stage.signaling)
    server.attack = attack
    const guest = await stage.visit({ browser: 'b', url: await inviteBy(host, server) })
    await guest.until('closed')
    await guest.when(({ error }) => error)
    expect((await guest.shown()).error).toMatch(sentence)
    expect(await guest.run(() => states.map(({ state }) => state))).not.toContain('open')
    expect(await host.call('wamp.session.count')).toBe(1)
  })

  test('that gives a guest the answer to another keeps it out, visibly', async () => {
    const host = await stage.host()
    const server = await HostileServer.between(stage.signaling)
    let answer: Buffer | undefined
    server.attack = {
      toGuest: first(record => {
        answer ??= record
        return answer
      }),
    }
    const url = await inviteBy(host, server)
    const lucky = await stage.visit({ browser: 'b', url })
    await lucky.until('open')
    const guest = await stage.visit({ browser: 'c', url })
    await guest.until('closed')
    await guest.when(({ error }) => error)
    expect((await guest.shown()).error).toMatch(/cannot be opened/)
    expect(await host.call('wamp.session.count')).toBe(2)
  })

  test('that has the invite and poses as the host is found out', async () => {
    const host = await stage.host()
    const secret = /\.([\w-]{22})/.exec(await host.invite())?.[1] ?? ''
    const url = await inviteBy(host, await HostileServer.posing(secret))
    const guest = await stage.visit({ browser: 'b', url })
    await guest.until('closed')
    await guest.when(({ error }) => error)
    expect((await guest.shown()).error).toMatch(/not from this room's host/)
    expect(await guest.run(() => states.map(({ state }) => state))).not.toContain('open')
  })

  test('that says again what a guest has said opens no session with it', async () => {
    const host = await stage.host()
    const server = await HostileServer.between(stage.signaling)
    const url = await inviteBy(host, server)
    const guest = await stage.visit({ browser: 'b', before: WITHOUT_WEBRTC, url })
    await guest.until('open')
    await guest.run(
      async ({ session }) => void (await session?.publish('com.example.said', ['once'], {}, { acknowledge: true })),
    )
    await host.subscribe('wamp.session.on_join')
    await host.subscribe('com.example.said')
    const room = /wamp=([\w-]{22})/.exec(url)?.[1]
    const replay = new WebSocket(`${stage.signaling}/mesh`, MESH_SUBPROTOCOL)
    stage.atEnd(() => replay.terminate())
    const closed = new Promise<string>(resolve => replay.once('close', (_, reason) => resolve(`${reason}`)))
    replay.on('message', (data, binary) => {
      if (binary) return
      const { type } = JSON.parse(`${data}`) as { type: string }
      if (type === 'challenge') replay.send(JSON.stringify({ type: 'join', room }))
      if (type === 'host') for (const record of server.overheard) replay.send(record)
    })
    expect(await closed).toMatch(/order|altered|missing|sequence|record/i)
    expect(await host.call('wamp.session.count')).toBe(2)
    expect(await host.heard()).toEqual([])
  })

  const later: [what: string, tamper: Tamper][] = [
    ['alters', record => [flipped(record)]],
    ['swallows', () => []],
    ['repeats', record => [record, record]],
    ['cuts', record => [record.subarray(0, -5)]],
  ]
  test.each(later)('that %s a record of an open session ends it, and delivers nothing wrong', async (_, tamper) => {
    const host = await stage.host()
    const server = await HostileServer.between(stage.signaling)
    let armed = false
    server.attack = {
      toGuest: (record, number) => {
        if (!armed || number < 10) return [record]
        armed = false
        return tamper(record, number)
      },
    }
    const guest = await stage.visit({ browser: 'b', before: WITHOUT_WEBRTC, url: await inviteBy(host, server) })
    await guest.until('open')
    await guest.subscribe('com.example.number')
    const id = await guest.sessionId()
    await host.run(({ session }) => {
      let next = 0
      Object.assign(globalThis, { counting: setInterval(() => session?.publish('com.example.number', [next++]), 5) })
    })
    await guest.hears('com.example.number', 10)
    armed = true
    await guest.when(({ session, state }, before) => state === 'open' && session?.id !== before, id)
    const errors = await guest.run(() => states.flatMap(({ error }) => error ?? []))
    expect(errors.join()).toMatch(/altered|missing|out of order|sequence|order/i)
    const told = await guest.run(() => heard.length)
    await guest.when((_, count) => heard.length > count, told)
    const numbers = (await guest.heard()).map(({ args }) => Number(args[0]))
    expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b))
  })
})
