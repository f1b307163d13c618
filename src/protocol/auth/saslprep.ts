// SASLprep (RFC 4013): one form for names and passwords that people type on different keyboards.
// Its rule for text that mixes directions is left out: who breaks it is let pass, and means the same bytes everywhere.

import { refusal } from '../errors.ts'

/** Table B.1 of RFC 3454: characters that say nothing. Alternatives, since some of them combine with others. */
const NOTHING =
  /\u00ad|\u034f|\u1806|\u180b|\u180c|\u180d|\u200b|\u200c|\u200d|\u2060|\ufe00|\ufe01|\ufe02|\ufe03|\ufe04|\ufe05|\ufe06|\ufe07|\ufe08|\ufe09|\ufe0a|\ufe0b|\ufe0c|\ufe0d|\ufe0e|\ufe0f|\ufeff/g
/** Table C.1.2: spaces other than the one of ASCII. */
const SPACES = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g
/** Tables C.2 to C.9: control, private use, no characters, surrogates, and what changes how text is displayed. */
const PROHIBITED =
  /[\p{Cc}\p{Co}\p{Cs}\p{Noncharacter_Code_Point}\u06dd\u070f\u180e\u2028\u2029\u2061-\u2063\u206a-\u206f\ufff9-\ufffd\u{1d173}-\u{1d17a}\u2ff0-\u2ffb\u200e\u200f\u202a-\u202e\u{e0001}\u{e0020}-\u{e007f}]/u

/** A name or password in its normal form. @throws {WampError} where it has a character that none may have. */
export function saslprep(text: string): string {
  const mapped = text.replace(NOTHING, '').replace(SPACES, ' ')
  const normal = mapped.normalize('NFKC')
  // The password itself is not to be repeated in an error.
  if (PROHIBITED.test(normal)) {
    throw refusal('wamp.error.invalid_argument', 'a name or password has a character that SASLprep prohibits')
  }
  return normal
}
