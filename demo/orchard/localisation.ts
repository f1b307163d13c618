// Localisation: publishes where the tractor is, at an interval.

import { metresTo, poseAfter } from './drive.ts'
import { registerWhenFree } from './register-when-free.ts'
import { type DriveSettings, readDriveSettings, readPosition, USUAL_DRIVE } from './requests.ts'
import type { Position } from './terrain.ts'
import type { Tools } from './tools.ts'

/** Where a real device is, in place of the simulated tractor; nowhere where none is asked. */
export type Whereabouts = () => Position | undefined

export async function startLocalisation({ session, tell, ...waiting }: Tools, device: Whereabouts): Promise<void> {
  let settings: DriveSettings = USUAL_DRIVE
  let metres = 0
  // Whoever takes over goes on from where the last one was.
  const follow = (args: readonly unknown[]) => {
    const last = readPosition(args)
    if (last) metres = metresTo(last)
  }
  const others = await session.subscribe('com.app.position', follow, { get_retained: true })
  //#region localisation
  const set = (_: unknown, asked: Record<string, unknown>) => {
    settings = readDriveSettings(asked, settings)
    session.publish('com.app.localisation.settings', [settings])
    return settings
  }
  await registerWhenFree(session, 'com.app.localisation.settings', set, waiting)

  const step = (seconds: number) => {
    const { running, speed } = settings
    if (running) metres += speed * seconds
    const position = device() ?? { ...poseAfter(metres), speed: running ? speed : 0 }
    const { x, y, heading } = position
    tell({ kind: 'position', at: position })
    // Only the newest position counts: who is slow misses some, and who comes later gets the last.
    const options = { x_conflate: true, retain: true }
    session.publish(
      'com.app.position',
      [round(x), round(y)],
      { heading: round(heading), speed: position.speed },
      options,
    )
  }
  //#endregion
  await others.unsubscribe()
  session.publish('com.app.localisation.settings', [settings])
  every(() => settings.interval, step, waiting.signal)
}

/** A tractor does not leap where its page was held up. */
const LONGEST_STEP = 2

/** Now, and again after so many milliseconds, until the signal; told how many seconds have passed. */
function every(interval: () => number, task: (seconds: number) => void, signal: AbortSignal): void {
  let before = performance.now()
  let timer: ReturnType<typeof setTimeout>
  const next = () => {
    const now = performance.now()
    task(Math.min((now - before) / 1000, LONGEST_STEP))
    before = now
    timer = setTimeout(next, interval())
  }
  if (signal.aborted) return
  signal.addEventListener('abort', () => clearTimeout(timer), { once: true })
  next()
}

const round = (number: number): number => Math.round(number * 100) / 100
