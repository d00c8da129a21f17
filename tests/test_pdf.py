"""The PDF: same bytes everywhere, accessible, closed to the outside, and its process can be killed."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

import example_briefing as example
from riskbrief.charts.draw import draw
from riskbrief.document import Briefing, FigureSpec
from riskbrief.errors import RiskbriefError
from riskbrief.render import pdf as rendering
from riskbrief.render.html import render_html
from riskbrief.render.pdf import Attachment, render_pdf

TEMPLATES = Path(__file__).parents[1] / "templates"
FILES = [
    Attachment("briefing.json", "The briefing as data", b'{"a": 1}\n'),
    Attachment("scores.csv", "Scores", b'"a"\n1\n'),
]


def html_of(briefing: Briefing) -> str:
    figures = [p for s in briefing.sections for p in s.parts.values() if isinstance(p, FigureSpec)]
    pictures = {f.id: draw(f, language=briefing.meta.language) for f in figures}
    return render_html(briefing, pictures, template_dirs=[TEMPLATES], template="briefing.html.j2")


def short(briefing: Briefing, *ids: str) -> Briefing:
    return replace(briefing, sections=tuple(s for s in briefing.sections if s.id in ids))


@pytest.fixture(scope="module")
def whole() -> bytes:
    return render_pdf(html_of(example.briefing()), meta=example.meta(), attachments=FILES)


@pytest.fixture(scope="module")
def opened(whole: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(whole))


def small(body: str, language: str = "en") -> str:
    return f'<!DOCTYPE html><html lang="{language}"><head><title>t</title></head><body>{body}</body></html>'


def printed(body: str) -> bytes:
    return render_pdf(small(body), meta=example.meta(), attachments=[])


def text_of(content: bytes) -> str:
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content)]
    return "\f".join([*(page.replace("\r\n", "\n") for page in pages), ""])


def test_the_pdf_has_title_language_and_a_tag_tree_and_claims_archive_and_access_standards(opened: pikepdf.Pdf) -> None:
    assert str(opened.Root.Lang) == "en"
    assert str(opened.docinfo["/Title"]).startswith(example.meta().title)
    assert opened.Root.MarkInfo.Marked
    assert "/StructTreeRoot" in opened.Root
    packet = bytes(opened.Root.Metadata.read_bytes())
    assert b"pdfuaid:part" in packet
    assert b"pdfaid" in packet


def test_dates_come_from_the_cut_off_and_nowhere_else(whole: bytes, opened: pikepdf.Pdf) -> None:
    dates = {str(opened.docinfo[k])[:10] for k in ("/CreationDate", "/ModDate")}
    dates |= {
        str(spec.obj.EF.F.Params[k])[:10] for spec in opened.attachments.values() for k in ("/CreationDate", "/ModDate")
    }
    assert dates == {"D:20240923"}


def test_it_carries_the_attachments_given_and_no_other(opened: pikepdf.Pdf) -> None:
    carried = {name: spec.get_file().read_bytes() for name, spec in opened.attachments.items()}
    assert sorted(carried.values()) == sorted(a.content for a in FILES)
    assert {spec.obj.UF if "/UF" in spec.obj else spec.obj.F for spec in opened.attachments.values()} == {
        "briefing.json",
        "scores.csv",
    }


def test_all_fonts_are_embedded(opened: pikepdf.Pdf) -> None:
    fonts = [o for o in opened.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor"]
    assert fonts
    assert all("/FontFile2" in f or "/FontFile3" in f for f in fonts)


def test_every_header_cell_has_a_scope_and_every_figure_an_alternative(opened: pikepdf.Pdf) -> None:
    elements = [o for o in opened.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/StructElem"]
    headers = [e for e in elements if e.S == "/TH"]
    assert headers
    assert all(e.A.Scope in ("/Column", "/Row") for e in headers)
    figures = [e for e in elements if e.S == "/Figure"]
    assert len(figures) >= 12
    assert all(str(e.get("/Alt", "")) for e in figures)


def test_links_lead_into_the_page_or_to_the_web(opened: pikepdf.Pdf) -> None:
    targets = [str(a.A.URI) for p in opened.pages for a in p.get("/Annots", []) if "/A" in a and "/URI" in a.A]
    assert targets
    assert all(t.startswith("https://example.org/") for t in targets)


def test_every_page_says_that_a_demonstration_is_one(whole: bytes) -> None:
    pages = text_of(whole).split("\f")[:-1]
    assert len(pages) > 1
    assert all(example.LABELS["synthetic"] in p for p in pages)
    assert all(example.LABELS["footer"] in p for p in pages)
    assert all(f"Page {i + 1} of {len(pages)}" in p for i, p in enumerate(pages))


def test_a_full_briefing_prints_on_six_pages(opened: pikepdf.Pdf) -> None:
    assert len(opened.pages) == 6


def test_the_board_stands_whole_on_the_first_page(whole: bytes) -> None:
    first = text_of(whole).split("\f")[0]
    board = first[first.index("Sixteen countries") :]
    assert all(name in board for _, name, *_ in example.PANEL)


def test_the_same_page_gives_the_same_bytes_under_another_hash_seed_zone_folder_and_locale(tmp_path: Path) -> None:
    code = (
        "import sys, hashlib; sys.path.insert(0, sys.argv[1]); import test_pdf as t, example_briefing as e\n"
        "page = t.html_of(t.short(e.briefing(), 'w1', 'w2', 'w5', 'w6'))\n"
        "pdf = t.render_pdf(page, meta=e.meta(), attachments=t.FILES)\n"
        "print(hashlib.sha256(pdf).hexdigest())"
    )
    digests = set()
    for seed, zone, locale, folder in (("1", "UTC", "C", "/"), ("77", "America/Lima", "C.UTF-8", str(tmp_path))):
        environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale}
        done = subprocess.run(
            [sys.executable, "-c", code, str(Path(__file__).parent)], cwd=folder, env=environment, capture_output=True,
            text=True, check=True,
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


def test_the_language_of_the_page_is_the_language_of_the_pdf() -> None:
    french = replace(example.briefing("fr"), sections=example.sections()[:3])
    with pikepdf.open(io.BytesIO(render_pdf(html_of(french), meta=french.meta, attachments=[]))) as document:
        assert str(document.Root.Lang) == "fr"
