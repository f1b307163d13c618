// JsonField: a place in a JSON file that people wrote, which knows its name for errors.

import { isDict } from '../protocol/dict.ts'
import { describe } from '../protocol/options.ts'

export class JsonField {
  readonly value: unknown
  /** Where it is: `realms.realm1.permissions[0].allow`. */
  readonly path: string

  constructor(value: unknown, path: string) {
    this.value = value
    this.path = path
  }

  /** @throws {Error} that says where it is, what it must be, and what it is. */
  refuse(what: string): never {
    throw new Error(`${this.path} must be ${what}, and is ${describe(this.value)}`)
  }

  text(): string {
    return typeof this.value === 'string' ? this.value : this.refuse('a string')
  }

  boolean(): boolean {
    return typeof this.value === 'boolean' ? this.value : this.refuse('true or false')
  }

  integer(least: number): number {
    const whole = Number.isSafeInteger(this.value) && Number(this.value) >= least
    return whole ? Number(this.value) : this.refuse(`an integer of at least ${least}`)
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

  /** What must be there of {@link object}. */
  required<T>(value: T | undefined, key: string): T {
    if (value === undefined) throw new Error(`${this.path} must have ${key}`)
    return value
  }
}
