// Where this machine's Firefox is, and how it has to be started.

import { existsSync } from 'node:fs'
import { firefox, type LaunchOptions } from 'playwright'

const SYSTEM_PLACES = [
  '/usr/bin/firefox-esr',
  '/usr/lib/firefox/firefox',
  '/usr/bin/firefox',
  '/Applications/Firefox.app/Contents/MacOS/firefox',
  'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
]

/** The path of a Firefox as people have it: `FIREFOX` from the environment, else the system's. */
function firefoxOfPeople(): string | undefined {
  return process.env.FIREFOX || SYSTEM_PLACES.find(path => existsSync(path))
}

/** Options for Playwright's `firefox.launch`; undefined where there is no Firefox, neither people's nor Playwright's own. */
export function firefoxLaunchOptions(): LaunchOptions | undefined {
  const executablePath = firefoxOfPeople()
  // Not patched for Playwright, it is driven by WebDriver BiDi.
  if (executablePath && existsSync(executablePath)) return { channel: 'moz-firefox', executablePath }
  return existsSync(firefox.executablePath()) ? {} : undefined
}
