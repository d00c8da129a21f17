"""`riskbrief deliver`: what is published goes out once, and whoever still waits gets it later."""

from __future__ import annotations

import email
import json
from collections.abc import Callable
from email.policy import default
from pathlib import Path

import pytest

from conftest import Called
from mail_servers import Kept, dropping, mail_server
from riskbrief.deliver.ledger import Entry, recipient_digest, write_entry
from riskbrief.deliver.post import SENDER
from riskbrief.pipeline.delivering import ledger_path

Riskbrief = Callable[..., Called]


def publish(workspace: Path, issue: str, run: str = "0123456789ab", *, report: str = "weekly", **more: object) -> Path:
    """A published set as a run leaves it, small."""
    folder = workspace / "output" / report / ".runs" / issue / run
    folder.mkdir(parents=True)
    told = {"report": report, "issue": issue, "language": "en", "languages": ["en", "fr"], "status": "published"}
    (folder / "manifest.json").write_text(json.dumps(told | more))
    for name in ("briefing.pdf", "briefing.fr.pdf"):
        (folder / name).write_bytes(f"%PDF {issue} {name}".encode())
    (folder / "briefing.json").write_text(json.dumps({"meta": {"title": "Weekly briefing"}}))
    (folder / "mail.txt").write_text("Bottom line.\n")
    (folder / "mail.fr.txt").write_text("Essentiel.\n")
    for link in (workspace / "output" / report / issue, workspace / "output" / report / "latest"):
        link.unlink(missing_ok=True)
        link.symlink_to(folder)
    return folder


def configure(workspace: Path, port: int, *, hold: bool = False, recipients: int = 2) -> None:
    people = [
        {"address": "desk@example.org", "reports": ["weekly"]},
        {"address": "bureau@example.org", "reports": ["weekly"], "language": "fr"},
    ][:recipients]
    smtp = {"host": "127.0.0.1", "port": port, "tls": "loopback_plain", "sender": "briefs@example.org",
            "timeout_seconds": 1, "when_unknown": "hold" if hold else "resend"}  # fmt: skip
    wanted = {"smtp": smtp, "recipients": people, "folders": [{"path": "share", "reports": ["weekly"]}]}
    text = (workspace / "config.yaml").read_text()
    lines = "".join(f"  {key}: {json.dumps(value)}\n" for key, value in wanted.items())
    start = text.split("\ndelivery:\n")
    (workspace / "config.yaml").write_text(f"{start[0]}\ndelivery:\n{lines}{_without(start[1])}")


def _without(rest: str) -> str:
    """The rest of the section without the lines of an earlier call."""
    keys = ("  smtp:", "  recipients:", "  folders:")
    return "".join(line for line in rest.splitlines(keepends=True) if not line.startswith(keys))


def subjects(kept: Kept) -> list[str]:
    return [str(email.message_from_bytes(m, policy=default)["Subject"]) for m in kept.messages]


def states(called: Called) -> list[str]:
    return [row["state"] for row in called.rows]


def test_each_recipient_gets_the_edition_of_its_language_once(riskbrief: Riskbrief, workspace: Path) -> None:
    publish(workspace, "2024-W38")
    kept = Kept()
    with mail_server(kept) as port:
        configure(workspace, port)
        first = riskbrief("-C", workspace, "deliver", "weekly")
        again = riskbrief("-C", workspace, "deliver", "weekly")
    assert (first.code, states(first)) == (0, ["copied", "sent", "sent"])
    assert (again.code, states(again)) == (0, ["there", "sent", "sent"])
    assert kept.recipients == ["desk@example.org", "bureau@example.org"]
    read = [email.message_from_bytes(m, policy=default) for m in kept.messages]
    attached = [[(p.get_filename(), p.get_content()) for p in m.iter_attachments()] for m in read]  # type: ignore[attr-defined]
    assert attached == [[("weekly-2024-W38.en.pdf", b"%PDF 2024-W38 briefing.pdf")],
                        [("weekly-2024-W38.fr.pdf", b"%PDF 2024-W38 briefing.fr.pdf")]]  # fmt: skip
    assert [m.get_body(("plain",)).get_content().strip() for m in read] == ["Bottom line.", "Essentiel."]  # type: ignore[attr-defined]
    assert (workspace / "share" / "weekly" / "2024-W38" / "briefing.pdf").is_file()


def test_one_refused_recipient_is_exit_10_and_only_that_one_is_tried_again(
    riskbrief: Riskbrief, workspace: Path
) -> None:
    publish(workspace, "2024-W38")
    kept = Kept(lambda address: "451 later" if address.startswith("bureau") else "250 OK")
    with mail_server(kept) as port:
        configure(workspace, port)
        first = riskbrief("-C", workspace, "deliver", "weekly")
        kept.verdict = lambda _address: "250 OK"
        again = riskbrief("-C", workspace, "deliver", "--pending")
    assert (first.code, states(first)) == (10, ["copied", "sent", "failed"]) and "later" in first.out
    assert (again.code, states(again)) == (0, ["there", "sent", "sent"])
    assert kept.recipients == ["desk@example.org", "bureau@example.org"]


def test_an_address_refused_for_good_is_told_and_tried_again_only_by_name(
    riskbrief: Riskbrief, workspace: Path
) -> None:
    publish(workspace, "2024-W38")
    asked: list[str] = []

    def verdict(address: str) -> str:
        asked.append(address)
        return "550 no such user" if address.startswith("bureau") else "250 OK"

    kept = Kept(verdict)
    with mail_server(kept) as port:
        configure(workspace, port)
        first = riskbrief("-C", workspace, "deliver", "weekly")
        pending = riskbrief("-C", workspace, "deliver", "--pending")
        said = riskbrief("-C", workspace, "status").out
        nobody = riskbrief("-C", workspace, "deliver", "weekly", "--to", "other@example.org")
        kept.verdict = lambda _address: "250 OK"
        named = riskbrief("-C", workspace, "deliver", "weekly", "--to", "Bureau@example.org")
    assert (first.code, states(first)) == (10, ["copied", "sent", "refused"])
    assert (pending.code, states(pending)) == (0, ["there", "sent", "refused"]) and "refused for good" in pending.out
    assert asked == ["desk@example.org", "bureau@example.org"], "who was refused for good is asked once"
    assert "refused for good: weekly 2024-W38 to recipient 2 of config.yaml (550 no such user)" in said
    assert nobody.code == 2 and "is no recipient" in nobody.err
    assert (named.code, states(named)) == (0, ["there", "sent"])
    assert kept.recipients == ["desk@example.org", "bureau@example.org"]
    assert "refused for good" not in riskbrief("-C", workspace, "status").out


def test_a_sender_or_login_that_is_refused_is_tried_again_since_it_can_be_mended_here(
    riskbrief: Riskbrief, workspace: Path
) -> None:
    publish(workspace, "2024-W38")
    entry = Entry("2024-09-23T05:16:00Z", "weekly", "2024-W38", "0123456789ab", recipient_digest("desk@example.org"),
                  "<m>", "refused", 1, 550, f"{SENDER}unknown domain")  # fmt: skip
    write_entry(ledger_path(workspace), entry)
    kept = Kept()
    with mail_server(kept) as port:
        configure(workspace, port, recipients=1)
        assert riskbrief("-C", workspace, "deliver", "--pending").code == 0
    assert kept.recipients == ["desk@example.org"]


@pytest.mark.parametrize(("hold", "state", "mails"), [(False, "sent", 1), (True, "held", 0)])
def test_a_message_that_may_have_been_taken_is_sent_again_or_held(
    riskbrief: Riskbrief, workspace: Path, hold: bool, state: str, mails: int
) -> None:
    publish(workspace, "2024-W38")
    with dropping("after") as port:
        configure(workspace, port, hold=hold, recipients=1)
        first = riskbrief("-C", workspace, "deliver", "weekly")
    kept = Kept()
    with mail_server(kept) as port:
        configure(workspace, port, hold=hold, recipients=1)
        again = riskbrief("-C", workspace, "deliver", "--pending")
    assert (first.code, states(first)[-1]) == (10, "unknown")
    assert states(again)[-1] == state and len(kept.messages) == mails


def test_an_earlier_issue_that_nobody_got_goes_out_with_the_pending_ones(riskbrief: Riskbrief, workspace: Path) -> None:
    publish(workspace, "2024-W37")
    with dropping("banner") as port:
        configure(workspace, port, recipients=1)
        assert riskbrief("-C", workspace, "deliver", "weekly").code == 10
    publish(workspace, "2024-W38")
    kept = Kept()
    with mail_server(kept) as port:
        configure(workspace, port, recipients=1)
        assert riskbrief("-C", workspace, "deliver", "--pending").code == 0
    assert sorted(subjects(kept)) == ["Weekly briefing 2024-W37", "Weekly briefing 2024-W38"]


def test_another_set_of_an_issue_that_was_sent_says_that_it_is_updated(riskbrief: Riskbrief, workspace: Path) -> None:
    kept = Kept()
    with mail_server(kept) as port:
        configure(workspace, port, recipients=1)
        publish(workspace, "2024-W38")
        riskbrief("-C", workspace, "deliver", "weekly")
        publish(workspace, "2024-W38", "ba9876543210")
        riskbrief("-C", workspace, "deliver", "weekly")
    assert subjects(kept) == ["Weekly briefing 2024-W38", "Weekly briefing 2024-W38 (updated)"]


@pytest.mark.parametrize("more", [{"partial": True}, {"status": "withdrawn"}])
def test_a_partial_or_withdrawn_set_is_mailed_to_nobody(
    riskbrief: Riskbrief, workspace: Path, more: dict[str, object]
) -> None:
    publish(workspace, "2024-W38", **more)
    kept = Kept()
    with mail_server(kept) as port:
        configure(workspace, port)
        assert riskbrief("-C", workspace, "deliver", "weekly").code == 0
    assert kept.messages == []


def test_the_test_message_goes_to_one_address_and_publishes_nothing(riskbrief: Riskbrief, workspace: Path) -> None:
    kept = Kept()
    with mail_server(kept) as port:
        configure(workspace, port)
        good = riskbrief("-C", workspace, "deliver", "--test", "me@example.org")
        bad = riskbrief("-C", workspace, "deliver", "--test", "me@example.org\nBcc: you@example.org")
    assert (good.code, good.rows[0]["state"], kept.recipients) == (0, "sent", ["me@example.org"])
    assert bad.code == 2 and "not a mail address" in bad.err


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('  smtp: {host: m, sender: "a b@example.org"}', "not a mail address"),
        ("  smtp: {host: m, sender: a@example.org, user: x}", "password_file or password_env"),
        ('  recipients: [{address: "a@example.org, b@example.org", reports: [weekly]}]', "not a mail address"),
        ("  recipients: [{address: a@example.org, reports: [weekly]}]", "recipients need `smtp`"),
        ("  smtp: {host: m, sender: a@example.org, password: hunter2}", "unknown key 'password'"),
    ],
)
def test_a_mistake_in_the_settings_is_told_and_a_secret_is_not(
    riskbrief: Riskbrief, workspace: Path, line: str, told: str
) -> None:
    text = (workspace / "config.yaml").read_text()
    (workspace / "config.yaml").write_text(text.replace("\ndelivery:\n", f"\ndelivery:\n{line}\n"))
    called = riskbrief("-C", workspace, "deliver", "weekly")
    assert called.code == 3 and told in called.err and "hunter2" not in called.err


def test_a_password_that_is_not_there_is_told_by_its_place(riskbrief: Riskbrief, workspace: Path) -> None:
    publish(workspace, "2024-W38")
    text = (workspace / "config.yaml").read_text()
    line = "  smtp: {host: m, sender: a@example.org, user: desk, password_file: secret}\n"
    people = "  recipients: [{address: a@example.org, reports: [weekly]}]\n"
    (workspace / "config.yaml").write_text(text.replace("\ndelivery:\n", f"\ndelivery:\n{line}{people}"))
    called = riskbrief("-C", workspace, "deliver", "weekly")
    assert called.code == 3 and "password_file 'secret' cannot be read" in called.err
