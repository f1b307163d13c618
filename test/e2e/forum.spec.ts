// The demo's forum and chat: many kinds of clients hear of one message, late-comers too, and servers are swapped live.

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { Post } from '../../demo/forum/protocol.ts'
import { connect } from '../../src/entry/index.ts'
import { startNodeRouter } from '../../src/host/node.ts'
import type { WebSocketConstructor } from '../../src/transport/open-websocket.ts'
import { hasAutobahnPython } from '../interop/find-python.ts'
import { eventually, useStage } from './harness.ts'
import { expectAccessible } from './harness-axe.ts'
import { OutsideComponent } from './harness-component.ts'
import { connectAutobahn } from './harness-plain-clients.ts'
import { useSystem } from './harness-system.ts'

const stage = useStage()
const system = useSystem(stage)
const python = process.env.CI !== undefined || hasAutobahnPython()

const board = (page: Page) => page.locator('forum-board')
const served = (page: Page) => page.locator('component-card li[data-on]').first().waitFor()
const threads = (page: Page) => board(page).locator('.threads b').allTextContents()

/** Begins a thread, and goes back to all of them. */
async function begins(page: Page, title: string, text: string): Promise<void> {
  await board(page).getByLabel('Title').fill(title)
  await board(page).getByLabel('Text').fill(text)
  await board(page).getByRole('button', { name: 'Post' }).click()
  await board(page).locator('.posts').getByText(text).waitFor()
  await board(page).getByRole('button', { name: 'All threads' }).click()
}

async function says(page: Page, text: string): Promise<void> {
  await page.getByLabel('Message', { exact: true }).fill(text)
  await page.keyboard.press('Enter')
}

test('what one page posts, another and a phone’s small page hear of, and who comes late finds it', async () => {
  const { page: hosting, invite } = await system.host('forum')
  await served(hosting)
  const writer = await system.visit('writer', invite)
  const phone = await system.visit('phone', invite.replace('/forum/', '/forum/phone/'))
  await begins(writer, 'Apples', 'They are ripe.')
  await hosting.locator('.toasts').getByText('Apples').click()
  await board(hosting).getByText('They are ripe.').waitFor()
  await board(hosting).getByLabel('Text').fill('I am coming.')
  await board(hosting).getByRole('button', { name: 'Answer' }).click()
  await writer.locator('.toasts').getByText('Apples').waitFor()
  await expect.poll(() => phone.locator('article p').allTextContents()).toEqual(['I am coming.', 'They are ripe.'])
  await writer.close()
  const late = await system.visit('late', invite)
  await expect.poll(() => threads(late)).toEqual(['Apples'])
  const latePhone = await system.visit('late', invite.replace('/forum/', '/forum/phone/'))
  await expect.poll(() => latePhone.locator('article p').allTextContents()).toEqual(['I am coming.', 'They are ripe.'])
  for (const page of [hosting, late, phone]) await expectAccessible(page)
})

test('a page out of sight tells in its title, and by the system where it may', async () => {
  // One without windows has no notifications either.
  const { context } = await stage.process()
  const { page: hosting, invite } = await system.host('forum', context)
  await served(hosting)
  const writer = await system.visit('writer', invite)
  await context.grantPermissions(['notifications'])
  await hosting.getByRole('button', { name: 'Notify me' }).click()
  await hosting.getByText('Your system tells you').waitFor()
  // Headless pages count as visible, and show no notifications: what the page asks of the platform is looked at.
  await hosting.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true })
    const Asked = class extends Notification {
      constructor(title: string, options?: NotificationOptions) {
        super(title, options)
        document.body.dataset.notified = `${title}: ${options?.body}`
      }
    }
    Object.assign(globalThis, { Notification: Asked })
  })
  await begins(writer, 'Apples', 'They are ripe.')
  await expect.poll(() => hosting.title()).toMatch(/^\(1\) /)
  expect(await hosting.evaluate(() => document.body.dataset.notified)).toMatch(/ – Apples: They are ripe\.$/)
  await hosting.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'visible', configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  })
  expect(await hosting.title()).not.toMatch(/^\(/)
})

test('a server in Node takes the forum over with all posts, and the page has them when it ends', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'wamp-mesh-forum-'))
  stage.atEnd(() => rm(directory, { recursive: true, force: true }))
  const { page, plainUrl } = await system.host('forum')
  await served(page)
  await begins(page, 'Before', 'In the page.')
  const server = OutsideComponent.start(stage, 'forum/forum.mjs', plainUrl, join(directory, 'forum.json'))
  await server.says('The forum is here, with 1 posts')
  await begins(page, 'Meanwhile', 'In Node.')
  await server.says('in “Meanwhile”: In Node.')
  await expect.poll(() => threads(page)).toEqual(['Meanwhile', 'Before'])
  await server.interrupt()
  await page.locator('component-card', { hasNotText: 'Outside' }).waitFor()
  await begins(page, 'After', 'In the page again.')
  await expect.poll(() => threads(page)).toEqual(['After', 'Meanwhile', 'Before'])
})

test('the server in Node takes what is a post, keeps each as it was, and its file is whole whenever it ends', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'wamp-mesh-forum-'))
  const file = join(directory, 'forum.json')
  const node = await startNodeRouter({ port: 0 })
  stage.atEnd(async () => {
    await node.close()
    await rm(directory, { recursive: true, force: true })
  })
  await writeFile(file, '[{"id": "torn')
  const server = OutsideComponent.start(stage, 'forum/forum.mjs', node.url, file)
  await server.says('cannot be read as posts')
  await server.says('The forum is here, with 0 posts')
  expect(await readFile(`${file}.unreadable`, 'utf8')).toBe('[{"id": "torn')
  const guest = await connect(node.url, { WebSocket: WebSocket as unknown as WebSocketConstructor })
  const tell = (text: unknown, rest: Record<string, unknown>) =>
    guest.publish('com.app.forum.new_message', [text, 'Salim'], rest, { acknowledge: true })
  const post = await guest.call<Post>('com.app.forum.post', [], { title: 'Apples', text: 'I like them.', name: 'Ana' })
  const { id, thread, title } = post
  await tell('I hate them.', { id, thread, title, at: post.at })
  await tell({ no: 'text' }, { id: 'b', thread, title, at: post.at })
  for (let index = 0; index < 600; index++)
    await tell('x'.repeat(2_000), { id: `f-${index}`, thread: 'f', title: 'F', at: post.at - 1_000 + index })
  await expect.poll(async () => (await guest.call<Post[]>('com.app.forum.posts')).length).toBe(500)
  expect(await guest.call('com.app.forum.thread', [thread])).toEqual([post])
  await server.stop()
  const kept: Post[] = JSON.parse(await readFile(file, 'utf8'))
  expect(kept.length).toBeLessThanOrEqual(500)
  expect(kept.find(kept => kept.id === id)).toEqual(post)
  const next = OutsideComponent.start(stage, 'forum/forum.mjs', node.url, file)
  await next.says(`The forum is here, with ${kept.length} posts`)
})

test.runIf(python)('a terminal is told of threads that there are, and of each new message', async () => {
  const { page, plainUrl } = await system.host('forum')
  await served(page)
  await begins(page, 'Apples', 'They are ripe.')
  const terminal = OutsideComponent.start(stage, 'forum/notify.py', plainUrl)
  await terminal.says('“Apples”, posts: 1')
  await terminal.says('Waiting for new messages.')
  await begins(page, 'Pears', 'Not yet.')
  await terminal.says('in “Pears”: Not yet.')
})

test('the chat is the tutorial’s and the game’s, and late-comers see what was said', async () => {
  const { page: hosting, invite, plainUrl } = await system.host('forum')
  const log = (page: Page) => page.locator('.chat-log p').allTextContents()
  const guest = await system.visit('guest', invite)
  await guest.getByLabel('Your name').fill('Salim')
  await says(guest, 'Ouech les potos !')
  await expect.poll(() => log(hosting)).toEqual(['Salim Ouech les potos !'])
  // What the tutorial's listing publishes.
  const tutorial = await connectAutobahn('JSON', { url: plainUrl })
  await tutorial?.publish('com.example.message', ['Bien ou bien ?', 'Arius'])
  tutorial?.close()
  await says(guest, 'Tranquille')
  const all = ['Salim Tranquille', 'Arius Bien ou bien ?', 'Salim Ouech les potos !']
  for (const page of [hosting, guest]) await expect.poll(() => log(page)).toEqual(all)
  await eventually(() => guest.getByLabel('Your name').inputValue(), 'Salim')
  const late = await system.visit('late', invite)
  await expect.poll(() => log(late)).toEqual(all)
  const player = await hosting.context().newPage()
  await player.goto(`${system.url}/game/`)
  await player.getByRole('button', { name: 'Host a session' }).click()
  await player.locator('.figure.me').waitFor()
  await player.locator('.chat #say').fill('From the meadow')
  await player.keyboard.press('Enter')
  await hosting.locator('.chat-log').getByText('From the meadow').waitFor()
})

test('chat.html is a page of its own: two people talk, and it has no script but the library', async () => {
  const open = async (browser: string, url: string) => {
    const page = await (await stage.context(browser)).newPage()
    page.on('pageerror', error => stage.problem(`thrown: ${error.message}`))
    await page.goto(url)
    await eventually(() => page.evaluate(() => document.querySelector('wamp-session')?.state), 'open')
    return page
  }
  const file = await readFile(new URL('../../demo/forum/chat.html', import.meta.url), 'utf8')
  const copied = stage.site.page(
    file.replace('http://localhost:8080/wamp-mesh.js', '/wamp-mesh.js').replace('ws://localhost:8080', stage.signaling),
  )
  const hosting = await open('host', copied)
  // The site itself has no signaling server: the link says where there is one.
  const invite = await hosting.evaluate(() => document.querySelector('wamp-session')?.invite ?? '')
  const guest = await open('guest', copied + new URL(invite).hash)
  await guest.locator('wamp-status [part=text]', { hasText: 'Connected' }).waitFor()
  await guest.getByLabel('Name').fill('Salim')
  await guest.getByLabel('Message').fill('Hello')
  await guest.keyboard.press('Enter')
  await hosting.getByRole('log').getByText('Salim: Hello').waitFor()
  await eventually(() => guest.getByLabel('Message').inputValue(), '')
  expect(await guest.getByLabel('Name').inputValue()).toBe('Salim')
})
