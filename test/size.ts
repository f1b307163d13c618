// Size budget: what a page has to load of each entry, gzipped; too much fails.

import { type Bundle, bundleSize } from './bundle-size.ts'

interface Budget extends Bundle {
  /** KiB, gzipped: what is loaded at once. */
  readonly atOnce: number
  /** And what only those load who need it: WebRTC, CBOR, cryptography for plain http. */
  readonly later: number
  /** What must not be among what is loaded at once, by the paths of modules. */
  readonly without?: RegExp
}

const HOSTING = /\/src\/(router|host\/(hosting|local-room|open-local-room|room-seats|room-keeper|worker-[a-z]+))/

const BUDGET: Record<string, Budget> = {
  error: { code: "export { WampError } from '/src/entry/index.ts'", atOnce: 0.5, later: 0, without: /node_modules/ },
  client: {
    code: "export { Session } from '/src/entry/index.ts'",
    atOnce: 12.5,
    later: 0,
    without: /\/src\/(router|host|transport)\/|node_modules/,
  },
  // All that a page of its own router needs: both ends of its links, JSON for those of its own sessions, every feature
  // that WELCOME announces, and permissions. Serializers come with links that use them, authentication with who asks for it.
  'client and router': {
    code: "export { Session } from '/src/entry/index.ts'; export { createRouter } from '/src/entry/router.ts'",
    atOnce: 33.5,
    later: 0,
    without: /node_modules|keeping|restoring|msgpack|cbor/,
  },
  // With msgpackr, which is 11 KiB of it.
  connect: { code: "export { connect } from '/src/entry/index.ts'", atOnce: 48.5, later: 90, without: HOSTING },
  router: { code: "export { createRouter, json, msgpack } from '/src/entry/router.ts'", atOnce: 47, later: 0 },
  index: { code: "export { connect, host, WampError } from '/src/entry/index.ts'", atOnce: 54.5, later: 93.5 },
  'index, all of it': { code: "export * from '/src/entry/index.ts'", atOnce: 79, later: 85.5 },
  'elements, with lit alone': {
    code: "export * from '/src/entry/elements-define.ts'",
    apart: /\/src\/(client|host|router|protocol|transport|elements\/inspector)\/|^uqr$/,
    atOnce: 20,
    later: 2.3,
  },
  // A page takes those elements that it has: nothing of the others comes with them.
  'three elements, with lit alone': {
    code: "export { WampPublishElement, WampSessionElement, WampSubscribeElement } from '/src/entry/elements.ts'",
    apart: /\/src\/(client|host|router|protocol|transport|elements\/inspector)\/|^uqr$/,
    atOnce: 14,
    later: 0,
    without: /wamp-(register|call|presence|invite|status)/,
  },
  'elements-auto': { code: "import '/src/entry/elements-auto.ts'", atOnce: 2, later: 200 },
  'elements-define': { code: "export * from '/src/entry/elements-define.ts'", atOnce: 78.5, later: 114 },
  cdn: { code: "export * from '/src/entry/cdn.ts'", atOnce: 203.5, later: 0 },
  autobahn: { code: "export * from '/src/entry/autobahn.ts'", atOnce: 65.5, later: 65 },
  'autobahn-script': { code: "export * from '/src/entry/autobahn-script.ts'", atOnce: 113.5, later: 0 },
  websocket: { code: "export * from '/src/entry/websocket.ts'", atOnce: 39, later: 65 },
}

const rows = []
for (const [entry, budget] of Object.entries(BUDGET)) {
  const single = ['cdn', 'autobahn-script'].includes(entry)
  rows.push({ entry, budget, ...(await bundleSize({ ...budget, single })) })
}

console.table(
  Object.fromEntries(
    rows.map(({ entry, atOnce, later, budget }) => [
      entry,
      { 'at once, KiB': round(atOnce), 'later, KiB': round(later), 'budget at once': budget.atOnce },
    ]),
  ),
)
const over = rows.filter(({ atOnce, later, budget }) => atOnce > budget.atOnce || later > budget.later)
for (const { entry } of over) console.error(`${entry} is over its budget`)
const unwanted = rows.flatMap(({ entry, modules, budget: { without } }) => {
  return modules.filter(id => without?.test(id)).map(id => `${entry} loads ${id}`)
})
for (const sentence of unwanted) console.error(sentence)
process.exit(over.length + unwanted.length > 0 ? 1 : 0)

function round(kib: number): number {
  return Math.round(kib * 10) / 10
}
