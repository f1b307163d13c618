// What a scenario expects, against what came.

import { expect, test } from 'vitest'
import { matchMessage, type Words } from './match.ts'

/** Words that know `$known`, and remember. */
function words(): Words & { readonly names: Map<string, unknown> } {
  const names = new Map<string, unknown>([['known', 7]])
  return {
    names,
    value: word => {
      if (!names.has(word.slice(1))) throw new Error(`nothing is known of ${word}`)
      return names.get(word.slice(1))
    },
    bound: name => names.get(name),
    bind: (name, value) => names.set(name, value),
  }
}

test.each<[string, unknown, unknown[]]>([
  ['the same', ['SUBSCRIBED', 1, 2], ['SUBSCRIBED', 1, 2]],
  ['more in Details', ['EVENT', 1, 2, { topic: 'x' }], ['EVENT', 1, 2, { topic: 'x', publisher: 3 }]],
  [
    'more inside Details',
    ['WELCOME', 1, { roles: { broker: {} } }],
    ['WELCOME', 1, { roles: { broker: { features: {} } } }],
  ],
  ['empty payload left out', ['RESULT', 1, {}], ['RESULT', 1, {}, [], {}]],
  ['null in place of no payload', ['RESULT', 1, {}], ['RESULT', 1, {}, null, null]],
  ['null in place of no arguments', ['RESULT', 1, {}, [], { a: 1 }], ['RESULT', 1, {}, null, { a: 1 }]],
  [
    'the rest, whatever it is',
    ['ERROR', 'CALL', 1, {}, 'a.b', '$rest'],
    ['ERROR', 'CALL', 1, {}, 'a.b', ['why'], { x: 1 }],
  ],
  ['no rest', ['ERROR', 'CALL', 1, {}, 'a.b', '$rest'], ['ERROR', 'CALL', 1, {}, 'a.b']],
  [
    'one of two messages',
    {
      $oneOf: [
        ['WELCOME', '$id', {}],
        ['ABORT', {}, '$uri'],
      ],
    },
    ['ABORT', {}, 'a.b'],
  ],
  ['kinds', ['EVENT', '$id', '$count', '$dict', ['$string', '$bool', '$list']], ['EVENT', 1, 0, {}, ['', false, []]]],
  ['what is known', ['EVENT', '$known', 2, {}], ['EVENT', 7, 2, {}]],
  ['a name twice', ['EVENT', '$id:a', '$id:a', {}], ['EVENT', 4, 4, {}]],
  ['bytes', ['EVENT', 1, 2, {}, [{ $bytes: '00ff' }]], ['EVENT', 1, 2, {}, [new Uint8Array([0, 255])]]],
  ['a set', ['RESULT', 1, {}, [{ $set: ['$known', 8] }]], ['RESULT', 1, {}, [[8, 7]]]],
  ['some of a list', ['RESULT', 1, {}, [{ $includes: ['$known'] }]], ['RESULT', 1, {}, [[8, 7, 9]]]],
  ['some of a dict in the payload', ['RESULT', 1, {}, [{ $has: { a: 1 } }]], ['RESULT', 1, {}, [{ a: 1, b: 2 }]]],
  ['absent', ['EVENT', 1, 2, { publisher: '$absent' }], ['EVENT', 1, 2, {}]],
  [
    'JSON in a text',
    ['CHALLENGE', 'x', { challenge: { $json: { a: 1 } } }],
    ['CHALLENGE', 'x', { challenge: '{"a":1,"b":2}' }],
  ],
])('%s fits', (_, expected, actual) => {
  expect(matchMessage(expected, actual, words())).toBeUndefined()
})

test.each<[string, unknown, unknown[]]>([
  ['another type', ['EVENT', 1, 2, {}], ['RESULT', 1, 2, {}]],
  ['more elements', ['SUBSCRIBED', 1, 2], ['SUBSCRIBED', 1, 2, {}]],
  ['fewer elements', ['SUBSCRIBED', 1, 2], ['SUBSCRIBED', 1]],
  ['arguments that were not sent', ['EVENT', 1, 2, {}], ['EVENT', 1, 2, {}, ['more']]],
  ['more keywords', ['EVENT', 1, 2, {}, [], { a: 1 }], ['EVENT', 1, 2, {}, [], { a: 1, b: 2 }]],
  ['more in a dict of the payload', ['EVENT', 1, 2, {}, [{ a: 1 }]], ['EVENT', 1, 2, {}, [{ a: 1, b: 2 }]]],
  ['less in Details', ['EVENT', 1, 2, { topic: 'x' }], ['EVENT', 1, 2, {}]],
  ['empty payload that is there', ['EVENT', 1, 2, {}, '$end'], ['EVENT', 1, 2, {}, []]],
  ['an id of 0', ['EVENT', '$id', 2, {}], ['EVENT', 0, 2, {}]],
  ['an id that is no integer', ['EVENT', '$id', 2, {}], ['EVENT', 1.5, 2, {}]],
  ['another than is known', ['EVENT', '$known', 2, {}], ['EVENT', 8, 2, {}]],
  ['two of a name', ['EVENT', '$id:a', '$id:a', {}], ['EVENT', 4, 5, {}]],
  ['text for bytes', ['EVENT', 1, 2, {}, [{ $bytes: '00' }]], ['EVENT', 1, 2, {}, ['\0']]],
  ['a set with one twice', ['RESULT', 1, {}, [{ $set: [7, 8] }]], ['RESULT', 1, {}, [[7, 7]]]],
  ['neither of two', ['ABORT', {}, { $oneOf: ['a.b', 'a.c'] }], ['ABORT', {}, 'a.d']],
  ['what is there and must not be', ['EVENT', 1, 2, { publisher: '$absent' }], ['EVENT', 1, 2, { publisher: 3 }]],
  ['an id that is the next one', ['EVENT', { $drawnAfter: '$known' }, 2, {}], ['EVENT', 8, 2, {}]],
  ['what it is not', ['EVENT', { $not: '$known' }, 2, {}], ['EVENT', 7, 2, {}]],
])('%s does not fit', (_, expected, actual) => {
  expect(matchMessage(expected, actual, words())).toMatch(/element|elements/)
})

test('a name is bound to what came', () => {
  const known = words()
  expect(matchMessage(['REGISTERED', 1, '$id:reg'], ['REGISTERED', 1, 42], known)).toBeUndefined()
  expect(known.names.get('reg')).toBe(42)
})

test('a word that nothing is known of is a fault of the scenario', () => {
  expect(() => matchMessage(['EVENT', '$unknown', 2, {}], ['EVENT', 1, 2, {}], words())).toThrow('$unknown')
  expect(() => matchMessage(['EVENT', { $typo: 1 }, 2, {}], ['EVENT', 1, 2, {}], words())).toThrow('$typo')
})
