"""What is inside the PDF: tags, bookmarks, alternatives, fonts, links and files; archivable and accessible."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest

import arabic_briefing as arabic
import archive_rules
import example_briefing as example
import font_rules
from pdf_faults import faults
from printing import FILES, html_of, printed, short, small, text_of
from riskbrief.errors import EvidenceError
from riskbrief.proof.form import read_form
from riskbrief.render.attachments import attachments_of
from riskbrief.render.pdf import render_pdf


@pytest.fixture(scope="module")
def whole() -> bytes:
    return render_pdf(html_of(example.briefing()), meta=example.meta(), attachments=FILES)


@pytest.fixture(scope="module")
def opened(whole: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(whole))


def elements(pdf: pikepdf.Pdf, *kinds: str) -> list[pikepdf.Object]:
    """Structure elements of these kinds that hang in the tree, in reading order."""
    return [e for e in below(pdf.Root.StructTreeRoot) if e.S in kinds]


def below(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    kids = element.get("/K", pikepdf.Array())
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/StructElem":
            yield kid
            yield from below(kid)


def marked(element: pikepdf.Object) -> bool:
    """Whether an element holds content of a page, itself or below."""
    return any(isinstance(k, int) for e in (element, *below(element)) for k in e.K)


def titles(item: pikepdf.Object | None) -> Iterator[str]:
    while item is not None:
        yield str(item.Title)
        item = item.get("/Next")


def test_both_checkers_and_the_rules_of_the_archive_standard_find_nothing(whole: bytes, tmp_path: Path) -> None:
    (tmp_path / "whole.pdf").write_bytes(whole)
    assert faults(tmp_path / "whole.pdf") == []


def test_the_release_checklist_sees_tags_language_alternatives_dates_and_identifier(whole: bytes) -> None:
    form = read_form("whole", whole)
    assert (form.tagged, form.language, form.without_alternative) == (True, "en", 0) and form.figures > 5
    assert set(form.dates) == {f"D:{example.meta().cutoff:%Y%m%d%H%M%S}Z"} and len(form.identifier) == 32
    silent = read_form("silent", without(whole, lambda pdf: elements(pdf, "/Figure")[0].__delitem__("/Alt")))
    assert (silent.figures, silent.without_alternative) == (form.figures, 1)
    bare = read_form("bare", without(whole, lambda pdf: pdf.docinfo.__delitem__("/ModDate"), "/Lang", "/MarkInfo"))
    assert (bare.tagged, bare.language, bare.dates) == (False, "", (form.dates[0], ""))
    with pytest.raises(EvidenceError, match="cannot be read as a PDF"):
        read_form("none", b"%PDF-1.7 nothing")


def without(content: bytes, change: Callable[[pikepdf.Pdf], object], *keys: str) -> bytes:
    """The PDF after a change and without these keys of its catalogue."""
    with pikepdf.open(io.BytesIO(content)) as pdf, io.BytesIO() as saved:
        change(pdf)
        for key in keys:
            del pdf.Root[key]
        pdf.save(saved)
        return saved.getvalue()


BREAKS: dict[str, Callable[[pikepdf.Pdf], object]] = {
    "document": lambda pdf: pdf.Root.__delitem__("/Lang"),
    "metadata": lambda pdf: pdf.docinfo.__setitem__("/Title", "another"),
    "colour": lambda pdf: pdf.Root.__delitem__("/OutputIntents"),
    "streams": lambda pdf: drawn(pdf).__setitem__("/Interpolate", True),
    "actions": lambda pdf: added(pdf, S=pikepdf.Name("/JavaScript"), JS="x"),
    "annotations": lambda pdf: annotated(pdf).__setitem__("/F", 2),
    "transparency": lambda pdf: added(pdf, BM=pikepdf.Name("/Unheard")),
    "files": lambda pdf: pdf.Root.AF.__delitem__(0),
}


def added(pdf: pikepdf.Pdf, **keys: object) -> None:
    pdf.Root["/Added"] = pdf.make_indirect(pikepdf.Dictionary(**keys))


def drawn(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return next(o for o in pdf.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Form")


def annotated(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return next(page.Annots[0] for page in pdf.pages if "/Annots" in page)


@pytest.mark.parametrize("rule", BREAKS)
def test_the_rules_of_the_archive_standard_notice_a_break(whole: bytes, rule: str) -> None:
    with pikepdf.open(io.BytesIO(whole)) as pdf:
        BREAKS[rule](pdf)
        broken = io.BytesIO()
        pdf.save(broken)
    assert any(fault.startswith(f"{rule}: ") for fault in archive_rules.faults(broken.getvalue()))


def test_the_rules_on_fonts_notice_a_glyph_without_text_of_another_width_or_without_a_font(whole: bytes) -> None:
    with pikepdf.open(io.BytesIO(whole)) as pdf:
        fonts = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Subtype") == "/Type0"]
        fonts[0].ToUnicode.write(b"")
        fonts[1].DescendantFonts[0].W = pikepdf.Array([0, 9999, 5])
        del fonts[2].DescendantFonts[0].FontDescriptor["/FontFile2"]
        broken = io.BytesIO()
        pdf.save(broken)
    told = " ".join(font_rules.faults(broken.getvalue()))
    assert "maps to ''" in told and "told 5.0" in told and "not in the file" in told


def test_title_language_and_tags_are_there_and_the_title_is_shown(opened: pikepdf.Pdf) -> None:
    assert str(opened.Root.Lang) == "en"
    assert str(opened.docinfo["/Title"]).startswith(example.meta().title)
    assert opened.Root.ViewerPreferences.DisplayDocTitle
    assert opened.Root.MarkInfo.Marked and marked(opened.Root.StructTreeRoot.K[0])


def test_dates_come_from_the_cut_off_and_nowhere_else(opened: pikepdf.Pdf) -> None:
    both = ("/CreationDate", "/ModDate")
    dates = {str(opened.docinfo[k])[:10] for k in both}
    dates |= {str(spec.obj.EF.F.Params[k])[:10] for spec in opened.attachments.values() for k in both}
    assert dates == {"D:20240923"}


def test_it_carries_the_files_given_and_no_other_with_type_and_relation(opened: pikepdf.Pdf) -> None:
    carried = {name: spec.get_file().read_bytes() for name, spec in opened.attachments.items()}
    assert carried == {a.name: a.content for a in FILES}
    told = {n: (str(s.obj.EF.F.Subtype), str(s.obj.AFRelationship)) for n, s in opened.attachments.items()}
    assert told == {
        "briefing.json": ("/application/json", "/Alternative"),
        "more.bin": ("/application/octet-stream", "/Data"),
        "scores.csv": ("/text/csv", "/Data"),
    }


def test_files_stand_in_order_of_names_and_are_described_in_the_readers_words() -> None:
    made = attachments_of({"scores.csv": b"", "a.TXT": b"", "briefing.fr.json": b""}, words={"file_scores": "Notes"})
    assert [(a.name, a.description) for a in made] == [
        ("a.TXT", "a.TXT"), ("briefing.fr.json", "briefing.fr.json"), ("scores.csv", "Notes"),
    ]  # fmt: skip
    assert [a.relation for a in made] == ["Data", "Alternative", "Data"]


def test_every_header_cell_has_a_scope_and_every_figure_an_alternative_and_a_place(opened: pikepdf.Pdf) -> None:
    headers, figures = elements(opened, "/TH"), elements(opened, "/Figure")
    assert {str(e.A.Scope) for e in headers} == {"/Column", "/Row"}
    assert len(figures) >= 12
    assert all(str(e.get("/Alt", "")) for e in figures)
    for figure in figures:
        left, low, right, high = map(float, figure.A.BBox)
        assert 0 <= left < right <= 596 and 0 <= low < high <= 842
    charts = [f for f in figures if float(f.A.BBox[2]) - float(f.A.BBox[0]) > 200 and f.Pg == opened.pages[0].obj]
    assert charts and all(float(f.A.BBox[3]) > 400 for f in charts)  # the map of page one stands in its upper half


def test_headings_are_in_steps_none_is_empty_and_bookmarks_follow_them(opened: pikepdf.Pdf) -> None:
    headings = elements(opened, "/H1", "/H2", "/H3", "/H4")
    levels = [int(str(h.S)[-1]) for h in headings]
    assert levels[0] == 1 and all(b <= a + 1 for a, b in pairwise(levels))
    assert all(marked(h) for h in headings)
    printed_sections = [s.title for s in example.sections() if s.id not in ("w0", "w1", "w2")]
    assert set(printed_sections) <= set(titles(opened.Root.Outlines.First))


def test_running_text_is_read_once_and_page_numbers_never(opened: pikepdf.Pdf) -> None:
    """The footer on page one; on page two the title of the issue and the notice."""
    read = [e for e in opened.Root.StructTreeRoot.K[0].K if e.S == "/P"]
    assert [opened.pages.index(pikepdf.Page(e.Pg)) for e in read][-3:] == [0, 1, 1]
    starts = [operands for page in opened.pages for operands, _ in pikepdf.parse_content_stream(page, "BDC")]
    skipped = [s for s in starts if s[0] == "/Artifact" and s[1].get("/Type") == "/Pagination"]
    n = len(opened.pages)
    assert len(skipped) == n + (n - 1) + (n - 2) * 2  # page numbers, later footers, later headers


def test_links_lead_into_the_page_or_to_the_web_and_say_where(opened: pikepdf.Pdf) -> None:
    links = [a for p in opened.pages for a in p.get("/Annots", [])]
    targets = [str(a.A.URI) for a in links if "/A" in a]
    assert targets and all(t.startswith("https://example.org/") for t in targets)
    inside = {str(a.Contents) for a in links if "/Dest" in a}
    assert inside and all(text.startswith("Source ") for text in inside)


def test_every_page_says_that_a_demonstration_is_one(whole: bytes) -> None:
    pages = text_of(whole).split("\f")[:-1]
    assert len(pages) >= 6  # a full briefing
    assert all(example.LABELS["synthetic"] in p and example.LABELS["footer"] in p for p in pages)
    assert all(f"Page {i + 1} of {len(pages)}" in p for i, p in enumerate(pages))


def test_the_board_stands_whole_on_the_first_page(whole: bytes) -> None:
    first = text_of(whole).split("\f")[0]
    board = first[first.index("Sixteen countries") :]
    assert all(name in board for _, name, *_ in example.PANEL)


def test_a_list_of_names_and_values_is_no_table_of_headers() -> None:
    rows = "".join(f"<tr><th scope='row'>n{i}</th><td>{i}</td></tr>" for i in range(4))
    head = "<thead><tr><th scope='col'>name</th><th scope='col'>value</th></tr></thead>"
    with pikepdf.open(io.BytesIO(printed(f"<table>{head}<tbody>{rows}</tbody></table>"))) as pdf:
        assert [str(h.A.Scope) for h in elements(pdf, "/TH")] == ["/Column"] * 2
        assert len(elements(pdf, "/TD")) == 8 and all("/Scope" not in e.A for e in elements(pdf, "/TD"))


def test_a_list_of_terms_holds_items_only() -> None:
    style = "<style>dt, dd { display: inline; margin: 0 }</style>"
    page = small(f"<h1>h</h1>{style}<dl><dt>one</dt> <dd>first</dd> <dt>two</dt> <dd>second</dd></dl>")
    content = render_pdf(page, meta=example.meta(), attachments=[])
    with pikepdf.open(io.BytesIO(content)) as pdf:
        (whole,) = elements(pdf, "/L")
        assert [str(item.S) for item in whole.K] == ["/LI"] * 4
    assert "one first two second" in text_of(content)


def test_a_page_in_arabic_runs_from_right_to_left_and_its_text_comes_out_as_written(tmp_path: Path) -> None:
    briefing = arabic.briefing()
    page = html_of(briefing)
    assert '<html lang="ar" dir="rtl">' in page
    content = render_pdf(page, meta=briefing.meta, attachments=FILES)
    text = text_of(content)
    assert "□" not in text
    assert all(words in text for words in (arabic.HEADLINE, arabic.LEAD, arabic.TREND, *arabic.ROWS[0]))
    (tmp_path / "arabic.pdf").write_bytes(content)
    assert faults(tmp_path / "arabic.pdf") == []
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert str(pdf.Root.Lang) == "ar"
        fonts = {str(o.BaseFont) for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/BaseFont" in o}
    assert any("Vazirmatn" in name for name in fonts)


def test_the_language_of_the_page_is_the_language_of_the_pdf() -> None:
    french = replace(example.briefing("fr"), sections=example.sections()[:3])
    with pikepdf.open(io.BytesIO(render_pdf(html_of(french), meta=french.meta, attachments=[]))) as document:
        assert str(document.Root.Lang) == "fr" and "/AF" not in document.Root


def test_one_page_alone_has_its_footer_read_too(tmp_path: Path) -> None:
    page = html_of(short(example.briefing(), "w5"))
    (tmp_path / "one.pdf").write_bytes(render_pdf(page, meta=example.meta(), attachments=[]))
    assert faults(tmp_path / "one.pdf") == []
