"""Promises of the packaged demonstration corpus."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from datetime import date, timedelta

import pandas as pd
import pytest
import yaml
from demo import statements, violence
from demo.build import PACKAGED, build, rows
from demo.world import SYNTHETIC, Article

from conftest import ROOT
from riskbrief.demo import open_corpus
from riskbrief.ingest.origins import assign_origins
from riskbrief.tables import ARTICLES

LAST_26 = date(2024, 9, 22) - timedelta(weeks=26)
COLUMNS = ["article_id", "source_id", "language", "published_at", "title", "text", "url", "retracts"]


@pytest.fixture(scope="module")
def built() -> list[Article]:
    return build()


@pytest.fixture(scope="module")
def packaged() -> pd.DataFrame:
    with open_corpus() as file:
        return pd.DataFrame([json.loads(line) for line in file])


def is_copy(article_id: str) -> bool:
    return re.search(r"-c\d+$", article_id) is not None


def fact_of(article_id: str) -> str:
    """The fact an article of the facts files cites: `demo-v.<fact>-<form>-<number>` or `demo-p.<fact>-<number>`."""
    cited = re.match(r"demo-v\.(.+)-[a-z]+-\d{5}|demo-p\.(.+)-\d{5}", article_id)
    return (cited[1] or cited[2]) if cited else ""


def test_the_generator_writes_the_packaged_articles_again_byte_for_byte(built: list[Article]) -> None:
    with open_corpus() as file:
        assert rows(built) == file.read()


def test_the_package_stays_small_and_has_the_columns_of_an_article_file(packaged: pd.DataFrame) -> None:
    assert PACKAGED.stat().st_size < 1_500_000
    assert list(packaged.columns) == COLUMNS
    assert packaged.article_id.is_unique


def test_the_corpus_runs_from_july_2023_to_the_last_day_of_the_demonstration_week(packaged: pd.DataFrame) -> None:
    days = packaged.published_at.str[:10]
    assert (days.min(), days.max()) == ("2023-07-24", "2024-09-22")
    assert packaged.published_at.is_monotonic_increasing


def test_every_article_says_in_its_language_that_it_is_synthetic(packaged: pd.DataFrame) -> None:
    last_lines = packaged.text.str.split("\n").str[-1]
    assert (last_lines == packaged.language.map(SYNTHETIC)).all()


def test_english_and_french_are_both_at_home(packaged: pd.DataFrame) -> None:
    assert 0.50 < (packaged.language == "en").mean() < 0.60


def test_every_outlet_is_invented_and_rated_in_the_shipped_configuration(packaged: pd.DataFrame) -> None:
    rated = yaml.safe_load((ROOT / "config.yaml").read_text(encoding="utf-8"))["outlets"]
    used = set(packaged.source_id)
    assert 16 <= len(used) <= 20
    assert {rated[o]["reason"] for o in used} == {"Invented outlet of the demonstration corpus."}


def test_every_fact_names_its_source() -> None:
    assert [f["id"] for f in violence.facts() + statements.facts() if not f.get("source")] == []


def test_every_article_on_violence_cites_a_fact(packaged: pd.DataFrame) -> None:
    known = {f["id"] for f in violence.facts()}
    violent = [i for i in packaged.article_id if i.startswith("demo-v.")]
    assert len(violent) > 700
    assert {fact_of(i) for i in violent} == known


def test_a_figure_in_an_article_on_violence_stands_in_its_fact(packaged: pd.DataFrame) -> None:
    """Besides years and the day of the event, no number is told that the facts file does not hold."""
    facts = {f["id"]: f for f in violence.facts()}
    strange = []
    for row in packaged[packaged.article_id.str.startswith("demo-v.")].itertuples():
        fact = facts[fact_of(row.article_id)]
        allowed = set(re.findall(r"\d+", str(fact))) | {str(fact["date"].day)} | {str(y) for y in range(2009, 2025)}
        body = row.text.rsplit("\n", 1)[0]
        strange += [(row.article_id, n) for n in re.findall(r"\d+", f"{row.title} {body}") if n not in allowed]
    assert strange == []


def test_articles_on_violence_never_precede_their_event(packaged: pd.DataFrame) -> None:
    dates = {f["id"]: f["date"].isoformat() for f in violence.facts() + statements.facts()}
    cited = packaged.assign(fact=packaged.article_id.map(fact_of)).query("fact != ''")
    assert (cited.published_at.str[:10] >= cited.fact.map(dates)).all()


def test_no_template_mark_is_left_in_a_text(packaged: pd.DataFrame) -> None:
    told = packaged.title + " " + packaged.text
    marks = r"[<>{}|]|\d{4}-\d\d-\d\d>|  |\b(?:de|à) les? |\b(?:in in|the the) "
    assert told[told.str.contains(marks)].tolist() == []


def test_at_most_five_percent_of_different_articles_collapse_and_copies_are_found(packaged: pd.DataFrame) -> None:
    articles = ARTICLES.shape(as_articles(packaged))
    found = assign_origins(articles, containment=0.60, short_containment=0.90, short_tokens=30, days=7)
    copies = found.article_id.map(is_copy)
    different = found[~copies]
    collapsed = (different.origin_id != different.article_id).mean()
    originals = found[copies].article_id.str.replace(r"-c\d+$", "", regex=True)
    assert collapsed <= 0.05
    assert (found[copies].origin_id == originals).mean() > 0.98


def as_articles(packaged: pd.DataFrame) -> pd.DataFrame:
    at = pd.to_datetime(packaged.published_at, utc=True)
    constant = {"flags": "synthetic", "content_sha256": "", "origin_id": ""}
    return packaged.assign(published_at=at, known_at=at, ingest_seq=range(1, len(packaged) + 1), **constant)


def weekly_classes(articles: list[Article]) -> dict[str, Counter[str]]:
    """Coverage class of each country in each of the last 26 weeks, from originals alone (method A.12)."""
    told: defaultdict[tuple[str, date], list[Article]] = defaultdict(list)
    for a in articles:
        day = a.published_at.date()
        if not a.copy_of and day > LAST_26:
            for country in a.countries:
                told[country, day - timedelta(days=day.weekday())].append(a)
    classes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for (country, _), found in told.items():
        n, outlets = len(found), len({a.source_id for a in found})
        classes[country]["full" if n >= 15 and outlets >= 5 else "thin" if n >= 5 and outlets >= 3 else "none"] += 1
    return classes


def test_coverage_of_the_last_26_weeks_shows_every_class(built: list[Article]) -> None:
    classes = weekly_classes(built)
    assert min(classes[c]["full"] for c in ("MLI", "BFA", "NER")) >= 22
    assert min(classes[c]["thin"] for c in ("SEN", "GHA", "CIV", "GIN", "TCD", "BEN", "TGO")) >= 20
    assert classes["NGA"]["none"] == 0
    assert all(0 < classes[c]["thin"] < 26 for c in ("MRT", "SLE", "LBR"))
    assert max(classes[c]["thin"] + classes[c]["full"] for c in ("GMB", "GNB")) <= 6


def test_the_last_week_is_dominated_by_the_attack_in_bamako(built: list[Article]) -> None:
    week = [a for a in built if a.published_at.date() > date(2024, 9, 15) and "MLI" in a.countries and not a.copy_of]
    bamako = [a for a in week if fact_of(a.article_id) == "mli-bamako"]
    assert len(bamako) > len(week) / 2
    assert len({a.source_id for a in bamako}) >= 10
    told = " ".join(a.text for a in bamako if a.language == "en")
    claims = ("more than 70 people", "77 people", "p to 100 people", "undreds of soldiers")
    assert [c for c in claims if c not in told] == []
