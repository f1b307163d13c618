// Makes sure that there is a Chromium for the browser tests: finds one, else installs one, else says what to do.

import { existsSync } from 'node:fs'
import { installFromDebian, run } from '../ensure.ts'
import { findChromium, findHeadlessShell } from './find-chromium.ts'

function present(): boolean {
  const path = findChromium()
  return path !== undefined && existsSync(path)
}

if (process.env.CHROMIUM && !present()) {
  console.error(`CHROMIUM is set to ${process.env.CHROMIUM}, and there is no such file. Correct it, or unset it.`)
  process.exit(1)
}
if (!present()) installFromDebian('chromium')
if (!present()) run('npx', 'playwright', 'install', 'chromium')
if (!present()) {
  console.error('The browser tests need Chromium. Install it, or set CHROMIUM to the path of one, and run them again.')
  process.exit(1)
}
// The tests run without it too, only longer.
if (!process.env.CHROMIUM && !findHeadlessShell()) installFromDebian('chromium-headless-shell')
