// SequenceTree: it never has more than two nodes for a sequence, whatever was there before.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Sequence, type SequenceNode, SequenceTree } from '../../src/router/sequence-tree.ts'

/** All nodes below `node`, with the sequence up to each. */
function nodes<S extends Sequence, T>(node: SequenceNode<S, T>, before = ''): [string, T | undefined][] {
  return [...(node.children?.values() ?? [])].flatMap(child => {
    const path = `${before}${typeof child.part === 'string' ? child.part : child.part.join('')}`
    return [[path, child.value] as [string, T | undefined], ...nodes(child, path)]
  })
}

const changes = fc.array(
  fc.tuple(fc.boolean(), fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 6 })),
)

test('it keeps what was set and not deleted since', () => {
  const check = (list: [boolean, string][]) => {
    const texts = new SequenceTree<string, string>('')
    const lists = new SequenceTree<readonly string[], string>([])
    const kept = new Map<string, string>()
    for (const [add, text] of list) {
      if (add) {
        kept.set(text, text)
        texts.set(text, text)
        lists.set([...text], text)
      } else {
        kept.delete(text)
        texts.delete(text)
        lists.delete([...text])
      }
      for (const tree of [nodes(texts.root), nodes(lists.root)]) {
        expect(new Map(tree.filter(([, value]) => value !== undefined))).toEqual(kept)
        expect(tree.length).toBeLessThanOrEqual(2 * kept.size)
      }
    }
  }
  fc.assert(fc.property(changes, check))
})

test('a sequence of a thousand elements is one node', () => {
  const tree = new SequenceTree<readonly string[], number>([])
  tree.set(Array(1_000).fill('a'), 1)
  expect(nodes(tree.root)).toHaveLength(1)
})
