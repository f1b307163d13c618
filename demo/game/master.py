#!/usr/bin/env python3
"""The game master in Python: decides who may walk where, and tells everybody.

    pip install autobahn
    python3 master.py ws://…/wamp/<room>/<ticket>

The same component as master.ts, in another language: players notice no difference. While another component runs the
game this one waits. The router has to tell callees who calls, and subscribers who publishes, as that of the demo does.
"""

import argparse
import asyncio
import random
import re
import signal
import time
from collections import deque

import txaio
from autobahn.asyncio.component import Component
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


def refusal(error, sentence, /, **facts):
    """An error whose facts let each player's page say it in its own language."""
    return ApplicationError(f'com.example.error.{error}', sentence, **facts)


def read_name(name):
    """A name of somebody; None where none is given."""
    if name is None:
        return None
    line = ' '.join(''.join(mark if mark.isprintable() else ' ' for mark in str(name)).split())
    if not isinstance(name, str) or not line:
        raise refusal('bad_arguments', 'A name is a text with something to see in it.', argument='name')
    return line[:20].strip()


def read_colour(colour):
    """A colour; None where none is given."""
    if colour is None:
        return None
    if not isinstance(colour, str) or not re.fullmatch('#[0-9a-fA-F]{6}', colour):
        raise refusal('bad_arguments', 'A colour is written #rrggbb.', argument='colour')
    return colour.lower()


def read_square(square):
    if len(square) == 2 and all(type(side) is int for side in square):
        return tuple(square)
    sentence = 'A move needs the column and the row of a square as whole numbers: [x, y].'
    raise refusal('bad_arguments', sentence, argument='square')


def read_mean(mean):
    if isinstance(mean, str) and mean in PACE:
        return mean
    sentence = f'Nobody here can move like that. Try one of: {", ".join(PACE)}.'
    raise refusal('unknown_mean', sentence, mean=str(mean)[:20], known=list(PACE))


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

    def __init__(self, session, details, by):
        self.session, self.id, self.by = session, details.session, by
        self.running = False
        self.players = {}
        self.guests = 0
        self.seq = 0

    async def start(self):
        await self.session.subscribe(self.left, 'wamp.session.on_leave')
        await self.session.subscribe(self.turned, 'wamp.session.on_liveness')
        await self.session.subscribe(self.run_if_free, 'wamp.registration.on_delete')
        if not await self.run_if_free():
            print('Another component runs the game: this one waits for its turn.', flush=True)

    async def run_if_free(self, *_, **__):
        """Whether the game runs here now."""
        if self.running:
            return True
        self.running, offered = True, []
        try:
            for name, answer in {'move': self.move, 'join': self.join, 'rename': self.rename,
                                 'players': self.look}.items():
                options = RegisterOptions(details_arg='details')
                offered.append(await self.session.register(answer, f'com.example.{name}', options=options))
        except ApplicationError as error:
            # All of them or none: another component runs the game, or is about to stop.
            for registration in offered:
                await registration.unregister()
            self.running = False
            if error.error != ApplicationError.PROCEDURE_ALREADY_EXISTS:
                raise
            return False
        self.publish('started')
        print('The game runs here.', flush=True)
        return True

    def stop(self):
        for player in self.players.values():
            self.halt(player)

    # What players call.

    # #region move
    def move(self, *square, mean='walk', details=None, **_):
        """[x, y] {mean} -> [x, y] {steps}; who never joined is given a place first."""
        player = self.caller(details) or self.place(details.caller)
        to, mean = read_square(square), read_mean(mean)
        self.check(to, player)
        path = self.path(player, to)
        if path is None:
            raise refusal('unreachable', 'There is no way to get there.', x=to[0], y=to[1])
        player.mean, player.path = mean, deque(path)
        if player.walking is None:
            player.walking = asyncio.ensure_future(self.walk(player))
        return CallResult(*to, steps=len(path))
    # #endregion

    def join(self, *_, name=None, colour=None, at=None, details=None, **__):
        """[] {name, colour, at} -> who is where; `at` is where somebody stood before, taken if it is free."""
        player, name, colour = self.caller(details), read_name(name), read_colour(colour)
        if player is None:
            self.place(details.caller, name, colour, wish=at)
        else:
            self.dress(player, name, colour)
        return self.snapshot()

    def rename(self, *_, name=None, colour=None, details=None, **__):
        """[] {name, colour} -> nothing."""
        player, name, colour = self.caller(details), read_name(name), read_colour(colour)
        if player is None:
            self.place(details.caller, name, colour)
        else:
            self.dress(player, name, colour)

    def look(self, *_, details=None, **__):
        """[] -> who is where."""
        self.caller(details)
        return self.snapshot()

    def snapshot(self):
        trees = [list(tree) for tree in sorted(TREES)]
        return {'master': self.id, 'by': self.by, 'page': False, 'seq': self.seq,
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
        """Who calls, if that is somebody on the meadow; a call wakes."""
        if details.caller is None:
            raise refusal('unknown_caller', 'The router does not say who calls, so nobody can move.')
        player = self.players.get(details.caller)
        if player is not None:
            player.limit()
            self.turned(player.session, 'alive')
        return player

    def place(self, session, name=None, colour=None, wish=None):
        """Puts somebody new on a free square, the wished one if it is."""
        taken = TREES | {player.square for player in self.players.values()}
        free = [(x, y) for y in range(HEIGHT) for x in range(WIDTH) if (x, y) not in taken]
        if not free:
            raise refusal('full', 'The meadow is full: there is no free square.')
        self.guests += name is None
        wished = [square for square in free if list(square) == wish]
        player = Player(session, name or f'Guest {self.guests}', colour or COLOURS[self.guests % len(COLOURS)],
                        *(wished or [random.choice(free)]))
        self.players[session] = player
        self.tell(player)
        return player

    def dress(self, player, name, colour):
        player.name, player.colour = name or player.name, colour or player.colour
        self.tell(player)

    def check(self, to, player):
        """Whether a player may go there is not whether there is a way."""
        x, y = to
        if not (0 <= x < WIDTH and 0 <= y < HEIGHT):
            raise refusal('out_of_bounds', 'The meadow ends before that.', x=x, y=y, width=WIDTH, height=HEIGHT)
        if to in TREES:
            raise refusal('tree', 'A tree stands there.', x=x, y=y)
        other = self.at(to, player)
        if other is not None:
            raise refusal('occupied', f'{other.name} stands there.', x=x, y=y, session=other.session,
                          name=other.name)

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
        """Goes along the player's path, and along another that is given meanwhile."""
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
        looks = player.as_dict()
        where = [looks.pop(name) for name in ('session', 'x', 'y')]
        self.publish('position', *where, ms=round(seconds * 1000), **looks)

    def publish(self, topic, *args, **kwargs):
        self.seq += 1
        if self.session.is_attached():
            self.session.publish(f'com.example.{topic}', *args, seq=self.seq, **kwargs)


parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument('url', help="the router: the plain URL of a page's room")
parser.add_argument('--realm', default='realm1')
parser.add_argument('--by', default='Python', help='who runs the game, for people')
arguments = parser.parse_args()

# The router is a page: it may be gone for a while, and come back.
transport = {'type': 'websocket', 'url': arguments.url, 'max_retries': -1, 'max_retry_delay': 5}
component = Component(transports=[transport], realm=arguments.realm)
masters = []


@component.on_join
async def joined(session, details):
    # A refusal is an answer, and not a fault to be logged.
    log = session.onUserError
    session.onUserError = lambda failure, text: isinstance(failure.value, ApplicationError) or log(failure, text)
    masters.append(GameMaster(session, details, arguments.by))
    await masters[-1].start()


@component.on_leave
def left(session, details):
    print(f'Left the room: {details.message or details.reason}', flush=True)
    while masters:
        masters.pop().stop()


async def main():
    txaio.config.loop = asyncio.get_running_loop()
    await component.start(txaio.config.loop)


# Ctrl-C ends it at once: the router sees the connection close.
signal.signal(signal.SIGINT, signal.SIG_DFL)
asyncio.run(main())
