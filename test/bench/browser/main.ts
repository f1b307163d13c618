// The browser part of the bench by itself: `npx tsx test/bench/browser/main.ts`, `--quick` for a rougher look, `--only <part of a
// name>` for some of it, `--json` for machines.

import { parseArgs } from 'node:util'
import { measureBrowser } from './measure-browser.ts'

const { values } = parseArgs({
  options: { quick: { type: 'boolean' }, json: { type: 'boolean' }, only: { type: 'string' } },
})
const rows = await measureBrowser({
  quick: values.quick ?? false,
  only: values.only ?? '',
  said: line => console.error(line),
})
if (values.json) console.log(JSON.stringify(rows, null, 2))
