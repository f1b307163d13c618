// Welcome: the page before anybody hosts or joins.

import { html, nothing, type TemplateResult } from 'lit'
import { COLOURS } from '../looks.ts'
import { words } from '../words.ts'
import { type LinksProps, links } from './links.ts'
import { paint } from './paint.ts'
import { tree } from './scenery.ts'
import { heart, villager } from './villager.ts'

export interface WelcomeProps extends LinksProps {
  /** Why the last session ended, or could not begin. */
  readonly problem: string | undefined
  /** What was pasted before, to be corrected. */
  readonly link: string
  onhost(): void
  onjoin(link: string): void
}

export function welcome(props: WelcomeProps): TemplateResult {
  const { problem, link, onhost, onjoin } = props
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (event.target instanceof HTMLFormElement) onjoin(String(new FormData(event.target).get('link')))
  }
  return html`<main class="welcome">
    ${scene()}
    <h1>${words.welcome.title}</h1>
    <p class="lead">${words.welcome.lead}</p>
    ${problem ? html`<p class="problem" role="alert">${problem}</p>` : nothing}
    <div class="ways-in">
      <section class="card way-in">
        <h2>${words.welcome.open}</h2>
        <p>${words.welcome.openLead}</p>
        <button class="primary" @click=${onhost}>${words.welcome.host}</button>
      </section>
      <section class="card way-in">
        <h2>${words.welcome.visit}</h2>
        <form @submit=${submit}>
          <label for="link">${words.welcome.paste}</label>
          <div class="field-row">
            <input id="link" name="link" type="text" inputmode="url" required autocomplete="off" autocapitalize="off" spellcheck="false" placeholder="https://…#wamp=…" .value=${link} />
            <button>${words.welcome.join}</button>
          </div>
        </form>
      </section>
    </div>
    ${links(props)}
  </main>`
}

/** A bit of the meadow, to show what it is about. */
function scene(): TemplateResult {
  const somebody = (kind: string, colour: number) =>
    html`<div class="figure ${kind}" data-facing="down" ${paint(COLOURS[colour]?.value ?? '')}><div class="figure-shadow"></div><div class="motion">${villager}</div></div>`
  return html`<div class="scene" aria-hidden="true">
    <div class="tree one">${tree('apple')}</div>
    <div class="tree two">${tree('blossom')}</div>
    <div class="tree three">${tree('pear')}</div>
    <div class="pair" data-mood="hug">${somebody('first', 0)}${somebody('second', 5)}<div class="pair-heart">${heart}</div></div>
    ${somebody('third', 2)}
  </div>`
}
