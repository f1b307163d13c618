// <meadow-app>: the whole page. It follows <wamp-session> and shows the welcome, the wait or the meadow.

import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { reachablePages, type SessionElement, sessionElement } from '../../connection.ts'
import type { Message } from '../chat.ts'
import { systemClock } from '../clock.ts'
import { Keeper } from '../keeper.ts'
import type { Looks } from '../looks.ts'
import { keepLooks, recallLooks } from '../memory.ts'
import type { Player, Step } from '../protocol.ts'
import { sentenceOf } from '../refusal.ts'
import { Steward } from '../steward.ts'
import { Visit, type VisitView } from '../visit.ts'
import { words } from '../words.ts'
import { type Meadow, type Square, same } from '../world.ts'
import { MeadowBoard } from './board.ts'
import { describe } from './describe.ts'
import { gameView, type Panel, toggled } from './game-view.ts'
import { Keyboard } from './keyboard.ts'
import { statusOf, titleOf } from './status.ts'
import { welcome } from './welcome.ts'

/** Milliseconds a notice stays in sight. */
const NOTICE = 5_000

export class MeadowApp extends LitElement implements VisitView {
  static override properties = { systems: {}, translation: {}, program: {} }

  /** Where the other systems are. */
  declare systems: string
  /** Where this page is in the other language. */
  declare translation: string
  /** Where the game master in Python can be taken from. */
  declare program: string
  readonly #element: SessionElement = sessionElement()
  readonly #steward = new Steward({
    keeper: new Keeper({
      clock: systemClock,
      connect: () => this.#element.connect({ reconnect: 'never' }),
      inSight: () => !document.hidden,
      tell: sentence => this.tell(sentence),
    }),
    hosts: () => this.#element.role === 'host' && !this.#leaving,
    changed: () => this.changed(),
  })
  readonly #board = new MeadowBoard()
  readonly #keyboard = new Keyboard({ stride: () => this.#visit?.stride, pressed: () => this.#aim(undefined) })
  #looks: Looks = recallLooks()
  #visit: Visit | undefined
  #panels: ReadonlySet<Panel> = new Set()
  #pages: readonly string[] | undefined
  #problem: string | undefined
  #link = ''
  #notice = ''
  #murmur = ''
  #unread = 0
  #goal: Square | undefined
  #near: ReadonlySet<number> = new Set()
  #cancelNotice: (() => void) | undefined
  #leaving = false
  /** Whether the page was at risk, of which nobody could read while it was out of sight: told once, on coming back. */
  #risk: 'none' | 'past' | 'told' = 'none'

  constructor() {
    super()
    this.systems = ''
    this.translation = ''
    this.program = ''
    this.#board.onwalk = square => void this.#walk(square)
  }

  protected override createRenderRoot() {
    return this
  }

  override connectedCallback(): void {
    super.connectedCallback()
    for (const type of ['wamp-state', 'wamp-open', 'wamp-close'] as const)
      this.#element.addEventListener(type, this.#follow)
    this.#keyboard.listen()
    addEventListener('online', this.#follow)
    addEventListener('offline', this.#follow)
    this.#steward.listen()
    this.#follow()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    for (const type of ['wamp-state', 'wamp-open', 'wamp-close'] as const)
      this.#element.removeEventListener(type, this.#follow)
    this.#keyboard.stop()
    removeEventListener('online', this.#follow)
    removeEventListener('offline', this.#follow)
    this.#steward.close()
  }

  changed(): void {
    if (this.#visit) this.#steward.keep(this.#visit, this.#looks.name)
    const neighbours = this.#visit?.game.neighbours ?? []
    for (const { session, name } of neighbours) if (!this.#near.has(session)) this.#say(words.board.near(name))
    this.#near = new Set(neighbours.map(({ session }) => session))
    this.requestUpdate()
  }

  placed(meadow: Meadow, players: readonly Player[]): void {
    this.#goal = undefined
    this.#board.mark(undefined)
    this.#board.place(meadow, players, this.#visit?.session.id ?? 0)
    this.#steward.joined()
  }

  stepped(step: Step): void {
    const turn = this.#board.step(step)
    if (turn) this.#say(words.board[turn](step.name))
    if (step.session !== this.#visit?.session.id || !this.#goal) return
    if (step.ms === 0 || same(step, this.#goal)) this.#aim(undefined)
  }

  left({ session, name }: Player): void {
    this.#board.leave(session)
    this.#say(words.board.left(name))
  }

  hugged(asker: Player, accepter: Player): void {
    this.#board.hug(asker, accepter)
    const me = this.#visit?.session.id
    const other = asker.session === me ? accepter : accepter.session === me ? asker : undefined
    if (other) this.tell(words.hug.you(other.name))
    else this.#say(words.hug.others(asker.name, accepter.name))
  }

  said({ session, text }: Message): void {
    if (session !== undefined) this.#board.say(session, text)
    if (!this.#panels.has('chat') && session !== this.#visit?.session.id) this.#unread++
    this.requestUpdate()
  }

  tell(sentence: string): void {
    this.#cancelNotice?.()
    this.#notice = sentence
    this.#cancelNotice = systemClock.after(NOTICE, () => {
      this.#notice = ''
      this.requestUpdate()
    })
    this.requestUpdate()
  }

  protected override updated(): void {
    document.title = titleOf(statusOf(this.#element, navigator.onLine))
  }

  protected override render(): TemplateResult {
    if (this.#visit) return this.#game(this.#visit)
    if (this.#element.state === 'closed') return this.#welcome()
    const { words: state, advice } = statusOf(this.#element, navigator.onLine)
    return html`<main class="waiting">
      <div class="card">
        <div class="ripples" aria-hidden="true"></div>
        <h1 role="status">${state}</h1>
        <p>${advice ?? words.status.advice.looking}</p>
        ${this.#problem && !this.#element.waiting ? html`<p class="problem" role="alert">${this.#problem}</p>` : nothing}
        <button @click=${this.#leave}>${words.leave}</button>
      </div>
    </main>`
  }

  #welcome(): TemplateResult {
    return welcome({
      ...this.#links,
      problem: this.#problem,
      link: this.#link,
      onhost: () => {
        this.#element.open().catch(() => {})
      },
      onjoin: link => {
        this.#link = link
        this.#element.invite = link
      },
    })
  }

  #game(visit: Visit): TemplateResult {
    const { game } = visit
    this.#board.description = describe(this.#board.meadow, game.me, game.players.values())
    return gameView({
      ...this.#links,
      visit,
      element: this.#element,
      board: this.#board,
      steward: this.#steward,
      program: this.program,
      looks: this.#looks,
      status: statusOf(this.#element, navigator.onLine),
      problem: this.#problem,
      panels: this.#panels,
      pages: this.#pages ?? [],
      notice: this.#notice,
      murmur: this.#murmur,
      unread: this.#unread,
      toggle: panel => this.#toggle(panel),
      ontell: sentence => this.tell(sentence),
      onpage: page => {
        this.#element.page = page
      },
      onlooks: looks => this.#dress(looks),
      onleave: this.#leave,
    })
  }

  /** The element has changed: so may have the session, or what it is worth. */
  readonly #follow = (): void => {
    const { session, error, role, risk } = this.#element
    this.#problem = error?.message
    if (risk && this.#risk === 'none') this.#risk = 'past'
    if (!risk && this.#risk === 'past' && !document.hidden) this.#warn()
    if (session !== this.#visit?.session) this.#meet(session)
    this.#visit?.follow()
    if (session && role === 'host' && this.#pages === undefined) void this.#findPages()
    this.requestUpdate()
  }

  #warn(): void {
    this.#risk = 'told'
    this.tell(words.status.advice.wasAtRisk)
  }

  /** Begins a visit, and ends the one before. */
  #meet(session: Visit['session'] | undefined): void {
    this.#visit?.end()
    this.#visit = undefined
    this.#unread = 0
    this.#near = new Set()
    this.#panels = new Set(this.#element.role === 'host' ? ['invite'] : [])
    if (!session) return
    this.#link = ''
    const visit = new Visit(session, { looks: this.#looks, view: this })
    visit.start().then(
      () => this.#visit === visit && visit.follow(),
      error => this.tell(words.master.notFollowed(sentenceOf(error))),
    )
    this.#visit = visit
  }

  /** In the other language it is the same room still. */
  get #links() {
    const { systems, translation } = this
    const { invite } = this.#element
    return { systems, translation: translation + (invite ? new URL(invite).hash : '') }
  }

  /** An invite to `localhost` would lead nobody here: the first address of this machine is offered instead. */
  async #findPages(): Promise<void> {
    this.#pages = []
    this.#pages = await reachablePages(this.#element)
    if (this.#pages.length > 0) this.#element.page = this.#pages[0]
    this.requestUpdate()
  }

  async #walk(square: Square): Promise<void> {
    if (!this.#visit) return
    this.#aim(square)
    if (!(await this.#visit.walk(square)) && this.#goal === square) this.#aim(undefined)
  }

  #aim(square: Square | undefined): void {
    this.#goal = square
    this.#board.mark(square)
  }

  #dress(looks: Looks): void {
    this.#looks = looks
    keepLooks(looks)
    this.#visit?.game.rename(looks).catch(error => this.tell(sentenceOf(error)))
    this.requestUpdate()
  }

  #toggle(panel: Panel): void {
    this.#panels = toggled(this.#panels, panel)
    if (this.#panels.has('chat')) this.#unread = 0
    this.requestUpdate()
  }

  /** For those who do not see it, without a word on the screen. */
  #say(sentence: string): void {
    this.#murmur = sentence
    this.requestUpdate()
  }

  readonly #leave = async (): Promise<void> => {
    this.#leaving = true
    await this.#steward.stop()
    this.#pages = undefined
    this.#element.page = undefined
    await this.#element.close()
    this.#leaving = false
  }
}
