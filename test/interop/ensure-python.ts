// Makes sure that Autobahn|Python is there for the interop suite: finds it, else installs it, else says what to do.

import { installFromDebian, leaveOut } from '../ensure.ts'
import { hasAutobahnPython, PACKAGES } from './find-python.ts'

if (!hasAutobahnPython()) installFromDebian(...PACKAGES)
if (!hasAutobahnPython()) {
  leaveOut(`Autobahn|Python is not here, and is left out of the tests: on Debian, install ${PACKAGES.join(' ')}.`)
}
