// Recent: the last so many, in their order, whatever was taken out in between.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Recent } from '../../../src/router/broker/recent.ts'

test('it is what a list would be whose first goes when there are too many', () => {
  const steps = fc.array(
    fc.oneof(
      fc.nat(20).map(item => ({ push: item })),
      fc.nat(20).map(item => ({ delete: item })),
    ),
  )
  fc.assert(
    fc.property(fc.nat(5), steps, (limit, steps) => {
      const recent = new Recent<number>(limit)
      let list: number[] = []
      for (const step of steps) {
        if ('push' in step) {
          list.push(step.push)
          const gone = list.length > limit ? list.shift() : undefined
          expect(recent.push(step.push)).toBe(gone)
        } else {
          list = list.filter(item => item !== step.delete)
          recent.delete(step.delete)
        }
        expect([recent.length, recent.values()]).toEqual([list.length, list])
      }
    }),
  )
})
