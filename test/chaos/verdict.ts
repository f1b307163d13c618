// Verdict: what became of the numbered events and calls, by what the pages wrote down.

import type { CallRecord, Diary } from './diary.ts'

export interface Events {
  /** Published, and not refused. */
  readonly published: number
  /** Their promise rejected, so that whoever published knows; they may have come all the same. */
  readonly refused: number
  /** Their promise did neither. */
  readonly unsettled: number
  readonly lost: number
  readonly doubled: number
  readonly outOfOrder: number
  /** Milliseconds from `since` until the first came that was published later; null if none did. */
  readonly recovery: number | null
}

export interface Calls {
  readonly begun: number
  readonly answered: number
  readonly rejected: number
  /** How often for which reason. */
  readonly errors: Readonly<Record<string, number>>
  readonly unsettled: number
  /** Answered with what was not theirs. */
  readonly wrong: number
  /** Invoked more than once; null where the callee is not there to tell. */
  readonly twice: number | null
  /** Milliseconds from `since` until one was answered that was begun later; null if none was. */
  readonly recovery: number | null
}

/** Calls whose page was loaded again while they waited end by this. */
export const WITH_PAGE = 'went with its page'

export function judgeEvents(
  publisher: Pick<Diary, 'next' | 'refused' | 'waiting'>,
  { got, sentAt, gotAt }: Pick<Diary, 'got' | 'sentAt' | 'gotAt'>,
  since: number,
): Events {
  const refused = new Set(publisher.refused)
  const came = new Set<number>()
  let [doubled, outOfOrder, highest] = [0, 0, -1]
  for (const number of got) {
    if (came.has(number)) doubled++
    else if (number < highest) outOfOrder++
    came.add(number)
    highest = Math.max(highest, number)
  }
  const numbers = Array.from({ length: publisher.next }, (_, number) => number)
  const excused = new Set([...refused, ...publisher.waiting])
  return {
    published: publisher.next - refused.size,
    refused: refused.size,
    unsettled: publisher.waiting.length,
    lost: numbers.filter(number => !came.has(number) && !excused.has(number)).length,
    doubled,
    outOfOrder,
    recovery: after(
      gotAt.filter((_, index) => (sentAt[index] ?? 0) > since),
      since,
    ),
  }
}

export function judgeCalls(calls: readonly CallRecord[], invoked: readonly number[] | undefined, since: number): Calls {
  const ended = calls.filter(({ ended }) => ended !== 0)
  const answered = ended.filter(({ error }) => error === '')
  const rejected = ended.filter(({ error }) => error !== '' && error !== WITH_PAGE)
  const errors: Record<string, number> = {}
  for (const { error } of rejected) errors[error] = (errors[error] ?? 0) + 1
  return {
    begun: calls.length,
    answered: answered.length,
    rejected: rejected.length,
    errors,
    unsettled: calls.length - ended.length,
    wrong: errors['wrong answer'] ?? 0,
    twice: invoked ? invoked.length - new Set(invoked).size : null,
    recovery: after(
      answered.filter(({ begun }) => begun > since).map(({ ended }) => ended),
      since,
    ),
  }
}

/** Milliseconds from `since` to the earliest of `times`. */
function after(times: readonly number[], since: number): number | null {
  return times.length === 0 ? null : times.reduce((least, time) => Math.min(least, time)) - since
}
