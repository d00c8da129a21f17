"""The country profile: one set a country, two pages, the same figures in both languages, less where less is known."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pandas as pd
import pikepdf
import pypdfium2
import pytest

from browser import browser
from conftest import ROOT, Called
from page_margins import outside
from pdf_faults import faults
from profile_articles import profile_rows
from riskbrief.pipeline.commands import publish_report
from riskbrief.pipeline.run import Outcome
from web_readers import looked_at

Riskbrief = Callable[..., Called]
Write = Callable[..., Path]
Profile = dict[str, Any]
FULL = ["W0", "C1", "C2", "C3", "C4", "C5", "C6", "C9", "C7", "C8", "C10", "C11", "C12"]
THIN = [name for name in FULL if name not in {"C4", "C7"}]
NONE = ["W0", "C1", "C6", "C10", "C12"]


def quiet(_label: str, _total: int) -> Any:
    return nullcontext(lambda: None)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """Profiles of Mali (full), Benin (thin) and the Gambia (nothing read), from small invented news."""
    folder = tmp_path_factory.mktemp("profiles")
    file = folder / "news.jsonl"
    plain = {"language": "en", "url": ""}
    file.write_text("".join(json.dumps(plain | row) + "\n" for row in profile_rows()), encoding="utf-8")
    return publish_report(
        ROOT, "country", week="2024-W38", as_of=None, regions=("MLI", "BEN", "GMB"), language="",
        output=folder / "out", articles=file, cached=False, step=quiet,
    )  # fmt: skip


def profile(published: Outcome, region: str, language: str = "") -> Profile:
    path = next(p for p in published.paths if p.name.endswith(region))
    content: Profile = json.loads((path / f"briefing{language}.json").read_text(encoding="utf-8"))
    return content


def sections(made: Profile) -> dict[str, Any]:
    return {section["id"]: section for section in made["sections"]}


def pages(published: Outcome, region: str, language: str = "") -> list[str]:
    path = next(p for p in published.paths if p.name.endswith(region))
    document = pypdfium2.PdfDocument(path / f"briefing{language}.pdf")
    return [page.get_textpage().get_text_range() for page in document]


def sentences(part: Any) -> list[dict[str, Any]]:
    """Every sentence inside a part of a published profile."""
    if isinstance(part, list):
        return [s for element in part for s in sentences(element)]
    if not isinstance(part, dict):
        return []
    if "evidence" in part and "kind" in part and "text" in part:
        return [part]
    return [s for value in part.values() for s in sentences(value)]


def test_each_country_has_a_set_of_its_own_named_by_week_and_country(published: Outcome) -> None:
    assert [p.name for p in published.paths] == ["2024-W38-BEN", "2024-W38-GMB", "2024-W38-MLI"]
    assert published.exit_code == 0
    folder = published.paths[0].parent
    assert (folder / "latest-MLI").resolve() == (folder / "2024-W38-MLI").resolve()
    told = json.loads((folder / "latest-MLI" / "manifest.json").read_text())
    assert (told["issue"], told["regions"], told["partial"]) == ("2024-W38-MLI", ["MLI"], False)
    assert "forecasts.csv" not in told["artifacts"]  # a profile gives out no probability


@pytest.mark.parametrize("language", ["", ".fr"])
def test_a_profile_fills_two_pages_and_one_of_a_country_not_assessed_one(published: Outcome, language: str) -> None:
    assert [outside(path / f"briefing{language}.pdf") for path in published.paths] == [[], [], []]
    assert [len(pages(published, region, language)) for region in ("MLI", "BEN", "GMB")] == [2, 2, 1]


@pytest.mark.parametrize("name", ["2024-W38-MLI/briefing", "2024-W38-MLI/briefing.fr", "2024-W38-GMB/briefing"])
def test_the_pdf_of_a_profile_is_accessible_and_archivable_and_carries_its_data(published: Outcome, name: str) -> None:
    path = published.paths[0].parent / f"{name}.pdf"
    assert faults(path) == []
    with pikepdf.open(path) as pdf:
        carried = {key: spec.get_file().read_bytes() for key, spec in pdf.attachments.items()}
    data = {"scores.csv", "events.csv", "mentions.csv", "articles.csv", "config.json"}
    assert set(carried) >= data | {f"{path.stem}.json"}
    assert {key: (path.parent / key).read_bytes() for key in carried} == carried


def test_a_full_profile_has_every_block_and_a_thin_or_empty_one_only_those_it_can_bear(published: Outcome) -> None:
    assert [s["id"] for s in profile(published, "MLI")["sections"]] == FULL
    assert [s["id"] for s in profile(published, "BEN")["sections"]] == THIN
    assert [s["id"] for s in profile(published, "GMB")["sections"]] == NONE


@pytest.mark.parametrize("region", ["MLI", "BEN", "GMB"])
def test_both_languages_tell_the_same_figures(published: Outcome, region: str) -> None:
    english, french = (sentences(profile(published, region, language)) for language in ("", ".fr"))
    values = [
        [[f["value"] for f in s["facts"] if isinstance(f["value"], int | float)] for s in x] for x in (english, french)
    ]
    assert values[0] == values[1] and sum(map(len, values[0])) > 5
    tables = [
        [
            c["value"]
            for s in made["sections"]
            for p in s["parts"].values()
            if isinstance(p, dict)
            for row in p.get("rows", [])
            for c in row
        ]
        for made in (profile(published, region), profile(published, region, ".fr"))
    ]
    assert tables[0] == tables[1]


def test_every_sentence_that_states_something_has_evidence(published: Outcome) -> None:
    for region in ("MLI", "BEN", "GMB"):
        for sentence in sentences(profile(published, region)):
            assert sentence["kind"] == "fixed" or sentence["evidence"], sentence["text"]


def test_the_card_has_five_numbers_and_the_budget_cuts_none(published: Outcome) -> None:
    for region in ("MLI", "BEN"):
        for language in ("", ".fr"):
            assert len(sections(profile(published, region, language))["C1"]["parts"]["card"]) == 5


def test_a_country_not_assessed_is_stamped_and_says_what_an_assessment_needs(published: Outcome) -> None:
    card = sections(profile(published, "GMB"))["C1"]["parts"]["card"]
    assert card[0]["lead"] == "Not assessed"
    assert card[0]["sentences"][0]["text"] == "0 articles in the week; 5 from 3 outlets are needed."
    assert "NOT ASSESSED" in pages(published, "GMB")[0] or "Not assessed" in pages(published, "GMB")[0]


def test_the_pillars_of_a_thin_week_stand_in_one_paragraph(published: Outcome) -> None:
    parts = sections(profile(published, "BEN"))["C5"]["parts"]
    assert list(parts) == ["merged"]
    assert sum(len(s["text"].split()) for s in parts["merged"]) <= 150
    full = sections(profile(published, "MLI"))["C5"]["parts"]
    assert set(full) == {"security", "governance", "international", "information"}


def test_points_of_the_drivers_add_up_to_the_score(published: Outcome) -> None:
    made = sections(profile(published, "MLI"))
    rows = made["C4"]["parts"]["drivers"]["rows"]
    score = next(f["value"] for s in sentences(made["C1"]) for f in s["facts"] if f["key"] == "score")
    assert sum(row[3]["value"] for row in rows[:-1]) == pytest.approx(rows[-1][3]["value"], abs=0.01)
    assert rows[-1][3]["value"] == pytest.approx(score, abs=0.01)


def test_the_change_is_that_of_four_weeks_and_the_rank_that_of_the_whole_panel(published: Outcome) -> None:
    scores = pd.read_csv(published.paths[0] / "scores.csv")
    index = scores[(scores["node"] == "index") & scores["score"].notna()].set_index(["week", "region_id"])["score"]
    assert set(index["2024-W38"].index) == {"MLI", "BEN"}
    for rank, region in enumerate(index["2024-W38"].sort_values(ascending=False).index, start=1):
        facts = {
            f["key"]: f["value"] for s in sentences(sections(profile(published, region))["C1"]) for f in s["facts"]
        }
        assert (facts["rank"], facts["assessed"]) == (rank, 2)
        moved = index["2024-W38", region] - index["2024-W34", region]
        assert facts["change"] == pytest.approx(moved, abs=0.01)


def test_events_are_counted_by_province_and_week(published: Outcome) -> None:
    table = sections(profile(published, "MLI"))["C7"]["parts"]["places"]
    counts = {row[0]["text"]: row[-2]["value"] for row in table["rows"]}
    assert counts == {"Mopti": 3, "Ségou": 3, "Gao": 2, "Kayes": 2, "Sikasso": 2}
    mopti = next(row for row in table["rows"] if row[0]["text"] == "Mopti")
    assert [cell["value"] for cell in mopti[1:13]] == [0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]
    assert mopti[-1]["text"] == "24"  # 3 + 8 + 13 soldiers


def test_silent_neighbours_are_told_in_a_sentence_and_in_no_table_of_dashes(published: Outcome) -> None:
    block = sections(profile(published, "MLI"))["C8"]
    assert block["parts"] == {} and block["no_data"] == "No neighbour of this country was assessed this week."


def test_the_sentence_on_actors_tells_its_weeks_and_ends_with_a_full_stop(published: Outcome) -> None:
    lead = {r: sections(profile(published, r))["C6"]["parts"]["lead"][0]["text"] for r in ("MLI", "BEN", "GMB")}
    assert lead["MLI"].endswith("articles of the last 12 weeks.")
    assert lead["BEN"].startswith("No armed group or partner") and lead["BEN"].endswith("of the last 12 weeks.")
    assert lead["GMB"] == "No article about the country was read in the last 12 weeks (0)."


def test_provinces_with_as_many_events_are_named_together(published: Outcome) -> None:
    (lead,) = sections(profile(published, "MLI"))["C7"]["parts"]["lead"]
    assert lead["text"] == "Mopti and Ségou each have 3 of 12 confirmed security events of 12 weeks."


def test_actors_are_named_neutrally_with_the_articles_that_name_them(published: Outcome) -> None:
    rows = sections(profile(published, "MLI"))["C6"]["parts"]["actors"]["rows"]
    jnim = next(row for row in rows if row[0]["value"] == "jnim")
    assert [cell["text"] for cell in jnim[1:]] == ["armed group", "24", "8"]


def test_a_country_that_fails_is_told_and_the_others_are_published(
    riskbrief: Riskbrief, workspace: Path, article_file: Write, tmp_path: Path
) -> None:
    report = workspace / "reports" / "country.yaml"
    head, rest = report.read_text(encoding="utf-8").split("sections:\n")
    brief = "sections:\n  - {section: profile_header, words: 30}\n  - {section: profile_actors, words: 80}\n"
    head = head.replace("languages: [en, fr]", "languages: [en]").replace("history_weeks: 52", "history_weeks: 4")
    report.write_text(head + brief + rest[rest.index("handling:") :], encoding="utf-8")
    library = workspace / "reports" / "library.yaml"
    name = "name: {en: A terrorist band, fr: Une bande}"
    label = f'\n  - {{id: wrong, kind: armed_group, regions: [BFA], review_by: "2027-12-31", {name}}}\n'
    library.write_text(library.read_text(encoding="utf-8") + label, encoding="utf-8")
    out, order = tmp_path / "out", ["-C", workspace, "run", "country", "--week", "2024-W10"]
    order += [
        "--regions",
        "BFA,MLI,GMB",
        "--articles",
        article_file([{"text": "A market opened in Mali."}]),
        "--output",
        out,
    ]
    called = riskbrief(*order)
    assert called.code == 4
    assert called.out.splitlines() == [str(out / "country" / f"2024-W10-{r}") for r in ("GMB", "MLI")]
    assert "BFA: C6: a label stands outside quoted speech: 'A terrorist band'" in called.err
    assert not (out / "country" / "2024-W10-BFA").exists()
    alone = riskbrief(*["BFA" if part == "BFA,MLI,GMB" else part for part in order])
    assert alone.code == 5 and alone.out == ""


def test_on_a_phone_the_page_has_no_accessibility_fault_and_does_not_scroll_sideways(published: Outcome) -> None:
    """The French page of the country with little news, whose figures are told in long words."""
    thin = next(p for p in published.paths if p.name.endswith("BEN"))
    with browser() as tab:
        assert looked_at(tab, (thin / "briefing.fr.html").resolve(), whole=False) == []


def test_a_section_on_one_country_needs_a_report_on_one_country(riskbrief: Riskbrief, workspace: Path) -> None:
    report = workspace / "reports" / "country.yaml"
    report.write_text(report.read_text(encoding="utf-8").replace("kind: country\n", ""), encoding="utf-8")
    called = riskbrief("-C", workspace, "check")
    told = "section 'profile_header' stands in a report of kind country alone"
    assert called.code == 3 and told in called.out + called.err
