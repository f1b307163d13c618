// Diary: what a page of the chaos cast wrote down, and the cast.

export type Role = 'host' | 'publisher' | 'subscriber' | 'callee'

/** The subject of the numbered events, and of the calls. */
export const TOPIC = 'com.chaos.number'
export const PROCEDURE = 'com.chaos.echo'
/** Events a second. */
export const RATE = 200
/** Of so many events, one asks to be acknowledged. */
export const ACKNOWLEDGED = 20

/** Times are milliseconds of the machine's clock, which all pages share. */
export interface CallRecord {
  readonly number: number
  readonly begun: number
  /** 0 while it waits. */
  ended: number
  /** Why it was rejected; empty if it was answered. */
  error: string
}

export interface Diary {
  /** Whether the load is on; it goes on after a reload. */
  running: boolean
  /** Whether the page has subscribed and registered what is its part. */
  ready: boolean
  /** How often the page was loaded: once, unless it was loaded again or its browser did not keep it while it was left. */
  loads: number
  /** The ids that the page's session had, one after the other. */
  readonly ids: number[]
  readonly states: string[]
  readonly transports: string[]
  /** Of the publisher: the next number; and the numbers whose promise rejected, or waits for its acknowledgement. */
  next: number
  refused: number[]
  waiting: number[]
  /** Of the subscriber: each event's number, when it was published, and when it came. */
  readonly got: number[]
  readonly sentAt: number[]
  readonly gotAt: number[]
  /** Of the subscriber, which calls: one at a time. */
  readonly calls: CallRecord[]
  /** Of the callee: the number of each invocation. */
  readonly invoked: number[]
  /** Of a host: which sessions left and joined, and when. */
  readonly left: [id: number, at: number][]
  readonly joined: [id: number, at: number][]
}
