// Connections and sessions, as Autobahn|JS has them: opening, closing, losing, trying again.

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { both, type Connection, cut, outcome, withWebSocket } from './both.ts'

withWebSocket()
// Autobahn|JS says there, too, what it tells its handlers.
beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => {}))
afterEach(() => void vi.restoreAllMocks())

/** Opens a connection, keeps all that it tells, and resolves when it has closed for good. */
async function followed(connection: Connection, act: (opened: number) => unknown = () => {}) {
  const told: unknown[] = []
  let opened = 0
  await new Promise<void>(resolve => {
    connection.onopen = session => {
      told.push(['open', [session.isOpen, connection.isOpen, connection.isConnected, connection.isRetrying]])
      act(++opened)
    }
    connection.onclose = (reason, { error: _, retry_delay, ...details }) => {
      told.push([reason, details, typeof retry_delay])
      if (!details.will_retry) resolve()
    }
    connection.open()
  })
  return told
}

/** What {@link followed} tells of a connection that is open. */
const OPENED = ['open', [true, true, true, false]]
const SOON = { initial_retry_delay: 0.01, max_retry_delay: 0.02 }

describe('a connection', () => {
  test('opens a session, and says what it is', async () => {
    await both(async ({ connection }) => {
      const made = connection()
      const before = [made.session, made.isOpen, made.isConnected, made.isRetrying, made.transport.info]
      const [session, details] = await new Promise<Parameters<NonNullable<Connection['onopen']>>>(resolve => {
        made.onopen = (...opened) => resolve(opened)
        made.open()
      })
      const { transport, roles, authid, ...welcome } = details
      const { url, ...info } = transport as { url: string }
      return {
        before,
        info: [info, url === made.transport.info.url, { ...made.transport.info, url: '' }],
        welcome: [Object.keys(roles as object), typeof authid, welcome],
        session: [session === made.session, typeof session.id, session.realm, session.isOpen, typeof session.defer],
        features: session.features,
        disclosing: [session.caller_disclose_me, session.publisher_disclose_me],
        again: await outcome(() => made.open()),
      }
    })
  })

  test('closes with the router’s words, and once', async () => {
    const came = await both(async ({ connection }) => {
      const made = connection()
      const never = await outcome(() => made.close())
      const told = await followed(made, () => made.close('com.app.bye', 'enough'))
      return { never, told, twice: await outcome(() => made.close()), session: made.session }
    })
    expect(came).toMatchObject({
      told: [OPENED, ['closed', { reason: 'wamp.close.goodbye_and_out', message: '', will_retry: false }, 'object']],
    })
  })

  test('is closed as well by its session leaving', async () => {
    await both(async ({ connection }) => {
      const made = connection()
      return followed(made, () => made.session?.leave())
    })
  })

  test('after its end has a session that throws strings', async () => {
    const came = await both(async ({ connection }) => {
      const made = connection()
      const left: Connection['session'][] = []
      await followed(made, () => {
        left.push(made.session)
        made.close()
      })
      const [session] = left
      const uses = [
        () => session?.call('com.app.p'),
        () => session?.publish('com.app.t'),
        () => session?.subscribe('com.app.t', () => {}),
        () => session?.register('com.app.p', () => {}),
        () => session?.leave(),
      ]
      return [session?.id, session?.isOpen, await Promise.all(uses.map(outcome))]
    })
    expect(came).toEqual([null, false, Array(5).fill({ thrown: 'session not open' })])
  })

  test('that the router refuses is closed, with the reason, and does not try again', async () => {
    const came = await both(async ({ connection }) => followed(connection({ realm: 'away', ...SOON, max_retries: -1 })))
    expect(came).toMatchObject([['closed', { reason: 'wamp.error.no_such_realm', will_retry: false }, 'object']])
  })

  test('whose session the router ends is closed, and does not try again', async () => {
    const came = await both(async ({ connection, router }) =>
      followed(connection({ ...SOON, max_retries: -1 }), () => router.router.close()),
    )
    expect(came).toMatchObject([
      OPENED,
      ['closed', { reason: 'wamp.close.system_shutdown', will_retry: false }, 'object'],
    ])
  })

  test('that never came about is unreachable, as often as it is tried', async () => {
    const came = await both(async ({ connection }) =>
      followed(connection({ url: 'ws://127.0.0.1:9/ws', ...SOON, max_retries: 2 })),
    )
    expect(came).toMatchObject([
      ['unreachable', { retry_count: 1, will_retry: true, reason: null, message: null }, 'number'],
      ['unreachable', { retry_count: 2, will_retry: true }, 'number'],
      ['unreachable', { retry_count: null, will_retry: false }, 'object'],
    ])
  })

  test('that never came about is not tried again where that is not wanted', async () => {
    await both(async ({ connection }) =>
      followed(connection({ url: 'ws://127.0.0.1:9/ws', ...SOON, max_retries: -1, retry_if_unreachable: false })),
    )
  })

  test('to a URL that is none, or by a transport that is none, is unsupported', async () => {
    const heard: unknown[] = []
    const options = { on_internal_error: (error: unknown) => heard.push(error) }
    await both(async ({ connection }) => [
      await followed(connection({ url: 'ws://a b/', ...options })),
      await followed(connection({ transports: [{ type: 'pigeon', url: 'ws://x/' }], ...options })),
    ])
    expect(heard).toHaveLength(4)
  })

  test('takes the first of its transports that there is', async () => {
    await both(async ({ connection, url }) => {
      const made = connection({
        transports: [{ type: 'pigeon' }, { type: 'websocket', url }],
        on_internal_error: () => {},
      })
      return followed(made, () => made.close())
    })
  })
})

describe('a connection that is lost', () => {
  test('comes back with a new session, and without the old one’s subscriptions', async () => {
    const came = await both(async stage => {
      const made = stage.connection({ ...SOON, max_retries: -1 })
      const seen: unknown[] = []
      const told = await followed(made, opened => {
        seen.push([made.session?.subscriptions.length, typeof made.session?.id])
        if (opened === 2) made.close()
        else void made.session?.subscribe('com.app.t', () => {}).then(() => cut())
      })
      return { seen, told }
    })
    expect(came).toMatchObject({
      told: [
        OPENED,
        ['lost', { reason: null, retry_count: 1, will_retry: true }, 'number'],
        OPENED,
        ['closed', {}, 'object'],
      ],
    })
  })

  test('does not come back where onclose returns true', async () => {
    await both(async stage => {
      const made = stage.connection({ ...SOON, max_retries: -1 })
      const reason = await new Promise(resolve => {
        made.onopen = () => cut()
        made.onclose = (...told) => {
          resolve([told[0], told[1].will_retry])
          return true
        }
        made.open()
      })
      return [reason, made.isConnected]
    })
  })

  test('whose handlers throw tells its own side, and goes on', async () => {
    const came = await both(async stage => {
      const heard: unknown[] = []
      const made = stage.connection({ ...SOON, max_retries: -1, on_user_error: (...told) => heard.push(told) })
      await new Promise<void>(resolve => {
        made.onopen = () => {
          if (heard.length > 0) return resolve()
          cut()
          throw 'open'
        }
        made.onclose = () => {
          throw 'close'
        }
        made.open()
      })
      return heard
    })
    expect(came).toEqual([
      ['open', 'Exception raised from app code while firing Connection.onopen()'],
      ['close', 'Exception raised from app code while firing Connection.onclose()'],
    ])
  })
})
