// Dict: what WAMP calls a map with strings for keys.

export type Dict = Record<string, unknown>

export const isDict = (value: unknown): value is Dict =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value)

/** Most options and details: one glance is cheaper than to have a serializer look, which knows of everything else, such as a Map. */
export function isEmptyDict(value: unknown): boolean {
  if (!isDict(value) || Object.getPrototypeOf(value) !== Object.prototype) return false
  for (const _ in value) return false
  return !('toJSON' in value)
}
