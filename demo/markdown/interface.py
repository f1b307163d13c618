# An interface for the terminal: renders each line that it is given, for the name that it says.
# python3 interface.py ws://…/wamp/<room>/<ticket>

import argparse
import asyncio
import signal
import sys

import txaio
from autobahn.asyncio.component import Component
from autobahn.wamp.exception import ApplicationError

arguments = argparse.ArgumentParser()
arguments.add_argument('url', help='where the room is for plain WAMP clients')
arguments.add_argument('--realm', default='realm1')
arguments.add_argument('--name', default='The terminal')
options = arguments.parse_args()


# #region interface
async def interface(_, session):
    try:
        token = (await session.call('com.app.auth.login', name=options.name))['token']
    except ApplicationError as error:
        print(f'Nobody identifies us. ({error.error})')
        token = None
    while line := await asyncio.to_thread(sys.stdin.readline):
        try:
            result = await session.call('com.app.markdown.render', line, **({'token': token} if token else {}))
            print(f'{result.results[0].strip()}   ({result.kwresults["by"]}, for {result.kwresults["for"]})')
        except ApplicationError as error:
            print(f'Nobody renders it. ({error.error})')
# #endregion


async def main():
    txaio.config.loop = asyncio.get_running_loop()
    component = Component(main=interface, transports=options.url, realm=options.realm)
    await component.start(txaio.config.loop)


signal.signal(signal.SIGINT, signal.SIG_DFL)
asyncio.run(main())
