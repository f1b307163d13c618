// Words: what the orchard's page says of its components, in both languages.

import type { Translated } from '../site/language.ts'
import type { Standing } from './component.ts'
import type { Product } from './dose-rule.ts'
import { PROCEDURES, type Role, type Service } from './roles.ts'

interface Described {
  readonly name: Translated
  readonly does: Translated
}

export const COMPONENTS: Readonly<Record<Role, Described>> = {
  localisation: {
    name: { en: 'Localisation', fr: 'Localisation' },
    does: { en: 'Publishes where the tractor is.', fr: 'Publie la position du tracteur.' },
  },
  map: {
    name: { en: 'Map', fr: 'Cartographie' },
    does: { en: 'Knows the fruit on each tree.', fr: 'Connaît les fruits de chaque arbre.' },
  },
  dose: {
    name: { en: 'Dose', fr: 'Dose' },
    does: { en: 'Computes what a tree gets.', fr: 'Calcule ce que reçoit un arbre.' },
  },
  distribution: {
    name: { en: 'Distribution', fr: 'Distribution' },
    does: { en: 'Sprays, and has the tank.', fr: 'Pulvérise, et gère la cuve.' },
  },
  interface: {
    name: { en: 'Interface', fr: 'Interface' },
    does: { en: 'Shows all of it, and sets the others.', fr: 'Montre tout, et règle les autres.' },
  },
}

/** How a component of this page stands; `elsewhere`: whether another one has its procedure. */
export function standingWords(standing: Standing, elsewhere: boolean | undefined): Translated {
  switch (standing) {
    case 'working':
      return { en: 'Works here', fr: 'Travaille ici' }
    case 'waiting':
      return { en: 'Waits to take over from another', fr: 'Attend de relayer un autre' }
    case 'starting':
      return { en: 'Connecting …', fr: 'Connexion…' }
    case 'off':
      if (elsewhere) return { en: 'Works elsewhere', fr: 'Travaille ailleurs' }
      return elsewhere === false ? { en: 'Missing', fr: 'Absent' } : { en: 'Off', fr: 'Arrêté' }
    default:
      return standing satisfies never
  }
}

const WITHOUT: Readonly<Record<Service, Translated>> = {
  localisation: { en: 'the tractor is not located', fr: 'le tracteur n’est pas localisé' },
  map: { en: 'no tree is known', fr: 'aucun arbre n’est connu' },
  dose: { en: 'no dose is computed', fr: 'aucune dose n’est calculée' },
  distribution: { en: 'nothing is sprayed', fr: 'rien n’est pulvérisé' },
}

/** What it means that a component is missing. */
export function missingWords(service: Service): Translated {
  const { en, fr } = WITHOUT[service]
  const procedure = PROCEDURES[service]
  return {
    en: `Nobody has registered ${procedure}: ${en}.`,
    fr: `Personne n’a enregistré ${procedure} : ${fr}.`,
  }
}

export const PRODUCT_NAMES: Readonly<Record<Product, Translated>> = {
  copper: { en: 'Bordeaux mixture', fr: 'Bouillie bordelaise' },
  clay: { en: 'Kaolin clay', fr: 'Argile' },
  sulphur: { en: 'Sulphur', fr: 'Soufre' },
}
