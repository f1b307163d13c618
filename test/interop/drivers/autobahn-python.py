# Autobahn|Python, told what to do by JSON lines on standard input; answers and news go to standard output.

import asyncio
import base64
import json
import sys
import traceback
from importlib import import_module

import txaio

txaio.use_asyncio()

from autobahn.asyncio.wamp import ApplicationSession
from autobahn.asyncio.websocket import WampWebSocketClientFactory
from autobahn.wamp.auth import compute_wcs, derive_key
from autobahn.wamp.cryptosign import CryptosignKey
from autobahn.wamp.exception import ApplicationError
from autobahn.wamp.interfaces import IPayloadCodec
from autobahn.wamp.types import (
    CallOptions, CallResult, ComponentConfig, EncodedPayload, PublishOptions, RegisterOptions, SubscribeOptions)
from autobahn.websocket.util import parse_url

SERIALIZERS = {'json': 'JsonSerializer', 'msgpack': 'MsgPackSerializer', 'cbor': 'CBORSerializer'}
CANCELED = 'wamp.error.canceled'


# Nested values are left to the json module, whose own recursion costs one level for each.

def to_line(value):
    if isinstance(value, bytes):
        return {'$bytes': base64.b64encode(value).decode()}
    return {'$python': repr(value)}


def from_line(value):
    return base64.b64decode(value['$bytes']) if '$bytes' in value else value


def say(**news):
    sys.stdout.write(json.dumps(news, default=to_line) + '\n')
    sys.stdout.flush()


class Codec:
    """Packs the payloads of URIs that ask for it: the older payload transparency."""

    def encode(self, is_originating, uri, args=None, kwargs=None):
        if '.enc.' not in uri:
            return None
        packed = json.dumps([uri, args or [], kwargs or {}]).encode()
        return EncodedPayload(packed, 'x_interop', 'json', 'key')

    def decode(self, is_originating, uri, encoded):
        uri, args, kwargs = json.loads(encoded.payload)
        return uri, args, kwargs


IPayloadCodec.register(Codec)


class Session(ApplicationSession):
    def __init__(self, config, ref, auth):
        super().__init__(config)
        self.ref, self.auth = ref, auth
        self.joined = asyncio.get_event_loop().create_future()
        self.reason = 'lost'
        self.held = {}
        self.registrations, self.subscriptions, self.calls = {}, {}, {}
        self.set_payload_codec(Codec())

    def onConnect(self):
        auth = self.auth or {}
        extra = {}
        if auth.get('method') == 'cryptosign':
            self.key = CryptosignKey.from_bytes(bytes.fromhex(auth['secret']))
            extra = {'authextra': {'pubkey': self.key.public_key(), 'channel_binding': None}}
        methods = [auth['method']] if auth else None
        self.join(self.config.realm, authmethods=methods, authid=auth.get('authid'), **extra)

    def onChallenge(self, challenge):
        secret = self.auth['secret']
        if challenge.method == 'ticket':
            return secret
        if challenge.method == 'cryptosign':
            return self.key.sign_challenge(challenge, channel_id=None, channel_id_type=None)
        extra = challenge.extra
        if 'salt' in extra:
            secret = derive_key(secret, extra['salt'], extra['iterations'], extra['keylen'])
        return compute_wcs(secret, extra['challenge'])

    def onUserError(self, fail, msg):
        pass  # endpoints that fail on purpose

    def onJoin(self, details):
        self.joined.set_result({'id': details.session, 'authid': details.authid, 'authrole': details.authrole})

    def onLeave(self, details):
        self.reason = details.reason
        if not self.joined.done():
            self.joined.set_exception(ApplicationError(details.reason, details.message))
        self.disconnect()

    def onDisconnect(self):
        if not self.joined.done():
            self.joined.set_exception(ApplicationError('wamp.error.network_failure'))
        say(note='left', ref=self.ref, reason=self.reason)

    async def answer(self, ref, behaviour, args, kwargs, details):
        say(note='invoked', ref=ref, payload={'args': args, 'kwargs': kwargs})
        if behaviour == 'echo':
            return CallResult(*args, **kwargs)
        if behaviour == 'nothing':
            return CallResult()
        if behaviour == 'refuse':
            raise ApplicationError('com.example.error.refused', *args, **kwargs)
        if behaviour == 'break':
            raise RuntimeError('broken')
        if behaviour == 'count':
            for number in range(args[0]):
                if details.progress:
                    details.progress(number + 1)
            return args[0]
        if behaviour == 'name':
            return self.ref
        if behaviour == 'who':
            return CallResult(procedure=details.procedure, caller=details.caller)
        if behaviour == 'hold':
            return await self.hold(ref)
        raise ValueError(behaviour)

    async def hold(self, ref):
        released = asyncio.get_event_loop().create_future()
        self.held.setdefault(ref, []).append(released)
        try:
            await released
        except asyncio.CancelledError:
            say(note='interrupted', ref=ref)
            raise ApplicationError(CANCELED)
        return 'released'


class Commands:
    """What can be asked; each method gets the fields of its line."""

    def __init__(self):
        self.sessions = {}

    async def join(self, ref, url, realm, serializer, auth=None):
        codec = getattr(import_module('autobahn.wamp.serializer'), SERIALIZERS[serializer])
        session = Session(ComponentConfig(realm, {}), ref, auth)
        # Both of them are offered by default, the batched one first.
        offered = [codec(batched=True), codec()]
        factory = WampWebSocketClientFactory(lambda: session, url=url, serializers=offered)
        secure, host, port = parse_url(url)[:3]
        await asyncio.get_event_loop().create_connection(factory, host, port, ssl=secure or None)
        self.sessions[ref] = session
        return await session.joined

    async def leave(self, ref):
        self.sessions[ref].leave()

    async def call(self, ref, call, procedure, payload, options):
        session = self.sessions[ref]
        if options.pop('progress', False):
            def progress(*args, **kwargs):
                say(note='progress', ref=call, payload={'args': args, 'kwargs': kwargs})
            options['on_progress'] = progress
        future = session.call(procedure, *payload['args'], **payload['kwargs'], options=CallOptions(**options))
        session.calls[call] = future
        try:
            result = await future
        finally:
            del session.calls[call]
        if isinstance(result, CallResult):
            return {'args': result.results, 'kwargs': result.kwresults}
        return {'args': [] if result is None else [result], 'kwargs': {}}

    async def cancel(self, ref, call):
        self.sessions[ref].calls[call].cancel()

    async def register(self, ref, registration, procedure, behaviour, options):
        session = self.sessions[ref]

        def endpoint(*args, details=None, **kwargs):
            return session.answer(registration, behaviour, args, kwargs, details)
        registered = await session.register(endpoint, procedure, RegisterOptions(details=True, **options))
        session.registrations[registration] = registered

    async def release(self, ref, registration):
        for future in self.sessions[ref].held.pop(registration, []):
            if not future.done():
                future.set_result(None)

    async def unregister(self, ref, registration):
        await self.sessions[ref].registrations[registration].unregister()

    async def subscribe(self, ref, subscription, topic, options):
        session = self.sessions[ref]

        def handler(*args, details=None, **kwargs):
            about = {name: getattr(details, name) for name in ('topic', 'publisher', 'publication', 'retained')}
            say(note='event', ref=subscription, event={'args': args, 'kwargs': kwargs, 'details': about})
        subscribed = await session.subscribe(handler, topic, SubscribeOptions(details=True, **options))
        session.subscriptions[subscription] = subscribed

    async def unsubscribe(self, ref, subscription):
        await self.sessions[ref].subscriptions[subscription].unsubscribe()

    async def publish(self, ref, topic, payload, options):
        options = PublishOptions(**options)
        published = self.sessions[ref].publish(topic, *payload['args'], **payload['kwargs'], options=options)
        return published and (await published).id


async def run(commands, line):
    number, command = line.pop('number'), line.pop('command')
    try:
        say(number=number, done=await getattr(commands, command)(**line))
    except ApplicationError as error:
        say(number=number, refused={'error': error.error, 'args': error.args, 'kwargs': error.kwargs})
    except asyncio.CancelledError:
        say(number=number, refused={'error': CANCELED, 'args': [], 'kwargs': {}})
    except BaseException:
        say(number=number, failed=traceback.format_exc())


async def main():
    loop = asyncio.get_event_loop()
    txaio.config.loop = loop
    lines = asyncio.StreamReader(limit=2 ** 26)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    commands, running = Commands(), set()
    while line := await lines.readline():
        task = loop.create_task(run(commands, json.loads(line, object_hook=from_line)))
        running.add(task)
        task.add_done_callback(running.discard)


asyncio.run(main())
