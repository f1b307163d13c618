// Plain http on a local network, where a workshop starts: no secure context, and everything essential works.

import { describe, expect, test } from 'vitest'
import { useStage, WITHOUT_WEBRTC } from './harness.ts'

const stage = useStage()

/** The bare page as `hostname` serves it, with the signaling server on the same machine. */
const pageOf = (hostname: string) =>
  stage.site.page(
    `<wamp-session signaling="${stage.signaling.replace('localhost', hostname)}"></wamp-session>`,
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
