// The meadow in words.

import { expect, it } from 'vitest'
import type { Player } from '../../../demo/game/protocol.ts'
import { describe as inWords } from '../../../demo/game/ui/describe.ts'
import { FRENCH } from '../../../demo/game/words-fr.ts'
import { MEADOW } from './realm.ts'

const player = (session: number, given: Partial<Player>): Player => ({
  session,
  name: `P${session}`,
  colour: '#e5484d',
  x: 0,
  y: 0,
  mean: 'walk',
  facing: 'down',
  asleep: false,
  ...given,
})

it('tells where we are, who is around, and who is asleep', () => {
  const me = player(1, {})
  const others = [player(2, { x: 1, asleep: true }), player(3, { x: 1, y: 3 }), player(4, { x: 3, y: 2, asleep: true })]
  expect(inWords(MEADOW, me, [me, ...others])).toBe(
    'You are in column 1 of 5, row 1 of 4. Around you: the hedge above, the hedge on the left, P2, asleep, on the right. ' +
      'Others: P2, asleep, next to you, 1 to the right; P3 1 to the right and 3 down; P4, asleep, 3 to the right and 2 down.',
  )
})

it('tells it in French', () => {
  const me = player(1, { name: 'Ada' })
  const others = [player(2, { x: 1, asleep: true }), player(3, { x: 1, y: 3 })]
  expect(inWords(MEADOW, me, [me, ...others], FRENCH)).toBe(
    'Vous êtes colonne 1 sur 5, rangée 1 sur 4. Autour de vous : la haie au-dessus, la haie à gauche, P2, qui dort, à droite. ' +
      'Les autres : P2, qui dort, tout près de vous, 1 à droite ; P3 1 à droite et 3 plus bas.',
  )
  expect(inWords(MEADOW, undefined, others, FRENCH)).toBe('Vous n’êtes pas encore dans le pré.')
})

it('tells who is not on the meadow so', () => {
  expect(inWords(MEADOW, undefined, [player(2, {})])).toBe('You are not on the meadow yet.')
})
