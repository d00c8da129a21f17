"""The quality gate: what was measured of a run against the limits of YAML; degraded is said on page 1."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pandas as pd
import pytest

from briefing_builders import WEEK, rich_case, workspace
from riskbrief.briefing.compose import compose
from riskbrief.briefing.desk import Desk
from riskbrief.briefing.gate import CONDITIONS, Measure, Verdict, judge
from riskbrief.briefing.masthead import masthead
from riskbrief.definitions.gate import Ceiling, Floor, Gate, OwnGate
from riskbrief.definitions.outlets import Source
from riskbrief.ingest.collect import Intake
from riskbrief.pipeline.gathering import Late
from riskbrief.pipeline.gating import degraded_reasons, gate_record, refusals, verdict
from riskbrief.pipeline.lateness import NONE_LATE, late_of
from riskbrief.tables import ARTICLES, SCORES

FLOOR, CEILING = Floor(degrade_below=5, refuse_below=2), Ceiling(degrade_above=5, refuse_above=8)
CEILINGS = dict.fromkeys(("newest_days", "outlet", "copies", "late"), CEILING)
GATE = Gate(sources=FLOOR, articles=FLOOR, assessed=FLOOR, **CEILINGS)
FINE = {name: Measure(5) for name in CONDITIONS}
ASKED = [{"source": "feed", "state": "ok"}]
USUAL = 20  # articles of each week before


@pytest.mark.parametrize("name", CONDITIONS)
def test_a_limit_crossed_by_one_degrades_or_refuses_and_a_value_on_it_does_not(name: str) -> None:
    values = {5: "pass", 4: "degraded", 2: "degraded", 1: "refused"}
    if isinstance(getattr(GATE, name), Ceiling):
        values = {5: "pass", 6: "degraded", 8: "degraded", 9: "refused"}
    for value, outcome in values.items():
        found = judge({**FINE, name: Measure(value)}, GATE)
        assert found.outcome == outcome
        assert [c.name for c in (*found.degraded, *found.refused)] == ([name] if outcome != "pass" else [])
    assert judge({**FINE, name: Measure(None)}, GATE).outcome == "pass"


def test_one_refusal_outweighs_every_other_outcome() -> None:
    found = judge({**FINE, "sources": Measure(1), "copies": Measure(6)}, GATE)
    assert found.outcome == "refused" and [c.name for c in found.degraded] == ["copies"]


def test_limits_stand_in_their_order_and_a_report_may_ask_otherwise() -> None:
    with pytest.raises(ValueError, match="refuse_below must not be above"):
        Floor(degrade_below=0.1, refuse_below=0.2)
    with pytest.raises(ValueError, match="refuse_above must not be below"):
        Ceiling(degrade_above=3, refuse_above=2)
    own = OwnGate(articles=Floor(degrade_below=1, refuse_below=0)).over(GATE)
    assert own.articles.degrade_below == 1 and own.sources == FLOOR
    flash = workspace().reports["flash"].gate.over(workspace().config.gate)
    assert flash.articles.refuse_below == 0, "silence may be the news: no flash is held back for it"


def week_of(back: int, n: int, *, copies: int = 0, source: str = "") -> list[dict[str, object]]:
    """`n` articles, an hour apart from Monday 00:00, of `back` weeks before the issue's; the last `copies` copy one."""
    start = WEEK.start - timedelta(weeks=back)
    return [
        {"article_id": f"{back}-{k}", "source_id": source or f"outlet_{k % 4}",
         "published_at": start + timedelta(hours=k), "origin_id": f"{back}-{k if k < n - copies else 0}", "flags": "",
         "title": "", "text": "", "url": "", "language": "en", "retracts": "", "content_sha256": "0",
         "known_at": start, "ingest_seq": k}
        for k in range(n)
    ]  # fmt: skip


def judged(
    now: list[dict[str, object]], *, weeks: int = 8, asked: object = ASKED, usual: int = USUAL, late: Late = NONE_LATE
) -> Verdict:
    """The verdict on a week after so many usual ones."""
    rows = [row for back in range(1, weeks + 1) for row in week_of(back, usual)] + now
    root, regions = workspace(), ["MLI", "NER"]
    config = root.config.model_copy(update={"sources": [Source(id="feed", reader="jsonl", path="feed.jsonl")]})
    score = {"region_id": "MLI", "week": str(WEEK), "node": "index", "level": "index", "score": 40.0,
             "coverage": "full", "n_articles": 9, "n_origins": 9, "n_sources": 5}  # fmt: skip
    return verdict(
        replace(root, config=config), root.reports["weekly"], WEEK, articles=ARTICLES.build(rows), accounts=asked,
        scores=SCORES.build([score]), regions=regions, late=late,
    )  # type: ignore[arg-type]  # fmt: skip


def measured(found: Verdict, name: str) -> Measure:
    return next(c.measure for c in found.conditions if c.name == name)


@pytest.mark.parametrize(("n", "outcome"), [(10, "pass"), (9, "degraded"), (2, "degraded"), (1, "refused")])
def test_the_articles_of_the_week_are_compared_with_a_usual_one(n: int, outcome: str) -> None:
    late = [row | {"published_at": WEEK.cutoff - timedelta(hours=k + 1)} for k, row in enumerate(week_of(0, n))]
    found = judged(late)
    assert found.outcome == outcome and measured(found, "articles").value == n / USUAL


@pytest.mark.parametrize(("days", "outcome"), [(3, "pass"), (3.01, "degraded"), (6.9, "degraded")])
def test_the_newest_article_must_not_be_old(days: float, outcome: str) -> None:
    found = judged([row | {"published_at": WEEK.cutoff - timedelta(days=days)} for row in week_of(0, USUAL)])
    assert found.outcome == outcome and measured(found, "newest_days").value == pytest.approx(days)


def test_an_article_of_monday_at_midnight_is_of_the_week_and_silence_is_refused() -> None:
    assert measured(judged(week_of(0, 7)), "articles").n == 7
    silent = judged([])
    assert [c.name for c in silent.refused] == ["articles"] and measured(silent, "newest_days").value > 6  # type: ignore[operator]


def test_a_week_whose_articles_came_too_late_is_refused_for_that_and_the_remedy_is_the_lag() -> None:
    found = judged([], late=Late(144, 144, 77))
    assert [c.name for c in found.refused] == ["articles"] and found.says("late")
    (said,) = map(str, refusals(found, "weekly"))
    assert "because 144 of the 144 articles of the week on record (100%) arrived later" in said
    assert "set `store.lag_hours: 77` in config.yaml" in said and "fallen silent" not in said
    assert "store.lag_hours:" not in str(list(refusals(judged([], late=Late(144, 144, 400)), "weekly")))
    assert "fallen silent" in str(list(refusals(judged([], late=Late(1, 144, 77)), "weekly"))), "one is no cause"


def test_an_article_is_late_from_the_cut_off_on_and_only_in_its_own_week() -> None:
    in_time, behind = WEEK.cutoff - timedelta(microseconds=1), WEEK.cutoff + timedelta(hours=2)
    rows = [week_of(0, 4)[k] | {"known_at": at} for k, at in enumerate((in_time, WEEK.cutoff, behind))]
    rows += [row | {"known_at": behind} for row in week_of(1, 2)]
    taken = Intake(ARTICLES.build(rows), 5, {}, [], ())
    assert late_of(taken, WEEK, lag_hours=48) == Late(2, 3, 50)


def test_copies_count_once_and_a_flood_of_them_degrades() -> None:
    found = judged(week_of(0, 40, copies=37, source="one"))
    assert measured(found, "articles").n == 3 and measured(found, "copies").value == 37 / 40
    assert measured(found, "outlet") == Measure(1.0, 40, 40, ("one",))
    assert [c.name for c in found.degraded] == ["articles", "newest_days", "copies"]


def test_what_cannot_be_compared_is_said_and_stops_nothing() -> None:
    young, few, given = (
        judged([], weeks=7),
        judged([], usual=19),
        judged([], asked=[{"source": "a.jsonl", "state": "ok"}]),
    )
    assert young.outcome == few.outcome == given.outcome == "pass"
    assert "go back 8 weeks" in measured(young, "articles").why and "fewer than 20" in measured(few, "articles").why
    assert "a file that was named" in measured(given, "newest_days").why
    assert {c["outcome"] for c in gate_record(given)["checks"][1:3]} == {"not_measured"}


def test_a_folder_that_was_named_is_not_judged_though_a_source_that_is_off_has_its_name() -> None:
    root, asked = workspace(), [{"source": "folder", "state": "ok"}]
    assert [s.enabled for s in root.config.sources if s.id == "folder"] == [False]
    found = verdict(root, root.reports["weekly"], WEEK, articles=ARTICLES.build(week_of(0, 1)), accounts=asked,
                    scores=SCORES.empty(), regions=["MLI"])  # fmt: skip
    assert "a file that was named" in measured(found, "articles").why


def test_sources_that_do_not_answer_in_full_are_named_and_half_of_the_panel_is_counted() -> None:
    asked = [*ASKED, {"source": "late", "state": "truncated"}, {"source": "same", "state": "not_modified"}]
    found = judged(week_of(0, USUAL * 5), asked=asked)
    assert degraded_reasons(found, asked) == ("source late is truncated",)
    assert measured(found, "sources") == Measure(2 / 3, 2, 3, ("late",))
    assert measured(found, "assessed") == Measure(0.5, 1, 2)


def test_a_refusal_names_every_condition_its_value_its_limit_and_the_key_that_moves_it() -> None:
    gate = {"sources": Floor(degrade_below=1, refuse_below=0.5), "articles": Floor(degrade_below=1, refuse_below=0.4)}
    measures = {**FINE, "sources": Measure(0.25, 1, 4, ("a", "b", "c")), "articles": Measure(0.35, 7, 20)}
    told = [str(p) for p in refusals(judge(measures, GATE.model_copy(update=gate)), "weekly")]
    assert told[0].startswith(
        "quality gate: sources: 1 of 4 sources answered in full (25%), not a, b, c (refused below 0.5"
    )
    assert told[1].startswith("quality gate: articles: 7 unique articles in the week, 35% of the 20 of a usual one")
    for line, key in zip(told, ("sources.refuse_below", "articles.refuse_below"), strict=True):
        assert f"change `gate.{key}` in config.yaml or reports/weekly.yaml" in line


BAD = {
    "sources": Measure(1 / 6, 1, 6, ("a", "b", "c", "d", "e")), "articles": Measure(0.3, 12, 40),
    "assessed": Measure(0.5, 8, 16), "newest_days": Measure(6.2, 6.2),
    "outlet": Measure(0.9, 9, 10, ("wire_one",)), "copies": Measure(0.8, 8, 10),
    "late": Measure(0.75, 3, 4, hours=77),
}  # fmt: skip
ALL_BAD = Gate(
    sources=Floor(degrade_below=1, refuse_below=0), articles=Floor(degrade_below=1, refuse_below=0),
    assessed=Floor(degrade_below=1, refuse_below=0), newest_days=Ceiling(degrade_above=1, refuse_above=9),
    outlet=Ceiling(degrade_above=0.1, refuse_above=1), copies=Ceiling(degrade_above=0.1, refuse_above=1),
    late=Ceiling(degrade_above=0.1, refuse_above=1),
)  # fmt: skip


def test_a_degraded_issue_says_so_on_its_first_page_and_what_it_lacks_in_english_and_french() -> None:
    found = {}
    for language in ("en", "fr"):
        given = replace(rich_case().inputs(language), verdict=judge(BAD, ALL_BAD))
        found[language] = next(s for s in compose(given).sections if s.template == "masthead").parts["degraded"]
    english, french = (" ".join(s.text for s in lines) for lines in found.values())  # type: ignore[union-attr]
    assert english == (
        "This issue is degraded. 1 of 6 sources answered in full; a, b, c and d and 1 other did not. 12 unique articles"
        " were read of the week, 30 % of the 40 of a usual one. The newest article is 6.2 days older than the cut-off."
        " 8 of 16 countries could be assessed. One outlet, wire_one, wrote 90 % of the week's articles."
        " 8 of the week's 10 articles, 80 %, are copies of others. 3 of the 4 articles of the week on record, 75 %,"
        " arrived more than 48 hours after it ended (store.lag_hours) and count as not known by then."
    )
    told = "1 source sur 6 a répondu entièrement. Réponse incomplète ou absente : a, b, c et d et 1 autre."
    assert french.startswith(f"Ce numéro est dégradé. {told}")
    values = [[(f.key, f.value) for s in lines for f in s.facts] for lines in found.values()]  # type: ignore[union-attr]
    assert values[0] == values[1]


def test_an_issue_that_passes_says_nothing_of_it() -> None:
    assert "degraded" not in masthead(Desk(rich_case().inputs("en"))).parts


def test_no_article_at_all_is_no_old_article() -> None:
    assert measured(judged([], weeks=0), "newest_days") == Measure(None, why="the articles do not go back 8 weeks")
    assert pd.isna(ARTICLES.build([])["published_at"].max())
