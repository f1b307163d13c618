// Profile: what the main thread of a page does meanwhile, as `--profile` asks for it; to be opened in Chromium's developer tools.

import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright'

/** Microseconds from one look to the next. */
const INTERVAL = 200

/** What `task` resolves to. @param folder none: nothing is looked at. @param name of the file there. */
export async function profiled<T>(
  { page, folder, name }: { page: Page; folder: string | undefined; name: string },
  task: () => Promise<T>,
): Promise<T> {
  if (folder === undefined) return task()
  const session = await page.context().newCDPSession(page)
  await session.send('Profiler.enable')
  await session.send('Profiler.setSamplingInterval', { interval: INTERVAL })
  await session.send('Profiler.start')
  const result = await task()
  const { profile } = await session.send('Profiler.stop')
  await session.detach()
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, `${name}.cpuprofile`), JSON.stringify(profile))
  return result
}
