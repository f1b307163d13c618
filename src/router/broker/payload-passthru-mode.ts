// payload_passthru_mode: payloads in a form of the application's own, which the router does not look into
// [wamp:payload-passthru-mode]. Autobahn's older payload transparency (`enc_…`) is passed on likewise [T-26].

import { ProtocolViolation } from '../../protocol/errors.ts'
import type { EventDetails, PublishOptions } from '../../protocol/messages.ts'
import type { Session } from '../session.ts'

export const feature = 'payload_passthru_mode'

const KEYS = ['ppt_scheme', 'ppt_serializer', 'ppt_cipher', 'ppt_keyid'] as const
const OLDER_KEYS = ['enc_algo', 'enc_serializer', 'enc_key'] as const

/**
 * Puts into EVENT.Details what the publisher said of the payload [PPT-7].
 * @throws {ProtocolViolation} where a publisher uses the mode that did not announce it [PPT-2].
 */
export function passOn(details: EventDetails, publisher: Session, options: PublishOptions): void {
  // A scheme that is empty is none.
  const mode = options.ppt_scheme ? KEYS : options.enc_algo ? OLDER_KEYS : undefined
  if (mode === undefined) return
  if (mode === KEYS && !publisher.features.publisher.has(feature)) {
    throw new ProtocolViolation(`PUBLISH.Options.ppt_scheme is for publishers that announced ${feature}`)
  }
  for (const key of mode) {
    const said = options[key]
    if (said !== undefined) details[key] = said
  }
}
