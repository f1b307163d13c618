// dist/wamp-mesh-worker.js: the router as a worker script, for a SharedWorker or a Service Worker.

import { serveRooms } from '../host/serve-rooms.ts'

serveRooms()
