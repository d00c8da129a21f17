"""The kill test: whatever rule group is taken from the coder, a case that holds with it no longer holds.

Cases stand in tests/gold/kill.yaml: the `group` they show, a text (or `articles`), what the coder `says` of it and
what it must `never` say, in the lines that `told` writes. Synthetic, own words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from gold_cases import CUTOFF, load_cases
from kill_groups import Kit, groups, kit, narrowed
from riskbrief.coding import mentions
from riskbrief.coding.resolve import Resolved
from riskbrief.definitions.load import load_workspace
from riskbrief.ingest.collect import Intake
from riskbrief.pipeline import stages
from riskbrief.tables import ARTICLES

CASES = load_cases("kill")
GROUPS = groups()
UNSHOWN = {
    "calendar.before_year": "only the Portuguese pack uses it (tests/test_languages.py)",
    "numbers.of": "no shipped term has words behind a number that it could stand before",
    "terms.all": "no shipped indicator uses it (tests/test_term_algebra.py)",
    "terms.exclude_before": "no shipped indicator uses it (tests/test_term_algebra.py)",
    "terms.exclude_article": "no shipped indicator uses it (tests/test_term_algebra.py)",
    "tolls.active_auxiliaries": "nothing found that it changes",
    "tolls.denials": "nothing found that it changes",
    "tolls.singular_verbs": "nothing found that it changes",
    "tolls.weak_objects": "nothing found that it changes",
    "tolls.never": "read while word families are compiled, not from the compiled words",
}
"Groups without a case, and why."
Case = Mapping[str, Any]


@pytest.fixture(scope="module")
def shipped() -> Kit:
    return kit(load_workspace(Path(__file__).parents[1]))


@pytest.fixture(scope="module")
def kits() -> dict[tuple[str, ...], Kit]:
    """Kits of one language and a few indicators, with every rule: compiled once each."""
    return {}


def name(case: Case) -> str:
    return f"{case['group']}-{language(case)}"


def language(case: Case) -> str:
    return str(case.get("lang") or case["articles"][0]["lang"])


def lines(case: Case, key: str) -> set[str]:
    """The lines under `says` or `never`: one or a list."""
    given = case.get(key) or []
    return {given} if isinstance(given, str) else set(given)


def told(of: Kit, case: Case) -> set[str]:
    """What the coder makes of a case, a line for each finding."""
    rows = list(_rows(case))
    taken = Intake(ARTICLES.build(rows), len(rows), {}, [], ())
    material = stages.prepare(of.workspace, taken, cutoff=CUTOFF, book=of.book)
    return set(_lines(material.resolver.at(CUTOFF), material.articles))


def holds(of: Kit, case: Case) -> bool:
    found = told(of, case)
    return lines(case, "says") <= found and not lines(case, "never") & found


@pytest.mark.parametrize("case", CASES, ids=name)
def test_taking_away_the_rule_group_breaks_a_case_that_holds_with_it(
    case: Case, shipped: Kit, kits: dict[tuple[str, ...], Kit]
) -> None:
    """It holds with all rules; of a few indicators alone, it holds with the group and not without."""
    assert holds(shipped, case), sorted(told(shipped, case))
    key = (language(case), *case["of"])
    few = kits.setdefault(key, narrowed(shipped, language(case), case["of"]))
    assert holds(few, case), sorted(told(few, case))
    without = GROUPS[case["group"]](few)
    assert not holds(without, case), sorted(told(without, case))


def test_every_rule_group_has_a_case_that_shows_it() -> None:
    shown = {case["group"] for case in CASES}
    assert sorted(GROUPS.keys() - shown - UNSHOWN.keys()) == [], "write a case for these in tests/gold/kill.yaml"
    assert sorted(shown - GROUPS.keys()) == []
    assert sorted(shown & UNSHOWN.keys()) == []


def test_without_title_inheritance_a_denial_in_the_text_leaves_its_title_affirmed(
    shipped: Kit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one rule that is no data: it is taken away where mentions are put together."""
    case = {
        "lang": "en",
        "title": "Raid on army base near Kayes",
        "text": "The governor of Kayes in western Mali denied on Friday that there had been a raid on an army base.",
        "never": "sec_attack_security_forces@MLI affirmed",
    }
    assert holds(shipped, case), sorted(told(shipped, case))
    monkeypatch.setattr(mentions, "inherit", lambda found: found)
    assert not holds(shipped, case)


def _rows(case: Case) -> Iterator[dict[str, object]]:
    for number, article in enumerate(case.get("articles") or [case], 1):
        at = pd.Timestamp(str(article.get("date") or "2024-03-08"), tz="UTC") + pd.Timedelta(hours=12, minutes=number)
        yield {
            "article_id": f"k{number}", "source_id": article.get("source", f"outlet{number}"), "published_at": at,
            "known_at": at, "ingest_seq": number, "language": language(article), "title": article.get("title") or "",
            "text": article["text"], "url": "", "retracts": article.get("retracts", ""), "flags": "synthetic",
            "content_sha256": "", "origin_id": f"k{number}",
        }  # fmt: skip


def _lines(found: Resolved, articles: pd.DataFrame) -> Iterator[str]:
    for m in found.mentions.itertuples():
        where = f"{m.indicator_id}@{m.region_id}" if pd.notna(m.region_id) else m.indicator_id
        yield f"{where} {m.status}"
        yield f"{where} on {m.event_date:%Y-%m-%d}"
        yield f"{where} severity {m.severity_base:g}"
        yield f"{where} weight {m.alpha:g}"
    for c in found.claims.itertuples():
        yield f"{c.kind} {c.low:g}-{c.best:g}-{c.high:g} {c.victims} {c.precision}"
        yield f"{c.kind} {c.best:g}"
        yield f"{c.kind} {c.best:g} by {c.claimant}"
        yield f"{c.kind} {c.group}"
    for event in found.events.dropna(subset=["toll_best"]).itertuples():
        yield f"event of {event.toll_best:g}"
    counting = found.mentions[found.mentions["counts"]]
    for (indicator, region), group in counting.groupby(["indicator_id", "region_id"]):
        yield f"{indicator}@{region} {group['event_id'].nunique()} events"
    yield f"{counting['event_id'].nunique()} events in all"
    yield f"{articles['origin_id'].nunique()} origins"
