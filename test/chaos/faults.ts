// Faults: all of them, in the order of the table.

import type { Fault } from './fault.ts'
import { LEAVING } from './faults-leaving.ts'
import { NETWORK } from './faults-network.ts'
import { PAUSING } from './faults-pausing.ts'
import { WORKERS } from './faults-workers.ts'

export const FAULTS: readonly Fault[] = [...LEAVING, ...PAUSING, ...NETWORK, ...WORKERS]
