// JSON attribute: an attribute that is JSON, and what is said where it is none.

import type { PropertyDeclaration } from 'lit'
import { refusal } from '../protocol/errors.ts'

/** Declares the property of such an attribute. What is not JSON becomes a `WampError`, for whoever goes to use it. */
export function jsonAttribute(name: string): PropertyDeclaration {
  const fromAttribute = (text: string | null): unknown => {
    if (text === null) return null
    try {
      return JSON.parse(text)
    } catch {
      return refusal('wamp.error.invalid_argument', `${name} is not JSON, whose texts are in double quotes: ${text}`)
    }
  }
  return { converter: { fromAttribute } }
}
