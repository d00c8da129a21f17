"""A web server on loopback, written on raw sockets, that can misbehave in every way a real one does."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress

from riskbrief.definitions.fetching import FetchRules

PATIENCE = 20.0  # longest that a test waits for a server to notice something


class Exchange:
    """One request as the server sees it."""

    def __init__(self, connection: socket.socket, head: bytes, number: int) -> None:
        self.connection, self.number = connection, number
        lines = head.decode("latin-1").split("\r\n")
        self.path = lines[0].split(" ")[1] if " " in lines[0] else ""
        self.headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in lines[1:]) if k}
        self.gone = threading.Event()
        self.sent = 0

    def send(self, data: bytes) -> None:
        """Send, or note that the client has gone."""
        try:
            self.connection.sendall(data)
            self.sent += len(data)
        except OSError:
            self.gone.set()

    def answer(self, body: bytes = b"", status: str = "200 OK", **headers: str) -> None:
        """A well-formed answer."""
        told = {"Content-Length": str(len(body)), "Connection": "close"}
        told |= {k.replace("_", "-"): v for k, v in headers.items()}
        lines = "".join(f"{k}: {v}\r\n" for k, v in told.items() if v)
        self.send(f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + body)

    def wait_until_gone(self) -> None:
        """Say nothing more until the client closes."""
        with suppress(OSError):
            self.connection.settimeout(PATIENCE)
            if self.connection.recv(1) == b"":
                self.gone.set()

    def drip(self, piece: bytes, every: float = 0.05) -> None:
        """Send a little again and again until the client closes."""
        self.connection.settimeout(every)
        until = time.monotonic() + PATIENCE
        while not self.gone.is_set() and time.monotonic() < until:
            self.send(piece)
            try:
                if self.connection.recv(1) == b"":
                    self.gone.set()
            except TimeoutError:
                continue
            except OSError:
                self.gone.set()

    def pour(self, piece: bytes) -> None:
        """Send without pause or end until the client closes."""
        until = time.monotonic() + PATIENCE
        while not self.gone.is_set() and time.monotonic() < until:
            self.send(piece)


Route = Callable[[Exchange], None]


class FaultServer:
    """Routes by path; every exchange is kept. `tls`: how to speak TLS."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self._listener.getsockname()[1]
        self._tls = tls
        self.routes: dict[str, Route] = {}
        self.exchanges: list[Exchange] = []
        self.connections = 0
        self._lock = threading.Lock()
        threading.Thread(target=self._accept, daemon=True).start()

    def url(self, path: str = "/", host: str = "") -> str:
        return f"{'https' if self._tls else 'http'}://{host or '127.0.0.1'}:{self.port}{path}"

    def route(self, path: str, route: Route) -> str:
        """Register a route; its address."""
        self.routes[path] = route
        return self.url(path)

    def page(self, path: str, body: bytes | str, **headers: str) -> str:
        """Register a well-formed answer; its address."""
        data = body.encode() if isinstance(body, str) else body
        return self.route(path, lambda x: x.answer(data, **headers))

    def asked(self, path: str) -> list[Exchange]:
        return [x for x in self.exchanges if x.path == path]

    def saw_close(self, path: str) -> bool:
        """Whether the client closed the connection while the server still held it."""
        return bool(self.asked(path)) and all(x.gone.wait(PATIENCE) for x in self.asked(path))

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, raw: socket.socket) -> None:
        raw.settimeout(PATIENCE)
        with suppress(OSError), self._tls.wrap_socket(raw, server_side=True) if self._tls else raw as connection:
            head = b""
            while b"\r\n\r\n" not in head:
                piece = connection.recv(4096)
                if not piece:
                    return
                head += piece
            with self._lock:
                path = head.split(b" ")[1].decode("latin-1")
                exchange = Exchange(connection, head, Counter(x.path for x in self.exchanges)[path])
                self.exchanges.append(exchange)
            self.routes.get(exchange.path, lambda x: x.answer(b"no such page", "404 Not Found"))(exchange)
            with suppress(OSError):
                connection.shutdown(socket.SHUT_WR)


def quick(**changes: object) -> FetchRules:
    """Limits for tests: loopback allowed by its number, no delay, hardly a wait between tries."""
    usual: dict[str, object] = {
        "allow_private": ["127.0.0.1"], "delay_seconds": 0, "wait_seconds": 0.01, "tries": 2, "robots": False,
        "read_seconds": 15, "request_seconds": 15, "source_seconds": 30, "contact": "desk@example.org",
    }  # fmt: skip
    return FetchRules.model_validate(usual | changes)
