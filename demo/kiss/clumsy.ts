// The clumsy one: a component whose procedures go wrong, each in its own way.

import type { PageComponent } from '../site/component-card.ts'
import { type Session, WampError } from '../wamp.ts'
import { KISS, WOKEN } from './protocol.ts'

/** Who registers last answers: a component outside can take a procedure over, and gives it back when it ends. */
const shared = { invoke: 'last' } as const

export const clumsy: PageComponent = {
  name: { en: 'The clumsy one', fr: 'Le maladroit' },
  async start(session) {
    // #region clumsy
    await session.register(
      `${KISS}.clumsy`,
      () => {
        throw new Error('I tripped over the carpet.')
      },
      shared,
    )

    await session.register(
      `${KISS}.shy`,
      () => {
        throw new WampError('com.example.error.too_shy', ['Not in front of everybody.'], { try_again_in: 60 })
      },
      shared,
    )

    await session.register(`${KISS}.mute`, () => {}, shared)
    // #endregion
    await session.register(`${KISS}.dreamer`, (_args, _kwargs, { signal }) => dream(session, signal), shared)
  },
}

/** Answers nothing until it is told to stop, and tells that. */
function dream(session: Session, signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => {
      const why = signal.reason instanceof WampError ? signal.reason.error : String(signal.reason)
      reject(new WampError(why, ['I was woken.']))
      void session.publish(WOKEN, [why])
    })
  })
}
