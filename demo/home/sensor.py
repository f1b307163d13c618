# A thermometer with Autobahn|Python, for a Raspberry Pi or any computer:
# python3 sensor.py ws://…/wamp/<room>/<ticket>

import argparse
import asyncio
import math
import signal
import time
from glob import glob
from pathlib import Path

import txaio
from autobahn.asyncio.component import Component
from autobahn.wamp.exception import ApplicationError

CHIP = Path('/sys/class/thermal/thermal_zone0/temp')


def thermometer():
    """Where degrees Celsius come from: a DS18B20 on the 1-Wire bus, else the processor's own thermometer, else nowhere."""
    probes = glob('/sys/bus/w1/devices/28-*/w1_slave')
    if probes:
        return 'DS18B20', lambda: int(Path(probes[0]).read_text().split('t=')[1]) / 1000
    if CHIP.exists():
        return 'processor', lambda: int(CHIP.read_text()) / 1000
    return 'simulated', lambda: 18 + 3 * math.sin(time.time() / 60)


arguments = argparse.ArgumentParser()
arguments.add_argument('url', help='where the room is for plain WAMP clients')
arguments.add_argument('--realm', default='realm1')
options = arguments.parse_args()
kind, measure = thermometer()
name = f'Python ({kind})'
print(f'The thermometer: {kind}.', flush=True)

transport = {'type': 'websocket', 'url': options.url, 'max_retries': -1, 'max_retry_delay': 5}
component = Component(transports=[transport], realm=options.realm)


# #region wamp
def gettemp(unit='C', precision=1):
    if unit not in ('C', 'F', 'K') or precision not in range(7):
        sentence = 'The unit is C, F or K, the precision a number of digits from 0 to 6.'
        raise ApplicationError('wamp.error.invalid_argument', sentence)
    factor, offset = {'C': (1, 0), 'F': (1.8, 32), 'K': (1, 273.15)}[unit]
    return round(measure() * factor + offset, int(precision))


@component.on_join
async def joined(session, details):
    measuring = False

    async def offer(*_):
        nonlocal measuring
        try:
            await session.register(gettemp, 'com.app.gettemp')
            measuring = True
            print('Measuring.', flush=True)
        except ApplicationError as error:
            if not measuring:
                print(f'Another sensor measures: this one waits. ({error.error})', flush=True)

    await session.subscribe(lambda *_: None if measuring else offer(), 'wamp.registration.on_delete')
    await offer()
    while session.is_attached():
        if measuring:
            session.publish('com.app.temperature', round(measure(), 1), sensor=name)
        await asyncio.sleep(2)
# #endregion


async def main():
    txaio.config.loop = asyncio.get_running_loop()
    await component.start(txaio.config.loop)


# Ctrl-C ends it at once: the router sees the connection close.
signal.signal(signal.SIGINT, signal.SIG_DFL)
asyncio.run(main())
