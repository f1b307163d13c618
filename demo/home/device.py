# A thermometer that speaks WAMP without a library: JSON over a WebSocket, both written out here, in the Python that
# MicroPython has, on an ESP32 for one. On a computer: python3 device.py ws://…/wamp/<room>/<ticket>

import binascii, json, math, random, select, socket, sys, time

URL = ''  # A board has no command line: the room's plain address goes here.
NAME = 'device.py'
EVERY = 2  # Seconds from one reading that is published to the next.

def measure():
    """Degrees Celsius. Here they are made up: read your own sensor instead."""
    return 21 + 2 * math.sin(time.time() / 40)

# #region wamp
class Device:
    def __init__(self, websocket):
        self.websocket = websocket
        self.requests, self.measuring = 0, False

    def send(self, *message):
        self.websocket.send(1, json.dumps(message).encode())

    def request(self, code, *rest):
        self.requests += 1
        self.send(code, self.requests, {}, *rest)

    def run(self):
        self.send(1, 'realm1', {'roles': {'callee': {}, 'publisher': {}, 'subscriber': {}}})  # HELLO
        due = 0
        while True:
            if self.websocket.waits(EVERY):
                self.take(*self.websocket.receive())
            if self.measuring and time.time() >= due:
                self.request(16, 'com.app.temperature', [round(measure(), 1)], {'sensor': NAME})  # PUBLISH
                due = time.time() + EVERY

    def take(self, code, *rest):
        if code == 2:  # WELCOME
            self.request(32, 'wamp.registration.on_delete')  # SUBSCRIBE
        if code in (2, 36) and not self.measuring:  # EVENT: some procedure is free
            self.request(64, 'com.app.gettemp')  # REGISTER
        elif code == 65:  # REGISTERED
            self.measuring = True
            print('Measuring.')
        elif code == 68:  # INVOCATION
            self.answer(rest[0], rest[4] if len(rest) > 4 else {})
        elif code == 8:  # ERROR
            print('Another sensor measures: this one waits. (%s)' % rest[3])
        elif code in (3, 6):  # ABORT, GOODBYE
            raise OSError('the router says ' + rest[1])

    def answer(self, invocation, options):
        try:
            factor, offset = {'C': (1, 0), 'F': (1.8, 32), 'K': (1, 273.15)}[options.get('unit', 'C')]
            digits = list(range(7)).index(options.get('precision', 1))
            self.send(70, invocation, {}, [round(measure() * factor + offset, digits)])  # YIELD
        except (AttributeError, KeyError, TypeError, ValueError):
            sentence = 'The unit is C, F or K, the precision a number of digits from 0 to 6.'
            self.send(8, 68, invocation, {}, 'wamp.error.invalid_argument', [sentence])  # ERROR
# #endregion

class WebSocket:
    def __init__(self, stream, place, path):
        self.stream, self.text = stream, b''
        # The secure sockets of a board have other names for the same.
        self.recv = getattr(stream, 'recv', None) or stream.read
        self.write = getattr(stream, 'sendall', None) or stream.write
        key = binascii.b2a_base64(noise(16)).decode().strip()
        self.write('\r\n'.join((
            'GET /%s HTTP/1.1' % path, 'Host: ' + place, 'Upgrade: websocket', 'Connection: Upgrade',
            'Sec-WebSocket-Version: 13', 'Sec-WebSocket-Protocol: wamp.2.json', 'Sec-WebSocket-Key: ' + key, '', '',
        )).encode())
        answer = b''
        while not answer.endswith(b'\r\n\r\n'):
            answer += self.read(1)
        if b' 101 ' not in answer[:13]:
            raise OSError('the router answers ' + answer.decode())

    def send(self, opcode, data):
        size, mask = len(data), noise(4)
        head = bytes([128 | opcode, 128 | size]) if size < 126 else bytes([128 | opcode, 254, size >> 8, size & 255])
        self.write(head + mask + bytes([byte ^ mask[index % 4] for index, byte in enumerate(data)]))

    def receive(self):
        """The next message, or [0] where what came was none, or not yet a whole one."""
        first, size = self.read(2)
        if size > 125:
            size = int.from_bytes(self.read(2 if size == 126 else 8), 'big')
        data = self.read(size)
        opcode = first & 15
        if opcode == 8:  # Close
            raise OSError('the router has closed the connection')
        if opcode == 9:  # Ping
            self.send(10, data)
        self.text += data if opcode < 3 else b''
        if opcode > 2 or first < 128:
            return [0]
        text, self.text = self.text, b''
        return json.loads(text)

    def read(self, size):
        data = b''
        while len(data) < size:
            part = self.recv(size - len(data))
            if not part:
                raise OSError('the connection is lost')
            data += part
        return data

    def waits(self, seconds):
        """Whether something comes within that time."""
        decrypted = hasattr(self.stream, 'pending') and self.stream.pending()
        return decrypted or select.select([self.stream], [], [], seconds)[0]

def noise(size):
    return bytes([random.getrandbits(8) for _ in range(size)])

def secure(stream, host):
    import ssl
    if hasattr(ssl, 'create_default_context'):
        return ssl.create_default_context().wrap_socket(stream, server_hostname=host)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    # A board knows no authorities: who vouches for the router lies beside this file.
    context.load_verify_locations(cadata=open('ca.der', 'rb').read())
    return context.wrap_socket(stream, server_hostname=host)

def connect(url):
    scheme, rest = url.split('://', 1)
    place, path = rest.split('/', 1)
    host, _, port = place.partition(':')
    port = int(port or (443 if scheme == 'wss' else 80))
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, 0, socket.SOCK_STREAM)[0]
    stream = socket.socket(family, kind, protocol)
    try:
        stream.connect(address)
        stream = secure(stream, host) if scheme == 'wss' else stream
        Device(WebSocket(stream, place, path)).run()
    finally:
        stream.close()

if __name__ == '__main__':
    try:
        while True:
            try:
                connect(sys.argv[1] if len(sys.argv) > 1 else URL)
            except Exception as error:  # Whatever a router says, the next one may be better.
                print('Trying again soon: %s' % error)
                time.sleep(EVERY)
    except KeyboardInterrupt:
        pass
