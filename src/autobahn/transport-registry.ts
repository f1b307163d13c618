// The transports there are; applications register others.

import { Transports } from './transports.ts'
import { WebSocketTransportFactory } from './websocket-transport.ts'

export const transports = new Transports()
transports.register('websocket', WebSocketTransportFactory)
