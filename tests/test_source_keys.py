"""A key in the address of a source goes to its server, and stands in nothing that a run writes."""

from __future__ import annotations

import gzip
import os
import sqlite3
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conftest import Called
from fault_server import FaultServer
from riskbrief.addresses import Veil, veiled
from riskbrief.proof.pdf import read_pdf
from test_live_sources import STORY, page, rss
from test_sources_command import with_source

Call = Callable[..., Called]
VARIABLE, FILE, OPEN = "canary/variable 4711", "canary-in-a-file-4712", "canary4713openly"
QUOTED = "canary%2Fvariable%204711"
NOW = "2024-09-23T05:15:00+00:00"


@pytest.fixture
def server() -> Iterator[FaultServer]:
    made = FaultServer()
    yield made
    made.close()


def items(key: str) -> str:
    """Items of a site that repeats the key in everything it says."""
    return rss(*(
        f"<item><title>Market {n} of Bamako, {key}</title><link>https://paper.example/{n}?key={key}&amp;n={n}</link>"
        f"<guid>https://paper.example/{len(key)}/{n}?key={key}</guid><pubDate>Thu, 19 Sep 2024 0{n}:00:00 GMT</pubDate>"
        f"<description>Traders of Mali read https://paper.example/feed?key={key} on day {n}.</description></item>"
        for n in range(6)
    ))  # fmt: skip


def served(server: FaultServer, workspace: Path) -> None:
    """A workspace of sources with keys: good, refused, with lists whose pages fail, without its key."""
    (workspace / "key").write_text(FILE + "\n")
    server.page(f"/good?key={QUOTED}", items(QUOTED))
    server.page(f"/path/{FILE}/feed", items(FILE))
    server.page(f"/refused?key={OPEN}", b"no", status="403 Forbidden")
    server.page(f"/broken?key={QUOTED}", f"<html>{QUOTED}")
    links = "".join(f'<a href="/news/{n}?key={OPEN}">x</a>' for n in (1, 2))
    server.page(f"/list?key={OPEN}", f"<html><body>{links}<a href='/news/3?key={OPEN}'>x</a></body></html>")
    server.page(f"/gone?key={OPEN}", f"<a href='/news/2?key={OPEN}'>x</a>")
    server.page(f"/news/1?key={OPEN}", page("Niamey waits for rain", STORY.replace("town", "town in Niger")))
    server.page(f"/news/3?key={OPEN}", page("Undated", STORY, date="0025-01-01"))
    rows = [
        ("good", "rss", "/good?key={key}", "key_env: CANARY"), ("path", "rss", "/path/{key}/feed", "key_file: key"),
        ("refused", "rss", f"/refused?key={OPEN}", ""), ("broken", "rss", "/broken?key={key}", "key_env: CANARY"),
        ("list", "html", f"/list?key={OPEN}", "options: {links: '/news/'}"),
        ("gone", "html", f"/gone?key={OPEN}", "options: {links: '/news/'}"),
        ("without", "rss", "/good?key={key}", "key_env: NOBODY"),
    ]  # fmt: skip
    with_source(workspace, "".join(
        f"  - {{id: {name}, reader: {reader}, url: '{server.url(path)}'{', ' if more else ''}{more}}}\n"
        for name, reader, path, more in rows
    ))  # fmt: skip
    config = workspace / "config.yaml"
    config.write_text(config.read_text().replace("  - id: demo\n    reader: demo\n", ""))


def run(workspace: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    script = str(Path(__file__).with_name("soak_week.py"))
    order = [sys.executable, script, NOW, os.devnull, "-C", str(workspace), *arguments]
    environment = os.environ | {"CANARY": VARIABLE}
    return subprocess.run(order, capture_output=True, text=True, env=environment, timeout=300)


def contents(path: Path) -> Iterator[bytes]:
    """What a file holds, unpacked as far as it is packed."""
    data = path.read_bytes()
    yield data
    if path.suffix == ".gz" or data[:2] == b"\x1f\x8b":
        yield gzip.decompress(data)
    if data.startswith(b"SQLite format 3"):
        with sqlite3.connect(path) as db:
            for (table,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                for value in (v for row in db.execute(f'SELECT * FROM "{table}"') for v in row):
                    yield unpacked(value) if isinstance(value, bytes) else str(value).encode()
    if data.startswith(b"%PDF"):
        told = read_pdf(path.name, data)
        yield from (*(p.encode() for p in told.pages), *told.files.values())


def unpacked(value: bytes) -> bytes:
    try:
        return zlib.decompress(value)
    except zlib.error:
        return value


def test_no_key_of_a_source_stands_in_anything_a_run_writes_and_the_set_verifies(
    short_report: Path, server: FaultServer
) -> None:
    served(server, short_report)
    done = run(short_report, "run", "weekly", "--log-format", "json")
    assert done.returncode == 4, done.stderr
    for path in (f"/good?key={QUOTED}", f"/path/{FILE}/feed", f"/news/1?key={OPEN}", f"/news/2?key={OPEN}"):
        assert server.asked(path), "the server itself gets the key"
    leaks = [text for text in (done.stdout, done.stderr) if "canary" in text]
    looked = 0
    for path in short_report.rglob("*"):
        if path.is_file() and path not in {short_report / "config.yaml", short_report / "key"}:
            looked += 1
            leaks += [str(path) for text in contents(path) if b"canary" in text][:1]
    assert leaks == [] and looked > 15
    ledger = next((short_report / "output").rglob("articles.csv")).read_text()
    assert "https://paper.example/1?key=***&n=1" in ledger and f"{server.url('/news/1')}?key=***" in ledger
    told = next((short_report / "output").rglob("manifest.json")).read_text()
    assert "/news/2?key=***" in told and "no key in NOBODY" in told
    (issue,) = (short_report / "output" / "weekly").glob("2024-W38")
    assert run(short_report, "verify", str(issue / "briefing.pdf")).returncode == 0


def test_sources_lists_and_tries_a_source_without_telling_its_key(
    workspace: Path, server: FaultServer, riskbrief: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    served(server, workspace)
    monkeypatch.setenv("CANARY", VARIABLE)
    for arguments in (["list"], ["test", "good"], ["test", "refused"], ["test", "list"], ["test", "path"]):
        done = riskbrief("-C", workspace, "sources", *arguments)
        assert "canary" not in done.out + done.err, arguments


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("url: 'https://a.example/?key={key}'", "nothing says where the key"),
        ("url: 'https://a.example/', key_env: A", "no place for the key"),
        ("url: 'https://a.example/{key}', key_env: A, key_file: b", "named twice"),
    ],
)
def test_check_says_what_is_wrong_with_a_key(workspace: Path, riskbrief: Call, row: str, told: str) -> None:
    done = riskbrief("-C", with_source(workspace, f"  - {{id: a, reader: rss, {row}}}\n"), "check")
    assert done.code == 3 and told in done.out + done.err


def test_only_what_belongs_to_the_address_of_a_source_is_hidden() -> None:
    veil = Veil("https://a.example/feed?lang=fr&n=7&token={key}&id=0123456789abcdef", "abc/def")
    assert veil.address == "https://a.example/feed?lang=fr&n=7&token=abc%2Fdef&id=0123456789abcdef"
    said = "at https://b.example/x?lang=fr&n=71&token=abc%2Fdef&id=0123456789abcdef#top abc/def"
    assert veil.text(said) == "at https://b.example/x?lang=fr&n=71&token=***&id=***#top ***"
    assert veil.note(said) == "at https://b.example/x?lang=***&n=71&token=***&id=***#top ***"
    assert Veil("https://a.example/?keywords=mali&api_key=7&author=x").text("/a?keywords=mali&author=x&api_key=7") == (
        "/a?keywords=mali&author=x&api_key=***"
    )
    assert Veil("https://a.example/?k=1", "").note("https://a.example/?k=1&k=2") == "https://a.example/?k=***&k=2"
    assert veiled(veiled("https://u:p@a.example/?a=1&b&c=#d")) == "https://***@a.example/?a=***&***&c=***#d"
