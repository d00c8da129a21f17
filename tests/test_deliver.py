"""Mail and folders: everybody once, nothing forged, nothing in clear text, and every outcome written down."""

from __future__ import annotations

import email
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from email.policy import default
from pathlib import Path

import pytest
import trustme
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mail_servers import Kept, accepts, dropping, mail_server
from riskbrief.deliver.folders import copy_set
from riskbrief.deliver.headers import header_text
from riskbrief.deliver.ledger import Entry, read_ledger, recipient_digest, write_entry
from riskbrief.deliver.message import Mail, message_bytes
from riskbrief.deliver.post import FAILED, REFUSED, SENT, UNKNOWN, Answer, Server, post

NOW = datetime(2026, 3, 2, 5, 20, tzinfo=UTC)
SENDER, DESK = "briefs@example.org", "desk@example.org"


def mail(**more: object) -> Mail:
    plain: dict[str, object] = {
        "key": "weekly|2026-W09|0123456789ab|desk", "sender": SENDER, "sender_name": "Risk desk", "recipient": DESK,
        "subject": "Weekly regional risk briefing 2026-W09", "date": NOW, "text": "The bottom line.\n",
        "html": "<p>The bottom line.</p>", "files": [("weekly-2026-W09.en.pdf", b"%PDF-1.7 made up")],
    }  # fmt: skip
    return Mail(**(plain | more))  # type: ignore[arg-type]


def server(port: int, **more: object) -> Server:
    plain: dict[str, object] = {"host": "127.0.0.1", "port": port, "tls": "loopback_plain", "timeout_seconds": 1.0}
    return Server(**(plain | more))  # type: ignore[arg-type]


def sent(port: int, **more: object) -> Answer:
    return post(server(port, **more), sender=SENDER, recipient=DESK, message=message_bytes(mail()))


def test_a_message_arrives_whole_with_text_html_and_attachment() -> None:
    kept = Kept()
    with mail_server(kept) as port:
        assert sent(port).state == SENT
    assert kept.recipients == [DESK]
    read = email.message_from_bytes(kept.messages[0], policy=default)
    assert read["Subject"] == "Weekly regional risk briefing 2026-W09" and read["To"] == DESK
    assert read.get_body(("plain",)).get_content().strip() == "The bottom line."  # type: ignore[union-attr]
    assert "<p>" in read.get_body(("html",)).get_content()  # type: ignore[union-attr]
    assert [p.get_content() for p in read.iter_attachments()] == [b"%PDF-1.7 made up"]  # type: ignore[attr-defined]


def test_the_same_mail_is_the_same_bytes_and_another_set_has_another_id() -> None:
    assert message_bytes(mail()) == message_bytes(mail())
    assert mail().message_id != mail(key="weekly|2026-W09|other|desk").message_id
    assert mail().message_id == mail(subject="other words").message_id


HOSTILE = [
    "Risk\r\nBcc: evil@example.net", "=?utf-8?q?Risk=0ABcc:_evil@example.net?=", "Risk\x0bBcc: evil@example.net",
    "Risk\u2028Bcc: evil@example.net", "a" * 5000, "\u202eksir", "=?utf-8?b?Ukk=?= =?utf-8?b?U0s=?=", "==??==??=",
    "\x00\x1b]0;title\x07", "Côte d’Ivoire : situation",
]  # fmt: skip


def headers_of(content: bytes) -> list[str]:
    return [name for name, _ in email.message_from_bytes(content, policy=default).items()]


@pytest.mark.parametrize("title", HOSTILE)
def test_a_title_forges_no_header_and_no_recipient(title: str) -> None:
    content = message_bytes(mail(subject=title, sender_name=title, text=title, html=f"<p>{title}</p>"))
    assert headers_of(content) == headers_of(message_bytes(mail()))
    assert b"\nBcc:" not in content and "\n" not in header_text(title) and len(header_text(title)) <= 150


@settings(max_examples=60)
@given(st.text(max_size=200) | st.text('aé ¡\u0a81ش😀=?_"<', max_size=200))
@example("0" * 15 + "¡" * 12 + "\u0a81\xa0¡ ¡")
def test_whatever_the_subject_the_headers_are_ours(title: str) -> None:
    content = message_bytes(mail(subject=title, files=[]))
    assert headers_of(content) == headers_of(message_bytes(mail(files=[])))


def test_an_attachment_is_named_by_us_alone() -> None:
    with pytest.raises(AssertionError, match="attachment name"):
        message_bytes(mail(files=[('a"; filename="evil.exe', b"x")]))


@pytest.mark.parametrize(
    ("verdict", "state"), [("550 no such user", REFUSED), ("451 try later", FAILED), ("552 mailbox full", REFUSED)]
)
def test_a_refused_recipient_is_told_with_the_code(verdict: str, state: str) -> None:
    kept = Kept(lambda _address: verdict)
    with mail_server(kept) as port:
        answer = sent(port)
    assert (answer.state, answer.code) == (state, int(verdict[:3])) and verdict[4:] in answer.said
    assert kept.messages == []


@pytest.mark.parametrize(("final", "state"), [("554 looks like spam", REFUSED), ("452 disk full", FAILED)])
def test_a_text_that_is_refused_is_told(final: str, state: str) -> None:
    with mail_server(Kept(final=final)) as port:
        assert sent(port).state == state


@pytest.mark.parametrize(
    ("where", "state"),
    [("silence", FAILED), ("banner", FAILED), ("mail", FAILED), ("data", UNKNOWN), ("after", UNKNOWN)],
)
def test_a_broken_line_is_unknown_once_the_text_is_under_way(where: str, state: str) -> None:
    with dropping(where) as port:
        assert sent(port).state == state


def test_nobody_listening_is_a_failure_to_try_again() -> None:
    with dropping("banner") as port:
        pass
    assert sent(port).state == FAILED


def test_a_message_larger_than_the_server_takes_is_not_sent() -> None:
    with mail_server(Kept(), data_size_limit=500) as port:
        answer = sent(port)
    assert answer.state == REFUSED and "takes 500" in answer.said
    assert sent(port, most_bytes=100).state == REFUSED


def test_without_starttls_nothing_passes_when_tls_is_required() -> None:
    kept = Kept()
    with mail_server(kept) as port:
        answer = sent(port, tls="required")
    assert answer.state == REFUSED and "STARTTLS" in answer.said and kept.messages == []


def test_plain_text_is_for_this_machine_alone() -> None:
    answer = sent(25, host="mail.example.org")
    assert answer.state == REFUSED and "for this machine" in answer.said


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[trustme.CA, str]]:
    ca = trustme.CA()
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    ca.cert_pem.write_to_path(str(path))
    yield ca, str(path)


def secured(ca: trustme.CA, name: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert(name).configure_cert(context)
    return context


def test_starttls_with_a_trusted_certificate_and_a_password(authority: tuple[trustme.CA, str]) -> None:
    ca, path = authority
    kept = Kept()
    with mail_server(kept, tls=secured(ca, "127.0.0.1"), **accepts("desk", "secret")) as port:
        assert sent(port, tls="required", ca_file=path, user="desk", password="secret").state == SENT
        wrong = sent(port, tls="required", ca_file=path, user="desk", password="guess", timeout_seconds=20.0)
        accented = sent(port, tls="required", ca_file=path, user="desk", password="sécret")
    assert accented.state == REFUSED
    assert wrong.state == REFUSED and "user and password" in wrong.said and "guess" not in wrong.said
    assert len(kept.messages) == 1


@pytest.mark.parametrize("name", ["127.0.0.1", "other.example.org"])
def test_a_certificate_that_is_not_trusted_or_of_another_name_ends_it(
    authority: tuple[trustme.CA, str], name: str
) -> None:
    ca, path = authority
    trusted = path if name != "127.0.0.1" else ""
    kept = Kept()
    with mail_server(kept, tls=secured(ca, name)) as port:
        answer = sent(port, tls="required", ca_file=trusted)
    assert answer.state == FAILED and "certificate" in answer.said.lower() and kept.messages == []


def entry(state: str, tries: int = 1, **more: object) -> Entry:
    plain = {
        "at": "2026-03-02T05:20:00Z", "report": "weekly", "issue": "2026-W09", "set": "0123456789ab",
        "recipient": recipient_digest(DESK), "message_id": "<x@example.org>",
    }  # fmt: skip
    return Entry(**(plain | more), state=state, tries=tries)  # type: ignore[arg-type]


def test_the_ledger_holds_the_newest_state_and_no_address(tmp_path: Path) -> None:
    path = tmp_path / "state" / "deliveries.jsonl"
    for one in (entry("sending"), entry("failed"), entry("sending", 2), entry("sent", 2)):
        write_entry(path, one)
    assert [e.state for e in read_ledger(path).latest.values()] == ["sent"]
    assert DESK not in path.read_text()


def test_a_line_that_a_kill_cut_short_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "deliveries.jsonl"
    write_entry(path, entry("sending"))
    with path.open("a") as file:
        file.write('{"at": "2026-03-02T05')
    write_entry(path, entry("sent", issue="2026-W10"))
    found = read_ledger(path)
    assert {e.issue: e.state for e in found.latest.values()} == {"2026-W09": "sending", "2026-W10": "sent"}
    assert found.unreadable == 1


def test_a_set_is_copied_whole_once_and_replaced_whole(tmp_path: Path) -> None:
    target = tmp_path / "share" / "weekly" / "2026-W09"
    assert copy_set({"briefing.pdf": b"one", "SHA256SUMS": b"s"}, target) is True
    assert copy_set({"briefing.pdf": b"one", "SHA256SUMS": b"s"}, target) is False
    assert copy_set({"briefing.pdf": b"two"}, target) is True
    assert {p.name: p.read_bytes() for p in target.iterdir()} == {"briefing.pdf": b"two"}
    assert [p.name for p in target.parent.iterdir()] == ["2026-W09"]
