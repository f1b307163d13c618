// Payloads that the router passes on unread: payload passthru mode, and Autobahn's older payload transparency.

import type { SerializerName } from '../driver.ts'
import { payload, type Scenario, samePayload } from '../scenario.ts'

const SECRET = payload(['hidden', 1], { of: 'router' })

function passthru(ppt_serializer: SerializerName): Scenario {
  return {
    name: `payload passthru mode, packed as ${ppt_serializer}`,
    needs: { one: ['payload passthru'], other: ['payload passthru'] },
    run: async ({ one, other, uri }) => {
      const { unregister } = await other.register(uri, 'echo')
      samePayload(await one.call(uri, SECRET, { ppt_serializer }).result, SECRET, 'a result')
      await unregister()
      const { events, unsubscribe } = await other.subscribe(uri)
      await one.publish(uri, SECRET, { ppt_serializer })
      const { args, kwargs } = await events.next()
      samePayload({ args, kwargs }, SECRET, 'an event')
      await unsubscribe()
    },
  }
}

export const PASSTHRU: readonly Scenario[] = [
  passthru('cbor'),
  passthru('msgpack'),
  {
    name: 'payload transparency',
    needs: { one: ['payload transparency'], other: ['payload transparency'] },
    run: async ({ one, other, uri }) => {
      // The driver's codec packs what has this in its URI.
      const sealed = `${uri}.enc.sealed`
      const echo = await other.register(sealed, 'echo')
      samePayload(await one.call(sealed, SECRET).result, SECRET, 'a result')
      await echo.unregister()
      const { events, unsubscribe } = await other.subscribe(sealed)
      await one.publish(sealed, SECRET)
      const { args, kwargs } = await events.next()
      samePayload({ args, kwargs }, SECRET, 'an event')
      await unsubscribe()
    },
  },
]
