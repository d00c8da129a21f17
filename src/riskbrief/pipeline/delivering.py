"""A published set sent to those who get it: what is due, sent once each, and what became of it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from riskbrief.definitions.posting import Recipient
from riskbrief.definitions.workspace import Workspace
from riskbrief.deliver.folders import copy_set
from riskbrief.deliver.ledger import SENDING, Entry, Ledger, read_ledger, recipient_digest, stamp, write_entry
from riskbrief.deliver.message import message_bytes
from riskbrief.deliver.post import FAILED, NO_LOGIN, REFUSED, SENT, UNKNOWN, Server, for_good, post
from riskbrief.errors import Problem, UsageError
from riskbrief.pipeline.clock import utc_now
from riskbrief.pipeline.events import told
from riskbrief.pipeline.mailing import PublishedSet, mail_of, read_set, server_of
from riskbrief.pipeline.opening import known, open_workspace
from riskbrief.pipeline.storage import locked, storage_error

HELD = "held"
log = logging.getLogger(__name__)
Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Delivered:
    """What became of a set: by recipient digest or folder the state, and why it is not sent yet."""

    report: str
    issue: str
    to: str
    state: str
    said: str = ""
    given_up: bool = False  # refused for good before, and not tried again

    @property
    def done(self) -> bool:
        return self.given_up or self.state in {SENT, "copied", "there"}


def ledger_path(root: Path) -> Path:
    """Where the deliveries of a workspace are written down."""
    return root / ".riskbrief" / "deliveries.jsonl"


def deliver_sets(
    workspace: Workspace, folders: Sequence[Path], *, clock: Clock, old: Collection[Path] = (), to: str = ""
) -> list[Delivered]:
    """Send and copy sets to everybody who gets them and has not; a set for some countries only goes to nobody.

    Sets of `old` are mailed only to those of whom the ledger says that they wait for them. What a server refused for
    good is not sent again, but for the recipient with the address `to`, who alone is then mailed.

    One at a time, so that nobody is mailed twice. Errors: LockedError (7) while another delivers;
    ConfigurationError (3) when the password cannot be read; StorageError (8) when the ledger cannot be written.
    """
    sets = [one for folder in folders if not (one := read_set(folder)).partial]
    delivery = workspace.config.delivery
    if not sets or not (delivery.folders or delivery.recipients):
        return []
    with locked(workspace.root / ".riskbrief", "delivery"):
        return [*_copied(workspace, sets), *_mailed(workspace, sets, clock, old, to)]


def _copied(workspace: Workspace, sets: Sequence[PublishedSet]) -> Iterator[Delivered]:
    for one in sets:
        for folder in workspace.config.delivery.folders:
            if one.report not in folder.reports:
                continue
            target = workspace.root / folder.path / one.report / one.issue
            try:
                contents = {p.name: p.read_bytes() for p in one.folder.iterdir()}
                state = "copied" if copy_set(contents, target) else "there"
                yield Delivered(one.report, one.issue, folder.path, state)
            except OSError as error:
                yield Delivered(one.report, one.issue, folder.path, FAILED, f"{error.strerror or error}")


def _mailed(
    workspace: Workspace, sets: Sequence[PublishedSet], clock: Clock, old: Collection[Path], to: str
) -> Iterator[Delivered]:
    delivery = workspace.config.delivery
    people = [r for r in delivery.recipients if not to or recipient_digest(r.address) == recipient_digest(to)]
    due = [(s, r) for s in sets for r in people if s.report in r.reports and not s.withdrawn]
    if not due or delivery.smtp is None:
        return
    ledger, server = _ledger(workspace), server_of(workspace, delivery.smtp)
    locked_out = ""
    for one, recipient in due:
        digest = recipient_digest(recipient.address)
        if one.folder in old and (one.report, one.issue, one.folder.name, digest) not in ledger.latest:
            continue  # an earlier set goes only to those who wait for it
        if locked_out:
            yield Delivered(one.report, one.issue, digest, FAILED, locked_out)
            continue
        last = ledger.latest.get((one.report, one.issue, one.folder.name, digest))
        if last and not to and for_good(last.state, last.code, last.said):
            said = (
                f"refused for good ({last.code} {last.said}); `riskbrief deliver {one.report} --to ADDRESS` tries again"
            )
            yield Delivered(one.report, one.issue, digest, REFUSED, said, given_up=True)
            continue
        done = _to_one(workspace, one, recipient, ledger, server, clock)
        locked_out = done.said if done.state == REFUSED and done.said.startswith(NO_LOGIN) else ""
        yield done


def _ledger(workspace: Workspace) -> Ledger:
    path = ledger_path(workspace.root)
    try:
        return read_ledger(path)
    except OSError as error:
        raise storage_error(error, path) from error


def _to_one(
    workspace: Workspace, one: PublishedSet, recipient: Recipient, ledger: Ledger, server: Server, clock: Clock
) -> Delivered:
    """Send a set to one recipient, unless that was done or is left to a person; each step is written down first."""
    digest, smtp = recipient_digest(recipient.address), workspace.config.delivery.smtp
    assert smtp is not None
    last = ledger.latest.get((one.report, one.issue, one.folder.name, digest))
    if last and (last.state == SENT or (last.state in {SENDING, UNKNOWN, HELD} and smtp.when_unknown == "hold")):
        state = SENT if last.state == SENT else HELD
        return Delivered(one.report, one.issue, digest, state, "" if state == SENT else "may have been taken; held")
    mail = mail_of(workspace, one, recipient, ledger, clock())
    message = message_bytes(mail)
    entry = Entry(
        stamp(mail.date), one.report, one.issue, one.folder.name, digest, mail.message_id, SENDING,
        last.tries + 1 if last else 1,
    )  # fmt: skip
    _write(workspace, entry)
    told(log, "deliver.sending", "handing a message over", issue=one.issue, to=digest)
    answer = post(server, sender=mail.sender, recipient=mail.recipient, message=message)
    _write(workspace, replace(entry, at=stamp(clock()), state=answer.state, code=answer.code, said=answer.said))
    told(log, "deliver.answered", answer.state, issue=one.issue, to=digest, code=answer.code)
    return Delivered(one.report, one.issue, digest, answer.state, answer.said)


def _write(workspace: Workspace, entry: Entry) -> None:
    path = ledger_path(workspace.root)
    try:
        write_entry(path, entry)
    except OSError as error:
        raise storage_error(error, path) from error


def given_up(workspace: Workspace) -> list[dict[str, Any]]:
    """Recipients whose newest message of a report a server refused for good, by their place in config.yaml."""
    people = [recipient_digest(r.address) for r in workspace.config.delivery.recipients]
    newest = {(e.report, e.recipient): e for e in sorted(_ledger(workspace).latest.values(), key=lambda e: e.at)}
    return [
        {key: getattr(e, key) for key in ("report", "issue", "recipient", "code", "said")}
        | {"number": people.index(e.recipient) + 1}
        for e in newest.values()
        if e.recipient in people and for_good(e.state, e.code, e.said)
    ]


def undelivered(done: Sequence[Delivered]) -> list[Delivered]:
    """Those that somebody still waits for."""
    return [d for d in done if not d.done]


def row_of(done: Delivered) -> dict[str, Any]:
    """As JSON."""
    row = {"report": done.report, "issue": done.issue, "to": done.to, "state": done.state}
    return row | ({"said": done.said} if done.said else {})


def deliver_published(
    root: Path, *, report: str, issue: str, output: Path | None, pending: bool, to: str = "", clock: Clock = utc_now
) -> list[Delivered]:
    """Deliver what stands published: one issue of a report, or what is due of every report.

    `pending`: sets that the ledger says somebody still waits for; else the newest issue of each report.
    `to`: only to this recipient, also what a server refused it for good.
    Errors: UsageError (2) for a report or issue that is not published, or an address that gets nothing.
    """
    workspace = open_workspace(root)
    people = {recipient_digest(r.address) for r in workspace.config.delivery.recipients}
    if to and recipient_digest(to) not in people:
        raise UsageError(Problem("deliver", 0, 0, f"--to: {to} is no recipient", "See `delivery` in config.yaml."))
    names = sorted(workspace.reports)
    if report:
        known(report, names, "report")
    top = output or workspace.root / "output"
    folders = [f.resolve() for f in _asked(top, [report] if report else names, issue)]
    old = [f for f in _waiting(workspace, top, report) if f not in folders] if pending else []
    return deliver_sets(workspace, list(dict.fromkeys([*folders, *old])), clock=clock, old=old, to=to)


def _asked(top: Path, reports: Sequence[str], issue: str) -> list[Path]:
    if not issue:
        return [f for r in reports for f in sorted((top / r).glob("latest*")) if (f / "manifest.json").is_file()]
    if len(reports) != 1:
        raise UsageError(Problem("deliver", 0, 0, "--issue needs a report", "riskbrief deliver weekly --issue ..."))
    folder = top / reports[0] / issue
    if not (folder / "manifest.json").is_file():
        raise UsageError(Problem(str(folder), 0, 0, "no such issue is published", "See `riskbrief status`."))
    return [folder]


def _waiting(workspace: Workspace, top: Path, report: str) -> list[Path]:
    """Sets of the ledger that were not sent to somebody and are still what readers of the issue see."""
    entries = _ledger(workspace).latest.values()
    due = {(e.report, e.issue, e.set) for e in entries if e.state != SENT and report in {"", e.report}}
    folders = [((top / r / ".runs" / i / s).resolve(), (top / r / i).resolve()) for r, i, s in sorted(due)]
    return [own for own, shown in folders if own == shown and (own / "manifest.json").is_file()]
