// Game view: the meadow with everything around it.

import { html, nothing, type TemplateResult } from 'lit'
import type { SessionElement } from '../../connection.ts'
import { systemClock } from '../clock.ts'
import type { Looks } from '../looks.ts'
import type { Steward } from '../steward.ts'
import type { Visit } from '../visit.ts'
import { words } from '../words.ts'
import { backstage, runBy } from './backstage.ts'
import type { MeadowBoard } from './board.ts'
import { hugs, means, pad } from './controls.ts'
import { icons } from './icons.ts'
import { type LinksProps, links } from './links.ts'
import { paint } from './paint.ts'
import type { PlayerProfile } from './profile.ts'
import type { Status } from './status.ts'

/** What can be opened and closed. */
export type Panel = 'invite' | 'chat' | 'backstage'

/** What is open after one is opened or closed. Backstage takes the place of all others, and they its. */
export function toggled(panels: ReadonlySet<Panel>, panel: Panel): ReadonlySet<Panel> {
  const others = [...panels].filter(other => other !== panel)
  if (panels.has(panel)) return new Set(others)
  return new Set(panel === 'backstage' ? [panel] : [...others.filter(other => other !== 'backstage'), panel])
}

export interface GameViewProps extends LinksProps {
  readonly visit: Visit
  readonly element: SessionElement
  readonly board: MeadowBoard
  readonly steward: Steward
  readonly looks: Looks
  readonly status: Status
  /** What is wrong with the connection. */
  readonly problem: string | undefined
  readonly panels: ReadonlySet<Panel>
  readonly pages: readonly string[]
  /** Where the game master in Python can be taken from. */
  readonly program: string
  readonly notice: string
  readonly murmur: string
  /** Messages that came while the talk was closed. */
  readonly unread: number
  toggle(panel: Panel): void
  ontell(sentence: string): void
  onpage(page: string | undefined): void
  onlooks(looks: Looks): void
  onleave(): void
}

export function gameView(props: GameViewProps): TemplateResult {
  const { panels } = props
  const isOpen = (panel: Panel) => panels.has(panel)
  return html`<div class="game" data-invite=${isOpen('invite')} data-chat=${isOpen('chat')} data-backstage=${isOpen('backstage')}>
    ${bar(props)} ${stage(props)}
    <aside class="side">
      ${isOpen('backstage') ? backstage({ ...props, ondone: () => props.toggle('backstage') }) : nothing}
      ${invite(props)}
      ${people(props)}
      <chat-panel
        .messages=${props.visit.chat.messages}
        ?open=${isOpen('chat')}
        .onsay=${(text: string) => props.visit.chat.say(text, props.visit.game.me ?? props.looks)}
        .ondone=${() => props.toggle('chat')}
      ></chat-panel>
    </aside>
    <player-profile .looks=${props.looks} .onlooks=${props.onlooks}></player-profile>
  </div>`
}

function bar({ status, looks, panels, unread, toggle, onleave, element }: GameViewProps): TemplateResult {
  const profile = () => document.querySelector<PlayerProfile>('player-profile')?.show()
  const open = (panel: Panel) => (panels.has(panel) ? 'true' : 'false')
  return html`<header class="bar">
    <h1 class="hidden">${words.meadow}</h1>
    <p class="status" data-mood=${status.mood} role="status">
      <span><b>${status.words}</b>${status.where ? html` <small>${status.where}</small>` : nothing}</span>
    </p>
    <button class="you" aria-label=${words.bar.you(looks.name)} @click=${profile}>
      <span class="dot" ${paint(looks.colour)}></span><span class="you-name" dir="auto">${looks.name}</span>
    </button>
    ${element.invite ? html`<button class="fold" aria-expanded=${open('invite')} @click=${() => toggle('invite')}>${icons.invite}<span>${words.bar.invite}</span></button>` : nothing}
    <button class="fold chat-toggle" aria-expanded=${open('chat')} @click=${() => toggle('chat')}>
      ${icons.chat}<span>${words.bar.talk}</span>${unread > 0 ? html`<b class="badge" aria-label=${words.bar.unread(unread)}>${unread > 99 ? '99+' : unread}</b>` : nothing}
    </button>
    <button class="fold" aria-expanded=${open('backstage')} @click=${() => toggle('backstage')}>${icons.backstage}<span>${words.bar.backstage}</span></button>
    <button class="fold" @click=${onleave}>${icons.leave}<span>${words.leave}</span></button>
  </header>`
}

function stage(props: GameViewProps): TemplateResult {
  const { visit, board, notice, murmur, element } = props
  const { game } = visit
  const paused = game.state !== 'playing' || game.sleepingMaster !== undefined || element.liveness === 'asleep'
  return html`<main class="stage">
    <div class="notices">
      ${banners(props).map(({ text, bad }) => html`<p class="banner" data-bad=${bad} role="status">${text}</p>`)} ${takeOver(props)}
      <hug-questions .questions=${visit.hugs.questions} .clock=${systemClock}></hug-questions>
    </div>
    <div class="field" data-paused=${paused}>
      ${board}
      <p class="notice" role="status">${notice}</p>
    </div>
    <p class="hidden" role="status">${murmur}</p>
    <div class="controls">
      ${pad(visit.stride)}
      <div class="acts">
        ${hugs(
          game.neighbours,
          session => visit.hugs.hasAsked(session),
          other => void visit.askForHug(other),
        )}
        ${means(visit.mean, mean => {
          visit.mean = mean
          board.requestUpdate()
          props.ontell('')
        })}
        <button class="quiet where" @click=${() => props.ontell(board.description)}>${icons.compass} ${words.board.where}</button>
      </div>
    </div>
  </main>`
}

/** What everybody should know now: of the connection, then of the game. */
function banners({ status, problem, visit, element, steward }: GameViewProps): { text: string; bad: boolean }[] {
  const { game } = visit
  const texts = [
    ...(status.advice ? [{ text: status.advice, bad: false }] : []),
    ...(problem && !status.advice ? [{ text: problem, bad: true }] : []),
  ]
  if (texts.length > 0) return texts
  if (game.sleepingMaster !== undefined) return [{ text: words.master.asleep, bad: false }]
  if (game.state !== 'masterless') return []
  if (game.problem) return [{ text: words.master.noGame(game.problem), bad: true }]
  const starts = element.role === 'host' && steward.place === 'page'
  return [{ text: starts ? words.master.starting : words.master.nobody, bad: false }]
}

/** Who hosts need not wait for a component elsewhere. */
function takeOver({ steward, visit, element }: GameViewProps): TemplateResult | typeof nothing {
  const { state, sleepingMaster } = visit.game
  const waits = state === 'masterless' || sleepingMaster !== undefined
  if (!waits || element.role !== 'host' || steward.place === 'page') return nothing
  return html`<button class="primary" @click=${() => steward.choose('page')}>${words.master.takeOver}</button>`
}

function invite({ element, panels, pages, onpage, toggle }: GameViewProps): TemplateResult | typeof nothing {
  if (!element.invite || !panels.has('invite')) return nothing
  return html`<invite-panel
    .invite=${element.invite}
    .plainUrl=${element.plainUrl}
    .realm=${element.session?.realm ?? element.realm}
    .pages=${pages}
    .page=${element.page}
    .onpage=${onpage}
    .ondone=${() => toggle('invite')}
  ></invite-panel>`
}

const note = (text: string) => (text === '' ? nothing : html` <small>${text}</small>`)

function people(props: GameViewProps): TemplateResult {
  const { visit, element } = props
  const { game, session } = visit
  const players = [...game.players.values()]
  return html`<section class="card people" aria-label=${words.people.title}>
    <ul>
      ${players.map(
        ({ session: id, name, colour, asleep }) => html`<li ?data-asleep=${asleep}>
          <span class="dot" ${paint(colour)}></span><span dir="auto">${name}</span>${note(id === session.id ? words.people.you : asleep ? words.people.asleep : '')}
        </li>`,
      )}
    </ul>
    <p class="by">${runBy(visit)} ${element.role === 'host' ? words.people.keepOpen : ''}</p>
    ${links(props)}
  </section>`
}
