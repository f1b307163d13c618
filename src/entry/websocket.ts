// wamp-mesh/websocket: a WebSocket class that also dials invites, with which other WAMP libraries join a room.

import { withInvites } from '../host/mesh-web-socket.ts'

/**
 * `new MeshWebSocket(url, protocols)`: to an invite's room, or wherever the platform's WebSocket leads.
 *
 * For libraries that take a class (wampy: the option `ws`), and for those that do not:
 * `globalThis.WebSocket = MeshWebSocket`, before they connect. The platform's own is the one there was when this was loaded.
 */
export const MeshWebSocket = withInvites(globalThis.WebSocket)
