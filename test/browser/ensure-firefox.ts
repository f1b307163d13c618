// Makes sure that there is a Firefox for the end-to-end tests: finds one, else installs one, else says what to do.

import { installFromDebian, leaveOut, run } from '../ensure.ts'
import { firefoxLaunchOptions } from './find-firefox.ts'

const present = () => firefoxLaunchOptions() !== undefined

if (!present()) installFromDebian('firefox-esr')
if (!present()) run('npx', 'playwright', 'install', 'firefox')
if (!present()) {
  leaveOut('Firefox is not here, and is left out of the tests. Install it, or set FIREFOX to the path of one.')
}
