// Welcome: the page before anybody hosts or joins.

import { html, nothing, type TemplateResult } from 'lit'
import { COLOURS } from '../looks.ts'
import { paint } from './paint.ts'
import { tree } from './scenery.ts'
import { heart, villager } from './villager.ts'

export interface WelcomeProps {
  /** Why the last session ended, or could not begin. */
  readonly problem: string | undefined
  /** What was pasted before, to be corrected. */
  readonly link: string
  onhost(): void
  onjoin(link: string): void
}

export function welcome({ problem, link, onhost, onjoin }: WelcomeProps): TemplateResult {
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (event.target instanceof HTMLFormElement) onjoin(String(new FormData(event.target).get('link')))
  }
  return html`<main class="welcome">
    ${scene()}
    <h1>Meet on a meadow</h1>
    <p class="lead">
      Walk, hug and talk with whoever has your link. The meadow lives in your page: nothing to install, nobody to
      register with.
    </p>
    ${problem ? html`<p class="problem" role="alert">${problem}</p>` : nothing}
    <div class="ways-in">
      <section class="card way-in">
        <h2>Open a meadow</h2>
        <p>You get a link and a QR code to pass on. It stays open while this page does.</p>
        <button class="primary" @click=${onhost}>Host a session</button>
      </section>
      <section class="card way-in">
        <h2>Visit one</h2>
        <form @submit=${submit}>
          <label for="link">Paste a link</label>
          <div class="field-row">
            <input id="link" name="link" type="text" inputmode="url" required autocomplete="off" autocapitalize="off" spellcheck="false" placeholder="https://…#wamp=…" .value=${link} />
            <button>Join</button>
          </div>
        </form>
      </section>
    </div>
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
