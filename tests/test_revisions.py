"""Revisions: what came late, was changed or deleted since the issue before stands in the annex of the next one."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from conftest import Called
from riskbrief.definitions.load import load_workspace
from riskbrief.definitions.outlets import Source
from riskbrief.definitions.reports import SectionChoice
from riskbrief.definitions.workspace import Workspace
from riskbrief.document import Briefing, DataTable, Section
from riskbrief.periods import Week
from riskbrief.pipeline import files as written
from riskbrief.pipeline import harvesting
from riskbrief.pipeline.gathering import gather, knowledge
from riskbrief.pipeline.making import Clock, Making, RunRequest
from riskbrief.pipeline.publish import sums
from riskbrief.pipeline.replay import Replay
from riskbrief.pipeline.run import making_of
from riskbrief.pipeline.stages import Progress
from test_annex import prose, rows

ROOT = Path(__file__).parents[1]
MONDAY = datetime(2024, 9, 23, 5, 15, tzinfo=UTC)  # the morning after week 38
WEEK = timedelta(days=7)
OUTLETS = ("lagoon_post", "relief_bulletin", "le_quotidien_du_sahel", "savanna_times", "wire_one", "wire_two")
RAID = "Gunmen attacked a market in Gao in Mali on {day} and killed {n} civilians."


def article(name: str, text: str, at: datetime, outlet: str = "wire_one") -> dict[str, object]:
    """A synthetic article as a line of a file."""
    return {"article_id": name, "source_id": outlet, "language": "en", "published_at": at.isoformat(), "title": "",
            "text": text, "url": ""}  # fmt: skip


def quiet(monday: datetime) -> list[dict[str, object]]:
    """Articles of the week before a Monday: fairs, and two raids that two outlets tell of."""
    found = [
        article(f"q{monday:%d}-{k}", f"Weavers in Mali showed cloth number {k} at a fair in Bamako.",
                monday - timedelta(hours=150 - 4 * k), OUTLETS[k % 6])
        for k in range(30)
    ]  # fmt: skip
    raids = ((2, "Tuesday", 12, 5), (3, "Friday", 7, 2))
    return found + [
        article(f"r{monday:%d}-{n}-{o}", RAID.format(day=day, n=n), monday - timedelta(days=back, hours=o), OUTLETS[o])
        for o in range(2)
        for _, day, n, back in raids
    ]


def later(first: list[dict[str, object]]) -> list[dict[str, object]]:
    """The first week as it stands a week later: one article is gone, one corrected, one came late."""
    gone, changed = "r23-12-0", "r23-7-1"
    corrected = RAID.format(day="Friday", n=70)
    kept = [a | {"text": corrected} if a["article_id"] == changed else a for a in first if a["article_id"] != gone]
    late = article(
        "came-late", "Gunmen abducted 4 nurses near Niamey in Niger on Thursday.", MONDAY - timedelta(days=3)
    )
    return [*kept, late, *quiet(MONDAY + WEEK)]


EXPECTED = [["r23-12-0", "deleted", "MLI"], ["r23-7-1", "changed", "MLI"], ["came-late", "late", "NER"]]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace that reads one file, with a weekly report of masthead and M8 in two languages."""
    root, starter = tmp_path_factory.mktemp("revisions"), load_workspace(ROOT)
    config = starter.config.model_copy(update={"sources": [Source(id="desk", reader="jsonl", path="a.jsonl")]})
    sections = [SectionChoice(section="masthead"), SectionChoice(section="annex_changes")]
    report = starter.reports["weekly"].model_copy(update={"sections": sections, "history_weeks": 4})
    return replace(starter, root=root, config=config, reports={"weekly": report})


def store(desk: Workspace, articles: list[dict[str, object]], now: datetime) -> None:
    (desk.root / "a.jsonl").write_text("".join(json.dumps(a) + "\n" for a in articles))
    harvesting.harvest(desk, clock=lambda: now)


def making(desk: Workspace, week: str) -> Making:
    request = RunRequest("weekly", Week.parse(week), cached=False)
    return making_of(desk, request, gather(desk), clock=Clock(), progress=Progress())[0]


def published(made: Making, place: Path) -> dict[str, bytes]:
    """The data files of an issue as a published set, without the editions."""
    data, _ = made.issue("").written(lambda _stage: None)
    told = {"knowledge": knowledge(made.taken), "as_of": made.request.week.cutoff.isoformat()}
    contents = data | {"manifest.json": written.json_bytes(told)}
    for name, content in (contents | {"SHA256SUMS": sums(contents)}).items():
        place.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(content)
    link = place.parents[2] / str(made.request.week)
    link.unlink(missing_ok=True)
    link.symlink_to(place)
    return contents


@pytest.fixture(scope="module")
def second(desk: Workspace) -> tuple[Making, dict[str, bytes], dict[str, Briefing]]:
    """The issue of the second week, its files and editions, once the first was published and articles moved."""
    first = quiet(MONDAY)
    store(desk, first, MONDAY)
    published(making(desk, "2024-W38"), desk.root / "output" / "weekly" / ".runs" / "2024-W38" / "aaa")
    store(desk, later(first), MONDAY + WEEK)
    made = making(desk, "2024-W39")
    return made, *made.issue("").written(lambda _stage: None)


def changes(briefing: Briefing) -> Section:
    return next(s for s in briefing.sections if s.id == "M8")


Second = tuple[Making, dict[str, bytes], dict[str, Briefing]]


@pytest.mark.parametrize(
    ("language", "kinds", "told"),
    [("en", ["deleted", "changed", "late"], "3 articles published before its end came late, changed or disappeared: "
      "1 late, 1 changed and 1 deleted."),
     ("fr", ["supprimé", "modifié", "tardif"], ": 1 tardif, 1 modifié et 1 supprimé.")],
)  # fmt: skip
def test_the_next_issue_lists_the_late_the_changed_and_the_deleted_article_and_no_other(
    second: Second, language: str, kinds: list[str], told: str
) -> None:
    section = changes(second[2][language])
    table = section.parts["moves"]
    assert isinstance(table, DataTable)
    assert [[row[0].value, row[3].value, row[5].value] for row in table.rows] == EXPECTED
    assert [row[3] for row in rows(section, "moves")] == kinds and told in prose(section)
    assert rows(section, "moves")[0][2].startswith("18 ") and "30 " in rows(section, "moves")[0][4]


def test_the_scores_that_moved_with_them_stand_as_printed_and_now(second: Second) -> None:
    """More dead on Friday and one witness less of Tuesday: violence in Mali has another score than was printed."""
    table = changes(second[2]["en"]).parts["revised"]
    assert isinstance(table, DataTable)
    found = {(row[0].value, row[1].value): (row[2].value, row[3].value) for row in table.rows}
    assert {("MLI", "index"), ("MLI", "security")} <= found.keys()
    made = second[0]
    scores = made.scored[1].scores
    now = scores[(scores["week"] == "2024-W38") & (scores["region_id"] == "MLI") & (scores["node"] == "security")]
    was, worked_out = found[("MLI", "security")]
    assert worked_out == pytest.approx(float(now["score"].iloc[0])) and was != worked_out


def test_the_table_follows_from_the_files_that_the_set_carries(second: Second) -> None:
    _, data, briefings = second
    again, follow = Replay(data).again()
    assert again == data
    assert {k: changes(b) for k, b in follow.items()} == {k: changes(b) for k, b in briefings.items()}


def test_an_issue_after_which_nothing_moved_says_so_and_the_first_says_why_it_cannot(
    second: Second, desk: Workspace
) -> None:
    first = making(desk, "2024-W38").record
    assert first.before is None
    made = second[0]
    published(made, desk.root / "output" / "weekly" / ".runs" / "2024-W39" / "bbb")
    third = making(desk, "2024-W40").record.before
    assert third is not None and third.moves is not None and third.moves.counts == {}


def test_an_issue_of_another_store_or_of_none_is_not_compared(second: Second, desk: Workspace) -> None:
    link = desk.root / "output" / "weekly" / "2024-W38"
    for point, why in (
        ({"sequence": 0, "label": None}, "no_record"),
        ({"sequence": 5, "label": "2020-01-01T00:00:00.000000Z"}, "other_record"),
        ({"sequence": 10_000, "label": "2024-09-23T05:15:00.000000Z"}, "later"),
        ({}, "unreadable"),
    ):
        told = json.loads((link / "manifest.json").read_bytes()) | {"knowledge": point}
        contents = {p.name: p.read_bytes() for p in link.iterdir() if p.name != "SHA256SUMS"}
        contents["manifest.json"] = written.json_bytes(told)
        (link / "manifest.json").write_bytes(contents["manifest.json"])
        (link / "SHA256SUMS").write_bytes(sums(contents))
        record = making(desk, "2024-W39").record
        assert record.why["revisions"] == why and record.before is not None and record.before.moves is None


@pytest.mark.slow
def test_a_published_issue_with_revisions_is_proven_from_its_files_and_its_page(
    riskbrief: Callable[..., Called], workspace: Path, short_report: Path
) -> None:
    """The same on the command line: two weeks published in two languages, and `verify` reads the second set's PDFs."""
    config = (workspace / "config.yaml").read_text(encoding="utf-8")
    config = config.replace("  - id: demo\n    reader: demo\n", "")
    config = config.replace("    path: articles\n    enabled: false", "    path: articles")
    (workspace / "config.yaml").write_text(config, encoding="utf-8")
    report = short_report / "reports" / "weekly.yaml"
    text = report.read_text(encoding="utf-8").replace("languages: [en]", "languages: [en, fr]")
    report.write_text(text.replace("handling:", "  - {section: annex_changes}\nhandling:", 1), encoding="utf-8")
    (workspace / "articles").mkdir()
    first = quiet(MONDAY)
    for articles, now in ((first, MONDAY), (later(first), MONDAY + WEEK)):
        (workspace / "articles" / "a.jsonl").write_text("".join(json.dumps(a) + "\n" for a in articles))
        harvesting.harvest(load_workspace(workspace), clock=lambda now=now: now)
        done = riskbrief("-C", workspace, "run", "weekly", "--as-of", f"{now:%Y-%m-%d}")
        assert done.code == 0, done.err
    made = workspace / "output" / "weekly" / "2024-W39"
    for edition in ("briefing.json", "briefing.fr.json"):
        told = json.loads((made / edition).read_bytes())
        section = next(s for s in told["sections"] if s["id"] == "M8")
        assert [[row[0]["value"], row[3]["value"]] for row in section["parts"]["moves"]["rows"]] == [
            row[:2] for row in EXPECTED
        ]
    proven = riskbrief("-C", workspace, "verify", made)
    assert proven.code == 0, proven.out + proven.err
