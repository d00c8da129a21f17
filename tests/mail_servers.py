"""Mail servers on loopback: a real one that keeps what it gets, and one on a raw socket that misbehaves as scripted."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

Verdict = Callable[[str], str]


@dataclass
class Kept:
    """Messages as they arrived; `verdict` answers RCPT for an address, `final` answers the text."""

    verdict: Verdict = lambda _address: "250 OK"
    final: str = "250 taken"
    messages: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        answer = self.verdict(address)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.final.startswith("250"):
            self.messages.append(envelope.content)
            self.recipients += envelope.rcpt_tos
        return self.final


@contextmanager
def mail_server(kept: Kept, *, tls: ssl.SSLContext | None = None, **more: Any) -> Iterator[int]:
    """A real mail server on a free port; with `tls` it offers STARTTLS and asks for it."""
    extra = {"tls_context": tls, "require_starttls": True} if tls else {}
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(kept, hostname="127.0.0.1", port=port, **extra, **more)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


def accepts(user: str, password: str) -> dict[str, Any]:
    """Settings of a server that asks for this user."""

    def check(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: LoginPassword) -> AuthResult:
        return AuthResult(success=(given.login, given.password) == (user.encode(), password.encode()), handled=False)

    return {"authenticator": check, "auth_required": True}


@contextmanager
def dropping(where: str) -> Iterator[int]:
    """A server that breaks off at `banner`, `mail`, `data` (within the text) or `after` (has all of it, says nothing),
    or only listens (`silence`)."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                line, _ = listener.accept()
            except OSError:
                return
            with line, line.makefile("rwb") as stream:
                _speak(stream, where)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)


def _speak(stream: Any, where: str) -> None:
    """A conversation up to the point where it breaks."""
    if where == "silence":
        stream.read(1)
    if where in {"silence", "banner"}:
        return
    _say(stream, "220 ready")
    for line in stream:
        verb = line[:4].upper()
        if verb == b"MAIL" and where == "mail":
            return
        if verb != b"DATA":
            _say(stream, "250 OK")
            continue
        _say(stream, "354 go on")
        for text in stream:
            if where == "data" or text == b".\r\n":
                return


def _say(stream: Any, text: str) -> None:
    stream.write(text.encode() + b"\r\n")
    stream.flush()
