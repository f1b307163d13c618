// Makes sure that there are the servers that ours is tested with, coturn and nginx: finds them, else installs them.

import { spawnSync } from 'node:child_process'
import { installFromDebian, leaveOut } from './ensure.ts'

/** By program, the Debian package that has it. */
const PACKAGES: Record<string, string> = { turnserver: 'coturn', nginx: 'nginx-light' }

const missing = () => Object.keys(PACKAGES).filter(program => spawnSync(program, ['-h']).error !== undefined)
const packages = () => missing().map(program => PACKAGES[program] ?? program)

if (missing().length > 0) installFromDebian(...packages())
if (missing().length > 0) {
  leaveOut(`${missing().join(', ')}: not here, and left out of the tests. On Debian, install ${packages().join(' ')}.`)
}
