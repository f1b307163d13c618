// <wamp-session> on a page: what it shows and when, and what pages do to elements.

import { describe, expect, test } from 'vitest'
import { startNodeRouter } from '../../src/host/node.ts'
import { ticketAuthenticator } from '../../src/router/auth/ticket.ts'
import { type Participant, useStage, WITHOUT_UDP, WITHOUT_WEBRTC } from './harness.ts'

const stage = useStage()

describe('<wamp-session>', () => {
  test('has its invite and its plain URL before it is open', async () => {
    stage.expects(/WebSocket connection/)
    await stage.stopSignaling()
    const host = await stage.visit()
    await host.run(element => void element.open())
    await host.when(({ invite, plainUrl }) => invite && plainUrl)
    const [invite, plainUrl] = [await host.invite(), await host.plainUrl()]
    expect((await host.shown()).state).toBe('connecting')
    expect(invite).toMatch(new RegExp(`^${host.page.url()}#wamp=[\\w-]{22}\\.[\\w-]{22}&via=ws`))
    expect(plainUrl).toMatch(new RegExp(`^${stage.signaling}/wamp/[\\w-]{22}/[\\w-]{22}$`))
    await stage.startSignaling()
    await host.until('open')
    expect([await host.invite(), await host.plainUrl()]).toEqual([invite, plainUrl])
  })

  test('shows state, role and transport to style sheets too', async () => {
    const host = await stage.host()
    const guests = [await stage.guest(host), await stage.guest(host, { before: WITHOUT_WEBRTC })]
    const client = await stage.visit({ url: stage.page(`url="${await host.plainUrl()}"`) })
    await client.until('open')
    const looks = [
      { page: host, states: ['open', 'host', 'memory'] },
      { page: guests[0], states: ['open', 'guest', 'data-channel'] },
      { page: guests[1], states: ['open', 'guest', 'relay'] },
      { page: client, states: ['open', 'client', 'websocket'] },
    ]
    const all = ['closed', 'connecting', 'open', 'reconnecting', 'waiting', 'host', 'guest', 'client']
    all.push('memory', 'message-port', 'data-channel', 'relay', 'websocket')
    for (const { page, states } of looks) {
      const shown = await page?.run((element, names) => names.filter(name => element.matches(`:state(${name})`)), all)
      expect(shown?.toSorted()).toEqual(states.toSorted())
    }
    await client.run(element => element.close())
    expect(await client.run(element => element.matches(':state(closed)'))).toBe(true)
  })

  test('takes properties that were set before it was upgraded', async () => {
    const host = await stage.host()
    const body = `<wamp-session></wamp-session><script>
      const early = document.querySelector('wamp-session')
      early.invite = ${JSON.stringify(await host.invite())}
    </script>`
    const guest = await stage.visit({ browser: 'b', url: stage.site.page(body) })
    await guest.until('open')
    expect(await guest.shown()).toMatchObject({ role: 'guest' })

    const settings = `<wamp-session></wamp-session><script>
      Object.assign(document.querySelector('wamp-session'), {
        signaling: ${JSON.stringify(stage.signaling)}, realm: 'realm2', host: true, page: 'http://lan.test/there',
      })
    </script>`
    const early = await stage.visit({ browser: 'b', url: stage.site.page(settings) })
    await early.until('open')
    expect(await early.shown()).toMatchObject({ role: 'host' })
    expect(await early.invite()).toMatch(/^http:\/\/lan\.test\/there#wamp=.*realm=realm2$/)
  })

  test('hosts as it was told before it was upgraded', async () => {
    const body = `<wamp-session host no-plain-clients durable signaling="${stage.signaling}"></wamp-session><script>
      Object.assign(document.querySelector('wamp-session'), {
        permissions: [{ role: 'guest', uri: 'com.example.', match: 'prefix', allow: ['call'] }],
        settings: { eventHistory: false }, iceServers: [{ urls: 'stun:127.0.0.1:9' }],
      })
    </script>`
    const host = await stage.visit({ url: stage.site.page(body) })
    await host.until('open')
    expect(await host.run(({ plainUrl }) => plainUrl)).toBeUndefined()
    const guest = await stage.guest(host)
    await host.run(async ({ session }) => void (await session?.register('com.example.echo', ([text]) => text)))
    expect(await guest.call('com.example.echo', ['hello'])).toBe('hello')
    const refused = await guest.run(async ({ session }) => {
      const error = await session?.publish('com.example.chat', [], {}, { acknowledge: true }).catch(thrown => thrown)
      return (error as { error: string }).error
    })
    expect(refused).toBe('wamp.error.not_authorized')
  })

  test('authenticates at a router of another kind', async () => {
    const users = { ann: { ticket: 'a secret', authrole: 'user' } }
    const settings = { authenticators: [ticketAuthenticator({ users })] }
    const router = await startNodeRouter({ port: 0, settings })
    stage.atEnd(() => router.close())
    const body = `<wamp-session url="${router.url}"></wamp-session><script type="module">
      import { ticket } from '/wamp-mesh.js'
      document.querySelector('wamp-session').auth = ticket({ authid: 'ann', ticket: 'a secret' })
    </script>`
    const client = await stage.visit({ url: stage.site.page(body) })
    await client.until('open')
    expect(await client.run(({ session }) => session?.details.authid)).toBe('ann')
  })

  test('tells what is being done while it joins, and whether it still looks for a better way', async () => {
    const RECORD = `;globalThis.steps = []
      document.addEventListener('wamp-state', ({ target }) => {
        if (target.progress !== steps.at(-1)) steps.push(target.progress)
      })`
    const steps = (page: Participant) => page.run(() => (globalThis as unknown as { steps: unknown[] }).steps)
    const host = await stage.visit({ before: RECORD })
    await host.run(element => void element.open())
    await host.until('open')
    expect((await steps(host)).slice(0, 2)).toEqual(['preparing', 'signaling'])
    expect(await host.run(({ progress }) => progress)).toBeUndefined()

    const guest = await stage.guest(host, { before: `${WITHOUT_UDP};${RECORD}` })
    await guest.when(({ progress }) => progress === 'upgrading')
    expect(await guest.run(element => element.matches(':state(relay):state(upgrading)'))).toBe(true)
    expect((await steps(guest)).slice(0, 3)).toEqual(['preparing', 'signaling', 'joining'])
    const relayed = await stage.guest(host, { before: WITHOUT_WEBRTC })
    expect(await relayed.run(({ progress }) => progress)).toBeUndefined()
    await host.run(element => element.close())
    await relayed.when(({ progress }) => progress === 'waiting')
    expect(await relayed.run(element => element.matches(':state(waiting)'))).toBe(true)
  })

  test('keeps its session when it is moved, and leaves when it is removed', async () => {
    const host = await stage.host()
    const guest = await stage.guest(host)
    await host.subscribe('wamp.session.on_leave')
    const id = await guest.sessionId()
    await guest.run(element => {
      document.body.append(Object.assign(document.createElement('main'), { id: 'main' }))
      document.querySelector('#main')?.append(element)
    })
    expect(await guest.call('wamp.session.count')).toBe(2)
    expect(await guest.shown()).toMatchObject({ state: 'open', id })
    await guest.run(element => element.remove())
    await host.hears('wamp.session.on_leave', id)
  })

  test('has others beside it on the page, each with a session of its own', async () => {
    const host = await stage.host()
    const body = `<wamp-session></wamp-session><wamp-session id="second" url="${await host.plainUrl()}"></wamp-session>`
    const url = `${stage.site.page(body)}${new URL(await host.invite()).hash}`
    const page = await stage.visit({ browser: 'b', url })
    await page.until('open')
    await page.when(() => document.querySelector<HTMLElementTagNameMap['wamp-session']>('#second')?.state === 'open')
    const roles = await page.run(() => [...document.querySelectorAll('wamp-session')].map(({ role }) => role))
    expect(roles).toEqual(['guest', 'client'])
    expect(await host.call('wamp.session.count')).toBe(3)
    await page.run(element => element.close())
    expect(await page.run(() => document.querySelectorAll('wamp-session')[1]?.state)).toBe('open')
  })
})
