// Publication: `autobahn.Publication`, what an acknowledged publish resolves to.

import type { Id } from '../protocol/messages.ts'

export class Publication {
  readonly id: Id

  constructor(id: Id) {
    this.id = id
  }
}
