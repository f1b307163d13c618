// Note: what a component tells the page it runs in, and the sentence that the page makes of it.

import type { Translated } from '../site/language.ts'
import { type Failure, failureSentence } from './failure.ts'
import { inEnglish, inFrench } from './number.ts'
import type { Place } from './terrain.ts'

export type Note =
  | { readonly kind: 'position'; readonly at: Place }
  | { readonly kind: 'silent' }
  | { readonly kind: 'between' }
  | { readonly kind: 'treated'; readonly tree: string; readonly litres: number }
  | { readonly kind: 'untreated'; readonly tree: string; readonly failure: Failure }
  | { readonly kind: 'computed'; readonly fruit: number; readonly litres: number }
  | { readonly kind: 'sprayed'; readonly litres: number; readonly left: number }
  | { readonly kind: 'refused'; readonly failure: Failure }

/** Whether it is something that people should do something about. */
export const isTrouble = ({ kind }: Note): boolean => kind === 'silent' || kind === 'untreated' || kind === 'refused'

export function noteSentence(note: Note): Translated {
  switch (note.kind) {
    case 'position': {
      const { x, y } = note.at
      return {
        en: `The tractor is at ${inEnglish(x, 1)} m, ${inEnglish(y, 1)} m.`,
        fr: `Le tracteur est à ${inFrench(x, 1)} m, ${inFrench(y, 1)} m.`,
      }
    }
    case 'silent':
      return { en: 'No position for 3 seconds.', fr: 'Aucune position depuis 3 secondes.' }
    case 'between':
      return { en: 'No tree is near.', fr: 'Aucun arbre n’est proche.' }
    case 'treated':
      return {
        en: `${note.tree} gets ${inEnglish(note.litres)} L.`,
        fr: `${note.tree} reçoit ${inFrench(note.litres)} L.`,
      }
    case 'untreated': {
      const why = failureSentence(note.failure)
      return { en: `${note.tree} gets nothing. ${why.en}`, fr: `${note.tree} ne reçoit rien. ${why.fr}` }
    }
    case 'computed':
      return {
        en: `${note.fruit} kg of fruit: ${inEnglish(note.litres)} L.`,
        fr: `${note.fruit} kg de fruits : ${inFrench(note.litres)} L.`,
      }
    case 'sprayed':
      return {
        en: `Sprayed ${inEnglish(note.litres)} L, ${inEnglish(note.left)} L left.`,
        fr: `${inFrench(note.litres)} L pulvérisés, reste ${inFrench(note.left)} L.`,
      }
    case 'refused':
      return failureSentence(note.failure)
    default:
      return note satisfies never
  }
}
