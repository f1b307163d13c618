// npm run conformance: the command of a process.

import { command } from './command.ts'

command(process.argv.slice(2), text => process.stdout.write(`${text}\n`)).then(
  code => {
    process.exitCode = code
  },
  (error: Error) => {
    process.stderr.write(`conformance: ${error.message}\n`)
    process.exitCode = 2
  },
)
