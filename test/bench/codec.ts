// Codec: decode and encode of messages, in this process.

import { built } from './built.ts'
import { contest, type Row, type Section } from './section.ts'

export const codec: Section = async bench => {
  const { contests } = (await import(await built('codec-contests'))) as typeof import('./codec-contests.ts')
  const rows: Row[] = []
  for (const each of contests(bench)) rows.push(...(await contest(bench, each)))
  return rows
}
