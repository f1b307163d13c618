// Why a tunnel died, in sentences for people.

/** The reasons a tunnel gives by itself; others are the ones its owner closed it with. */
export const tunnelReasons = {
  /** Host: the guest's first record is not a HELLO sealed with this room's secret. */
  wrongInvite: 'wrong invite: it does not fit the secret of this room',
  /** Guest: the host's first record does not open with the invite's secret, or not as an answer to our HELLO. */
  unreadableAnswer:
    "The host's answer cannot be opened: the invite is wrong or was altered, or someone tampers with the connection.",
  /** Guest: the answer was sealed by someone who has the secret, and not signed by the key the room is named after. */
  forgedAnswer: "The answer is not from this room's host: someone else with the invite poses as the host.",
  /** Both: a record did not open in its turn. */
  brokenSequence: 'A record from the other side was altered, replayed, reordered or lost on the way.',
  /** Both: a record larger than any side may send. */
  tooLarge: (bytes: number, limit: number) => `A record of ${bytes} bytes is over the limit of ${limit}.`,
  /** Both: this side's queue, in or out, is full. */
  tooMuch: (limit: number) => `More than ${limit} bytes were waiting to be sealed or opened.`,
  /** Both: what the other side says of itself is not a JSON object, though it came sealed. */
  malformedOptions: 'The options of the other side are not a JSON object.',
} as const
