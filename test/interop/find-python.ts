// Where Autobahn|Python is: Debian's, for the Python of the system.

import { spawnSync } from 'node:child_process'

/** By its path, since another Python may come first in PATH. */
export const PYTHON = '/usr/bin/python3'
/** Debian's packages of it and of what it encodes with. */
export const PACKAGES = ['python3-autobahn', 'python3-msgpack', 'python3-cbor2', 'python3-nacl']

/** Whether Autobahn|Python can be used here, with all of its serializers. */
export function hasAutobahnPython(): boolean {
  return spawnSync(PYTHON, ['-c', 'import autobahn.asyncio.wamp, msgpack, cbor2, nacl']).status === 0
}
