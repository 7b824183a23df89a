"""A wire between the portal and a search server that can be cut, blocked, or made to talk nonsense; then mended."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

#: What an ordinary web server would say.
NONSENSE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 15\r\n\r\n<p>Bonjour.</p>"


class Relay:
    """Passes bytes on to `target` (host:port) from `address`, until it is told otherwise."""

    def __init__(self, target: str) -> None:
        host, _colon, port = target.rpartition(":")
        self._target = (host, int(port))
        self._port, self._how = 0, self._pass
        self._open: list[socket.socket] = []
        self.asked = 0
        self.mend()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self._port}"

    def mend(self) -> None:
        """Pass everything on."""
        self._restart(self._pass)

    def slow(self, seconds: float) -> None:
        """Pass every question on, so late."""
        self._restart(lambda near: self._pass(near, seconds))

    def block(self) -> None:
        """Take questions, and never answer."""
        self._restart(lambda _near: None)

    def babble(self) -> None:
        """Answer as another program would."""
        self._restart(self._babble)

    def cut(self) -> None:
        """Refuse every connection, and drop those there are."""
        for each in self._open:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        self._open.clear()

    def _restart(self, how: object) -> None:
        self.cut()
        self._how = how
        door = socket.create_server(("127.0.0.1", self._port))
        self._port = door.getsockname()[1]
        self._open.append(door)
        threading.Thread(target=self._welcome, args=(door,), daemon=True).start()

    def _welcome(self, door: socket.socket) -> None:
        with suppress(OSError):
            while True:
                near, _address = door.accept()
                self.asked += 1
                self._open.append(near)
                threading.Thread(target=self._serve, args=(near, self._how), daemon=True).start()

    @staticmethod
    def _serve(near: socket.socket, how: object) -> None:
        with suppress(OSError):
            how(near)

    def _pass(self, near: socket.socket, late: float = 0) -> None:
        far = socket.create_connection(self._target)
        self._open.append(far)
        threading.Thread(target=_pump, args=(far, near), daemon=True).start()
        _pump(near, far, late)

    @staticmethod
    def _babble(near: socket.socket) -> None:
        while near.recv(65536):
            near.sendall(NONSENSE)


def _pump(source: socket.socket, sink: socket.socket, late: float = 0) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            time.sleep(late)
            sink.sendall(data)
    with suppress(OSError):
        sink.shutdown(socket.SHUT_WR)


@contextmanager
def relay(target: str) -> Iterator[Relay]:
    """Give a relay to a server, cut at the end."""
    made = Relay(target)
    try:
        yield made
    finally:
        made.cut()
