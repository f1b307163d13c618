// Plain WAMP clients, autobahn and wampy in Node with nothing of ours, in one realm with browsers.

import { get } from 'node:http'
import { describe, expect, test } from 'vitest'
import { eventually, type Participant, useStage, WITHOUT_WEBRTC } from './harness.ts'
import { connectAutobahn, connectWampy, type PlainClient } from './harness-plain-clients.ts'

const stage = useStage()

/** Every client in every serializer that it has. */
async function connectAll(url: string): Promise<PlainClient[]> {
  const found = await Promise.all([
    connectAutobahn('JSON', { url }),
    connectAutobahn('Msgpack', { url }),
    connectAutobahn('CBOR', { url }),
    connectWampy('JSON', { url }),
    connectWampy('Msgpack', { url }),
    connectWampy('CBOR', { url }),
  ])
  const clients = found.filter(client => client !== undefined)
  stage.atEnd(() => {
    for (const client of clients) client.close()
  })
  return clients
}

async function room() {
  const host = await stage.host()
  const direct = await stage.guest(host)
  const relayed = await stage.guest(host, { before: WITHOUT_WEBRTC })
  const plain = await connectAll(await host.plainUrl())
  return { host, pages: [host, direct, relayed], plain }
}

/** Resolves when `done` is true; asked again whenever `changed` is called. */
function waiter() {
  let check = () => {}
  const until = (done: () => boolean) =>
    new Promise<void>(resolve => {
      check = () => done() && resolve()
      check()
    })
  return { changed: () => check(), until }
}

describe('plain WAMP clients by the plain URL', () => {
  test('are in one realm with the pages, each in its own serializer', async () => {
    const { host, plain } = await room()
    expect(plain.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['autobahn JSON', 'autobahn Msgpack', 'wampy JSON', 'wampy Msgpack', 'wampy CBOR']),
    )
    expect(await host.call('wamp.session.count')).toBe(3 + plain.length)
    expect(await host.call('wamp.session.list')).toEqual(expect.arrayContaining(plain.map(({ id }) => id)))
    for (const { id } of plain) expect(await host.call('wamp.session.get', [id])).toMatchObject({ authrole: 'plain' })
  })

  test('call pages and are called by them and by each other, with a mebibyte and with bytes', async () => {
    const { host, pages, plain } = await room()
    for (const [number, page] of pages.entries()) await echoes(page, number)
    await Promise.all(plain.map((client, number) => client.register(`com.plain.echo.${number}`, ([value]) => value)))
    const large = 'ß'.repeat(2 ** 19)
    for (const client of plain) {
      for (const number of pages.keys())
        expect(await client.call(`com.page.echo.${number}`, ['你好 👋'])).toBe('你好 👋')
      for (const number of plain.keys())
        expect(await client.call(`com.plain.echo.${number}`, [[1, 'x', null]])).toEqual([1, 'x', null])
      expect((await client.call('com.page.echo.0', [large])) === large, client.name).toBe(true)
      await expect(client.call('com.plain.nobody', []), client.name).rejects.toMatchObject({
        error: 'wamp.error.no_such_procedure',
      })
    }
    for (const number of plain.keys()) {
      for (const page of pages)
        expect(await page.call(`com.plain.echo.${number}`, [{ deep: [number] }])).toEqual({ deep: [number] })
    }
    const bytes = Uint8Array.of(0, 1, 127, 128, 255)
    for (const client of plain.filter(({ name }) => !name.includes('JSON'))) {
      expect(Uint8Array.from((await client.call('com.page.echo.1', [bytes])) as Uint8Array), client.name).toEqual(bytes)
    }
    expect(await host.shown()).toMatchObject({ state: 'open', error: undefined })
  })

  test('hear what others publish and are heard', async () => {
    const { pages, plain } = await room()
    const { changed, until } = waiter()
    const got = plain.map(() => [] as unknown[])
    await Promise.all(
      plain.map((client, number) =>
        client.subscribe('com.example.said', ([word]) => {
          got[number]?.push(word)
          changed()
        }),
      ),
    )
    for (const page of pages) await page.subscribe('com.example.said')
    const words: string[] = []
    for (const [number, page] of pages.entries()) {
      words.push(`page ${number}`)
      await page.publish('com.example.said', [words.at(-1)])
    }
    for (const client of plain) {
      words.push(client.name)
      await client.publish('com.example.said', [client.name])
    }
    await until(() => got.every(({ length }) => length === words.length - 1))
    for (const [number, client] of plain.entries())
      expect(got[number]).toEqual(words.filter(word => word !== client.name))
    for (const [number, page] of pages.entries()) {
      await page.when((_, count) => heard.length === count, words.length - 1)
      expect((await page.heard()).map(({ args }) => args[0])).toEqual(words.filter(word => word !== `page ${number}`))
    }
  })

  test('are seen to come and to go', async () => {
    const host = await stage.host()
    for (const topic of ['wamp.session.on_join', 'wamp.session.on_leave']) await host.subscribe(topic)
    const client = await connectWampy('Msgpack', { url: await host.plainUrl() })
    await host.when((_, id) => heard.some(({ args: [who] }) => (who as { session?: number }).session === id), client.id)
    const { id } = client
    client.close()
    await host.hears('wamp.session.on_leave', id)
  })

  test('come back by themselves after their host was reloaded', async () => {
    const host = await stage.host()
    const url = await host.plainUrl()
    const plain = await Promise.all([connectAutobahn('JSON', { url }), connectWampy('Msgpack', { url })])
    stage.atEnd(() => {
      for (const client of plain) client?.close()
    })
    await host.reload()
    await host.until('open')
    expect(await host.plainUrl()).toBe(url)
    await eventually(() => plain.map(client => client?.joins), [2, 2])
    expect(await host.call('wamp.session.count')).toBe(3)
  })

  test('are refused with a sentence where the ticket is wrong or nobody hosts', async () => {
    const host = await stage.host()
    const url = await host.plainUrl()
    const wrong = `${url.slice(0, -4)}AAAA`
    expect(await answer(wrong)).toMatch(/^403 .*ticket/)
    await host.run(element => element.close())
    // Its farewells may take a moment.
    await eventually(async () => /^503 .*host/.test(await answer(url)), true)
  })
})

async function echoes(page: Participant, number: number): Promise<void> {
  await page.run(
    async ({ session }, own) => void (await session?.register(`com.page.echo.${own}`, ([value]) => value)),
    number,
  )
}

/** The status and sentence with which a URL answers whoever asks for a WebSocket. */
function answer(url: string): Promise<string> {
  const headers = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'MDEyMzQ1Njc4OWFiY2RlZg==',
    'sec-websocket-protocol': 'wamp.2.json',
  }
  const request = get(url.replace('ws', 'http'), { headers })
  return new Promise((resolve, reject) => {
    request.on('error', reject)
    request.on('upgrade', (response, socket) => {
      socket.destroy()
      resolve(`${response.statusCode}`)
    })
    request.on('response', async response => resolve(`${response.statusCode} ${(await response.toArray()).join('')}`))
  })
}
