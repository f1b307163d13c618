// dist/autobahn.js: a classic script that sets `globalThis.autobahn`.

import * as autobahn from '../autobahn/namespace.ts'

// A copy, for a script may want to change it, and a module's namespace cannot be changed.
Object.assign(globalThis, { autobahn: { ...autobahn } })
