"""One message to one recipient: the bottom line in the body, the PDF attached, the same Message-ID every time."""

from __future__ import annotations

import email
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from riskbrief.deliver.headers import header_text

HEADERS = [
    "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type",
    "Content-Transfer-Encoding",
]  # fmt: skip
_SAFE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


@dataclass(frozen=True)
class Mail:
    """What one recipient gets. `key`: names report, issue, set and recipient; `files`: (name, bytes) to attach."""

    key: str
    sender: str
    sender_name: str
    recipient: str
    subject: str
    date: datetime
    text: str
    html: str = ""
    files: Sequence[tuple[str, bytes]] = ()

    @property
    def message_id(self) -> str:
        """The same for the same key, so that a message sent twice is one message to whoever reads it."""
        return f"<{hashlib.sha256(self.key.encode()).hexdigest()[:32]}@{self.sender.rpartition('@')[2]}>"


def message_bytes(mail: Mail) -> bytes:
    """The message as it travels. The same bytes for the same mail.

    Errors: AssertionError when the message, read again, has other headers than ours: nothing of it is sent then.
    """
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(header_text(mail.sender_name), addr_spec=mail.sender)
    message["To"] = Address(addr_spec=mail.recipient)
    message["Date"] = format_datetime(mail.date)
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text, cte="base64")
    if mail.html:
        message.add_alternative(mail.html, subtype="html", cte="base64")
    for name, content in mail.files:
        assert _SAFE_NAME.fullmatch(name), f"attachment name {name!r}"
        kind, _, subtype = _MEDIA.get(name.rpartition(".")[2], "application/octet-stream").partition("/")
        message.add_attachment(content, maintype=kind, subtype=subtype, filename=name)
    _fix_boundaries(message, mail.key)
    out = _line("Subject", header_text(mail.subject)) + message.as_bytes()
    _check(out, mail)
    return out


_MEDIA = {"pdf": "application/pdf", "html": "text/html", "json": "application/json", "csv": "text/csv"}


def _line(name: str, text: str) -> bytes:
    """A header line, long texts in encoded words of whole characters and folded at 76.

    Not left to the message's own folding, which loses spaces between two encoded words.
    """
    charset = "us-ascii" if text.isascii() else "utf-8"
    folded = Header(text, charset, header_name=name).encode(linesep=SMTP.linesep)
    return f"{name}: {folded}{SMTP.linesep}".encode("ascii")


def _fix_boundaries(message: EmailMessage, key: str) -> None:
    """Boundaries from the key instead of random ones."""
    for n, part in enumerate(p for p in message.walk() if p.is_multipart()):
        part.set_boundary(f"=_{hashlib.sha256(f'{key} {n}'.encode()).hexdigest()[:40]}")


def _check(content: bytes, mail: Mail) -> None:
    """Read the message back: our headers, each once, our subject, and one recipient."""
    again = email.message_from_bytes(content, policy=SMTP)
    names = [name for name, _ in again.items()]
    assert sorted(names) == sorted(set(names)) and set(names) <= set(HEADERS), f"headers {names}"
    assert again["To"].addresses[0].addr_spec == mail.recipient and len(again["To"].addresses) == 1, "another recipient"
    assert " ".join(str(again["Subject"]).split()) == header_text(mail.subject), "another subject"
    attached = [part.get_filename() for part in again.iter_attachments()]
    assert attached == [name for name, _ in mail.files], f"attachments {attached}"
