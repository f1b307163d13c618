// Bundle: what a page has to load, beside what does something alike.

import { bundleSize } from '../bundle-size.ts'
import { OURS, type Row, row, type Section } from './section.ts'

/** Code that is bundled here, or KiB that others were bundled to in the same way. */
type Subject = string | number

/** By row: what is loaded at once. */
const ROWS: Readonly<Record<string, Readonly<Record<string, Subject>>>> = {
  'WAMP client over WebSocket, JSON': {
    [OURS]: `
      export { Session } from '/src/entry/index.ts'
      export { openWebSocket } from '/src/transport/open-websocket.ts'
      export { json } from '/src/protocol/serializer/json.ts'`,
    'Autobahn|JS': "export { Connection } from 'autobahn'",
    wampy: "export { Wampy } from 'wampy'",
  },
  'peers from page to page': {
    [OURS]: "export { connect, host } from '/src/entry/index.ts'",
    // PeerJS 1.5.5 and Trystero 0.25.4 from npm, by `bundleSize` of `export { Peer } from 'peerjs'` and
    // `export { joinRoom } from 'trystero'`; neither is a dependency.
    PeerJS: 22.7,
    Trystero: 21.1,
  },
}

export const bundle: Section = async ({ wants }) => {
  const rows: Row[] = []
  for (const [what, subjects] of Object.entries(ROWS).filter(([what]) => wants(what))) {
    const sizes = new Map<string, number[]>()
    for (const [name, subject] of Object.entries(subjects)) {
      sizes.set(name, [typeof subject === 'number' ? subject : (await bundleSize({ code: subject })).atOnce])
    }
    rows.push(row(what, 'KiB gzip', Object.fromEntries(sizes)))
  }
  return rows
}
