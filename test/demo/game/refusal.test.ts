// Refusals, told to people of another language than that of who refused.

import { describe, expect, it } from 'vitest'
import { type RefusalName, refusal, sentenceOf } from '../../../demo/game/refusal.ts'
import { ENGLISH } from '../../../demo/game/words-en.ts'
import { FRENCH } from '../../../demo/game/words-fr.ts'
import { WampError } from '../../../demo/wamp.ts'

const names = Object.keys(ENGLISH.refusals) as RefusalName[]

describe.each(names)('%s', name => {
  it('comes with a sentence, and is told in the language of the page, whatever that was', () => {
    const { error, args, kwargs } = refusal(name, { name: 'Ada' })
    const translated = new WampError(error, ['Ein Satz.'], kwargs)
    expect(args).toEqual([sentenceOf(translated, ENGLISH)])
    expect(sentenceOf(translated, FRENCH)).not.toBe(sentenceOf(translated, ENGLISH))
    expect(sentenceOf(translated, FRENCH)).not.toMatch(/undefined|Ein Satz/)
  })
})

it('the facts are told', () => {
  const occupied = refusal('occupied', { x: 1, y: 2, session: 5, name: 'Ada' })
  expect(sentenceOf(occupied, FRENCH)).toBe('Ada est déjà là.')
  expect(sentenceOf(refusal('unknown_mean', { mean: 'fly', known: ['walk', 'run'] }), FRENCH)).toBe(
    'Ici, personne ne sait se déplacer par « fly ». Essayez plutôt : walk, run.',
  )
})

it.each([{}, { name: 5 }, { name: ['x'] }, { name: '\u202e' }])('strange facts are left out: %j', facts => {
  expect(sentenceOf(new WampError('com.example.error.occupied', ['Ada stands there.'], facts), FRENCH)).toBe(
    'Quelqu’un est déjà là.',
  )
})

it.each([
  [new WampError('com.example.error.of_another_master', ['It rains.'], {}), 'It rains.'],
  [new WampError('com.example.error.toString', ['It rains.'], {}), 'It rains.'],
  [new WampError('wamp.error.timeout', [], {}), 'wamp.error.timeout'],
  [new WampError('wamp.error.no_such_procedure', ['nobody has registered com.example.move'], {}), FRENCH.master.nobody],
  [new Error('There is no way in.'), 'There is no way in.'],
])('anything else is told as it came: %s', (error, sentence) => {
  expect(sentenceOf(error, FRENCH)).toBe(sentence)
})
