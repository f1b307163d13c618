// The forum's posts, as strangers send them.

import { expect, test } from 'vitest'
import { postOf, toPost, toPosts, toText, toThread, toThreads } from '../../../demo/forum/protocol.ts'

const POST = { id: 'a-1', thread: 'a-1', title: 'Apples', text: 'They are ripe.', name: 'Salim', at: 1 }

test('a post is read, and nothing else of what came with it', () => {
  expect(toPost({ ...POST, session: 7, more: 'x' })).toEqual({ ...POST, session: 7 })
  const { text, name, ...rest } = POST
  expect(postOf([text, name], rest)).toEqual(POST)
})

test.each([
  ['nothing', null],
  ['a text', 'post'],
  ['no id', { ...POST, id: undefined }],
  ['an id that is none', { ...POST, id: '<b>' }],
  ['no thread', { ...POST, thread: 3 }],
  ['no title', { ...POST, title: ' ' }],
  ['no text', { ...POST, text: '\n' }],
  ['no name', { ...POST, name: '\u200b' }],
  ['no time', { ...POST, at: 'now' }],
])('%s is no post', (_, value) => {
  expect(toPost(value)).toBeUndefined()
})

const THREAD = { thread: 'a-1', title: 'Apples', name: 'Salim', posts: 2, last: 1 }

test('a thread is read, and nothing else of what came with it', () => {
  expect(toThread({ ...THREAD, more: 'x' })).toEqual(THREAD)
})

test.each([
  ['a number', 5],
  ['no id', { ...THREAD, thread: '<b>' }],
  ['a title that is a template', { ...THREAD, title: { _$litType$: 1 } }],
  ['no name', { ...THREAD, name: '' }],
  ['no number of posts', { ...THREAD, posts: 'many' }],
  ['no time', { ...THREAD, last: 1.5 }],
])('%s is no thread', (_, value) => {
  expect(toThread(value)).toBeUndefined()
})

test('of an answer each thread and each post is taken once, and nothing of what is no list', () => {
  expect(toThreads([THREAD, 5, THREAD])).toEqual([THREAD])
  expect(toPosts([POST, null, POST])).toEqual([POST])
  expect(toThreads(5)).toEqual([])
})

test('a text is bounded, and keeps its lines', () => {
  expect(toText(' a\nb ')).toBe('a\nb')
  expect(toText('x'.repeat(5_000))).toHaveLength(4_000)
})
