"""Promises of copy detection: copies are one origin, the index equals plain comparison, and the past stays (B.3)."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskbrief.ingest.origins import Likeness, Sketch, assign_origins, sketch_of
from riskbrief.tables import ARTICLES

RULES = {"containment": 0.60, "short_containment": 0.90, "short_tokens": 30, "days": 7}
START = pd.Timestamp("2024-03-05", tz="UTC")


def words(start: int, count: int) -> str:
    return " ".join(f"w{i}" for i in range(start, start + count))


def table(*rows: tuple[str, float, str], language: str = "en", title: str = "") -> pd.DataFrame:
    """Articles from (id, days after the start, text)."""
    return ARTICLES.build([
        {
            "article_id": name, "source_id": "s", "language": language, "title": title, "text": text, "url": "",
            "published_at": START + timedelta(days=day), "known_at": START + timedelta(days=day), "ingest_seq": 1,
            "retracts": "", "flags": "", "content_sha256": "", "origin_id": name,
        }
        for name, day, text in rows
    ])  # fmt: skip


def origins(articles: pd.DataFrame) -> dict[str, str]:
    done = assign_origins(articles, **RULES)
    return dict(zip(done["article_id"], done["origin_id"], strict=True))


def brute_force(articles: pd.DataFrame) -> dict[str, str]:
    """The definition, compared pair by pair."""
    likeness = Likeness(RULES["containment"], RULES["short_containment"], 7)
    ordered = articles.sort_values(["published_at", "article_id"]).to_dict("records")
    sketches = [sketch_of(a["title"], a["text"], short_tokens=30) for a in ordered]
    found: dict[str, str] = {}
    for j, article in enumerate(ordered):
        found[article["article_id"]] = article["article_id"]
        for i in range(j):
            near = article["published_at"] - ordered[i]["published_at"] <= timedelta(days=7)
            same = article["language"] == ordered[i]["language"]
            shared = len(sketches[i].shingles & sketches[j].shingles)
            if near and same and likeness.holds(sketches[j], sketches[i], shared):
                found[article["article_id"]] = found[ordered[i]["article_id"]]
                break
    return found


def test_the_worked_example_of_40_and_30_windows_with_27_in_common_is_one_origin() -> None:
    long, short = sketch_of("", words(0, 44), short_tokens=30), sketch_of("", words(13, 34), short_tokens=30)
    assert (len(long.shingles), len(short.shingles), len(long.shingles & short.shingles)) == (40, 30, 27)
    assert origins(table(("a", 0, words(0, 44)), ("b", 1, words(13, 34)))) == {"a": "a", "b": "a"}


def test_four_copies_a_rewrite_and_a_local_report_are_three_origins() -> None:
    copies = [(f"copy{i}", i / 10, words(0, 60 + i)) for i in range(4)]
    found = origins(table(*copies, ("rewrite", 1, words(500, 60)), ("local", 1, words(900, 60))))
    assert len(set(found.values())) == 3


def test_forty_identical_posts_are_one_origin_the_first_one() -> None:
    found = origins(table(*[(f"p{i:02d}", i / 100, words(0, 20)) for i in range(40)]))
    assert set(found.values()) == {"p00"}


def test_short_texts_must_agree_almost_wholly() -> None:
    almost = words(0, 24) + " other"
    most = words(0, 20) + " " + words(100, 5)
    assert origins(table(("a", 0, words(0, 25)), ("b", 0.1, almost), ("c", 0.2, most))) == {
        "a": "a",
        "b": "a",
        "c": "c",
    }


def test_copies_more_than_a_week_apart_or_in_other_languages_are_apart() -> None:
    assert origins(table(("a", 0, words(0, 60)), ("b", 7.01, words(0, 60))))["b"] == "b"
    both = pd.concat([table(("a", 0, words(0, 60))), table(("b", 1, words(0, 60)), language="fr")])
    assert origins(ARTICLES.shape(both)) == {"a": "a", "b": "b"}


@pytest.mark.parametrize("credit", ["(Agence Unie)", "— AUNI", "with AUNI"])
def test_a_credited_agency_halves_what_must_be_shared(credit: str) -> None:
    text, other = words(0, 100), words(60, 100)
    assert origins(table(("a", 0, text), ("b", 0.1, other)))["b"] == "b"
    credited = origins(table(("a", 0, f"{text} {credit}"), ("b", 0.1, f"{other} {credit}")))
    assert credited["b"] == "a"


def test_accents_and_case_do_not_hide_a_copy() -> None:
    text = "Des hommes armés ont attaqué un poste près de Ménaka dans la nuit, a déclaré l'armée. " * 3
    plain = text.upper().replace("É", "E").replace("È", "E")
    assert origins(table(("a", 0, text), ("b", 0.5, plain)))["b"] == "a"


def test_articles_without_any_word_are_their_own_origin() -> None:
    assert origins(table(("a", 0, "…"), ("b", 0, "!!"))) == {"a": "a", "b": "b"}


pieces = st.lists(st.sampled_from(range(0, 400, 25)), min_size=1, max_size=4).map(
    lambda starts: " ".join(words(s, 25) for s in starts)
)
corpora = st.lists(st.tuples(pieces, st.integers(0, 12)), min_size=1, max_size=14)


@settings(max_examples=150, deadline=None)
@given(corpora)
def test_the_index_finds_exactly_what_comparing_every_pair_finds(corpus: list[tuple[str, int]]) -> None:
    articles = table(*[(f"a{i:02d}", day, text) for i, (text, day) in enumerate(corpus)])
    assert origins(articles) == brute_force(articles)


def test_rewritten_cut_and_credited_copies_among_stock_sentences_are_found_as_by_comparing_every_pair() -> None:
    """Three hundred articles of twelve stories under the same opening; what is asked for differs from pair to pair."""
    draw = Random(3)
    corpus: list[tuple[str, float, str]] = []
    for number in range(300):
        story = words(1000 + 200 * draw.randrange(12), 150).split()
        for _ in range(draw.choice((0, 1, 4, 9))):
            story[draw.randrange(150)] = f"w{draw.randrange(900)}"
        text = " ".join([words(0, draw.choice((0, 30, 60))), *story[: draw.choice((8, 25, 60, 150))]])
        corpus.append((f"a{number:03d}", draw.uniform(0, 20), text + draw.choice(("", " (Agence Unie)", " — AUNI"))))
    found = origins(table(*corpus))
    assert found == brute_force(table(*corpus))
    assert 50 < sum(name != origin for name, origin in found.items()) < 290


@settings(max_examples=60, deadline=None)
@given(corpora, st.integers(0, 12))
def test_later_articles_never_change_the_origin_of_earlier_ones(corpus: list[tuple[str, int]], day: int) -> None:
    articles = table(*[(f"a{i:02d}", d, text) for i, (text, d) in enumerate(corpus)])
    earlier = articles[articles["published_at"] <= START + timedelta(days=day)]
    if earlier.empty:
        return
    whole = origins(articles)
    assert origins(earlier.reset_index(drop=True)) == {k: whole[k] for k in earlier["article_id"]}


def test_a_sketch_reads_only_the_first_200_words() -> None:
    assert sketch_of("", words(0, 250), short_tokens=30) == sketch_of("", words(0, 200) + " x" * 300, short_tokens=30)
    assert isinstance(sketch_of("Title only", "", short_tokens=30), Sketch)
