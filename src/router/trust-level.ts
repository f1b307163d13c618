// TrustLevel: what a realm's settings say of trust, whatever their function returns or throws.

import { describe } from '../protocol/options.ts'
import type { RealmSettings } from './realm-settings.ts'

/**
 * The settings with a `trustLevel` that never throws and gives an integer of at least 0, or nothing: callees and
 * subscribers would fail their connection on anything else.
 * @param report told of what the function throws, and of what it gives instead.
 */
export function withSoundTrustLevel(settings: RealmSettings, report: (error: unknown) => void): RealmSettings {
  const { trustLevel } = settings
  if (trustLevel === undefined) return settings
  const sound: typeof trustLevel = (principal, action, uri) => {
    try {
      return readLevel(trustLevel(principal, action, uri))
    } catch (error) {
      report(error)
      return undefined
    }
  }
  return { ...settings, trustLevel: sound }
}

/** The function may be JavaScript. */
function readLevel(level: number | undefined | null): number | undefined {
  if (level === undefined || level === null) return undefined
  if (Number.isSafeInteger(level) && level >= 0) return level
  throw new TypeError(`trustLevel must return an integer of at least 0, and returned ${describe(level)}`)
}
