// Question: a call that the page's person is to answer.

import type { InvocationDetails } from '../client/callee.ts'
import type { Dict } from '../protocol/messages.ts'

export interface Question {
  readonly args: unknown[]
  readonly kwargs: Dict
  readonly details: InvocationDetails
  /** Answers with a value, or a `Result`. */
  answer(value?: unknown): void
  /** Answers with an error. */
  refuse(error: Error): void
}
