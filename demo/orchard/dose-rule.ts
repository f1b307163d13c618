// Dose rule: how much of which product a tree gets for its fruit.

export const PRODUCTS = ['copper', 'clay', 'sulphur'] as const
export type Product = (typeof PRODUCTS)[number]

export interface DoseSettings {
  /** Litres for each kilogram of fruit. */
  readonly factor: number
  /** Litres that no tree gets more of. */
  readonly maximum: number
  readonly product: Product
}

export const USUAL_DOSE: DoseSettings = { factor: 0.05, maximum: 2.5, product: 'copper' }

/** Litres, to a hundredth. */
export function doseFor(fruit: number, { factor, maximum }: DoseSettings): number {
  return Math.round(Math.min(fruit * factor, maximum) * 100) / 100
}
