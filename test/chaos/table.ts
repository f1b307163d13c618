// Table: what came of the cases, in Markdown.

import type { Fault } from './fault.ts'
import type { Case, Outcome } from './play.ts'
import type { Path } from './scene.ts'

export interface Row {
  readonly case: Case
  readonly outcome?: Outcome
  /** Why there is none. */
  readonly skipped?: string
  readonly failed?: string
}

const HEAD = [
  'fault',
  'path',
  'published',
  'refused',
  'lost',
  'doubled',
  'out of order',
  'calls rejected',
  'session kept',
  'seen leaving, joining',
  'recovery ms',
  'remarks',
]

export function head(): string {
  return `${line(HEAD)}\n${line(HEAD.map((_, column) => (column < 2 || column === 11 ? '---' : '---:')))}`
}

export function row({ case: { fault, path, router }, outcome, skipped, failed }: Row): string {
  const name = router === 'tab' ? fault.name : `${fault.name}, ${router}`
  if (!outcome) {
    const remark = skipped === undefined ? `failed: ${failed}` : `not run: ${skipped}`
    return line([name, path, ...HEAD.slice(3).map(() => ''), remark])
  }
  const { events, calls, kept, seen } = outcome
  return line([
    name,
    path,
    `${events.published}`,
    `${events.refused}`,
    `${events.lost}`,
    `${events.doubled}`,
    `${events.outOfOrder}`,
    `${calls.rejected} of ${calls.begun}`,
    fault.final ? '' : `${kept[0]} of ${kept[1]}`,
    `${seen[0]}, ${seen[1]}`,
    recovery(outcome, fault),
    remarks(outcome, path === 'relay' ? 'data-channel' : 'relay').join('; '),
  ])
}

/** What must not be, in words; nothing where all is well. */
export function faultsOf({ case: { fault }, outcome, failed }: Row): string[] {
  if (!outcome) return failed === undefined ? [] : [failed]
  const { events, calls } = outcome
  const never = {
    'events unsettled': events.unsettled,
    'calls unsettled': calls.unsettled,
    'calls invoked twice': calls.twice ?? 0,
    'wrong answers': calls.wrong,
  }
  const lossless = { lost: events.lost, doubled: events.doubled, 'out of order': events.outOfOrder }
  const counts = Object.entries(fault.lossless ? { ...lossless, ...never } : never)
  const words = counts.filter(([, count]) => count > 0).map(([what, count]) => `${count} ${what}`)
  if (fault.final && outcome.leave === null) words.push('nobody saw it leave')
  if (fault.lossless && events.recovery === null) words.push('events never came again')
  if (fault.lossless && !fault.final && calls.recovery === null) words.push('calls were never answered again')
  // Else it would hold without anything having moved.
  if (fault.early) words.push(...outcome.elsewhere.map(role => `${role} did not move`))
  return words
}

function recovery({ events, leave }: Outcome, fault: Fault): string {
  const seen = fault.final ? ` (leave seen: ${leave ?? 'never'})` : ''
  return `${events.recovery ?? 'never'}${fault.recoversFrom === 'its end' ? ' from its end' : ''}${seen}`
}

function remarks({ events, calls, elsewhere, remarks }: Outcome, other: Path): string[] {
  const errors = Object.entries(calls.errors).map(([uri, count]) => `${count} ${uri.replace('wamp.error.', '')}`)
  const counted = [
    events.unsettled > 0 && `${events.unsettled} publishes never settled`,
    calls.unsettled > 0 && `${calls.unsettled} calls never settled`,
    calls.twice !== null && calls.twice > 0 && `${calls.twice} calls invoked twice`,
    calls.recovery !== null && `calls again after ${calls.recovery}`,
    elsewhere.length > 0 && `now by ${other}: ${elsewhere.join(', ')}`,
  ]
  return [...errors, ...counted.filter(remark => typeof remark === 'string'), ...remarks]
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}
