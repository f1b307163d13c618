// payload_passthru_mode: payloads that only caller and callee can read, with what they need to [wamp:payload-passthru-mode].
// The payload itself is never looked at, here or elsewhere.

import { ProtocolViolation, refusal } from '../../protocol/errors.ts'
import type { CallOptions } from '../../protocol/messages.ts'

export const feature = 'payload_passthru_mode'

const PPT = ['ppt_scheme', 'ppt_serializer', 'ppt_cipher', 'ppt_keyid'] as const
/** Autobahn's older payload transparency, which nobody has to announce to us [D8, T-26]. */
const ENC = ['enc_algo', 'enc_serializer', 'enc_key'] as const
const KEYS: ReadonlySet<string> = new Set([...PPT, ...ENC])
/** Characters of the longest value: those in use name an algorithm or a key. */
const LONGEST = 2_048

/** These keys of Options or Details. */
type Passthru = Pick<CallOptions, (typeof PPT | typeof ENC)[number]>

/** Whether a message is in this mode: it has a scheme [PPT-7]. */
export function isPassedThrough({ ppt_scheme }: Passthru): boolean {
  return ppt_scheme !== undefined && ppt_scheme !== ''
}

/** @throws {ProtocolViolation} where a sender has not announced the mode that it uses [PPT-2]. */
export function checkSender(announced: ReadonlySet<string>, options: Passthru): void {
  if (!isPassedThrough(options) || announced.has(feature)) return
  throw new ProtocolViolation(`ppt_scheme is for peers that announced ${feature}`)
}

/** Whether a receiver knows what to do with such a message [PPT-4, PPT-6]. */
export function isReadable(announced: ReadonlySet<string>, options: Passthru): boolean {
  return !isPassedThrough(options) || announced.has(feature)
}

/**
 * Checks that a call's keys are short enough to be kept until it ends.
 * @throws {WampError} `wamp.error.invalid_argument` where one is not.
 */
export function checkLength(options: Passthru): void {
  for (const key in options) {
    const { length } = KEYS.has(key) ? (options[key as keyof Passthru] ?? '') : ''
    if (length <= LONGEST) continue
    throw refusal('wamp.error.invalid_argument', `${key} has ${length} characters, and may have ${LONGEST}`)
  }
}

/** Copies what the receiver needs to read the payload [PPT-7]. */
export function passOn(options: Passthru, details: Passthru): void {
  if (isPassedThrough(options)) copy(PPT, options, details)
  if (options.enc_algo !== undefined) copy(ENC, options, details)
}

function copy(keys: readonly (keyof Passthru)[], from: Passthru, to: Passthru): void {
  for (const key of keys) {
    const value = from[key]
    if (value !== undefined) to[key] = value
  }
}
