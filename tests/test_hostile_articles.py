"""Sixty hostile texts in each of the eight fields of an article, carried through a whole run to every file and to mail:
nothing runs, nothing is fetched or attached, nothing is forged. A small corpus in every run of the tests, the whole one
in `make nightly` and `make test-all`."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import socket
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

import example_briefing as example
from conftest import ROOT
from hostile_articles import FIELDS, WEEK, Row, hostile_rows, shorn, workspace
from hostile_checks import DRIVES, addresses, message_faults, page_faults, pdf_faults, table_faults
from hostile_texts import payloads
from mail_servers import Kept, mail_server
from printing import html_of
from riskbrief.briefing.ledger import Ledger, quotable
from riskbrief.cli import main
from riskbrief.ingest.collect import collect_file
from riskbrief.render.mail import mail_body
from riskbrief.render.pdf import render_pdf
from test_deliver_command import configure
from test_render_html import Page

SECTIONS = ("masthead", "situation", "sources")


@dataclass(frozen=True)
class Carried:
    """What became of the news: the published set, messages, what was said, and what must stay away."""

    whole: bool
    rows: list[Row]
    folder: Path
    root: Path
    said: dict[str, tuple[int, str, str]]
    messages: list[bytes]
    appeared: set[str]
    asked: bool

    @property
    def links(self) -> set[str]:
        return addresses(row["url"] for row in self.rows)

    def named(self, ending: str) -> list[Path]:
        return sorted(self.folder.glob(f"*{ending}"))


def chosen(there: str, file: str, whole: bool) -> list[tuple[str, str]]:
    """Every text with its aim, or the first of each aim."""
    texts = list(payloads(there, file))
    return texts if whole else list({aim: (aim, text) for aim, text in reversed(texts)}.values())


@pytest.fixture(scope="module", params=["small", pytest.param("whole", marks=pytest.mark.slow)])
def carried(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Carried]:
    whole, top = request.param == "whole", tmp_path_factory.mktemp("hostile")
    with socket.create_server(("127.0.0.1", 0)) as trap, mail_server(kept := Kept()) as port:
        there = f"http://127.0.0.1:{trap.getsockname()[1]}/there"
        rows = hostile_rows(chosen(there, str(top / "appeared"), whole))
        root = workspace(top / "workspace") if whole else workspace(top / "workspace", SECTIONS, "[en]")
        configure(root, port, recipients=1)
        (top / "articles.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
        before = _files(top)
        said = {verb: _call(root, *order) for verb, order in _orders(top / "articles.jsonl", whole)}
        trap.settimeout(0)
        yield Carried(
            whole, rows, (root / "output" / "weekly" / WEEK).resolve(), root, said, kept.messages,
            _files(top) - before, _connected(trap),
        )  # fmt: skip


def _orders(articles: Path, whole: bool) -> Iterator[tuple[str, tuple[str, ...]]]:
    given = ("--articles", str(articles))
    yield "run", ("run", "weekly", "--week", WEEK, *given, "--log-format", "json")
    yield "deliver", ("deliver", "weekly")
    if whole:
        yield "again", ("run", "weekly", "--week", WEEK, *given)
        yield "explain", ("explain", "MLI", "security", "--week", WEEK, *given)
        yield "explain_json", ("explain", "MLI", "security", "--week", WEEK, *given, "--format", "json")
        yield "code", ("code", *given)
        yield "verify", ("verify", str(articles.parent / "workspace" / "output" / "weekly" / WEEK), *given)


class _Terminal(io.StringIO):
    """Standard output that says it is a terminal, so that nothing is taken out on its way."""

    def isatty(self) -> bool:
        return True


def _call(root: Path, *arguments: str) -> tuple[int, str, str]:
    out, err = _Terminal(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["riskbrief", "-C", str(root), *arguments])
        with pytest.raises(SystemExit) as left:
            main()
    return int(left.value.code or 0), out.getvalue(), err.getvalue()


def _files(top: Path) -> set[str]:
    """Every file but in the folders that are ours to fill."""
    ours = ("output", ".riskbrief", "share")
    found = (p.relative_to(top) for p in top.rglob("*") if not p.is_dir())
    return {str(p) for p in found if not (p.parts[0] == "workspace" and p.parts[1] in ours)}


def _connected(trap: socket.socket) -> bool:
    """Whether anybody has connected to a server that never answers."""
    try:
        trap.accept()[0].close()
    except BlockingIOError:
        return False
    return True


def test_every_order_succeeds_and_says_only_lines_of_our_own(carried: Carried) -> None:
    """Each line of the log is one JSON object, of standard output a path or an object; no text drives a terminal."""
    assert {verb: code for verb, (code, _, _) in carried.said.items()} == dict.fromkeys(carried.said, 0)
    for verb, (_, out, err) in carried.said.items():
        assert not DRIVES.findall(out + err), verb
    _, out, log = carried.said["run"]
    assert all(json.loads(line)["event"] for line in log.splitlines())
    assert len(out.splitlines()) == 1
    told = [line for _, _, err in carried.said.values() for line in err.splitlines() if not line.startswith("{")]
    assert not [line for line in told if line.startswith(("2026", "error", "Bcc", "X-Forged"))]


def test_nobody_was_asked_for_anything_and_no_file_appeared(carried: Carried) -> None:
    assert not carried.asked
    assert carried.appeared == set()


def test_the_news_got_through_and_what_cannot_be_kept_is_counted(carried: Carried) -> None:
    """Each text stands in the tables for each field that they hold; nothing is lost uncounted."""
    manifest = json.loads((carried.folder / "manifest.json").read_text())
    ingest = manifest["stages"]["ingest"]
    assert ingest["in"] == len(carried.rows) == ingest["out"] + sum(ingest["dropped"].values())
    assert ingest["dropped"]["bad_date"] == len(carried.rows) // len(FIELDS)
    with (carried.folder / "articles.csv").open(encoding="utf-8", newline="") as file:
        ledger = {shorn(row["article_id"]): row for row in csv.DictReader(file)}
    for number, row in enumerate(carried.rows):
        if (field := FIELDS[number % len(FIELDS)]) in ("source_id", "url"):
            assert shorn(ledger[shorn(row["article_id"])][field]) == shorn(row[field])


def test_pages_hold_elements_and_addresses_of_our_own_alone(carried: Carried) -> None:
    pages = carried.named(".html")
    assert len(pages) == (4 if carried.whole else 2)
    for page in pages:
        assert list(page_faults(page.read_text(encoding="utf-8"), carried.links)) == [], page.name


def test_the_pdf_acts_on_nothing_and_carries_the_set_alone(carried: Carried) -> None:
    for path in carried.named(".pdf"):
        told = f"{path.stem}.json"
        names = {"manifest.json", "SHA256SUMS", *(p.name for p in carried.folder.glob("briefing*") if p.name != told)}
        wanted = {p.name: p.read_bytes() for p in carried.folder.iterdir() if not p.name.startswith("mail")}
        wanted = {name: content for name, content in wanted.items() if name not in names}
        assert list(pdf_faults(path, carried.links, wanted)) == [], path.name


def test_no_cell_is_a_formula_and_every_json_file_is_strict(carried: Carried) -> None:
    for path in carried.named(".csv"):
        assert list(table_faults(path)) == []
    for path in carried.named(".json"):
        json.loads(path.read_text(encoding="utf-8"), parse_constant=pytest.fail)


def test_the_message_is_ours_from_header_to_attachment(carried: Carried) -> None:
    [message] = carried.messages
    attached = f"weekly-{WEEK}.en.pdf"
    assert list(message_faults(message, "briefs@example.org", "desk@example.org", attached)) == []


@pytest.mark.parametrize("whole", [False, pytest.param(True, marks=pytest.mark.slow)], ids=["small", "whole"])
def test_an_issue_that_cites_every_article_with_its_text_is_as_harmless(whole: bool, tmp_path: Path) -> None:
    """All at once, each text whole as a quotation: what a real issue cites is a part of it."""
    rows = hostile_rows(chosen("http://127.0.0.1:9/there", str(tmp_path / "appeared"), whole))
    (tmp_path / "articles.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    articles = collect_file(tmp_path / "articles.jsonl", languages=["en", "fr"]).articles
    ledger = Ledger(articles, {})
    ledger.cite(articles["article_id"])
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    cited = [replace(c, quote=quotable(texts[c.article_id], longest=900)) for c in ledger.citations()]
    briefing = replace(example.with_text(cited[5].quote), citations=tuple(cited))
    page, links = html_of(briefing), addresses(row["url"] for row in rows)
    shown = Page(page).text
    assert all(c.quote in shown and c.title in shown and c.outlet in shown for c in cited)
    assert list(page_faults(page, links)) == []
    told = mail_body(briefing, template_dirs=[ROOT / "templates"])
    assert not DRIVES.findall(told.text) and list(page_faults(told.html, ())) == []
    if whole:
        (tmp_path / "all.pdf").write_bytes(render_pdf(page, meta=briefing.meta, attachments=[]))
        assert list(pdf_faults(tmp_path / "all.pdf", links, {})) == []
