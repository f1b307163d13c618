// Makes sure that there is a Chromium for the browser tests: finds one, else installs one, else says what to do.

import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { findChromium } from './find-chromium.ts'

function run(command: string, ...args: string[]): boolean {
  console.log(`> ${command} ${args.join(' ')}`)
  return spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' }).status === 0
}

function installFromDebian(): boolean {
  const canInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
  return canInstall && run('apt-get', 'update') && run('apt-get', 'install', '--yes', 'chromium')
}

function present(): boolean {
  const path = findChromium()
  return path !== undefined && existsSync(path)
}

if (process.env.CHROMIUM && !present()) {
  console.error(`CHROMIUM is set to ${process.env.CHROMIUM}, and there is no such file. Correct it, or unset it.`)
  process.exit(1)
}
if (!present()) installFromDebian()
if (!present()) run('npx', 'playwright', 'install', 'chromium')
if (!present()) {
  console.error('The browser tests need Chromium. Install it, or set CHROMIUM to the path of one, and run them again.')
  process.exit(1)
}
