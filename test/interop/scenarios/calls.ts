// Calls: errors, progress, giving up, time limits.

import { can } from '../abilities.ts'
import { type CancelMode, type Payload, REFUSED } from '../driver.ts'
import { alive, type Pair, payload, refusal, type Scenario, same, samePayload } from '../scenario.ts'

const CANCELED = 'wamp.error.canceled'

/** Begins a call that is held, gives it up once the callee has it, and checks what both hear of that. */
async function givesUp({ one, other, uri }: Pair, mode: CancelMode | undefined): Promise<void> {
  const held = await other.register(uri, 'hold')
  const calling = one.call(uri, payload(['first']), mode && { cancelMode: mode })
  await held.invoked.next()
  calling.cancel()
  same((await refusal(calling.result, 'a call that was given up')).error, CANCELED, 'a call that was given up')
  const interrupts = mode !== 'skip' && can(other.client, 'hears INTERRUPT')
  if (interrupts) await held.interrupted.next()
  held.release()
  // What the callee still says reaches nobody, and ends no session.
  await alive(other, one)
  same(held.interrupted.size, 0, 'interrupts')
  await held.unregister()
}

export const CALLS: readonly Scenario[] = [
  {
    name: 'register, call, unregister',
    run: async ({ one, other, uri }) => {
      const { unregister } = await other.register(uri, 'name')
      samePayload(await one.call(uri, payload(['a'])).result, payload([other.name]), 'a result')
      const taken = await refusal(one.register(uri, 'echo'), 'a second registration')
      same(taken.error, 'wamp.error.procedure_already_exists', 'a second registration')
      await unregister()
      const gone = await refusal(one.call(uri).result, 'a call after unregister')
      same(gone.error, 'wamp.error.no_such_procedure', 'a call after unregister')
    },
  },
  {
    name: 'results of nothing',
    needs: { other: ['returns nothing'] },
    run: async ({ one, other, uri }) => {
      const { unregister } = await other.register(uri, 'nothing')
      samePayload(await one.call(uri, payload(['a'])).result, payload(), 'nothing')
      await unregister()
    },
  },
  {
    name: 'errors of the application, with arguments',
    run: async ({ one, other, uri }) => {
      const { unregister } = await other.register(uri, 'refuse')
      for (const sent of [payload(), payload(['why', { code: 7 }]), payload(['both'], { left: 2 })]) {
        const { error, args, kwargs } = await refusal(one.call(uri, sent).result, 'an error')
        same(error, REFUSED, 'the URI')
        same({ args, kwargs }, sent, 'its arguments')
      }
      await unregister()
    },
  },
  {
    name: 'exceptions of the language',
    wants: { other: ['runtime_error'] },
    run: async ({ one, other, uri }) => {
      const { unregister } = await other.register(uri, 'break')
      const { error } = await refusal(one.call(uri).result, 'an exception')
      const runtime = can(other.client, 'runtime_error')
      same(error, runtime ? 'wamp.error.runtime_error' : 'wamp.error.invocation_exception', 'the URI')
      await unregister()
    },
  },
  {
    name: 'progressive results',
    run: async ({ one, other, uri }) => {
      const { unregister } = await other.register(uri, 'count')
      const parts: Payload[] = []
      const result = await one.call(uri, payload([3]), { onprogress: part => parts.push(part) }).result
      samePayload(result, payload([3]), 'the last result')
      same(parts, [payload([1]), payload([2]), payload([3])], 'what came before')
      samePayload(await one.call(uri, payload([2])).result, payload([2]), 'without asking for progress')
      await unregister()
    },
  },
  ...(['skip', 'kill', 'killnowait'] as const).map(
    (mode): Scenario => ({
      name: `cancel, ${mode}`,
      needs: { one: [`cancel ${mode}`] },
      wants: { other: mode === 'skip' ? [] : ['hears INTERRUPT'] },
      run: pair => givesUp(pair, mode),
    }),
  ),
  {
    name: 'cancel without a mode',
    needs: { one: ['cancel without a mode'] },
    wants: { other: ['hears INTERRUPT'] },
    run: pair => givesUp(pair, undefined),
  },
  {
    name: 'timeout',
    wants: { other: ['hears INTERRUPT'] },
    run: async ({ one, other, uri }) => {
      const held = await other.register(uri, 'hold')
      const { result } = one.call(uri, payload(), { timeout: 500 })
      const refused = refusal(result, 'a call that takes too long')
      // Heard of in one breath with its end, the call would be over for Autobahn|Python before its endpoint had begun.
      await held.invoked.next()
      const { error } = await refused
      same(error, 'wamp.error.timeout', 'a call that takes too long')
      if (can(other.client, 'hears INTERRUPT')) await held.interrupted.next()
      held.release()
      await alive(other, one)
      await held.unregister()
    },
  },
  {
    name: 'the callee leaves',
    run: async ({ one, other, uri, join }) => {
      const guest = await join(other.client)
      const held = await guest.register(uri, 'hold')
      const { result } = one.call(uri)
      await held.invoked.next()
      const [{ error }] = await Promise.all([refusal(result, 'a call to who leaves'), guest.leave()])
      same(error, CANCELED, 'a call to who leaves')
    },
  },
  {
    name: 'the caller leaves',
    wants: { other: ['hears INTERRUPT'] },
    run: async ({ one, other, uri, join }) => {
      const held = await other.register(uri, 'hold')
      const guest = await join(one.client)
      const ended = guest.call(uri).result.catch(() => {})
      await held.invoked.next()
      await guest.leave()
      if (can(other.client, 'hears INTERRUPT')) await held.interrupted.next()
      held.release()
      await alive(other)
      await held.unregister()
      await Promise.race([ended, guest.left])
    },
  },
]
