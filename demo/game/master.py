#!/usr/bin/env python3
"""The game master in Python: decides who may walk where, and tells everybody.

    python3 master.py ws://…/wamp/<room>/<ticket>

The same component as master.ts, in another language: players notice no difference. It needs Autobahn|Python
(Debian: python3-autobahn) and a router that discloses callers and publishers in com.example., as the demo's does.
"""

import argparse
import asyncio
import random
import re
import time
from collections import deque

from autobahn.asyncio.component import Component, run
from autobahn.wamp.exception import ApplicationError
from autobahn.wamp.types import CallResult, RegisterOptions

ORCHARD = """
.....T.......T..
.T........T.....
...T........T...
.......T.......T
T...T.......T...
.........T......
..T...........T.
......T...T.....
.T..........T...
....T..T........
T.........T...T.
..T..T..........
""".split()
WIDTH, HEIGHT = len(ORCHARD[0]), len(ORCHARD)
TREES = {(x, y) for y, row in enumerate(ORCHARD) for x, mark in enumerate(row) if mark == 'T'}
WAYS = {'up': (0, -1), 'down': (0, 1), 'left': (-1, 0), 'right': (1, 0)}
# The ways to go, and the seconds that one square takes.
PACE = {'walk': 0.26, 'run': 0.15, 'roulades': 0.21}
COLOURS = ['#e5484d', '#f0813a', '#f2b93b', '#9bbf3b', '#3fb68e', '#45a5dd', '#5b6ee1', '#9a5bd0']
# Calls that one player may make a second, and at once.
PER_SECOND, BURST = 12, 24


def refusal(name, sentence, **facts):
    return ApplicationError(f'com.example.error.{name}', sentence, **facts)


def read_name(name):
    """A name as people may have it; None where that is none."""
    return name.strip()[:20] if isinstance(name, str) and name.strip().isprintable() and name.strip() else None


def read_colour(colour):
    return colour if isinstance(colour, str) and re.fullmatch('#[0-9a-fA-F]{6}', colour) else None


class Player:
    """Somebody on the meadow."""

    def __init__(self, session, name, colour, square):
        self.session, self.name, self.colour, self.square = session, name, colour, square
        self.mean, self.facing, self.asleep = 'walk', 'down', False
        self.path = deque()
        self.walking = None
        self.allowance, self.asked = BURST, time.monotonic()

    def as_dict(self):
        x, y = self.square
        return {'session': self.session, 'x': x, 'y': y, 'name': self.name, 'colour': self.colour,
                'mean': self.mean, 'facing': self.facing, 'asleep': self.asleep}

    def limit(self):
        now = time.monotonic()
        self.allowance = min(BURST, self.allowance + (now - self.asked) * PER_SECOND)
        self.asked = now
        if self.allowance < 1:
            raise refusal('too_fast', 'That was too much at once. Wait a second.')
        self.allowance -= 1


class GameMaster:
    """The game on one session."""

    def __init__(self, session, by):
        self.session, self.by = session, by
        self.players = {}
        self.guests = 0
        self.seq = 0

    async def start(self):
        await self.session.subscribe(self.left, 'wamp.session.on_leave')
        await self.session.subscribe(self.turned, 'wamp.session.on_liveness')
        # The one that others may hold too comes first: who cannot have it takes nothing else.
        for name, answer in {'move': self.move, 'join': self.join, 'rename': self.rename,
                             'players': self.snapshot_for}.items():
            await self.session.register(answer, f'com.example.{name}', options=RegisterOptions(details_arg='details'))
        self.publish('started')

    def stop(self):
        for player in self.players.values():
            self.halt(player)

    # What players call.

    def move(self, *square, mean='walk', details=None, **_):
        """[x, y] {mean} -> [x, y] {steps}; who never joined is given a place first."""
        player = self.caller(details) or self.place(details.caller)
        to = self.target(square)
        if mean not in PACE:
            known = ', '.join(PACE)
            raise refusal('unknown_mean', f'Nobody here can move like that. Try one of: {known}.', known=list(PACE))
        self.allowed(to, player)
        path = self.path(player, to)
        if path is None:
            raise refusal('unreachable', 'There is no way to get there.', x=to[0], y=to[1])
        player.mean, player.path = mean, deque(path)
        if player.walking is None:
            player.walking = asyncio.ensure_future(self.walk(player))
        return CallResult(*to, steps=len(path))

    def join(self, *_, name=None, colour=None, at=None, details=None, **__):
        """[] {name, colour, at} -> who is where; `at` is where somebody stood before, taken if it is free."""
        player, name, colour = self.caller(details), read_name(name), read_colour(colour)
        if player is None:
            wish = tuple(at) if isinstance(at, list) and len(at) == 2 else None
            player = self.place(details.caller, name, colour, wish)
        else:
            self.dress(player, name, colour)
        return self.snapshot()

    def rename(self, *_, name=None, colour=None, details=None, **__):
        """[] {name, colour} -> nothing."""
        player = self.caller(details) or self.place(details.caller)
        self.dress(player, read_name(name), read_colour(colour))

    def snapshot_for(self, *_, details=None, **__):
        self.caller(details)
        return self.snapshot()

    def snapshot(self):
        trees = [list(tree) for tree in TREES]
        return {'master': self.session._session_id, 'by': self.by, 'seq': self.seq,
                'map': {'width': WIDTH, 'height': HEIGHT, 'trees': trees},
                'players': [player.as_dict() for player in self.players.values()]}

    # What the router tells.

    def left(self, session, *_, **__):
        player = self.players.pop(session, None)
        if player is not None:
            self.halt(player)
            self.publish('left', session)

    def turned(self, session, liveness, *_, **__):
        player = self.players.get(session)
        if player is not None and player.asleep != (liveness == 'asleep'):
            player.asleep = liveness == 'asleep'
            self.tell(player)

    # The meadow.

    def caller(self, details):
        if details.caller is None:
            raise refusal('unknown_caller', 'The router does not say who calls, so nobody can move.')
        player = self.players.get(details.caller)
        if player is not None:
            player.limit()
            player.asleep = False
        return player

    def place(self, session, name=None, colour=None, wish=None):
        taken = TREES | {player.square for player in self.players.values()}
        free = [(x, y) for y in range(HEIGHT) for x in range(WIDTH) if (x, y) not in taken]
        if not free:
            raise refusal('full', 'There is no free square left.')
        self.guests += name is None
        player = Player(session, name or f'Guest {self.guests}', colour or COLOURS[self.guests % len(COLOURS)],
                        wish if wish in free else random.choice(free))
        self.players[session] = player
        self.tell(player)
        return player

    def dress(self, player, name, colour):
        player.name, player.colour = name or player.name, colour or player.colour
        self.tell(player)

    def target(self, square):
        if len(square) == 2 and all(type(side) is int for side in square):
            return square
        raise refusal('bad_arguments', 'A move needs the column and the row of a square as whole numbers: [x, y].')

    def allowed(self, to, player):
        x, y = to
        if not (0 <= x < WIDTH and 0 <= y < HEIGHT):
            raise refusal('out_of_bounds', 'The meadow ends before that.', x=x, y=y, width=WIDTH, height=HEIGHT)
        if to in TREES:
            raise refusal('tree', 'A tree stands there.', x=x, y=y)
        other = self.at(to, player)
        if other is not None:
            raise refusal('occupied', f'{other.name} stands there.', x=x, y=y, session=other.session)

    def at(self, square, player):
        return next((other for other in self.players.values() if other is not player and other.square == square), None)

    def path(self, player, to):
        """The squares to step on, the last is `to`; None where there is no way."""
        before, queue = {to: None}, deque([to])
        while queue and player.square not in before:
            x, y = square = queue.popleft()
            for dx, dy in WAYS.values():
                beside = (x + dx, y + dy)
                inside = 0 <= beside[0] < WIDTH and 0 <= beside[1] < HEIGHT
                if inside and beside not in before and beside not in TREES and self.at(beside, player) is None:
                    before[beside] = square
                    queue.append(beside)
        if player.square not in before:
            return None
        path, square = [], before[player.square]
        while square is not None:
            path.append(square)
            square = before[square]
        return path

    async def walk(self, player):
        while player.path:
            step = player.path.popleft()
            if self.at(step, player) is not None:
                # Somebody has stepped on it meanwhile: round them, if that can be.
                goal = player.path[-1] if player.path else step
                player.path = deque((self.at(goal, player) is None and self.path(player, goal)) or [])
                if not player.path:
                    self.tell(player)
                continue
            dx, dy = step[0] - player.square[0], step[1] - player.square[1]
            player.facing = next(name for name, way in WAYS.items() if way == (dx, dy))
            player.square = step
            seconds = PACE[player.mean]
            self.tell(player, seconds)
            await asyncio.sleep(seconds)
        player.walking = None

    def halt(self, player):
        if player.walking is not None:
            player.walking.cancel()

    # What everybody is told.

    def tell(self, player, seconds=0):
        facts = player.as_dict()
        self.publish('position', facts.pop('session'), facts.pop('x'), facts.pop('y'), ms=round(seconds * 1000), **facts)

    def publish(self, topic, *args, **kwargs):
        self.seq += 1
        if self.session.is_attached():
            self.session.publish(f'com.example.{topic}', *args, seq=self.seq, **kwargs)


def main():
    parser = argparse.ArgumentParser(description='Runs the game of a meadow.')
    parser.add_argument('url', help='where plain WAMP clients join: the page shows it beside the invite')
    parser.add_argument('--realm', default='realm1')
    parser.add_argument('--by', default='Python', help='who runs the game, for people')
    options = parser.parse_args()
    component = Component(transports=options.url, realm=options.realm)
    masters = []

    @component.on_join
    async def joined(session, _):
        masters.append(GameMaster(session, options.by))
        try:
            await masters[-1].start()
            print('The game runs here.', flush=True)
        except ApplicationError as error:
            print(f'The game cannot run here: {error.error_message()}', flush=True)
            await session.leave()

    @component.on_leave
    def left(*_):
        while masters:
            masters.pop().stop()

    run([component])


if __name__ == '__main__':
    main()
