// wamp-mesh/elements/auto: registers each element once the page has one.

import { autoloadElements } from '../elements/autoload.ts'

autoloadElements()
