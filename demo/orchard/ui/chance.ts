// Chance: numbers that look random and are the same in every browser, so that everybody sees the same orchard.

/** In [0, 1), for a whole number and a salt. */
export function chance(seed: number, salt: number): number {
  const mixed = Math.imul(Math.round(seed * 73_856_093 + salt * 83_492_791), 0x9e3779b1)
  const stirred = Math.imul(mixed ^ (mixed >>> 15), 0x85ebca6b)
  return ((stirred ^ (stirred >>> 13)) >>> 0) / 2 ** 32
}
