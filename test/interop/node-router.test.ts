// Interop at the router in Node.

import { type NodeRouter, startNodeRouter } from '../../src/host/node.ts'
import { interop } from './suite.ts'
import { authenticators } from './users.ts'

let router: NodeRouter

interop({
  open: async () => {
    router = await startNodeRouter({ port: 0, realms: { realm1: { authenticators: authenticators() } } })
    return router.url
  },
  close: () => router.close(),
})
