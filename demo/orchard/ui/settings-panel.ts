// Settings panel: how the interface sets the other components, by their URIs.

import { html, type TemplateResult } from 'lit'
import { say } from '../../site/language.ts'
import { PRODUCTS, USUAL_DOSE } from '../dose-rule.ts'
import { inWords } from '../number.ts'
import type { Overview } from '../overview.ts'
import { USUAL_DRIVE } from '../requests.ts'
import { PRODUCT_NAMES } from '../words.ts'

export type Ask = (procedure: string, kwargs?: Record<string, unknown>) => void

interface Slider {
  readonly id: string
  readonly name: string
  readonly unit: string
  readonly value: number
  readonly range: { readonly min: number; readonly max: number; readonly step: number }
  onset(value: number): void
}

export function settingsPanel({ drive, dose }: Partial<Overview>, ask: Ask): TemplateResult {
  return html`<form class="settings" @submit=${(event: Event) => event.preventDefault()}>
    ${driving(drive ?? USUAL_DRIVE, ask)} ${dosing(dose ?? USUAL_DOSE, ask)}
    <button type="button" class="refill" @click=${() => ask('com.app.refill')}>
      ${say({ en: 'Refill the tank', fr: 'Remplir la cuve' })}
    </button>
  </form>`
}

function driving({ running, speed }: NonNullable<Overview['drive']>, ask: Ask): TemplateResult {
  const set = (settings: Record<string, unknown>) => ask('com.app.localisation.settings', settings)
  return html`<fieldset>
    <legend>${say({ en: 'Drive', fr: 'Conduite' })}</legend>
    <button type="button" class=${running ? '' : 'primary'} @click=${() => set({ running: !running })}>
      ${running ? say({ en: 'Stop the tractor', fr: 'Arrêter le tracteur' }) : say({ en: 'Drive on', fr: 'Redémarrer' })}
    </button>
    ${slider({
      id: 'speed',
      name: say({ en: 'Speed', fr: 'Vitesse' }),
      unit: 'm/s',
      value: speed,
      range: { min: 0.5, max: 4, step: 0.5 },
      onset: speed => set({ speed }),
    })}
  </fieldset>`
}

function dosing({ factor, maximum, product }: NonNullable<Overview['dose']>, ask: Ask): TemplateResult {
  const set = (settings: Record<string, unknown>) => ask('com.app.dose.settings', settings)
  return html`<fieldset>
    <legend>${say({ en: 'Dose', fr: 'Dose' })}</legend>
    <label for="product">${say({ en: 'Product', fr: 'Produit' })}</label>
    <select id="product" @change=${(event: Event) => set({ product: fieldValue(event) })}>
      ${PRODUCTS.map(one => html`<option value=${one} .selected=${one === product}>${say(PRODUCT_NAMES[one])}</option>`)}
    </select>
    ${slider({
      id: 'factor',
      name: say({ en: 'For each kilogram of fruit', fr: 'Par kilogramme de fruits' }),
      unit: 'L',
      value: factor,
      range: { min: 0, max: 0.1, step: 0.01 },
      onset: factor => set({ factor }),
    })}
    ${slider({
      id: 'maximum',
      name: say({ en: 'At most', fr: 'Au plus' }),
      unit: 'L',
      value: maximum,
      range: { min: 0, max: 5, step: 0.5 },
      onset: maximum => set({ maximum }),
    })}
  </fieldset>`
}

function slider({ id, name, unit, value, range, onset }: Slider): TemplateResult {
  const { min, max, step } = range
  const worded = (value: number) => `${inWords(value)} ${unit}`
  // While it is dragged, the number follows; the other component is told when it is let go.
  const follow = ({ currentTarget }: Event) => {
    const output = currentTarget instanceof Element && currentTarget.parentElement?.querySelector('output')
    if (output) output.value = worded(Number((currentTarget as HTMLInputElement).value))
  }
  return html`<div class="slider">
    <label for=${id}>${name}</label><output for=${id} .value=${worded(value)}></output>
    <input id=${id} type="range" min=${min} max=${max} step=${step} .value=${String(value)} aria-valuetext=${worded(value)}
      @input=${follow} @change=${(event: Event) => onset(Number(fieldValue(event)))}>
  </div>`
}

const fieldValue = ({ currentTarget }: Event): string =>
  currentTarget instanceof HTMLInputElement || currentTarget instanceof HTMLSelectElement ? currentTarget.value : ''
