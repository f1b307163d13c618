// Ids and their scopes [wamp:ids].

/** An integer in [1, 2^53]; which numbers are valid depends on its scope. */
export type Id = number

/** The largest id we draw: 2^53 itself is valid, but no serializer of JavaScript writes it as an integer. */
export const MAX_ID = Number.MAX_SAFE_INTEGER
const HIGHEST = 2 ** 53

/** `value` as an id in [1, 2^53], or `undefined`: some serializers hand over 64-bit integers as bigint. */
export function toId(value: unknown): Id | undefined {
  if (typeof value === 'bigint') return value >= 1n && value <= HIGHEST ? Number(value) : undefined
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= HIGHEST ? value : undefined
}

/** A global-scope id: uniform over [1, 2^53 - 1] [R-ID-1]. `random` is uniform over [0, 1) with 53 bits. */
export function randomId(random: () => number): Id {
  return Math.floor(random() * MAX_ID) + 1
}

/** Session-scope ids: 1, 2, 3, … and 1 again after 2^53 [R-ID-3]. */
export function nextId(id: Id): Id {
  return id >= MAX_ID ? 1 : id + 1
}
