// Describe: the meadow in words, for people who do not see it.

import type { Player } from '../protocol.ts'
import { type Words, words } from '../words.ts'
import { areNeighbours, beyond, type Direction, type Meadow, STEPS, same } from '../world.ts'

/** Where we are, what is around, and how far the others are. */
export function describe(
  meadow: Meadow,
  me: Player | undefined,
  players: Iterable<Player>,
  { board }: Words = words,
): string {
  if (me === undefined) return board.notYet
  const others = [...players].filter(player => player.session !== me.session)
  const nameOf = ({ name, asleep }: Player) => (asleep ? board.sleeper(name) : name)
  const around = (Object.keys(STEPS) as Direction[]).flatMap(side => {
    const square = beyond(me, STEPS[side])
    if (!meadow.contains(square)) return [board.hedge(side)]
    if (meadow.isTree(square)) return [board.tree(side)]
    const other = others.find(player => same(player, square))
    return other ? [board.somebody(nameOf(other), side)] : []
  })
  const people = others.map(player => {
    const near = areNeighbours(player, me) ? board.nextTo : ''
    return `${nameOf(player)} ${near}${board.way(player.x - me.x, player.y - me.y)}`
  })
  return [
    board.place(me.x + 1, meadow.width, me.y + 1, meadow.height),
    around.length > 0 ? board.around(around) : board.grass,
    people.length > 0 ? board.others(people) : board.alone,
  ].join(' ')
}
