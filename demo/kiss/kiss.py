"""Answers kisses, and fails in two ways, with Autobahn|Python.

pip install autobahn
python3 kiss.py ws://…/wamp/<room>/<ticket>
"""

import argparse

from autobahn.asyncio.component import Component, run
from autobahn.wamp.exception import ApplicationError
from autobahn.wamp.types import RegisterOptions

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument('url', help="the router: the plain URL of a page's room")
parser.add_argument('--realm', default='realm1')
arguments = parser.parse_args()

# It comes back by itself when the router was gone.
component = Component(transports=arguments.url, realm=arguments.realm)

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


if __name__ == '__main__':
    run([component])
