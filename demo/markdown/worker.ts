// Markdown worker: a component that renders Markdown. Several share the work, in turn.

import type { PageComponent } from '../site/component-card.ts'
import { Result, type Session, WampError } from '../wamp.ts'
import { IDENTIFY, RENDER } from './protocol.ts'

/** The longest text, in UTF-16 units. */
const LONGEST = 100_000

export const markdownWorker = (letter: string): PageComponent => ({
  name: { en: `Markdown ${letter}`, fr: `Markdown ${letter}` },
  start: async session => {
    const { marked } = await import('marked')
    // #region worker
    await session.register(
      RENDER,
      async ([text], { token }) => {
        const html = await marked.parse(checked(text))
        return new Result([html], { by: `Markdown ${letter}`, for: await nameOf(session, token) })
      },
      { invoke: 'roundrobin' },
    )
    // #endregion
  },
})

function checked(text: unknown): string {
  if (typeof text === 'string' && text.length <= LONGEST) return text
  throw new WampError('com.app.markdown.error.bad_text', [`Markdown is a text of at most ${LONGEST} characters.`])
}

/** One micro-service asks another; without that one it does its own part all the same. */
async function nameOf(session: Session, token: unknown): Promise<string | null> {
  if (token === undefined) return null
  try {
    const name = await session.call<unknown>(IDENTIFY, [token])
    return typeof name === 'string' ? name : null
  } catch {
    return null
  }
}
