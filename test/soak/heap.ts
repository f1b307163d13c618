// Heap: what the scripts of a page, and of the worker beside it, hold after a collection.

import type { CDPSession, Page } from 'playwright'

/** Bytes; asks a page's own scripts. */
export async function heapOfPage(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page)
  try {
    return await heapBy((method, params) => session.send(method as 'Runtime.getHeapUsage', params))
  } finally {
    await session.detach()
  }
}

/** Bytes; asks the worker of this type in the browser of a page, if there is one. */
export async function heapOfWorker(page: Page, type: 'shared_worker' | 'service_worker'): Promise<number | undefined> {
  const browser = page.context().browser()
  if (!browser) return undefined
  const session = await browser.newBrowserCDPSession()
  try {
    const { targetInfos } = await session.send('Target.getTargets')
    const target = targetInfos.find(info => info.type === type)
    if (!target) return undefined
    const { sessionId } = await session.send('Target.attachToTarget', { targetId: target.targetId, flatten: false })
    return await heapBy((method, params) => sendThrough(session, { sessionId, method, params }))
  } finally {
    await session.detach()
  }
}

type Send = (method: string, params?: object) => Promise<unknown>

async function heapBy(send: Send): Promise<number> {
  await send('HeapProfiler.collectGarbage')
  const { usedSize } = (await send('Runtime.getHeapUsage')) as { usedSize: number }
  return usedSize
}

let requests = 0

/** A request within a session that is not our own, as the protocol had them before it was flat. */
function sendThrough(
  session: CDPSession,
  { sessionId, ...request }: { sessionId: string; method: string; params?: object | undefined },
): Promise<unknown> {
  const id = ++requests
  return new Promise((resolve, reject) => {
    const received = ({ message }: { message: string }) => {
      const answer = JSON.parse(message) as { id?: number; result?: unknown; error?: { message: string } }
      if (answer.id !== id) return
      session.off('Target.receivedMessageFromTarget', received)
      if (answer.error) reject(new Error(answer.error.message))
      else resolve(answer.result)
    }
    session.on('Target.receivedMessageFromTarget', received)
    session.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, ...request }) }).catch(reject)
  })
}
