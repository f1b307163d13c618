// <player-profile>: a dialog to change one's name and colour.

import { html, LitElement } from 'lit'
import { say } from '../../site/language.ts'
import { COLOURS, LONGEST_NAME, type Looks, toName } from '../looks.ts'
import { words } from '../words.ts'
import { paint } from './paint.ts'
import { villager } from './villager.ts'

export class PlayerProfile extends LitElement {
  static override properties = { looks: { attribute: false }, colour: { state: true } }

  declare looks: Looks
  declare colour: string
  onlooks: (looks: Looks) => void = () => {}

  constructor() {
    super()
    this.looks = { name: '', colour: '' }
    this.colour = ''
  }

  protected override createRenderRoot() {
    return this
  }

  /** Opens the dialog. */
  show(): void {
    this.colour = this.looks.colour
    const field = this.querySelector<HTMLInputElement>('#name')
    if (field) field.value = this.looks.name
    this.querySelector('dialog')?.showModal()
    field?.select()
  }

  protected override render() {
    return html`<dialog class="card profile" aria-labelledby="profile-title">
      <form method="dialog" @submit=${this.#submit}>
        <h2 id="profile-title">${words.profile.title}</h2>
        <div class="figure portrait" data-facing="down" ${paint(this.colour)}>
          <div class="figure-shadow"></div>
          <div class="motion">${villager}</div>
        </div>
        <label for="name">${words.profile.name}</label>
        <input id="name" name="name" type="text" required maxlength=${LONGEST_NAME} autocomplete="nickname" />
        <fieldset class="colours">
          <legend>${words.profile.colour}</legend>
          ${COLOURS.map(
            ({ name, value }) => html`<label class="colour" ${paint(value)} title=${say(name)}>
              <input type="radio" name="colour" value=${value} .checked=${value === this.colour} @change=${() => this.#choose(value)} />
              <span class="hidden">${say(name)}</span>
            </label>`,
          )}
        </fieldset>
        <div class="dialog-actions">
          <button type="button" @click=${() => this.querySelector('dialog')?.close()}>${words.profile.cancel}</button>
          <button class="primary">${words.profile.save}</button>
        </div>
      </form>
    </dialog>`
  }

  #choose(colour: string): void {
    this.colour = colour
  }

  readonly #submit = (): void => {
    const name = toName(this.querySelector<HTMLInputElement>('#name')?.value)
    if (name) this.onlooks({ name, colour: this.colour })
  }
}
