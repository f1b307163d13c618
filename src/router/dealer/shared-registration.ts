// shared_registration: one procedure with several callees, of whom a policy picks one for each call [wamp:shared-registration].

import { refusal } from '../../protocol/errors.ts'
import type { RegisterOptions } from '../../protocol/messages.ts'
import type { Registrant, Registration } from './registrations.ts'

export const feature = 'shared_registration'

/**
 * Checks that another callee may share a registration.
 * @throws {WampError} `wamp.error.procedure_already_exists` where it has a single one, or another policy [R-SH-1, R-SH-2].
 */
export function checkPolicy({ procedure, invoke }: Registration, options: RegisterOptions): void {
  const { invoke: asked = 'single' } = options
  if (invoke === 'single') throw refusal('wamp.error.procedure_already_exists', `${procedure} is already registered`)
  if (invoke !== asked) {
    const sentence = `${procedure} is already registered with the policy ${invoke}, not ${asked}`
    throw refusal('wamp.error.procedure_already_exists', sentence)
  }
}

/**
 * Whom a call goes to, of all callees or of those in `among`; `undefined` where there is nobody.
 * @param random uniform over [0, 1).
 */
export function pick(
  registration: Registration,
  random: () => number,
  among: readonly Registrant[] = registration.registrants,
): Registrant | undefined {
  const { invoke } = registration
  if (invoke === 'roundrobin') return pickInTurn(registration, among)
  if (invoke === 'random') return among[Math.floor(random() * among.length)]
  return invoke === 'last' ? among.at(-1) : among[0]
}

/** Round and round in the order of registration; whoever may not be asked is passed over. */
function pickInTurn(registration: Registration, among: readonly Registrant[]): Registrant | undefined {
  const { registrants, turn } = registration
  const allowed = among === registrants ? undefined : new Set(among)
  for (let step = 0; step < registrants.length; step++) {
    const at = (turn + step) % registrants.length
    const registrant = registrants[at]
    if (registrant === undefined || allowed?.has(registrant) === false) continue
    registration.turn = at + 1
    return registrant
  }
  return undefined
}
