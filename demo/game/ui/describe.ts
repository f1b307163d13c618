// Describe: the meadow in words, for people who do not see it.

import type { Player } from '../protocol.ts'
import { areNeighbours, beyond, type Direction, type Meadow, STEPS, same } from '../world.ts'

const SIDES: Readonly<Record<Direction, string>> = {
  up: 'above',
  down: 'below',
  left: 'on the left',
  right: 'on the right',
}

/** Where we are, what is around, and how far the others are. */
export function describe(meadow: Meadow, me: Player | undefined, players: Iterable<Player>): string {
  if (me === undefined) return 'You are not on the meadow yet.'
  const others = [...players].filter(player => player.session !== me.session)
  const place = `You are in column ${me.x + 1} of ${meadow.width}, row ${me.y + 1} of ${meadow.height}.`
  const around = (Object.keys(SIDES) as Direction[]).flatMap(side => {
    const square = beyond(me, STEPS[side])
    if (!meadow.contains(square)) return [`the hedge ${SIDES[side]}`]
    if (meadow.isTree(square)) return [`a tree ${SIDES[side]}`]
    const other = others.find(player => same(player, square))
    return other ? [`${nameOf(other)} ${SIDES[side]}`] : []
  })
  const near = around.length > 0 ? ` Around you: ${around.join(', ')}.` : ' There is grass all around you.'
  const people = others.map(
    player => `${nameOf(player)} ${areNeighbours(player, me) ? 'next to you, ' : ''}${way(me, player)}`,
  )
  return `${place}${near}${people.length > 0 ? ` Others: ${people.join('; ')}.` : ' Nobody else is here.'}`
}

const nameOf = ({ name, asleep }: Player): string => (asleep ? `${name}, asleep,` : name)

function way(from: Player, to: Player): string {
  const [dx, dy] = [to.x - from.x, to.y - from.y]
  const parts = [
    dx === 0 ? '' : `${Math.abs(dx)} to the ${dx < 0 ? 'left' : 'right'}`,
    dy === 0 ? '' : `${Math.abs(dy)} ${dy < 0 ? 'up' : 'down'}`,
  ]
  return parts.filter(part => part !== '').join(' and ')
}
