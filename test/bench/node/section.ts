// Node: the router over WebSocket, beside relays without WAMP and beside fox-wamp.

import type { Section } from '../section.ts'

export const node: Section = async () => []
