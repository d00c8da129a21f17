"""The whole path: articles to a published set, on the demonstration corpus and on small files."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import page_images
import pikepdf
import pypdfium2
import pytest

from page_margins import outside
from pdf_faults import faults
from riskbrief.typography import typeset

ROOT = Path(__file__).parents[1]
FILES = {
    "briefing.pdf", "briefing.html", "briefing.json", "scores.csv", "events.csv", "mentions.csv", "articles.csv",
    "config.json", "manifest.json", "SHA256SUMS",
}  # fmt: skip


def run(output: Path, *arguments: str, environment: dict[str, str] | None = None, cwd: Path = ROOT) -> Path:
    command = [sys.executable, "-m", "riskbrief", "-C", str(ROOT), "run", "weekly", "--output", str(output), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=cwd)
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published demonstration issue of 2024-W38."""
    return run(tmp_path_factory.mktemp("demo"), "--as-of", "2024-09-22")


def pages_of(pdf: Path) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]


def filled(pdf: Path) -> list[float]:
    """Share of its height down to which each page is printed; the footer does not count."""
    bottoms = []
    for page in pypdfium2.PdfDocument(pdf):
        picture = page.render(scale=0.5).to_pil().convert("L").point(lambda grey: 255 * (grey < 200))
        box = picture.crop((0, 0, picture.width, int(0.955 * picture.height))).getbbox()
        bottoms.append(box[3] / picture.height if box else 0.0)
    return bottoms


def words_of(part: Any) -> int:
    """Words a reader meets in a published briefing or a part of it: numbers in table cells and charts are none."""
    if isinstance(part, list):
        return sum(map(words_of, part))
    if isinstance(part, str):
        return sum(any(c.isalnum() for c in word) for word in part.split())
    if not isinstance(part, dict):
        return 0
    if "hollow" in part:  # a table cell
        return sum(any(c.isalpha() for c in word) for word in f"{part['text']} {part['small']}".split())
    if "sections" in part:
        return words_of([part["headline"], part["standfirst"], part["sections"]])
    if "parts" in part:
        return words_of([part["title"], part["no_data"], *part["parts"].values()])
    read = ("text", "sentences", "title", "subtitle", "source", "note", "header", "rows", "lead")
    card = part["meta"] if "code" in part else []
    return words_of([part[key] for key in read if key in part]) + words_of(card)


def test_the_set_is_complete_and_its_sums_hold(demonstration: Path) -> None:
    names = {p.name for p in demonstration.iterdir()}
    assert names >= FILES
    assert demonstration.name == "2024-W38" and demonstration.is_symlink()
    told = dict(reversed(line.split("  ")) for line in (demonstration / "SHA256SUMS").read_text().splitlines())
    assert set(told) == names - {"SHA256SUMS"}
    for name, digest in told.items():
        assert hashlib.sha256((demonstration / name).read_bytes()).hexdigest() == digest


def test_everything_the_demonstration_prints_follows_from_what_it_carries(demonstration: Path) -> None:
    """Both languages, the whole set: what a reader of the shipped example who asks for the proof is told."""
    command = [sys.executable, "-m", "riskbrief", "-C", str(ROOT), "verify", str(demonstration)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0 and done.stdout.startswith("everything follows: "), done.stdout


def test_the_same_run_elsewhere_gives_the_same_bytes(demonstration: Path, tmp_path: Path) -> None:
    """Other directory, hash seed, time zone and locale."""
    import os

    environment = {**os.environ, "PYTHONHASHSEED": "3", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    again = run(tmp_path / "o", "--as-of", "2024-09-22", environment=environment, cwd=tmp_path)
    for name in FILES - {"manifest.json", "SHA256SUMS"}:
        assert (again / name).read_bytes() == (demonstration / name).read_bytes(), name


def test_a_second_run_does_nothing_again(demonstration: Path) -> None:
    before = (demonstration / "manifest.json").stat().st_mtime_ns
    again = run(demonstration.parents[1], "--week", "2024-W38")
    assert again == demonstration and (again / "manifest.json").stat().st_mtime_ns == before


def test_the_pictures_of_the_documentation_are_of_this_issue(demonstration: Path) -> None:
    """Headline and headings, page by page; else `make docs` draws them anew."""
    shown = json.loads(page_images.RECORD.read_text(encoding="utf-8"))["documents"]["weekly"]
    assert shown == page_images.told(demonstration), "the pages have changed: make docs"


def test_every_page_says_that_it_is_synthetic(demonstration: Path) -> None:
    pages = pages_of(demonstration / "briefing.pdf")
    assert len(pages) >= 6 and all("ynthetic" in page for page in pages)


@pytest.mark.parametrize("suffix", ["", ".fr"])
def test_no_text_of_the_demonstration_leaves_its_page(demonstration: Path, suffix: str) -> None:
    assert outside(demonstration / f"briefing{suffix}.pdf") == []


@pytest.mark.parametrize("suffix", ["", ".fr"])
def test_the_demonstration_fills_six_pages_and_keeps_the_words_of_an_issue(demonstration: Path, suffix: str) -> None:
    """Sources follow on the sixth, then the annex, to the end of the ninth; they count in no budget."""
    pages = pages_of(demonstration / f"briefing{suffix}.pdf")
    briefing = json.loads((demonstration / f"briefing{suffix}.json").read_text())
    opens = [n for n, page in enumerate(pages, 1) if briefing["labels"]["annex"] in page]
    last = next(s["title"] for s in briefing["sections"] if s["id"] == "W17")
    assert opens == [7] and len(pages) == 9 and last in pages[5]
    *before, ends = filled(demonstration / f"briefing{suffix}.pdf")
    assert min(before) > 2 / 3 and ends > 1 / 3
    briefing["sections"] = [s for s in briefing["sections"] if not s["template"].startswith("annex_")]
    assert 2300 <= words_of(briefing) <= 2600


@pytest.mark.parametrize("suffix", ["", ".fr"])
def test_the_first_impact_stands_on_one_page_with_its_figure(demonstration: Path, suffix: str) -> None:
    pages = ["".join(page.split()) for page in pages_of(demonstration / f"briefing{suffix}.pdf")]
    sections = json.loads((demonstration / f"briefing{suffix}.json").read_text())["sections"]
    impact = next(s for s in sections if s["id"] == "W7")
    said = [impact["title"], *(s["text"] for s in impact["parts"]["lead"]), impact["parts"]["multiples"]["title"]]
    opens = ["".join(typeset(text, suffix[1:] or "en").split())[:30] for text in said]
    assert len(said) > 2 and [n for n, page in enumerate(pages, 1) if all(text in page for text in opens)], opens


@pytest.mark.slow
def test_seven_long_judgements_leave_the_briefing_at_six_pages(workspace: Path, riskbrief: Any) -> None:
    words = {"en": "Correspondents agree on the place, not on the hour, and found the road open until noon. " * 3}
    words["fr"] = "Les correspondants s'accordent sur le lieu, non sur l'heure, et ont trouvé la route ouverte. " * 3
    signed = {"author": "A. Diallo", "date": "2024-09-20", "expires": "2024-10-20", "reason": words}
    nodes = ("index", "security", "governance", "international", "information")
    ledger = {
        "lower_confidence": [{"id": "low", "region": "MLI", "to": "low", **signed}],
        "assign_probability": [{"id": "p", "region": "MLI", "outcome": "worsens", "p": 0.62, **signed}],
        "comment": [{"id": f"c_{n}", "region": "MLI", "node": n, "text": words, **signed} for n in nodes],
    }
    (workspace / "judgements.yaml").write_text(json.dumps({"schema_version": 1, **ledger}), encoding="utf-8")
    folder = Path(riskbrief("-C", workspace, "run", "weekly", "--as-of", "2024-09-22").out.splitlines()[-1])
    for suffix in ("", ".fr"):
        briefing = json.loads((folder / f"briefing{suffix}.json").read_text())
        annex = briefing["labels"]["annex"]
        pages = pages_of(folder / f"briefing{suffix}.pdf")
        assert [n for n, page in enumerate(pages, 1) if annex in page] == [7]
        briefing["sections"] = [s for s in briefing["sections"] if not s["template"].startswith("annex_")]
        assert words_of(briefing) <= 2600


@pytest.mark.parametrize("suffix", ["", ".fr"])
def test_the_pdf_is_accessible_and_archivable_and_carries_the_set_byte_for_byte(
    demonstration: Path, suffix: str
) -> None:
    path = demonstration / f"briefing{suffix}.pdf"
    assert faults(path) == []
    with pikepdf.open(path) as pdf:
        carried = {name: spec.get_file().read_bytes() for name, spec in pdf.attachments.items()}
    editions = {p.name for stem in ("briefing*", "mail*") for p in demonstration.glob(stem)}
    editions |= {"manifest.json", "SHA256SUMS"}
    assert set(carried) == {p.name for p in demonstration.iterdir()} - editions | {f"briefing{suffix}.json"}
    assert {name: (demonstration / name).read_bytes() for name in carried} == carried


def test_the_bamako_attack_stands_on_page_one_or_two_with_a_range_and_claimants(demonstration: Path) -> None:
    pages = pages_of(demonstration / "briefing.pdf")
    assert "Bamako" in pages[0] + pages[1]
    briefing = json.loads((demonstration / "briefing.json").read_text())
    events = json.dumps([s for s in briefing["sections"] if s["id"] == "W5"], ensure_ascii=False)
    assert "reported killed" in events and "Bamako" in events


def test_documents_and_tables_carry_the_same_scores(demonstration: Path) -> None:
    import pandas as pd

    scores = pd.read_csv(demonstration / "scores.csv")
    index = scores[(scores["node"] == "index") & (scores["week"] == "2024-W38")].set_index("region_id")
    briefing = json.loads((demonstration / "briefing.json").read_text())
    board = next(s for s in briefing["sections"] if s["id"] == "W2")["parts"]["board"]
    printed = {row[0]["text"]: row for row in board["rows"]}
    assert len(printed) == 16
    assert any(f"{index.loc['MLI', 'score']:.0f}" in cell["text"] for cell in printed["Mali"])


def test_the_demonstration_has_both_languages_with_the_same_figures(demonstration: Path) -> None:
    french = json.loads((demonstration / "briefing.fr.json").read_text())
    english = json.loads((demonstration / "briefing.json").read_text())
    assert french["meta"]["language"] == "fr"

    def levels(briefing: dict[str, object]) -> list[object]:
        board = next(s for s in briefing["sections"] if s["id"] == "W2")["parts"]["board"]  # type: ignore[attr-defined]
        return [[cell["level"], cell["bar"]] for row in board["rows"] for cell in row]

    assert levels(french) == levels(english)
