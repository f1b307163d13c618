// Why a link ended, in sentences for people.

export const CLOSED_HERE = 'This side closed the link.'
export const CLOSED_THERE = 'The other side closed the link.'

/** The reason of a link that is given up because its receiver cannot keep up. */
export function tooSlow(waiting: number, limit: number): string {
  return `The receiver cannot keep up: ${waiting} bytes were waiting for it, and the limit is ${limit}.`
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
