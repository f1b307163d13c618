// Settings panel: how the interface sets the other components, by their URIs.

import { html, type TemplateResult } from 'lit'
import { say } from '../../site/language.ts'
import { type DoseSettings, PRODUCTS, type Product, USUAL_DOSE } from '../dose-rule.ts'
import { inWords } from '../number.ts'
import type { Overview } from '../overview.ts'
import { type DriveSettings, USUAL_DRIVE } from '../requests.ts'
import type { Service } from '../roles.ts'
import { PRODUCT_NAMES } from '../words.ts'

/** Asks a component; resolves to whether it did as asked. */
export type Ask = (procedure: string, kwargs?: Record<string, unknown>) => Promise<boolean>

export interface Panel {
  readonly overview: Overview | undefined
  /** Whether a component is there to be set. */
  has(service: Service): boolean
  readonly ask: Ask
}

interface Slider {
  readonly id: string
  readonly name: string
  readonly unit: string
  readonly value: number
  readonly range: { readonly min: number; readonly max: number; readonly step: number }
  set(value: number): Promise<boolean>
}

export function settingsPanel({ overview, has, ask }: Panel): TemplateResult {
  // To refill takes no program.
  return html`<form class="settings" @submit=${(event: Event) => event.preventDefault()}>
    <fieldset ?disabled=${!has('localisation')}>
      <legend>${say({ en: 'Drive', fr: 'Conduite' })}</legend>
      ${driving(overview?.drive ?? USUAL_DRIVE, ask)}
    </fieldset>
    <fieldset ?disabled=${!has('dose')}>
      <legend>${say({ en: 'Dose', fr: 'Dose' })}</legend>
      ${dosing(overview?.dose ?? USUAL_DOSE, ask)}
    </fieldset>
  </form>
  <wamp-call procedure="com.app.refill" timeout="5000">
    <button ?disabled=${!has('distribution')}>${say({ en: 'Refill the tank', fr: 'Remplir la cuve' })}</button>
  </wamp-call>`
}

function driving({ running, speed }: DriveSettings, ask: Ask): TemplateResult {
  const set = (settings: Partial<DriveSettings>) => ask('com.app.localisation.settings', settings)
  return html`<button type="button" class=${running ? '' : 'primary'} @click=${() => set({ running: !running })}>
      ${running ? say({ en: 'Stop the tractor', fr: 'Arrêter le tracteur' }) : say({ en: 'Drive on', fr: 'Redémarrer' })}
    </button>
    ${slider({
      id: 'speed',
      name: say({ en: 'Speed', fr: 'Vitesse' }),
      unit: 'm/s',
      value: speed,
      range: { min: 0.5, max: 4, step: 0.5 },
      set: speed => set({ speed }),
    })}`
}

function dosing({ factor, maximum, product }: DoseSettings, ask: Ask): TemplateResult {
  const set = (settings: Partial<DoseSettings>) => ask('com.app.dose.settings', settings)
  return html`${products(product, product => set({ product }))}
    ${slider({
      id: 'factor',
      name: say({ en: 'For each kilogram of fruit', fr: 'Par kilogramme de fruits' }),
      unit: 'L',
      value: factor,
      range: { min: 0, max: 0.1, step: 0.01 },
      set: factor => set({ factor }),
    })}
    ${slider({
      id: 'maximum',
      name: say({ en: 'At most', fr: 'Au plus' }),
      unit: 'L',
      value: maximum,
      range: { min: 0, max: 5, step: 0.5 },
      set: maximum => set({ maximum }),
    })}`
}

function products(chosen: Product, set: (product: Product) => Promise<boolean>): TemplateResult {
  const choose = async ({ currentTarget }: Event) => {
    if (!(currentTarget instanceof HTMLSelectElement)) return
    const product = PRODUCTS[currentTarget.selectedIndex] ?? chosen
    if (!(await set(product))) currentTarget.selectedIndex = PRODUCTS.indexOf(chosen)
  }
  return html`<label for="product">${say({ en: 'Product', fr: 'Produit' })}</label>
    <select id="product" @change=${choose}>
      ${PRODUCTS.map(one => html`<option .selected=${one === chosen}>${say(PRODUCT_NAMES[one])}</option>`)}
    </select>`
}

function slider({ id, name, unit, value, range, set }: Slider): TemplateResult {
  const { min, max, step } = range
  const worded = (value: number) => `${inWords(value)} ${unit}`
  // While it is dragged, the number follows; the component is told when it is let go.
  const follow = ({ currentTarget }: Event) => show(currentTarget as HTMLInputElement, worded)
  const change = async ({ currentTarget }: Event) => {
    const input = currentTarget as HTMLInputElement
    if (await set(Number(input.value))) return
    input.value = String(value)
    show(input, worded)
  }
  return html`<div class="slider">
    <label for=${id}>${name}</label><output for=${id} aria-live="off" .value=${worded(value)}></output>
    <input id=${id} type="range" min=${min} max=${max} step=${step} .value=${String(value)} aria-valuetext=${worded(value)}
      @input=${follow} @change=${change}>
  </div>`
}

function show(input: HTMLInputElement, worded: (value: number) => string): void {
  const output = input.parentElement?.querySelector('output')
  const words = worded(Number(input.value))
  if (output) output.value = words
  input.setAttribute('aria-valuetext', words)
}
