// HistoryQuery: which events of a history somebody asks for, by the keyword arguments of `wamp.subscription.get_events`.

import { toId } from '../../protocol/ids.ts'
import type { Dict, Id, Uri } from '../../protocol/messages.ts'
import type { KeptEvent } from './kept-event.ts'

/** Times are milliseconds since 1970. */
export interface HistoryQuery {
  /** From the last event to the first. */
  readonly reverse: boolean
  /** The most events to return, counted from where one begins. */
  readonly limit: number
  readonly topic: Uri | undefined
  readonly from_time: number
  readonly after_time: number
  readonly before_time: number
  readonly until_time: number
  readonly from_publication: Id | undefined
  readonly after_publication: Id | undefined
  readonly before_publication: Id | undefined
  readonly until_publication: Id | undefined
}

/** Told of each argument that is not what it must be; throws. */
export type Refuse = (name: string, is: string, value: unknown) => never

export function readQuery(kwargs: Dict, refuse: Refuse): HistoryQuery {
  function read<T, Absent>(name: string, is: string, check: (value: unknown) => T | undefined, absent: Absent) {
    const value = kwargs[name]
    return value === undefined || value === null ? absent : (check(value) ?? refuse(name, is, value))
  }
  const time = (name: string, absent: number) => read(name, 'an RFC 3339 date and time', toTime, absent)
  const publication = (name: string) => read(name, 'a publication id', toId, undefined)
  return {
    reverse: read('reverse', 'a boolean', value => (typeof value === 'boolean' ? value : undefined), false),
    limit: read('limit', 'a positive integer', toId, Number.POSITIVE_INFINITY),
    topic: read('topic', 'a URI', value => (typeof value === 'string' ? value : undefined), undefined),
    from_time: time('from_time', Number.NEGATIVE_INFINITY),
    after_time: time('after_time', Number.NEGATIVE_INFINITY),
    before_time: time('before_time', Number.POSITIVE_INFINITY),
    until_time: time('until_time', Number.POSITIVE_INFINITY),
    from_publication: publication('from_publication'),
    after_publication: publication('after_publication'),
    before_publication: publication('before_publication'),
    until_publication: publication('until_publication'),
  }
}

const RFC_3339 = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/

function toTime(value: unknown): number | undefined {
  if (typeof value !== 'string' || !RFC_3339.test(value)) return undefined
  const time = Date.parse(value)
  return Number.isNaN(time) ? undefined : time
}

/** The events that meet every condition, in the order asked for; `limit` is for the caller, who reads on as it needs. */
export function* select(events: readonly KeptEvent[], query: HistoryQuery): Generator<KeptEvent> {
  const part = between(events, query)
  if (query.reverse) part.reverse()
  for (const event of part) if (meets(event, query)) yield event
}

function meets(event: KeptEvent, { topic, from_time, after_time, before_time, until_time }: HistoryQuery): boolean {
  const { time } = event
  return (
    (topic === undefined || event.topic === topic) &&
    time >= from_time &&
    time > after_time &&
    time < before_time &&
    time <= until_time
  )
}

/**
 * The part of a history that publications delimit. One that is not in it came before all that is: it is too old to be
 * kept still, so that who asks for what came after it gets everything.
 */
function between(events: readonly KeptEvent[], query: HistoryQuery): KeptEvent[] {
  const at = (id: Id) => events.findIndex(({ publication }) => publication === id)
  const { from_publication: from, after_publication: after } = query
  const { before_publication: before, until_publication: until } = query
  const start = Math.max(from === undefined ? 0 : at(from), after === undefined ? 0 : at(after) + 1, 0)
  const end = Math.min(
    before === undefined ? events.length : at(before),
    until === undefined ? events.length : at(until) + 1,
  )
  return events.slice(start, Math.max(start, end))
}
