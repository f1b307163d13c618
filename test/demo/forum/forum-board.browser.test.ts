// The forum's board with strangers' messages and answers.

import { beforeEach, expect, test } from 'vitest'
import { ForumBoard } from '../../../demo/forum/forum-board.ts'
import { NEW_MESSAGE, POST, THREAD, THREADS } from '../../../demo/forum/protocol.ts'
import { useElementStage } from '../../elements/stage.ts'

customElements.define('forum-board', ForumBoard)
const stage = useElementStage()

const post = (id: string) => ({ id, thread: id, title: 'Apples', at: 1 })
let board: ForumBoard
let threads: unknown
let asked: number

beforeEach(async () => {
  threads = [{ thread: 'a', title: 'Apples', name: 'Salim', posts: 1, last: 1 }]
  const element = document.createElement('wamp-session')
  Object.defineProperty(element, 'session', { get: () => stage.mine })
  document.body.append(element)
  await stage.other.register(THREADS, () => {
    asked++
    return threads
  })
  await stage.other.register(THREAD, () => [])
  await stage.other.register(POST, () => null)
  board = document.createElement('forum-board') as ForumBoard
  document.body.append(board)
  element.dispatchEvent(new Event('wamp-state'))
  await stage.settled()
  asked = 0
})

const titles = () => [...board.querySelectorAll('.threads b')].map(({ textContent }) => textContent)

test('what is no message is not asked about', async () => {
  for (let index = 0; index < 100; index++) await stage.other.publish(NEW_MESSAGE, [], {}, { acknowledge: true })
  await stage.settled()
  expect(asked).toBe(0)
})

test('of many messages at once it asks once, and once more', async () => {
  for (let index = 0; index < 100; index++)
    void stage.other.publish(NEW_MESSAGE, ['Ripe.', 'Salim'], post(`a-${index}`))
  await stage.settled()
  expect(asked).toBeGreaterThan(0)
  expect(asked).toBeLessThan(10)
})

test('what is no thread is not shown, and the others are', async () => {
  expect(titles()).toEqual(['Apples'])
  const [apples] = threads as unknown[]
  threads = [5, { ...(apples as object), thread: 'b', title: { _$litType$: 1 } }, apples, apples]
  await board.show(undefined)
  await board.updateComplete
  expect(titles()).toEqual(['Apples'])
  threads = 5
  await board.show(undefined)
  await board.updateComplete
  expect(titles()).toEqual([])
})
