// Where this machine's Chromium is, and how it has to be started.

import { existsSync } from 'node:fs'
import { chromium } from 'playwright'

const SYSTEM_PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** The path of a Chromium: `CHROMIUM` from the environment, else Playwright's own, else the system's. */
export function findChromium(): string | undefined {
  const named = process.env.CHROMIUM
  if (named) return named
  return [chromium.executablePath(), ...SYSTEM_PLACES].find(path => existsSync(path))
}

/** Debian's. */
const HEADLESS_SHELL = '/usr/lib/chromium/chromium-headless-shell'

/**
 * The path of a Chromium that is all engine, without the windows: it starts, and opens a profile, at a fraction of the cost.
 * `CHROMIUM` from the environment takes its place.
 */
export function findHeadlessShell(): string | undefined {
  return !process.env.CHROMIUM && existsSync(HEADLESS_SHELL) ? HEADLESS_SHELL : undefined
}

/** Arguments that keep a test browser quiet, and let it start where we are root (containers). */
export function chromiumArguments(): string[] {
  const quiet = [
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ]
  return process.getuid?.() === 0 ? ['--no-sandbox', ...quiet] : quiet
}

/** Options for Playwright's `chromium.launch`, used by the test projects and the end-to-end tests alike. */
export function chromiumLaunchOptions(): { executablePath?: string; args: string[] } {
  const executablePath = findHeadlessShell() ?? findChromium()
  return { ...(executablePath ? { executablePath } : {}), args: chromiumArguments() }
}
