// wamp-mesh/elements/define: registers the elements.

import { defineElements } from '../elements/define.ts'

export * from './elements.ts'

defineElements()
