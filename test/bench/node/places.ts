// Places: who sends to whom at a relay, by the path that it connected to.

/** What each role sends goes to the other of its rig; who echoes, to itself. */
const OTHERS: Readonly<Record<string, string>> = {
  caller: 'callee',
  callee: 'caller',
  publisher: 'subscriber',
  echo: 'echo',
}

export class Places<Receiver> {
  readonly #places = new Map<string, Set<Receiver>>()

  /** @param path `/rig7/caller`. An echo has a rig to itself. */
  enter(path: string, receiver: Receiver): { others: Iterable<Receiver>; leave: () => void } {
    const [, rig = '', role = ''] = path.split('/')
    const place = this.#at(path)
    place.add(receiver)
    return { others: this.#at(`/${rig}/${OTHERS[role]}`), leave: () => this.#leave(path, receiver) }
  }

  #leave(path: string, receiver: Receiver): void {
    const place = this.#places.get(path)
    place?.delete(receiver)
    if (place?.size === 0) this.#places.delete(path)
  }

  #at(path: string): Set<Receiver> {
    const place = this.#places.get(path) ?? new Set()
    this.#places.set(path, place)
    return place
  }
}
