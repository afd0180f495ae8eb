"""Guard servers that behave badly, on real loopback sockets."""

from __future__ import annotations

import socket
from collections.abc import Callable
from threading import Event, Thread

import orjson

Behaviour = Callable[[socket.socket, Event], None]


def completion(content: str) -> bytes:
    body = orjson.dumps({"choices": [{"message": {"content": content}}]})
    return b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n%s" % (len(body), body)


def says(content: str) -> Behaviour:
    return lambda sock, _over: sock.sendall(completion(content))


def hangs(_sock: socket.socket, over: Event) -> None:
    over.wait(30)


def dribbles(sock: socket.socket, over: Event) -> None:
    """Send a byte now and then, so that no single read ever times out."""
    sock.sendall(b"HTTP/1.1 200 OK\r\n")
    while not over.wait(0.05):
        sock.sendall(b"x")


def raw(answer: bytes) -> Behaviour:
    return lambda sock, _over: sock.sendall(answer)


class Server:
    """A server that reads a request and then behaves as told."""

    def __init__(self, behave: Behaviour) -> None:
        self.behave = behave
        self.requests = 0
        self.over = Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}/v1"
        self._accepting = Thread(target=self._accept, daemon=True)
        self._accepting.start()

    def _accept(self) -> None:
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            Thread(target=self._serve, args=(sock,), daemon=True).start()

    def _serve(self, sock: socket.socket) -> None:
        with sock:
            try:
                received = b""
                while b"\r\n\r\n" not in received:
                    received += sock.recv(65536)
                head, _, body = received.partition(b"\r\n\r\n")
                length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
                while len(body) < length:
                    body += sock.recv(65536)
                self.requests += 1
                self.behave(sock, self.over)
            except OSError:  # the client left, which some behaviours are about
                return

    def close(self) -> None:
        self.over.set()
        # Wakes the thread that accepts, which closing alone does not.
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._accepting.join(timeout=5)
