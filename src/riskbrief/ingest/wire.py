"""Connections that are checked, counted and can be cut off: urllib3 with a guard at the socket."""

from __future__ import annotations

import http.client
import io
import socket
import threading
import time
from collections.abc import Collection
from contextlib import suppress
from functools import partial
from typing import Any

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager, ProxyManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util.connection import create_connection

from riskbrief.ingest.answers import FetchError
from riskbrief.ingest.peers import addresses, bare, public

ADDRESSES = 4  # of one host that are tried


class Guard:
    """Watches the sockets of one request: who is at the other end, how many bytes came, how long it takes.

    After `seconds` every socket is shut down, whatever the server does; `late` then tells why reading ended.
    """

    def __init__(self, private: Collection[str], most: int, seconds: float) -> None:
        self.private, self.most, self.read, self.late = private, most, 0, False
        self._until = time.monotonic() + seconds
        self._sockets: list[socket.socket] = []
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self.cut)
        self._timer.daemon = True

    def __enter__(self) -> Guard:
        self._timer.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._timer.cancel()
        with self._lock:
            self._shut()
            for one in self._sockets:
                one.close()
            self._sockets.clear()

    def connect(self, host: str, port: int, timeout: float) -> socket.socket:
        """A socket to the first address that may be asked and answers. Errors: FetchError, OSError."""
        may = addresses(host, port, self.private)
        if not may:
            raise FetchError("rejected", f"{host} is a private, loopback or metadata address")
        failed: OSError | None = None
        for address in may[:ADDRESSES]:
            left = self._until - time.monotonic()
            if left <= 0:
                break
            try:
                made = create_connection((address, port), min(timeout, left))
            except OSError as error:
                failed = error
                continue
            return self._admitted(made, host)
        raise failed or TimeoutError("the time of the request is over")

    def _admitted(self, made: socket.socket, host: str) -> socket.socket:
        """The socket, once its other end was looked at. TLS takes it over, so the watch keeps a second handle."""
        peer = str(made.getpeername()[0])
        if bare(host) not in self.private and not public(peer):
            made.close()
            raise FetchError("rejected", f"{host} is at {peer}, a private address")
        with self._lock:
            self._sockets.append(made.dup())
            if self.late:
                self._shut()
        return made

    def count(self, number: int) -> None:
        """Add bytes read; FetchError when they are too many."""
        self.read += number
        if self.read > self.most:
            raise FetchError("rejected", f"the answer is larger than {self.most:,} bytes")

    def cut(self) -> None:
        """End the request now."""
        with self._lock:
            self.late = True
            self._shut()

    def _shut(self) -> None:
        for one in self._sockets:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)


class _Counted(io.RawIOBase):
    """A socket's bytes on their way to the reader, headers included."""

    def __init__(self, raw: io.RawIOBase, guard: Guard) -> None:
        self._raw, self._guard = raw, guard

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        number = self._raw.readinto(buffer)
        self._guard.count(number or 0)
        return number

    def close(self) -> None:
        self._raw.close()
        super().close()


class _Answer(http.client.HTTPResponse):
    def __init__(self, sock: socket.socket, *args: Any, guard: Guard, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self.fp = io.BufferedReader(_Counted(self.fp.detach(), guard))


class _Guarded(HTTPConnection):
    def __init__(self, *args: Any, guard: Guard, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._guard = guard
        self.response_class = partial(_Answer, guard=guard)  # type: ignore[assignment]

    def _new_conn(self) -> socket.socket:
        return self._guard.connect(self.host, self.port or self.default_port, float(self.timeout or 10))


class _GuardedTLS(_Guarded, HTTPSConnection):
    pass


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Guarded


class _PoolTLS(HTTPSConnectionPool):
    ConnectionCls = _GuardedTLS


def manager(guard: Guard, proxy: str = "") -> PoolManager:
    """Connections of one request, all under the guard; certificates are checked against the system's."""
    made = ProxyManager(proxy) if proxy else PoolManager()
    pools: Any = {"http": partial(_Pool, guard=guard), "https": partial(_PoolTLS, guard=guard)}
    made.pool_classes_by_scheme = pools
    return made
