// Backstage: what the game shows of WAMP: who runs it, the messages that pass, the code.

import { html, nothing, type TemplateResult } from 'lit'
import { guard } from 'lit/directives/guard.js'
import type { SessionElement } from '../../connection.ts'
import type { MasterPlace } from '../memory.ts'
import { MOVE } from '../protocol.ts'
import type { Steward } from '../steward.ts'
import type { Visit } from '../visit.ts'
import { words } from '../words.ts'
import { icons } from './icons.ts'

const PLACES: readonly MasterPlace[] = ['page', 'elsewhere']

export interface BackstageProps {
  readonly visit: Visit
  readonly element: SessionElement
  readonly steward: Steward
  /** Where the game master in Python can be taken from. */
  readonly program: string
  ondone(): void
}

export function backstage(props: BackstageProps): TemplateResult {
  return html`<section class="card backstage" aria-labelledby="backstage-title">
    <header class="panel-head">
      <h2 id="backstage-title">${words.bar.backstage}</h2>
      <button class="quiet icon-only" aria-label=${words.close(words.bar.backstage)} @click=${props.ondone}>${icons.close}</button>
    </header>
    <p>${words.backstage.lead}</p>
    ${master(props)}
    <h3>${words.backstage.messages}</h3>
    <wamp-inspector .names=${names(props.visit)}></wamp-inspector>
    <h3>${words.backstage.code}</h3>
    ${code()}
  </section>`
}

/** Who runs the game, in words. */
export function runBy({ game }: Visit): string {
  return game.master ? words.master.runBy(game.master.by, game.master.page) : ''
}

function master({ visit, element, steward, program }: BackstageProps): TemplateResult | typeof nothing {
  if (element.role !== 'host') return nothing
  return html`<h3>${words.master.title}</h3>
    <div class="means" role="group" aria-label=${words.master.where}>
      ${PLACES.map(
        place => html`<button aria-pressed=${place === steward.place ? 'true' : 'false'} @click=${() => steward.choose(place)}>
          ${words.master[place]}
        </button>`,
      )}
    </div>
    <p role="status">${runBy(visit) || words.master.nobody}</p>
    ${
      steward.place === 'elsewhere'
        ? html`<p>${words.master.outside} <code>pip install autobahn</code>.</p>
          <run-outside file=${program} command="python3 master.py"></run-outside>`
        : nothing
    }`
}

/** The figure names players as the meadow does. */
function names({ game }: Visit) {
  const players = [...game.players.values()]
  return guard([players.map(({ session, name }) => `${session} ${name}`).join('\n')], () => {
    const known = players.map(({ session, name }) => [session, name] as const)
    return new Map<number | string, string>([...known, [MOVE, words.backstage.master]])
  })
}

let shown: HTMLElement | undefined

/** The page brings its code with it, cut from the files that run. */
function code(): HTMLElement {
  if (shown) return shown
  shown = document.createElement('div')
  shown.className = 'samples'
  const brought = document.querySelector<HTMLTemplateElement>('template#game-code')
  if (brought) shown.append(brought.content.cloneNode(true))
  return shown
}
