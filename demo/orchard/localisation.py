"""The orchard's localisation: publishes where a tractor is that drives along the rows.

    pip install autobahn
    python3 localisation.py ws://host/wamp/room/ticket

It registers com.app.localisation.settings. While another component has that, it waits, follows com.app.position, and
drives on from there when the other one is gone. Ctrl-C ends it.
"""

import argparse
import asyncio
import signal
from math import cos, dist, pi, radians, sin

import txaio
from autobahn.asyncio.component import Component
from autobahn.wamp.exception import ApplicationError
from autobahn.wamp.types import PublishOptions, SubscribeOptions

arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
arguments.add_argument('url', help='the plain URL of the room')
arguments.add_argument('--realm', default='realm1')
arguments = arguments.parse_args()

STEP = 0.1  # metres
TURN = 2.8  # metres, the radius of the turns at the ends of the rows


def lap():
    """Every tenth of a metre of a lap: x and y in metres, and the heading in degrees from the north."""
    x, y, heading = 4.8, 6.7, 90
    ways = [('forward', 26.4), ('right', 180), ('forward', 26.4), ('right', -180), ('forward', 26.4), ('right', 180),
            ('forward', 26.4), ('right', 90), ('forward', 11.2), ('right', 90)]
    for kind, amount in ways:
        steps = round((amount if kind == 'forward' else abs(amount) * pi / 180 * TURN) / STEP)
        for _ in range(steps):
            yield x, y, heading % 360
            # Half of a turn before the step and half after it: so the circle closes.
            heading += amount / steps / 2 if kind == 'right' else 0
            x += sin(radians(heading)) * STEP
            y -= cos(radians(heading)) * STEP
            heading += amount / steps / 2 if kind == 'right' else 0


LAP = list(lap())
settings = {'speed': 2, 'interval': 500, 'running': True}
metres = 0.0


def nearest(x, y):
    """After how many metres the tractor is nearest to a place."""
    return min(range(len(LAP)), key=lambda index: dist((x, y), LAP[index][:2])) * STEP


component = Component(
    transports=[{'type': 'websocket', 'url': arguments.url, 'max_retries': -1, 'max_retry_delay': 5}],
    realm=arguments.realm,
)


@component.on_join
async def joined(session, details):
    print(f'Joined {details.realm}.', flush=True)
    await take_the_wheel(session)
    print('Driving.', flush=True)
    while session.is_attached():
        drive(session, settings['interval'] / 1000)
        await asyncio.sleep(settings['interval'] / 1000)


async def take_the_wheel(session):
    """Registers com.app.localisation.settings as soon as nobody else has it."""
    freed = asyncio.Event()

    def follow(x, y, **_):
        global metres
        metres = nearest(x, y)

    async def change(**asked):
        settings.update(checked(asked))
        session.publish('com.app.localisation.settings', settings)
        return settings

    await session.subscribe(lambda *_: freed.set(), 'wamp.registration.on_delete')
    others = await session.subscribe(follow, 'com.app.position', SubscribeOptions(get_retained=True))
    while True:
        freed.clear()
        try:
            await session.register(change, 'com.app.localisation.settings')
            break
        except ApplicationError as error:
            if error.error != ApplicationError.PROCEDURE_ALREADY_EXISTS:
                raise
            print('Another component localises the tractor: waiting until it is gone.', flush=True)
            await freed.wait()
    await others.unsubscribe()
    session.publish('com.app.localisation.settings', settings)


def checked(asked):
    limits = {'speed': (0, 10), 'interval': (100, 5000)}
    for name, value in asked.items():
        low, high = limits.get(name, (0, 1))
        if name not in settings or not low <= value <= high:
            raise ApplicationError(ApplicationError.INVALID_ARGUMENT, f'{name} cannot be {value!r}')
    return asked


def drive(session, seconds):
    global metres
    speed = settings['speed'] if settings['running'] else 0
    metres = (metres + speed * seconds) % (len(LAP) * STEP)
    x, y, heading = LAP[int(metres / STEP) % len(LAP)]
    session.publish('com.app.position', round(x, 2), round(y, 2), heading=round(heading, 1), speed=speed,
                    options=PublishOptions(retain=True))


async def main():
    txaio.config.loop = asyncio.get_running_loop()
    await component.start(txaio.config.loop)


# Ctrl-C ends it at once: the router sees the connection close.
signal.signal(signal.SIGINT, signal.SIG_DFL)
asyncio.run(main())
