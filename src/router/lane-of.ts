// LaneOf: which messages of a router may overtake each other on their link.

import { LAST_LANE } from '../protocol/link.ts'
import * as m from '../protocol/messages.ts'

/** Results may overtake each other, nothing else may; a farewell comes behind them all [wamp:ordering-guarantees]. */
export function laneOf(message: m.Message): number {
  if (message[0] === m.RESULT) return message[1]
  // On the lane of the results it follows: behind an ERROR none may come.
  if (message[0] === m.ERROR && message[1] === m.CALL) return message[2]
  return message[0] === m.GOODBYE || message[0] === m.ABORT ? LAST_LANE : 0
}
