// What a forum's server knows, and keeps.

import { expect, test } from 'vitest'
import { Posts } from '../../../demo/forum/posts.ts'
import type { Post } from '../../../demo/forum/protocol.ts'

/** Node has no storage of a page's kind. */
function newStorage(): Storage {
  const kept = new Map<string, string>()
  return {
    get length() {
      return kept.size
    },
    key: index => [...kept.keys()][index] ?? null,
    getItem: key => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: key => void kept.delete(key),
    clear: () => kept.clear(),
  }
}

const post = (id: string, thread: string, at: number): Post => ({
  id,
  thread,
  title: thread,
  text: id,
  name: 'Salim',
  at,
})

test('threads are told with what is in them, the liveliest first', () => {
  const posts = new Posts(newStorage(), 'forum')
  posts.add([post('a', 'a', 1), post('b', 'b', 2), post('c', 'a', 3)])
  expect(posts.threads).toEqual([
    { thread: 'a', title: 'a', name: 'Salim', posts: 2, last: 3 },
    { thread: 'b', title: 'b', name: 'Salim', posts: 1, last: 2 },
  ])
  expect(posts.thread('a').map(({ id }) => id)).toEqual(['a', 'c'])
})

test('what is known is not taken again, and what is no post not at all', () => {
  const posts = new Posts(newStorage(), 'forum')
  posts.add([post('a', 'a', 1), { ...post('a', 'a', 1), text: 'another' }, 'nonsense'])
  expect(posts.all.map(({ text }) => text)).toEqual(['a'])
})

test('posts outlive their server, up to a number of them', () => {
  const storage = newStorage()
  new Posts(storage, 'forum').add(Array.from({ length: 510 }, (_, index) => post(`p-${index}`, 'a', index)))
  const { all } = new Posts(storage, 'forum')
  expect(all).toHaveLength(500)
  expect(all[0]?.id).toBe('p-10')
})

test('what was kept and cannot be read is nothing', () => {
  const storage = newStorage()
  storage.setItem('forum', '{')
  expect(new Posts(storage, 'forum').all).toEqual([])
})
