// Makes sure that Autobahn|Python is there for the interop suite: finds it, else installs it, else says what to do.

import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { hasAutobahnPython, PACKAGES } from './find-python.ts'

function run(command: string, ...args: string[]): boolean {
  console.log(`> ${command} ${args.join(' ')}`)
  return spawnSync(command, args, { stdio: 'inherit' }).status === 0
}

function installFromDebian(): boolean {
  const canInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
  return canInstall && run('apt-get', 'update') && run('apt-get', 'install', '--yes', ...PACKAGES)
}

if (!hasAutobahnPython()) installFromDebian()
if (!hasAutobahnPython()) {
  console.error(`Autobahn|Python is not here, and is left out of the tests: on Debian, install ${PACKAGES.join(' ')}.`)
  if (process.env.CI) process.exit(1)
}
