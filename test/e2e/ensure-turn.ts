// Makes sure that there is a TURN server for the end-to-end tests: finds one, else installs one, else says what to do.

import { installFromDebian, leaveOut } from '../ensure.ts'
import { hasTurnServer } from './harness-turn.ts'

if (!hasTurnServer()) installFromDebian('coturn')
if (!hasTurnServer()) leaveOut('There is no turnserver here: TURN is left out of the tests. On Debian, install coturn.')
