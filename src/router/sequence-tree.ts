// SequenceTree: values under sequences, in a tree that shares beginnings: two nodes at most for each, however long it is.

/** A text, which is a sequence of characters, or a list of texts. */
export type Sequence = string | readonly string[]

export interface SequenceNode<S extends Sequence, T> {
  /** What follows on the parts of the nodes above. */
  part: S
  value: T | undefined
  /** Each by the first element of its part. */
  children: Map<string, SequenceNode<S, T>> | undefined
}

export class SequenceTree<S extends Sequence, T> {
  readonly root: SequenceNode<S, T>

  constructor(empty: S) {
    this.root = { part: empty, value: undefined, children: undefined }
  }

  set(sequence: S, value: T): void {
    let at = 0
    let node = this.root
    while (at < sequence.length) {
      const known = childAt(node, sequence, at)
      const next = known ?? addChild(node, { part: slice(sequence, at), value: undefined, children: undefined })
      const shared = sharedLength(next.part, sequence, at)
      if (shared < next.part.length) split(next, shared)
      at += shared
      node = next
    }
    node.value = value
  }

  delete(sequence: S): void {
    remove(this.root, sequence, 0)
  }
}

/** The only child whose part may be what stands in `sequence` from `at` on. */
export function childAt<S extends Sequence, T>(node: SequenceNode<S, T>, sequence: S, at: number) {
  const first = sequence[at]
  return first === undefined ? undefined : node.children?.get(first)
}

function addChild<S extends Sequence, T>(node: SequenceNode<S, T>, child: SequenceNode<S, T>) {
  node.children ??= new Map()
  node.children.set(child.part[0] as string, child)
  return child
}

/** How much of the beginning of `part` stands in `sequence` at `at`. */
function sharedLength(part: Sequence, sequence: Sequence, at: number): number {
  let length = 0
  while (length < part.length && part[length] === sequence[at + length]) length++
  return length
}

/** Makes a node end after `length` elements, and what it was a child of it. */
function split<S extends Sequence, T>(node: SequenceNode<S, T>, length: number): void {
  const rest = { ...node, part: slice(node.part, length) }
  node.part = slice(node.part, 0, length)
  node.value = undefined
  node.children = undefined
  addChild(node, rest)
}

function remove<S extends Sequence, T>(node: SequenceNode<S, T>, sequence: S, at: number): void {
  if (at === sequence.length) {
    node.value = undefined
    return
  }
  const child = childAt(node, sequence, at)
  if (child === undefined || sharedLength(child.part, sequence, at) < child.part.length) return
  remove(child, sequence, at + child.part.length)
  if (child.value === undefined) tidy(node, child)
}

/** Without a value, a node that leads nowhere goes, and one that leads to a single other becomes one with it. */
function tidy<S extends Sequence, T>(parent: SequenceNode<S, T>, node: SequenceNode<S, T>): void {
  const [only, another] = node.children?.values() ?? []
  if (only === undefined) parent.children?.delete(node.part[0] as string)
  else if (another === undefined) {
    node.part = joined(node.part, only.part)
    node.value = only.value
    node.children = only.children
  }
}

const slice = <S extends Sequence>(sequence: S, from: number, to?: number) => sequence.slice(from, to) as S
const joined = <S extends Sequence>(one: S, other: S) =>
  (typeof one === 'string' ? `${one}${other}` : [...one, ...other]) as S
