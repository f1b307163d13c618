// What tab-router.spec.ts runs in its page: a room whose plain clients can authenticate, and may kill sessions.

import { host } from '../../src/entry/index.ts'
import { authenticators } from './users.ts'

declare global {
  /** Opens the room; resolves to its plain URL once clients can come in. */
  var openRoom: (signaling: string) => Promise<string>
}

globalThis.openRoom = signaling =>
  new Promise((resolve, reject) => {
    const opening = host({
      signaling,
      authenticators: authenticators(),
      permissions: [
        { uri: 'wamp.session.kill', match: 'prefix', allow: ['call'] },
        { uri: '', match: 'prefix', allow: ['call', 'register', 'subscribe', 'publish'] },
      ],
      onstate: (state, error) => {
        if (state === 'open') opening.then(room => resolve(room.plainUrlFor() ?? ''), reject)
        if (state === 'closed') reject(error)
      },
    })
    opening.catch(reject)
  })
