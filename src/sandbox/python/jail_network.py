"""The network of scripts: a loopback of their own, on which only the sandbox answers.

A process that stays outside takes the connections that arrive inside, and passes their bytes on to the sandbox.
"""

import fcntl
import os
import socket
import struct
import threading
from urllib.parse import urlsplit

SIOCSIFFLAGS = 0x8914
IFF_UP = 1
WAITING_CONNECTIONS = 128
CHUNK = 64 * 1024


def sandbox_address(environment):
    """Host and port of the sandbox, or None if scripts have none."""
    url = environment.get("AWS_ENDPOINT_URL")
    if url is None:
        return None
    parts = urlsplit(url)
    return parts.hostname, parts.port


def listen_inside(address):
    """In the new namespace: switches its loopback on. Returns a socket that listens at the sandbox's address, if there is one."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        fcntl.ioctl(control, SIOCSIFFLAGS, struct.pack("16sh22x", b"lo", IFF_UP))
    if address is None:
        return None
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.bind(address)
    listener.listen(WAITING_CONNECTIONS)
    return listener


class Forwarder:
    """Forks the process outside, before the namespace changes. It ends with the process that made it."""

    def __init__(self, address, end_with_parent):
        self._channel, theirs = socket.socketpair()
        if os.fork() == 0:
            end_with_parent()
            self._channel.close()
            try:
                os.closerange(0, 2)
                _, (listener, *_), _, _ = socket.recv_fds(theirs, 1, 1)
                _serve(socket.socket(fileno=listener), address)
            finally:
                os._exit(1)
        theirs.close()

    def take(self, listener):
        socket.send_fds(self._channel, [b"."], [listener.fileno()])
        listener.close()
        self._channel.close()


def _serve(listener, address):
    while True:
        inside, _ = listener.accept()
        threading.Thread(target=_forward, args=(inside, address), daemon=True).start()


def _forward(inside, address):
    with inside:
        try:
            outside = socket.create_connection(address)
        except OSError:
            return
        with outside:
            for each in (inside, outside):
                each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            answers = threading.Thread(target=_pump, args=(outside, inside), daemon=True)
            answers.start()
            _pump(inside, outside)
            answers.join()


def _pump(source, sink):
    try:
        while data := source.recv(CHUNK):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        # One end has gone, so the other goes as well.
        for each in (source, sink):
            try:
                each.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
