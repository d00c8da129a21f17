"""The PDF: same bytes everywhere, closed to the outside, and its process can be killed."""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pikepdf
import pytest

import example_briefing as example
from printing import FILES, html_of, printed, short, text_of
from riskbrief.errors import RiskbriefError
from riskbrief.render import pdf as rendering
from riskbrief.render.pdf import render_pdf


def test_page_and_files_give_the_same_bytes_under_another_seed_zone_folder_locale_and_order(tmp_path: Path) -> None:
    code = (
        "import sys, hashlib; sys.path.insert(0, sys.argv[1]); import printing as t, example_briefing as e\n"
        "page = t.html_of(t.short(e.briefing(), 'w1', 'w2', 'w5', 'w6'))\n"
        "files = t.FILES if sys.argv[2] == 'C' else t.FILES[::-1]\n"
        "pdf = t.render_pdf(page, meta=e.meta(), attachments=files)\n"
        "assert all(a.content for a in files) and b'/EmbeddedFile' in pdf\n"
        "print(hashlib.sha256(pdf).hexdigest())"
    )
    digests = set()
    for seed, zone, locale, folder in (("1", "UTC", "C", "/"), ("77", "America/Lima", "C.UTF-8", str(tmp_path))):
        environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale}
        done = subprocess.run(
            [sys.executable, "-c", code, str(Path(__file__).parent), locale], cwd=folder, env=environment,
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        digests.add(done.stdout)
    assert len(digests) == 1


@pytest.mark.parametrize(
    "body",
    [
        '<img src="file:///etc/passwd" alt="x">',
        '<link rel="attachment" href="file:///etc/passwd">',
        '<a rel="attachment" href="file:///etc/passwd">x</a>',
        '<link rel="stylesheet" href="http://127.0.0.1:9/x.css">',
        "<style>@import 'http://127.0.0.1:9/x.css';</style>",
        "<style>@font-face{font-family:x;src:url(http://127.0.0.1:9/f)} p{font-family:x}</style><p>x</p>",
        "<p style=\"background:url('file:///etc/passwd')\">x</p>",
        '<object data="file:///etc/passwd">x</object>',
        '<embed src="ftp://127.0.0.1/x">',
        "<style>p::before{content:url(https://127.0.0.1:9/x.png)}</style><p>x</p>",
        '<base href="file:///etc/"><img src="passwd" alt="x">',
        '<img alt="x" src="data:text/html,hello">',
    ],
)
def test_a_reference_to_anything_outside_the_page_fails_the_rendering_and_names_it(body: str) -> None:
    with pytest.raises(RiskbriefError) as caught:
        printed(body)
    (problem,) = caught.value.problems
    assert re.search("file:|http:|https:|ftp:|data:", problem.text)
    assert problem.remedy


def test_a_local_file_never_ends_up_in_the_pdf_through_a_chart(tmp_path: Path) -> None:
    secret = tmp_path / "secret.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>TOPSECRET</text></svg>')
    image = f"<image href='file://{secret}' width='9' height='9'/>"
    svg = f"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>{image}</svg>"
    with pytest.raises(RiskbriefError, match="file:"):
        printed(f'<img alt="x" src="data:image/svg+xml,{svg.replace("#", "%23")}">')


@pytest.mark.parametrize("target", ["javascript:alert(1)", "file:///etc/passwd", "mailto:a@example.org"])
def test_a_link_that_is_not_a_web_address_fails_the_rendering(target: str) -> None:
    with pytest.raises(RiskbriefError, match="link"):
        printed(f'<p><a href="{target}">x</a></p>')


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "{{7*7}}", "</style>", "$_x_$", "[/b]"])
def test_hostile_text_is_printed_literally(text: str) -> None:
    content = render_pdf(html_of(short(example.with_text(text), "w1", "w5")), meta=example.meta(), attachments=FILES)
    assert text in text_of(content)
    with pikepdf.open(io.BytesIO(content)) as document:
        assert len(document.attachments) == len(FILES)
        targets = [str(a.A.URI) for p in document.pages for a in p.get("/Annots", []) if "/A" in a and "/URI" in a.A]
        assert not any("javascript" in t for t in targets)


def test_a_very_long_word_and_text_from_right_to_left_print() -> None:
    assert printed(f"<p>{'W' * 5000}</p><p>مرحبا بالعالم</p>").startswith(b"%PDF")


def test_a_character_no_font_has_prints_as_a_box_and_no_glyph_is_missing() -> None:
    content = printed("<p>left \U0001f525 \u4e2d right Ƙaura</p>")
    assert "left □ □ right Ƙaura" in text_of(content)


def test_endless_layout_is_killed_and_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "CPU_SECONDS", 3)
    started = time.monotonic()
    with pytest.raises(RiskbriefError) as caught:
        printed("<table>" + '<tr><td colspan="1000000">x</td></tr>' * 400 + "</table>" + "<div>" * 150 + "x" * 100)
    assert "layout" in str(caught.value)
    assert time.monotonic() - started < 60


def test_too_much_memory_is_refused_and_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "MEMORY_BYTES", 150_000_000)
    with pytest.raises(RiskbriefError, match="layout"):
        printed("<p>x</p>" * 20_000)


def test_a_missing_system_library_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    error = rendering._child_error(rendering.LIBRARY_MISSING, "cannot load library 'libpango-1.0-0'")
    assert "apt-get install libpango" in str(error)


def test_the_identifier_follows_the_page() -> None:
    first, second = (pikepdf.open(io.BytesIO(printed(f"<p>{x}</p>"))).trailer.ID[0] for x in "ab")
    assert first != second


def test_a_file_that_comes_in_with_the_page_fails_the_rendering() -> None:
    with pytest.raises(RiskbriefError, match="attaches a file of its own"):
        printed('<p><a rel="attachment" href="data:image/png;base64,AAAA">x</a></p>')


def test_every_object_stands_where_the_table_says_and_the_second_identifier_is_the_digest_of_them_all() -> None:
    pdf = render_pdf(html_of(short(example.briefing(), "w1")), meta=example.meta(), attachments=FILES)
    table = int(pdf.rsplit(b"\n", 3)[1])
    opened = pikepdf.open(io.BytesIO(pdf), attempt_recovery=False)
    assert not opened.check_pdf_syntax()
    assert bytes(opened.trailer.ID[1]).decode() == hashlib.md5(pdf[:table]).hexdigest()
    assert pdf[table:].startswith(b"%d 0 obj" % (int(opened.trailer.Size) - 1))
