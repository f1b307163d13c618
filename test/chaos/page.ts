// Page: what runs in each page of the chaos cast. It is handed over as text, and sees nothing but its argument.

import type { Session } from '../../src/client/session.ts'
import type { Transport } from '../../src/host/dial.ts'
import type { ACKNOWLEDGED, Diary, PROCEDURE, RATE, Role, TOPIC } from './diary.ts'

declare global {
  var diary: Diary
}

export interface Part {
  readonly role: Role
  readonly topic: typeof TOPIC
  readonly procedure: typeof PROCEDURE
  readonly rate: typeof RATE
  readonly acknowledged: typeof ACKNOWLEDGED
}

export function perform({ role, topic, procedure, rate, acknowledged }: Part): void {
  if (!location.protocol.startsWith('http')) return
  const diary = restored()
  globalThis.diary = diary
  // A page that is kept while it is left goes on with its own; one that is loaded again finds this.
  addEventListener('pagehide', () => sessionStorage.setItem('diary', JSON.stringify(diary)))
  const prepared = new WeakSet<Session>()
  document.addEventListener('wamp-state', ({ target }) => {
    const { session, state, transport } = target as unknown as {
      session?: Session
      state: string
      transport?: Transport
    }
    note(diary.states, state)
    if (transport) note(diary.transports, transport)
    if (!session?.isOpen) return
    if (session.id !== undefined) note(diary.ids, session.id)
    if (prepared.has(session)) return
    prepared.add(session)
    void prepare[role](session).then(() => Object.assign(diary, { ready: true }))
  })
  const prepare: Record<Role, (session: Session) => Promise<unknown>> = {
    publisher: async () => {},
    subscriber: open =>
      open.subscribe(topic, ([number, sentAt]) => {
        diary.got.push(number as number)
        diary.sentAt.push(sentAt as number)
        diary.gotAt.push(Date.now())
      }),
    callee: open => register(open),
    host: async open => {
      await open.subscribe('wamp.session.on_leave', ([id]) => void diary.left.push([id as number, Date.now()]))
      await open.subscribe('wamp.session.on_join', ([details]) => {
        diary.joined.push([(details as { session: number }).session, Date.now()])
      })
    },
  }
  if (role === 'publisher') publishOn()
  if (role === 'subscriber') void callOn()

  function restored(): Diary {
    const saved = sessionStorage.getItem('diary')
    if (saved === null) {
      const lists = { ids: [], states: [], transports: [], refused: [], waiting: [], got: [], sentAt: [], gotAt: [] }
      return { running: false, ready: false, loads: 1, next: 0, ...lists, calls: [], invoked: [], left: [], joined: [] }
    }
    const diary: Diary = { ...JSON.parse(saved), ready: false }
    diary.loads++
    // What waited went with the page that waited for it.
    diary.refused.push(...diary.waiting.splice(0))
    for (const call of diary.calls) {
      if (call.ended === 0) Object.assign(call, { ended: Date.now(), error: 'went with its page' })
    }
    return diary
  }

  function note<T>(list: T[], value: T): void {
    if (list.at(-1) !== value) list.push(value)
  }

  function session(): Session | undefined {
    return document.querySelector('wamp-session')?.session
  }

  async function register(session: Session): Promise<void> {
    const answer = ([number]: unknown[]) => {
      diary.invoked.push(number as number)
      return number
    }
    // The session that this page had before it was loaded again may have it still.
    while (!(await session.register(procedure, answer).then(Boolean, () => false))) {
      await new Promise(resolve => setTimeout(resolve, 250))
    }
  }

  function publishOn(): void {
    let [due, last] = [diary.next, Date.now()]
    setInterval(() => {
      const [now, open] = [Date.now(), session()]
      // By real time, so that throttled or frozen timers catch up.
      due = diary.running && open ? due + ((now - last) * rate) / 1000 : diary.next
      last = now
      while (open && diary.next < due) publish(open, diary.next++)
    }, 5)
  }

  function publish(session: Session, number: number): void {
    const acknowledge = number % acknowledged === 0
    const settled = () => {
      const at = diary.waiting.indexOf(number)
      if (at >= 0) diary.waiting.splice(at, 1)
    }
    diary.waiting.push(number)
    session.publish(topic, [number, Date.now()], {}, acknowledge ? { acknowledge } : {}).then(settled, () => {
      settled()
      diary.refused.push(number)
    })
  }

  async function callOn(): Promise<void> {
    for (;;) {
      await new Promise(resolve => setTimeout(resolve, 50))
      const open = session()
      if (!open || !diary.running) continue
      const call = { number: diary.calls.length, begun: Date.now(), ended: 0, error: '' }
      diary.calls.push(call)
      try {
        const answer = await open.call(procedure, [call.number])
        if (answer !== call.number) call.error = 'wrong answer'
      } catch (error) {
        call.error = (error as { error?: string }).error ?? String(error)
      }
      call.ended = Date.now()
    }
  }
}
