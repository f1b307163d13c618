"""Answers kisses, and fails in two ways, with Autobahn|Python.

pip install autobahn
python3 kiss.py ws://…/wamp/<room>/<ticket>
"""

import argparse
import asyncio
import signal

import txaio
from autobahn.asyncio.component import Component
from autobahn.wamp.exception import ApplicationError
from autobahn.wamp.types import RegisterOptions

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument('url', help="the router: the plain URL of a page's room")
parser.add_argument('--realm', default='realm1')
arguments = parser.parse_args()

# The router is a page: it may be gone for a while, and come back.
transport = {'type': 'websocket', 'url': arguments.url, 'max_retries': -1, 'max_retry_delay': 5}
component = Component(transports=[transport], realm=arguments.realm)

# Who registers last answers, and gives the procedure back when it ends.
shared = RegisterOptions(invoke='last')


# #region kiss
@component.register('com.example.kiss')
def kiss(type='sec', name='Somebody'):
    accepted = type != 'baveux'
    print(f'{name} asks for a kiss, {type}: {"accepted" if accepted else "refused"}')
    return accepted


@component.register('com.example.kiss.clumsy', options=shared)
def clumsy():
    return 1 / 0


@component.register('com.example.kiss.shy', options=shared)
def shy():
    raise ApplicationError('com.example.error.too_shy', 'Not in front of a snake.', try_again_in=60)
# #endregion


@component.on_join
def joined(session, details):
    print(f'I answer kisses now, as session {details.session}.')


@component.on_leave
def left(session, details):
    print(f'The router is gone: {details.reason}')


async def main():
    txaio.config.loop = asyncio.get_running_loop()
    await component.start(txaio.config.loop)


# Ctrl-C ends it at once: the router sees the connection close.
signal.signal(signal.SIGINT, signal.SIG_DFL)
asyncio.run(main())
