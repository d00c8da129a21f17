"""A message handed to a mail server, with the answer put into one of a few states."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from riskbrief.errors import one_line

SENT, REFUSED, FAILED, UNKNOWN = "sent", "refused", "failed", "unknown"
NO_LOGIN = "the server does not accept user and password: "
AT_ONCE = "before any address was told: "
SENDER = "the sender is not accepted: "
LOOPBACK = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True)
class Server:
    """Where mail goes. `tls`: required (STARTTLS), implicit, or loopback_plain for a relay on this machine."""

    host: str
    port: int
    tls: str
    timeout_seconds: float
    user: str = ""
    password: str = ""
    ca_file: str = ""
    most_bytes: int = 20_000_000


@dataclass(frozen=True)
class Answer:
    """What became of a message: sent; refused (for good: mend address or settings); failed (try again later); unknown
    (the line broke after the text had gone, so it may have been taken)."""

    state: str
    code: int | None = None
    said: str = ""


def for_good(state: str, code: int | None, said: str) -> bool:
    """Whether a server refused this address or this message by a code that says never, whatever is mended here.

    >>> for_good(REFUSED, 550, "no such user"), for_good(REFUSED, 535, f"{NO_LOGIN}no"), for_good(FAILED, 451, "")
    (True, False, False)
    """
    ours = said.startswith((NO_LOGIN, AT_ONCE, SENDER))
    return state == REFUSED and code is not None and code >= 500 and not ours


def post(server: Server, *, sender: str, recipient: str, message: bytes) -> Answer:
    """Send one message to one recipient. Never raises for what a server does."""
    if len(message) > server.most_bytes:
        return Answer(REFUSED, None, f"the message has {len(message):,} bytes, most is {server.most_bytes:,}")
    progress = {"handed over": False}
    try:
        with _connected(server) as smtp:
            return _handed(smtp, sender, recipient, message, progress)
    except UnicodeError:
        return Answer(REFUSED, None, "user and password must be plain ASCII for this server")
    except smtplib.SMTPNotSupportedError as error:
        return Answer(REFUSED, None, str(error))
    except smtplib.SMTPAuthenticationError as error:
        return Answer(REFUSED, error.smtp_code, f"{NO_LOGIN}{_said(error)}")
    except smtplib.SMTPResponseException as error:
        return Answer(REFUSED if error.smtp_code >= 500 else FAILED, error.smtp_code, f"{AT_ONCE}{_said(error)}")
    except (smtplib.SMTPException, OSError) as error:
        return Answer(UNKNOWN if progress["handed over"] else FAILED, None, f"{type(error).__name__}: {error}")


@contextmanager
def _connected(server: Server) -> Iterator[smtplib.SMTP]:
    """A connection that is encrypted before anything but a greeting has passed."""
    if server.tls == "loopback_plain" and server.host not in LOOPBACK:
        raise smtplib.SMTPNotSupportedError(f"`tls: loopback_plain` is for this machine, not for {server.host}")
    context = ssl.create_default_context(cafile=server.ca_file or None)
    if server.tls == "implicit":
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=server.timeout_seconds, context=context)
    else:
        smtp = smtplib.SMTP(server.host, server.port, timeout=server.timeout_seconds)
    try:
        smtp.ehlo()
        if server.tls == "required":
            if not smtp.has_extn("starttls"):
                raise smtplib.SMTPNotSupportedError("the server offers no STARTTLS, and `tls: required` asks for it")
            smtp.starttls(context=context)
            smtp.ehlo()
        if server.user:
            _log_in(smtp, server)
        yield smtp
    finally:
        smtp.close()


def _log_in(smtp: smtplib.SMTP, server: Server) -> None:
    """One try with the first way that both sides know: a wrong password tried again may lock the account."""
    offered = smtp.esmtp_features.get("auth", "").upper().split()
    ways = {"PLAIN": smtp.auth_plain, "LOGIN": smtp.auth_login}
    way = next((name for name in ways if name in offered), None)
    if way is None:
        raise smtplib.SMTPNotSupportedError("the server offers no login by PLAIN or LOGIN")
    smtp.user, smtp.password = server.user, server.password
    smtp.auth(way, ways[way])


def _handed(smtp: smtplib.SMTP, sender: str, recipient: str, message: bytes, progress: dict[str, bool]) -> Answer:
    """MAIL, RCPT, DATA, each answer judged; `progress` says once the text is under way."""
    limit = smtp.esmtp_features.get("size", "")
    if limit.isdigit() and 0 < int(limit) < len(message):
        return Answer(REFUSED, None, f"the message has {len(message):,} bytes, the server takes {int(limit):,}")
    code, said = smtp.mail(sender, [f"size={len(message)}"] if limit else [])
    if code >= 400:
        return Answer(REFUSED if code >= 500 else FAILED, code, f"{SENDER}{_plain(said)}")
    code, said = smtp.rcpt(recipient)
    if code >= 400:
        return Answer(REFUSED if code >= 500 else FAILED, code, _plain(said))
    progress["handed over"] = True
    code, said = smtp.data(message)
    if code < 400:
        _leave(smtp)
        return Answer(SENT, code, _plain(said))
    return Answer(REFUSED if code >= 500 else FAILED, code, _plain(said))


def _leave(smtp: smtplib.SMTP) -> None:
    try:
        smtp.quit()
    except (smtplib.SMTPException, OSError):
        return  # it has the message


def _said(error: smtplib.SMTPResponseException) -> str:
    return _plain(error.smtp_error)


def _plain(said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return one_line(text)[:300]


def read_password(path: Path) -> str:
    """The password in a file, without the line's end. Errors: OSError."""
    return path.read_text(encoding="utf-8").rstrip("\r\n")
