"""The page: nothing from outside becomes markup, every word is there, and a broken template says where."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

import example_briefing as example
from printing import html_of
from riskbrief.document import FigureSpec, Section, Sentence
from riskbrief.errors import ConfigurationError
from riskbrief.render.fetcher import closed_fetcher
from riskbrief.render.filters import data_uri, filters, period, typography, web_link
from riskbrief.render.html import render_html, template_problems
from riskbrief.render.json import briefing_json

TEMPLATES = Path(__file__).parents[1] / "templates"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
HOSTILE = [
    "<script>alert(1)</script>",
    "{{7*7}}",
    "</style><b>",
    "$_x_$",
    "[/b]",
    '" onload="x',
    "{% raw %}",
    "مرحبا",
    "W" * 300,
]


class Page(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def page(briefing: object = None, dirs: tuple[Path, ...] = (TEMPLATES,)) -> str:
    shown = briefing or example.briefing()
    pictures = {p.id: SVG for s in shown.sections for p in s.parts.values() if isinstance(p, FigureSpec)}  # type: ignore[attr-defined]
    return render_html(shown, pictures, template_dirs=dirs, template="briefing.html.j2")  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def plain_page() -> Page:
    return Page(page())


@pytest.mark.parametrize("text", HOSTILE)
def test_text_from_outside_appears_as_it_is_and_adds_no_element(text: str, plain_page: Page) -> None:
    dirty = Page(page(example.with_text(text)))
    assert text in dirty.text
    assert {t for t, _ in dirty.tags} <= {t for t, _ in plain_page.tags}
    assert not any(name.startswith("on") for _, attributes in dirty.tags for name in attributes)
    assert "49" not in dirty.text or "49" in plain_page.text


def test_the_page_reaches_for_nothing_outside_itself(plain_page: Page) -> None:
    for tag, attributes in plain_page.tags:
        for name in ("src", "srcset", "data", "background", "poster"):
            assert (attributes.get(name) or "data:").startswith("data:"), tag
        if tag != "a":
            assert "href" not in attributes
    assert "url(" not in (TEMPLATES / "briefing.css").read_text()


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://example.org/a?b=c&d", True), ("http://example.org", True), ("javascript:alert(1)", False),
        ("", False),
        ("file:///etc/passwd", False), ("//example.org", False), ("https://", False), ("http://[broken", False),
        ("data:text/html,x", False), ("https://example.org/\x00", False),
    ],
)  # fmt: skip
def test_only_web_addresses_become_links(url: str, linked: bool) -> None:
    assert bool(web_link(url)) is linked


def test_every_image_has_a_text_alternative(plain_page: Page) -> None:
    images = [attributes for tag, attributes in plain_page.tags if tag == "img"]
    assert len(images) > 20
    assert all(attributes.get("alt") for attributes in images)


def test_headings_descend_without_gaps_and_the_first_is_the_headline(plain_page: Page) -> None:
    levels = [int(tag[1]) for tag, _ in plain_page.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 or (before, after) == (2, 4) for before, after in pairwise(levels))


def test_every_sentence_cell_and_title_of_the_briefing_is_on_the_page(plain_page: Page) -> None:
    seen = " ".join(plain_page.text.split())
    briefing = example.briefing()
    for section in briefing.sections[1:]:
        for sentence in sentences(section):
            assert sentence.text in seen
    for row in example.board().rows:
        assert all(cell.text in seen for cell in row)


def sentences(section: Section) -> list[Sentence]:
    found = []
    for part in section.parts.values():
        pieces = part if isinstance(part, tuple) else (part,)
        for piece in pieces:
            found += [piece] if isinstance(piece, Sentence) else list(getattr(piece, "sentences", ()))
    return found


def test_a_note_links_to_its_source(plain_page: Page) -> None:
    targets = {attributes.get("id") for _, attributes in plain_page.tags}
    links = {
        attributes["href"] for tag, attributes in plain_page.tags if tag == "a" and (attributes["href"] or "")[0] == "#"
    }
    assert links
    assert {link[1:] for link in links if link} <= targets


def test_a_small_figure_alone_is_not_blown_up_to_the_width_of_the_page() -> None:
    """Its letters would be twice those of the text; a wide figure keeps the whole width."""
    briefing = example.briefing()
    figures = [p for s in briefing.sections for p in s.parts.values() if isinstance(p, FigureSpec)]
    html = page(briefing)
    for figure in (f for f in figures if f.id not in {"gauge"}):
        found = re.search(rf'<figure class="f-{figure.id}"( style="max-width: (\d+)mm")?>', html)
        assert found is not None, figure.id
        assert bool(found[1]) == (figure.width_mm <= 120), figure.id
        assert not found[2] or int(found[2]) < 1.2 * figure.width_mm


def test_a_source_without_a_title_says_so() -> None:
    briefing = example.briefing()
    bare = replace(briefing.citations[0], title="")
    labels = {**briefing.labels, "untitled": "untitled"}
    assert ">untitled</a></i>" in page(replace(briefing, citations=(bare, *briefing.citations[1:]), labels=labels))


@pytest.mark.parametrize("language,expected", [("fr", "1er–7 septembre 2024"), ("en", "1–7 September 2024")])
def test_the_first_of_a_month_is_an_ordinal_in_french(language: str, expected: str) -> None:
    assert period(date(2024, 9, 1), date(2024, 9, 7), language=language) == expected
    assert filters(language)["short_day"](date(2024, 9, 1)) == {"fr": "1er sept.", "en": "1 Sept"}[language]


def test_a_demonstration_says_so_and_a_real_issue_does_not() -> None:
    notice = example.LABELS["synthetic"]
    assert notice in Page(page()).text
    assert notice not in page(example.briefing(synthetic=False))


def test_header_cells_name_their_direction(plain_page: Page) -> None:
    cells = [attributes for tag, attributes in plain_page.tags if tag == "th"]
    assert {attributes.get("scope") for attributes in cells} == {"col", "row"}


def test_a_section_nobody_wrote_a_template_for_is_still_printed() -> None:
    briefing = example.briefing()
    extra = Section("x1", "A plug-in's section", "from_a_plug_in", {"a": example.say("Printed all the same.")})
    changed = type(briefing)(briefing.meta, (*briefing.sections, extra), briefing.citations, briefing.labels)
    assert "Printed all the same." in page(changed)


def test_a_section_without_parts_prints_why() -> None:
    briefing = example.briefing()
    empty = Section("w5", "Current situation", "situation", {}, "No qualifying event reported.")
    changed = type(briefing)(briefing.meta, (empty,), (), briefing.labels)
    assert "No qualifying event reported." in Page(page(changed)).text


def test_a_workspace_template_replaces_the_shipped_one_file_by_file(tmp_path: Path) -> None:
    (tmp_path / "sections").mkdir()
    (tmp_path / "sections" / "conclusion.html.j2").write_text("<p>Ours: {{ section.title }}</p>")
    shown = page(dirs=(tmp_path, TEMPLATES))
    assert "Ours: Conclusion" in shown
    assert "Understanding the broader context" in shown


def test_shipped_templates_have_no_problems() -> None:
    assert template_problems([TEMPLATES]) == []


@pytest.mark.parametrize(
    ("text", "line"), [("a\nb\n{% if %}", 3), ("{{ x | nofilter }}", 1), ("\n{% endfor %}", 2), ("{% include %}", 1)]
)
def test_a_template_that_does_not_compile_is_named_with_its_line_and_a_remedy(
    tmp_path: Path, text: str, line: int
) -> None:
    (tmp_path / "mine.html.j2").write_text(text)
    (problem,) = template_problems([tmp_path, TEMPLATES])
    assert problem.path == str(tmp_path / "mine.html.j2")
    assert problem.line == line
    assert problem.remedy


def test_every_broken_template_is_reported_at_once(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.j2").write_text("{% if %}")
    assert len(template_problems([tmp_path])) == 2


@pytest.mark.parametrize(
    "body", ["\n\n{{ section.nothing }}", "\n\n{{ labels.nothing }}", "\n\n{{ 1 + section.title }}"]
)
def test_a_template_that_fails_while_printing_names_its_file_and_line(tmp_path: Path, body: str) -> None:
    (tmp_path / "sections").mkdir()
    place = tmp_path / "sections" / "conclusion.html.j2"
    place.write_text(body)
    with pytest.raises(ConfigurationError) as caught:
        page(dirs=(tmp_path, TEMPLATES))
    (problem,) = caught.value.problems
    assert (problem.path, problem.line) == (str(place), 3)


def test_a_missing_template_is_named() -> None:
    with pytest.raises(ConfigurationError, match="nowhere"):
        render_html(example.briefing(), {}, template_dirs=[TEMPLATES], template="nowhere.html.j2")


def test_templates_never_switch_escaping_off() -> None:
    for path in TEMPLATES.rglob("*.j2"):
        text = path.read_text()
        assert not re.search(r"\|\s*safe|autoescape|Markup", text), path


def test_our_words_have_typographic_apostrophes_and_quotations_keep_theirs() -> None:
    english, french = typography("en"), typography("fr")
    assert english("The outlets' week, N'Djamena: “Mali's 'army'”") == "The outlets’ week, N’Djamena: “Mali's 'army'”"
    assert french("L'« appel d'air » d'aujourd'hui") == "L’«\u202fappel d'air\u202f» d’aujourd’hui"
    assert english(web_link("https://example.org/l'a")) == "https://example.org/l'a"
    cited = replace(example.citations()[0], title="Mali's army: why?", outlet="L'Echo")
    page = html_of(replace(example.briefing(), citations=(cited,)))
    assert "Mali&#39;s army: why?" in page and "L&#39;Echo, " in page


def test_french_signs_stand_apart_also_where_no_space_was_typed_but_not_in_addresses_times_and_quotations() -> None:
    french = typography("fr")
    assert french("Mansila: attaque; qui?") == "Mansila\u00a0: attaque\u202f; qui\u202f?"
    for kept in ("https://example.org/a?b:c", "06:00 UTC", "“Mali: why?”", "et plus..."):
        assert french(kept) == kept


def test_french_text_gets_its_no_break_spaces() -> None:
    french = typography("fr")
    assert french("Niveau : élevé ; pourquoi ? 40 % « ici »") == (
        "Niveau\u00a0: élevé\u202f; pourquoi\u202f? 40\u202f% «\u202fici\u202f»"
    )
    assert french("le 17 sept. et le 1er mars, 3 marches") == "le 17\u00a0sept. et le 1er\u00a0mars, 3 marches"
    assert typography("en")("a : b") == "a : b"
    assert french("https://example.org/?a:b") == "https://example.org/?a:b"


@pytest.mark.parametrize(("language", "expected"), [("en", "16–22 September 2024"), ("fr", "16–22 septembre 2024")])
def test_a_period_prints_its_month_once(language: str, expected: str) -> None:
    meta = example.meta()
    assert period(meta.period_from, meta.period_to, language=language) == expected


def test_the_stylesheet_keeps_print_readable() -> None:
    """Body at least 9.5 pt, nothing under 8 pt."""
    css = (TEMPLATES / "briefing.css").read_text()
    sizes = [float(x) for x in re.findall(r"(?:font-size: |font: (?:\d+ )?)([\d.]+)pt", css)]
    assert min(sizes) >= 8
    assert float(re.search(r"html \{ font: \d+ ([\d.]+)pt", css)[1]) >= 9.5  # type: ignore[index]


def test_json_holds_every_sentence_with_facts_and_evidence_and_every_figure_with_its_type() -> None:
    content = json.loads(briefing_json(example.briefing()))
    lead = next(s for s in content["sections"] if s["id"] == "w1")["parts"]["lead"][0]
    [evidence] = lead["evidence"]
    assert (evidence["kind"], evidence["ref"], evidence["quote"]) == ("score", "MLI/index", "")
    assert evidence["start"] is None and evidence["sha256"] == ""
    assert lead["facts"][0].items() >= {"key": "score", "text": "82", "unit": "", "value": 82.0}.items()
    figures = [p for s in content["sections"] for p in s["parts"].values() if isinstance(p, dict) and "figure" in p]
    assert {f["figure"]["type"] for f in figures} >= {"MapFigure", "TrendFigure", "BarsFigure"}
    assert content["meta"]["cutoff"] == "2024-09-23T00:00:00Z"


def test_json_is_the_same_bytes_for_the_same_briefing_and_holds_no_nan() -> None:
    first = briefing_json(example.briefing())
    assert first == briefing_json(example.briefing())
    assert b"NaN" not in first


def test_a_long_picture_is_served_under_a_short_name_and_words_about_it_stay() -> None:
    picture = data_uri("<svg xmlns='http://www.w3.org/2000/svg'>" + "<g/>" * 99 + "</svg>")
    said = f"src=&#34;{picture}&#34;"
    closed = closed_fetcher()
    short = closed.without_pictures(f'<img src="{picture}"><img src="{picture}"><p>{said}</p>')
    name = re.findall(r'(?<=src=")[^"]*', short)[0]
    assert short == f'<img src="{name}"><img src="{name}"><p>{said}</p>' and len(name) < 50
    assert closed.fetch(name).read() == closed.fetch(picture).read() != b""


def test_no_page_can_ask_for_a_kept_picture_by_a_name_it_knows() -> None:
    picture = data_uri("<svg xmlns='http://www.w3.org/2000/svg'>" + "<g/>" * 99 + "</svg>")
    first, second = closed_fetcher(), closed_fetcher()
    name = re.findall(r'(?<=src=")[^"]*', first.without_pictures(f'<img src="{picture}">'))[0]
    second.without_pictures(f'<img src="{picture}"><img src="{name}">')
    assert name not in second._kept
