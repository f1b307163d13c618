// Signaling failure: what is to be said when the connection to the signaling server has ended.

/** A sentence for people; `code` and `reason` as the socket told them, `url` the signaling server's. */
export function signalingFailure(url: string, code: number, reason: string): Error {
  if (code === 1006) return new Error(`The signaling server at ${new URL(url).host} cannot be reached: ${reason}.`)
  return new Error(`The signaling server closed the connection: ${reason}.`)
}
