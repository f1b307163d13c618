// Styles that several elements share.

import { css } from 'lit'

/** An element that shows nothing of its own. */
export const bare = css`
  :host { display: contents }
  :host([hidden]) { display: none }
  [part=error] { color: var(--wamp-error, #b3261e); margin: .25em 0 }
  [part=error]:empty { display: none }
  @media (prefers-color-scheme: dark) { [part=error] { color: var(--wamp-error, currentColor) } }
`

/** For screen readers only. */
export const quiet = css`
  .quiet { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
`

export const controls = css`
  button, input, select { font: inherit; min-height: 2.5em; box-sizing: border-box; max-width: 100% }
  button { padding: 0 .9em; cursor: pointer }
  @media (pointer: coarse) { button, input, select { min-height: 44px } }
`
