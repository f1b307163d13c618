// The words of kissing: what is called and told, by whom.

/** Whoever answers it answers for all: `[]` `{type, name}` → `true` or `false`. As in the tutorial, a wet one is `baveux`. */
export const KISS = 'com.example.kiss'

/** The same of one person: the page of that session. */
export const kissOf = (session: number): string => `${KISS}.${session}`

/** Where pages say who they are. */
export const HERE = 'com.example.kiss.here'

/** Told by the dreamer when it is woken: `[why]`. */
export const WOKEN = 'com.example.kiss.woken'
