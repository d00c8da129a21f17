"""A published set as mail: which files it has, who sends it, what the message says."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from riskbrief.definitions.posting import Recipient, Smtp
from riskbrief.definitions.workspace import Workspace
from riskbrief.deliver.ledger import Ledger, recipient_digest, stamp
from riskbrief.deliver.message import Mail, message_bytes
from riskbrief.deliver.post import SENT, Answer, Server, post, read_password
from riskbrief.errors import ConfigurationError, Problem
from riskbrief.pipeline.clock import utc_now


@dataclass(frozen=True)
class PublishedSet:
    """One published set on the disk and what its manifest says of it."""

    folder: Path
    report: str
    issue: str
    title: str
    languages: tuple[str, ...]
    partial: bool
    withdrawn: bool

    def name(self, stem: str, ending: str, language: str) -> str:
        """The file of an edition: `briefing.pdf` in the leading language, `briefing.fr.pdf` in another."""
        middle = "" if language == self.languages[0] else f".{language}"
        return f"{stem}{middle}.{ending}"


def read_set(folder: Path) -> PublishedSet:
    """A set by the manifest in it. Errors: OSError, ValueError."""
    told = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    languages = tuple(told.get("languages") or [told["language"]])
    first = folder / f"briefing{'' if told['language'] == languages[0] else '.' + told['language']}.json"
    title = json.loads(first.read_text(encoding="utf-8")).get("meta", {}).get("title", "") if first.exists() else ""
    return PublishedSet(
        folder.resolve(), told["report"], told["issue"], title or told["report"], languages, bool(told.get("partial")),
        told.get("status") == "withdrawn",
    )  # fmt: skip


def server_of(workspace: Workspace, smtp: Smtp) -> Server:
    """The server with its password. Errors: ConfigurationError (3), which never tells the password."""
    password = ""
    if smtp.password_file:
        try:
            credentials = os.environ.get("CREDENTIALS_DIRECTORY", "")  # where systemd puts them, by unit
            path = smtp.password_file.replace("$CREDENTIALS_DIRECTORY", credentials)
            password = read_password(workspace.root / path)
        except OSError as error:
            text = f"delivery.smtp.password_file {smtp.password_file!r} cannot be read: {error.strerror}"
            remedy = "Check the path and who may read it."
            raise ConfigurationError(Problem("config.yaml", 0, 0, text, remedy)) from error
    elif smtp.password_env:
        password = os.environ.get(smtp.password_env, "")
    if smtp.user and not password:
        name = smtp.password_file or smtp.password_env
        raise ConfigurationError(Problem("config.yaml", 0, 0, f"delivery.smtp: no password in {name}", "Set it."))
    ca_file = str(workspace.root / smtp.ca_file) if smtp.ca_file else ""
    return Server(smtp.host, smtp.port, smtp.tls, smtp.timeout_seconds, smtp.user, password, ca_file, smtp.most_bytes)


def mail_of(workspace: Workspace, one: PublishedSet, recipient: Recipient, ledger: Ledger, now: datetime) -> Mail:
    """The message of a set to a recipient: the bottom line in the body, the PDF of the edition attached."""
    delivery, smtp = workspace.config.delivery, workspace.config.delivery.smtp
    assert smtp is not None
    language = recipient.language if recipient.language in one.languages else one.languages[0]
    pdf, text, html = (
        one.folder / one.name(stem, ending, language)
        for stem, ending in (("briefing", "pdf"), ("mail", "txt"), ("mail", "html"))
    )
    sent_before = any(
        e.state == SENT and (e.report, e.issue) == (one.report, one.issue) and e.set != one.folder.name
        for e in ledger.latest.values()
    )
    words = workspace.phrases[language]
    subject = f"{one.title} {one.issue}" + (f" ({words['mail_updated']})" if sent_before else "")
    body = text.read_text(encoding="utf-8") if text.exists() else f"{one.title} {one.issue}\n"
    if delivery.link:
        body += f"\n{delivery.link.rstrip('/')}/{one.report}/{one.issue}/\n"
    return Mail(
        key="|".join([one.report, one.issue, one.folder.name, recipient_digest(recipient.address)]),
        sender=smtp.sender,
        sender_name=smtp.sender_name,
        recipient=recipient.address,
        subject=subject,
        date=now,
        text=body,
        html=html.read_text(encoding="utf-8") if html.exists() else "",
        files=[(f"{one.report}-{one.issue}.{language}.pdf", pdf.read_bytes())] if pdf.exists() else [],
    )


def send_test(workspace: Workspace, address: str) -> Answer:
    """Send a short test message to one address. Errors: ConfigurationError (3) without a server."""
    smtp = workspace.config.delivery.smtp
    if smtp is None:
        raise ConfigurationError(Problem("config.yaml", 0, 0, "delivery.smtp is not set", "Name a mail server there."))
    text = "This is a test message. Nothing was published.\n"
    now = utc_now()
    key, subject = f"test|{address}|{stamp(now)}", "riskbrief: test message"
    mail = Mail(key, smtp.sender, smtp.sender_name, address, subject, now, text)
    server = server_of(workspace, smtp)
    return post(server, sender=mail.sender, recipient=mail.recipient, message=message_bytes(mail))
