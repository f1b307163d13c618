// JsonField: a place in a JSON file that people wrote, which knows its name for errors.

import { isDict } from '../protocol/dict.ts'
import { describe } from '../protocol/options.ts'

export class JsonField {
  readonly value: unknown
  /** Where it is: `realms.realm1.permissions[0].allow`. */
  readonly path: string
  readonly #secret: boolean

  constructor(value: unknown, path: string, secret = false) {
    this.value = value
    this.path = path
    this.#secret = secret
  }

  /** The same, where something stands that must not be told: errors name its kind instead of it. */
  get secret(): JsonField {
    return new JsonField(this.value, this.path, true)
  }

  /** @throws {Error} that says where it is, what it must be, and what it is. */
  refuse(what: string): never {
    throw new Error(`${this.path} must be ${what}, and is ${this.#secret ? kindOf(this.value) : describe(this.value)}`)
  }

  text(): string {
    return typeof this.value === 'string' ? this.value : this.refuse('a string')
  }

  /** A string that is not empty. */
  filledText(): string {
    return typeof this.value === 'string' && this.value !== '' ? this.value : this.refuse('a string that is not empty')
  }

  boolean(): boolean {
    return typeof this.value === 'boolean' ? this.value : this.refuse('true or false')
  }

  integer(least: number, most = Number.MAX_SAFE_INTEGER): number {
    const number = Number(this.value)
    if (Number.isSafeInteger(this.value) && number >= least && number <= most) return number
    const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`
    return this.refuse(`an integer ${range}`)
  }

  oneOf<const T extends string>(values: readonly T[]): T {
    return values.find(value => value === this.value) ?? this.refuse(`one of ${values.join(', ')}`)
  }

  list(): JsonField[] {
    if (!Array.isArray(this.value)) return this.refuse('a list')
    return this.value.map((item, index) => new JsonField(item, `${this.path}[${index}]`))
  }

  /** What `read` makes of every entry, whatever its key. */
  entries<T>(read: (field: JsonField, key: string) => T): Record<string, T> {
    if (!isDict(this.value)) return this.refuse('an object')
    const fields = Object.entries(this.value).map(([key, value]) => [key, new JsonField(value, `${this.path}.${key}`)])
    return Object.fromEntries((fields as [string, JsonField][]).map(([key, field]) => [key, read(field, key)]))
  }

  /** The entries that are there, each by its reader; a key that has none is an error. */
  object<Readers extends Record<string, (field: JsonField) => unknown>>(
    readers: Readers,
  ): { [Key in keyof Readers]?: ReturnType<Readers[Key]> } {
    const read = this.entries((field, key) => {
      if (Object.hasOwn(readers, key)) return readers[key]?.(field)
      throw new Error(`${this.path} has no ${key}; it may have ${Object.keys(readers).join(', ')}`)
    })
    return read as { [Key in keyof Readers]?: ReturnType<Readers[Key]> }
  }

  /** What `make` makes of it; what it throws is said with the place. */
  naming<T>(make: () => T): T {
    try {
      return make()
    } catch (cause) {
      throw new Error(`${this.path}: ${cause instanceof Error ? cause.message : cause}`, { cause })
    }
  }

  /** What must be there of {@link object}. */
  required<T>(value: T | undefined, key: string): T {
    if (value === undefined) throw new Error(`${this.path} must have ${key}`)
    return value
  }
}

function kindOf(value: unknown): string {
  if (value === '') return 'an empty string'
  if (Array.isArray(value)) return 'a list'
  return value === null ? 'null' : `${typeof value === 'object' ? 'an' : 'a'} ${typeof value}`
}
