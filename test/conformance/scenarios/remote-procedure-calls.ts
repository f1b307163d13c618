// Registrations and calls of the Basic Profile [wamp:remote-procedure-calls].

import type { FeatureScenarios, Step } from '../scenario.ts'
import { registers } from './steps.ts'

const ADD = 'com.example.add'
const CANCELED = { $oneOf: ['wamp.error.canceled', 'wamp.error.cancelled'] }
/** b has called, and a has been invoked. */
const called: Step[] = [
  ...registers('a', ADD),
  ['b', 'sends', ['CALL', '$request', {}, ADD, [2, 3], { key: true }]],
  ['a', 'gets', ['INVOCATION', '$id:invocation', '$reg', {}, [2, 3], { key: true }]],
]

export const remoteProcedureCalls: FeatureScenarios = {
  feature: 'remote procedure calls',
  announced: false,
  scenarios: [
    {
      rules: ['R-REG-1', 'R-REG-4', 'R-CALL-2', 'R-ID-5'],
      name: 'a CALL becomes an INVOCATION, its YIELD the RESULT',
      peers: { a: {}, b: {} },
      steps: [
        ...called,
        ['a', 'sends', ['YIELD', '$invocation', {}, [5], { exact: true }]],
        ['b', 'gets', ['RESULT', '$request', {}, [5], { exact: true }]],
      ],
    },
    {
      rules: ['R-CALL-2'],
      name: 'a result may be empty',
      peers: { a: {}, b: {} },
      steps: [...called, ['a', 'sends', ['YIELD', '$invocation', {}]], ['b', 'gets', ['RESULT', '$request', {}]]],
    },
    {
      rules: ['R-CALL-2', 'R-ID-5'],
      name: "the callee's ERROR reaches the caller with its URI, arguments and keywords",
      peers: { a: {}, b: {} },
      steps: [
        ...called,
        ['a', 'sends', ['ERROR', 'INVOCATION', '$invocation', {}, 'com.example.too_large', ['sum', 5], { most: 4 }]],
        ['b', 'gets', ['ERROR', 'CALL', '$request', {}, 'com.example.too_large', ['sum', 5], { most: 4 }]],
      ],
    },
    {
      rules: ['R-CALL-3'],
      name: 'a call ends once: what the callee answers then is discarded',
      level: 'choice',
      peers: { a: {}, b: {} },
      steps: [
        ...called,
        ['a', 'sends', ['YIELD', '$invocation', {}, [5]], ['YIELD', '$invocation', {}, [6]]],
        ['a', 'sends', ['ERROR', 'INVOCATION', '$invocation', {}, 'com.example.late']],
        ['b', 'gets', ['RESULT', '$request', {}, [5]]],
      ],
    },
    {
      rules: ['R-CALL-1'],
      name: 'a procedure that nobody registered is refused',
      peers: { a: {} },
      steps: [
        ['a', 'sends', ['CALL', '$request', {}, 'com.example.nobody']],
        ['a', 'gets', ['ERROR', 'CALL', '$request', {}, 'wamp.error.no_such_procedure', '$rest']],
      ],
    },
    {
      rules: ['R-CALL-1', 'R-REG-1'],
      name: 'after UNREGISTER the procedure is gone',
      peers: { a: {}, b: {} },
      steps: [
        ...registers('a', ADD),
        ['a', 'sends', ['UNREGISTER', '$request', '$reg']],
        ['a', 'gets', ['UNREGISTERED', '$request']],
        ['b', 'sends', ['CALL', '$request', {}, ADD]],
        ['b', 'gets', ['ERROR', 'CALL', '$request', {}, 'wamp.error.no_such_procedure', '$rest']],
      ],
    },
    {
      rules: ['R-REG-2'],
      name: 'a URI that another session registered is refused',
      peers: { a: {}, b: {} },
      steps: [
        ...registers('a', ADD),
        ['b', 'sends', ['REGISTER', '$request', {}, ADD]],
        ['b', 'gets', ['ERROR', 'REGISTER', '$request', {}, 'wamp.error.procedure_already_exists', '$rest']],
      ],
    },
    {
      rules: ['R-REG-2'],
      name: 'a URI that the same session registered is refused',
      peers: { a: {} },
      steps: [
        ...registers('a', ADD),
        ['a', 'sends', ['REGISTER', '$request', {}, ADD]],
        ['a', 'gets', ['ERROR', 'REGISTER', '$request', {}, 'wamp.error.procedure_already_exists', '$rest']],
      ],
    },
    {
      rules: ['R-REG-3'],
      name: 'UNREGISTER of what was never registered is refused',
      peers: { a: {} },
      steps: [
        ['a', 'sends', ['UNREGISTER', '$request', 987_654_321]],
        ['a', 'gets', ['ERROR', 'UNREGISTER', '$request', {}, 'wamp.error.no_such_registration', '$rest']],
      ],
    },
    {
      rules: ['R-REG-3'],
      name: "UNREGISTER of another session's registration is refused, and ends nothing",
      peers: { a: {}, b: {} },
      steps: [
        ...registers('a', ADD),
        ['b', 'sends', ['UNREGISTER', '$request', '$reg']],
        ['b', 'gets', ['ERROR', 'UNREGISTER', '$request', {}, 'wamp.error.no_such_registration', '$rest']],
        ['b', 'sends', ['CALL', '$request', {}, ADD]],
        ['a', 'gets', ['INVOCATION', '$id:invocation', '$reg', {}]],
        ['a', 'sends', ['YIELD', '$invocation', {}]],
        ['b', 'gets', ['RESULT', '$request', {}]],
      ],
    },
    {
      rules: ['R-CALL-3'],
      name: 'after UNREGISTER what runs is still answered',
      peers: { a: {}, b: {} },
      steps: [
        ...called,
        ['a', 'sends', ['UNREGISTER', '$request', '$reg']],
        ['a', 'gets', ['UNREGISTERED', '$request']],
        ['a', 'sends', ['YIELD', '$invocation', {}, [5]]],
        ['b', 'gets', ['RESULT', 1, {}, [5]]],
      ],
    },
    {
      rules: ['R-REG-4', 'R-ORD-3'],
      name: 'REGISTERED comes before the first INVOCATION',
      peers: { a: {} },
      steps: [
        ['a', 'sends', ['REGISTER', '$request:register', {}, ADD], ['CALL', '$request:call', {}, ADD, [1]]],
        ['a', 'gets', ['REGISTERED', '$register', '$id:reg'], ['INVOCATION', '$id:invocation', '$reg', {}, [1]]],
        ['a', 'sends', ['YIELD', '$invocation', {}, [2]]],
        ['a', 'gets', ['RESULT', '$call', {}, [2]]],
      ],
    },
    {
      rules: ['R-CALL-2', 'R-CALL-3'],
      name: 'calls may be answered in any order',
      peers: { a: {}, b: {} },
      steps: [
        ...registers('a', ADD),
        ['b', 'sends', ['CALL', '$request:first', {}, ADD, [1]], ['CALL', '$request:second', {}, ADD, [2]]],
        ['a', 'gets', ['INVOCATION', '$id:one', '$reg', {}, [1]], ['INVOCATION', '$id:two', '$reg', {}, [2]]],
        ['a', 'sends', ['YIELD', '$two', {}, ['two']]],
        ['b', 'gets', ['RESULT', '$second', {}, ['two']]],
        ['a', 'sends', ['YIELD', '$one', {}, ['one']]],
        ['b', 'gets', ['RESULT', '$first', {}, ['one']]],
      ],
    },
    ...(['sends', 'drops its link'] as const).map(how => ({
      rules: ['R-LV-1', 'R-CC-2'],
      name: `a callee without call_canceling hears nothing of a caller that ${how === 'sends' ? 'says GOODBYE' : 'is gone'}`,
      peers: { a: {}, b: {} },
      steps: [
        ...called,
        how === 'sends' ? ['b', how, ['GOODBYE', {}, 'wamp.close.normal']] : ['b', how],
        ...(how === 'sends' ? ([['b', 'gets', ['GOODBYE', {}, '$uri']]] satisfies Step[]) : []),
        ['a', 'gets nothing'],
        ['a', 'sends', ['YIELD', '$invocation', {}, [5]]],
        ['a', 'gets nothing'],
      ] satisfies Step[],
    })),
    {
      rules: ['R-LV-2', 'R-CALL-3'],
      name: 'a caller whose callee is gone gets ERROR',
      peers: { a: {}, b: {} },
      steps: [...called, ['a', 'drops its link'], ['b', 'gets', ['ERROR', 'CALL', '$request', {}, CANCELED, '$rest']]],
    },
    {
      rules: ['R-LV-2', 'R-REG-2'],
      name: 'a caller whose callee says GOODBYE gets ERROR, and the procedure is free',
      peers: { a: {}, b: {} },
      steps: [
        ...called,
        ['a', 'sends', ['GOODBYE', {}, 'wamp.close.normal']],
        ['a', 'gets', ['GOODBYE', {}, '$uri']],
        ['b', 'gets', ['ERROR', 'CALL', '$request', {}, CANCELED, '$rest']],
        ...registers('b', ADD, { as: 'another' }),
      ],
    },
    {
      rules: ['R-MSG-3'],
      name: 'options that nobody predefined are ignored',
      peers: { a: {}, b: {} },
      steps: [
        ...registers('a', ADD, { options: { _unknown: 1, x_more: ['y'] } }),
        ['b', 'sends', ['CALL', '$request', { _unknown: 1, x_more: ['y'] }, ADD]],
        ['a', 'gets', ['INVOCATION', '$id:invocation', '$reg', {}]],
        ['a', 'sends', ['YIELD', '$invocation', { _unknown: 1 }]],
        ['b', 'gets', ['RESULT', '$request', {}]],
      ],
    },
  ],
}
