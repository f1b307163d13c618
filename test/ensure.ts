// Ensuring that a program of the tests is there: what it takes to install one.

import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** Runs a command before everybody's eyes. Returns whether it succeeded. */
export function run(command: string, ...args: string[]): boolean {
  console.log(`> ${command} ${args.join(' ')}`)
  return spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' }).status === 0
}

/** Installs packages of Debian, where this is one and we may. Returns whether that succeeded. */
export function installFromDebian(...packages: string[]): boolean {
  const canInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
  return canInstall && run('apt-get', 'update') && run('apt-get', 'install', '--yes', ...packages)
}

/** Says what is missing, and what to do. Where nothing may be left out, that is the end. */
export function leaveOut(sentence: string): void {
  console.error(sentence)
  if (process.env.CI) process.exit(1)
}
