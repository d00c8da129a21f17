"""The flash brief: sent for a reason, one page, provisional, numbered, and never on one weak voice."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from browser import browser
from conftest import ROOT, Called
from flash_articles import Row, attack, flash_rows
from page_margins import outside
from riskbrief.periods import Week
from riskbrief.pipeline.commands import publish_report
from riskbrief.pipeline.run import Outcome
from riskbrief.pipeline.withdrawing import withdraw
from web_readers import looked_at

Riskbrief = Callable[..., Called]
FIRST = ["W0", "F2", "F2a", "F3", "F4", "F5", "F6", "F7", "F8", "F9"]
LINK, NEXT_LINK = "2024-W38-f1", "2024-W38-f2"


def quiet(_label: str, _total: int) -> Any:
    return nullcontext(lambda: None)


def news(folder: Path, rows: Iterable[Row], name: str = "news.jsonl") -> Path:
    file = folder / name
    lines = [json.dumps({"language": "en", "url": ""} | row) for row in rows]
    file.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return file


def flash(
    file: Path, output: Path, *, day: int, regions: str = "MLI", call: str = "", again: bool = False, language: str = ""
) -> Outcome:
    return publish_report(
        ROOT, "flash", week="", as_of=date(2024, 9, day), regions=tuple(regions.split(",")), language=language,
        output=output, articles=file, cached=False, call=call, again=again, step=quiet,
    )  # fmt: skip


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Flashes as of 17 and 18 September: the attack, and the day on which other tolls are told."""
    folder = tmp_path_factory.mktemp("flashes")
    file = news(folder, flash_rows())
    for day in (17, 18):
        assert flash(file, folder / "out", day=day).exit_code == 0
    return folder / "out" / "flash"


def made(sent: Path, issue: str, language: str = "") -> dict[str, Any]:
    content: dict[str, Any] = json.loads((sent / issue / f"briefing{language}.json").read_text(encoding="utf-8"))
    return content


def section(briefing: dict[str, Any], name: str) -> dict[str, Any]:
    return next(s for s in briefing["sections"] if s["id"] == name)


def texts(part: Any) -> list[str]:
    """Every sentence of a part."""
    return [s["text"] for element in part for s in element.get("sentences", [element])]


def words(text: str) -> int:
    return sum(any(c.isalnum() for c in word) for word in text.split())


def spoken(value: Any) -> int:
    """Words of everything printed below F1-F9: texts, leads, titles, captions, and words in tables."""
    if isinstance(value, list):
        return sum(map(spoken, value))
    if not isinstance(value, dict):
        return 0
    printed = [t for k in ("text", "title", "lead", "subtitle", "note", "small") if isinstance(t := value.get(k), str)]
    if "bar" in value:  # a cell: its numbers are no words
        printed = [" ".join(w for w in t.split() if any(c.isalpha() for c in w)) for t in printed]
    return sum(map(words, printed)) + sum(
        spoken(v) for k, v in value.items() if k not in {"facts", "evidence", "figure"}
    )


def facts(part: Any) -> list[Any]:
    """The numbers that a part rests on, in order."""
    if isinstance(part, list):
        return [f for element in part for f in facts(element)]
    if not isinstance(part, dict):
        return []
    if "key" in part and "value" in part:
        return [part["value"]] if isinstance(part["value"], int | float) else []
    return [f for key in sorted(part) for f in facts(part[key])]


def test_a_flash_has_its_sections_in_order_on_one_page_of_at_most_350_words(sent: Path) -> None:
    assert [s["id"] for s in made(sent, LINK)["sections"]] == FIRST
    for issue in (LINK, NEXT_LINK):
        for language in ("", ".fr"):
            assert len(pypdfium2.PdfDocument(sent / issue / f"briefing{language}.pdf")) == 1
            assert outside(sent / issue / f"briefing{language}.pdf") == []
            briefing = made(sent, issue, language)
            assert words(briefing["headline"]) <= 12
            assert words(" ".join(texts(section(briefing, "F2")["parts"]["lead"]))) <= 60
            own = [s for s in briefing["sections"] if s["id"] != "W0"]
            assert words(briefing["headline"]) + spoken(own) <= 350


def test_on_a_phone_the_page_has_no_accessibility_fault_and_does_not_scroll_sideways(sent: Path) -> None:
    with browser() as tab:
        assert looked_at(tab, (sent / NEXT_LINK / "briefing.fr.html").resolve(), whole=False) == []


def test_both_languages_tell_the_same_figures(sent: Path) -> None:
    for issue in (LINK, NEXT_LINK):
        english, french = (facts(made(sent, issue, language)["sections"]) for language in ("", ".fr"))
        assert english == french and len(english) > 10


def test_what_is_not_known_always_stands_there_and_every_bullet_has_a_code(sent: Path) -> None:
    columns = section(made(sent, LINK), "F3")["parts"]
    assert "Who did it and why." in texts(columns["not_known"])
    codes = {item["lead"] for column in columns.values() for item in column}
    assert codes <= {"A1", "–"} and "A1" in codes


def test_tolls_stand_by_claimant_with_the_time_they_were_first_told(sent: Path) -> None:
    rows = section(made(sent, NEXT_LINK), "F4")["parts"]["tolls"]["rows"]
    told = [(r[0]["value"], r[1]["text"], r[2]["text"], r[3]["value"]) for r in rows]
    assert told == [
        ("a security source", "at least 20 people", "17 Sept, 06:00", 4),
        ("a hospital source", "at least 70 people", "18 Sept, 09:00", 2),
    ]


def test_the_first_day_ends_after_twenty_four_hours_and_names_who_came_first(sent: Path) -> None:
    moments = section(made(sent, NEXT_LINK), "F5")["parts"]["hours"]["figure"]["moments"]
    assert [m["at"][11:13] for m in moments] == ["06", "07", "08", "09"]
    assert moments[0]["text"] == "first report, first figure: Reuters" and "second origin" in moments[1]["text"]


def test_the_index_is_compared_with_the_seven_days_before_and_called_provisional(sent: Path) -> None:
    part = section(made(sent, LINK), "F6")
    assert part["title"].endswith("provisional")
    assert part["parts"]["moved"]["header"][1:3] == ["To 10 Sept", "To 17 Sept"]
    assert "(provisional)" in texts(section(made(sent, LINK), "F2")["parts"]["lead"])[0]
    told = json.loads((sent / LINK / "flash.json").read_text())
    assert told["provisional"] and told["expires"] == "2024-09-21T00:00:00+00:00"


def test_an_update_says_what_changed_since_the_flash_before(sent: Path) -> None:
    part = section(made(sent, NEXT_LINK), "F2b")["parts"]
    assert texts(part["lead"]) == ["Update of 2024-W38-f1; new since then:"]
    assert texts(part["changes"])[0] == "Toll used: was 20 people, now between 20 and 70 people."
    assert len(texts(part["changes"])) <= 4
    assert (sent / "latest").resolve() == (sent / NEXT_LINK).resolve()


def test_nothing_new_makes_no_new_number(sent: Path, tmp_path: Path) -> None:
    file = news(tmp_path, flash_rows())
    for day, stands in ((17, LINK), (18, NEXT_LINK), (19, NEXT_LINK)):
        again = flash(file, sent.parent, day=day)
        assert [p.name for p in again.paths] == [stands]
        assert again.notes == (f"MLI: nothing new since {stands}, which stands as it is",)
    assert sorted(p.name for p in sent.glob("2024*")) == [LINK, NEXT_LINK]


def test_without_a_trigger_nothing_is_published_and_each_country_is_told_why(tmp_path: Path) -> None:
    outcome = flash(news(tmp_path, flash_rows()), tmp_path / "out", day=15, regions="MLI,BEN")
    assert (outcome.paths, outcome.exit_code) == ((), 0)
    assert [note.split(":")[0] for note in outcome.notes] == ["BEN", "MLI"]
    assert all("no tripwire and no event of credibility 0.85 and severity 6 in 72 hours" in n for n in outcome.notes)
    assert not list((tmp_path / "out" / "flash").glob("2024*"))


def test_one_origin_without_a_reliable_outlet_sends_nothing_whatever_it_tells(tmp_path: Path) -> None:
    calm = [row for row in flash_rows() if row["published_at"] < "2024-09-16"]
    lone = [next(attack()) | {"source_id": "nobody_knows"}]
    for call in ("", "Told by a caller"):
        outcome = flash(news(tmp_path, [*calm, *lone]), tmp_path / "out", day=17, call=call)
        assert outcome.paths == () and outcome.exit_code == 0
        assert outcome.notes[0].startswith("MLI: no flash: ")
    assert "at most one origin, with a reliability below 0.85" in outcome.notes[0]
    wire = [next(attack())]
    assert flash(news(tmp_path, [*calm, *wire]), tmp_path / "out", day=17, language="en").paths != ()


def test_an_analyst_can_call_for_a_flash_on_a_calm_country_and_the_reason_is_printed(tmp_path: Path) -> None:
    file = news(tmp_path, [row for row in flash_rows() if row["published_at"] < "2024-09-16"])
    outcome = flash(file, tmp_path / "out", day=15, call="Shots heard by the embassy", language="en")
    briefing = json.loads((outcome.paths[0] / "briefing.json").read_text(encoding="utf-8"))
    assert briefing["headline"] == "Mali: flash brief on an analyst's call"
    assert texts(section(briefing, "F2a")["parts"]["triggers"]) == [
        "Called by an analyst: “Shots heard by the embassy”."
    ]
    page = (outcome.paths[0] / "briefing.html").read_text(encoding="utf-8")
    assert page.index("<h3>Not known</h3>") < page.index("<h3>Known</h3>")  # little is known: what is not stands first


def test_a_withdrawn_flash_is_not_sent_again_while_it_would_hold(tmp_path: Path) -> None:
    file, output = news(tmp_path, flash_rows()), tmp_path / "out"
    flash(file, output, day=17, language="en")
    withdraw(ROOT, LINK, reason="It was an exercise", output=output, today=date(2024, 9, 17))
    stopped = flash(file, output, day=18, language="en")
    assert stopped.paths == () and "2024-W38-f1 was withdrawn" in stopped.notes[0]
    again = flash(file, output, day=18, again=True, language="en")
    assert [p.name for p in again.paths] == [NEXT_LINK]
    assert json.loads((again.paths[0] / "manifest.json").read_text())["corrections"][0]["issue"] == LINK


def test_seven_days_that_end_on_a_sunday_are_that_week() -> None:
    assert Week.ending(date(2024, 9, 22)) == Week.of(date(2024, 9, 22))
    wednesday = Week.ending(date(2024, 9, 18))
    assert wednesday.shift(-1).sunday == date(2024, 9, 11) and wednesday - wednesday.shift(-52) == 52
    assert Week.of(date(2024, 9, 12), early_days=wednesday.early_days) == wednesday


def test_a_call_needs_countries_and_a_flash_a_day(riskbrief: Riskbrief) -> None:
    assert "--regions" in riskbrief("-C", ROOT, "run", "flash", "--call", "x").err
    assert "--as-of" in riskbrief("-C", ROOT, "run", "flash", "--week", "2024-W38").err
    assert "weekly is no flash brief" in riskbrief("-C", ROOT, "run", "weekly", "--call", "x", "--regions", "MLI").err


def test_a_flash_report_needs_its_rules_and_flash_sections_a_flash(riskbrief: Riskbrief, workspace: Path) -> None:
    report = workspace / "reports" / "flash.yaml"
    report.write_text(report.read_text(encoding="utf-8").replace("kind: flash\n", ""), encoding="utf-8")
    called = riskbrief("-C", workspace, "check")
    assert called.code == 3
    assert "section 'flash_known'" in called.out + called.err and "belong together" in called.out + called.err
