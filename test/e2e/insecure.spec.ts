// Plain http on a local network, where a workshop starts: no secure context, and everything essential works.

import { describe, expect, test } from 'vitest'
import { useStage, WITHOUT_WEBRTC } from './harness.ts'
import { WORKER } from './harness-site.ts'

const stage = useStage()

/** The bare page as `hostname` serves it, with the signaling server on the same machine. */
const pageOf = (hostname: string, attributes = '') =>
  stage.site.page(
    `<wamp-session signaling="${stage.signaling.replace('localhost', hostname)}" ${attributes}></wamp-session>`,
    hostname,
  )

describe.each([
  { from: 'lan.test', to: 'lan.test' },
  { from: 'lan.test', to: 'localhost' },
  { from: 'localhost', to: 'lan.test' },
])('a room hosted at http://$from and joined at http://$to', ({ from, to }) => {
  test.each([
    { way: 'data-channel', before: '' },
    { way: 'relay', before: WITHOUT_WEBRTC },
  ] as const)('works by $way, also after both have reloaded', async ({ way, before }) => {
    const host = await stage.host({ url: pageOf(from) })
    expect(await host.run(() => isSecureContext)).toBe(from === 'localhost')
    const { hash } = new URL(await host.invite())
    const guest = await stage.visit({ browser: 'b', before, url: pageOf(to) + hash })
    expect(await guest.run(() => isSecureContext)).toBe(to === 'localhost')
    for (const again of [false, true]) {
      if (again) await Promise.all([host.reload(), guest.reload()])
      await Promise.all([host.until('open'), guest.until('open')])
      await guest.goesBy(way)
      expect(await guest.shown()).toMatchObject({ role: 'guest', error: undefined })
      await host.run(async ({ session }) => void (await session?.register('com.example.echo', ([text]) => text)))
      expect(await guest.call('com.example.echo', ['grüße 👋'])).toBe('grüße 👋')
    }
  })
})

test('a room in a SharedWorker, where there are no Web Locks: the worker appoints who holds the direct connections', async () => {
  const context = await stage.context('a')
  const url = pageOf('lan.test', `worker="${WORKER}"`)
  const first = await stage.host({ context, url })
  const second = await stage.host({ context, url })
  expect(await first.run(() => [isSecureContext, 'locks' in navigator])).toEqual([false, false])
  expect(await second.shown()).toMatchObject({ role: 'host', transport: 'message-port' })
  expect(await first.invite()).toBe(await second.invite())
  await second.run(async ({ session }) => void (await session?.register('com.example.echo', ([text]) => text)))
  const guest = await stage.guest(second)
  await guest.goesBy('data-channel')
  const id = await guest.sessionId()
  await first.page.close({ runBeforeUnload: true })
  expect(await guest.call('com.example.echo', ['still here'])).toBe('still here')
  await guest.goesBy('data-channel')
  expect(await guest.sessionId()).toBe(id)
})
