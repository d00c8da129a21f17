"""The comparisons behind `verify`, on texts and tables of a few lines."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pandas as pd
import pytest

from riskbrief.coding.resolve import Resolved
from riskbrief.periods import Week
from riskbrief.pipeline.evidence import exact
from riskbrief.pipeline.replay_tables import Known, read_table
from riskbrief.pipeline.vintages import EVENT_HISTORY, EVIDENCE_HISTORY, Vintages
from riskbrief.proof import document, links, tables
from riskbrief.proof.flow import Flow, plain
from riskbrief.proof.printed import Piece, Printed, unprinted
from riskbrief.render.tables import csv_bytes
from riskbrief.tables import CLAIMS, EVENTS, EVIDENCE, FOCUS, MENTIONS

ONE = "Mali stands at 55."
TWO = "Niger went from 9 to 11 in 4 weeks."


def printed(*texts: str, drawn: tuple[str, ...] = (), loose: tuple[str, ...] = ()) -> Printed:
    run = [Piece(f"W1.{n}", (text,), "scores.csv") for n, text in enumerate(texts, 1)]
    return Printed(runs=[[run]], drawn=Counter(drawn), loose=loose)


def said(pages: list[str], expected: Printed) -> list[str]:
    return [str(finding) for finding in unprinted("a.pdf", pages, expected)]


@pytest.mark.parametrize(
    "page",
    [
        "Mali stands at 55. Niger went from 9 to 11 in 4 weeks.",
        "MALI STANDS\nAT 55.\nNi\u00adger went from 9 to\n11 in 4 weeks.",
        "Mali stands at\u00a055. Niger went from 9 to 11 in 4 wee\u2010\nks.",
    ],
)
def test_line_breaks_hyphens_capitals_and_spaces_do_not_matter(page: str) -> None:
    assert said([page], printed(ONE, TWO)) == []


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ("Mali stands at 56. " + TWO, 'a.pdf page 1 W1.1: printed: "Mali stands at 56."; what follows: "Mali stands'),
        (ONE, "a.pdf W1.2: printed: nothing; what follows:"),
        (TWO + " " + ONE, "W1.2: stands before what it should follow"),
        (f"{ONE} {TWO} 7 fled.", "page 1: the number 7 stands in no fact"),
        (ONE.replace("55", "155") + TWO, "W1.1"),
        (ONE.replace("55", "5.5") + TWO, "W1.1"),
    ],
)
def test_what_is_printed_otherwise_is_told(page: str, told: str) -> None:
    found = said([page], printed(ONE, TWO))
    assert any(told in line for line in found), found


def test_a_sentence_may_go_on_on_the_next_page_behind_charts_and_running_heads() -> None:
    pages = [f"{ONE} Niger went from 9 to\n20 40 60\nPage 1 of 2", "11 in 4 weeks.\nPage 2 of 2"]
    once = Printed(printed(ONE, TWO).runs, once=["Page 1 of 2", "Page 2 of 2"], drawn=Counter(["20", "40", "60"]))
    assert said(pages, once) == []
    assert len(said([pages[0], pages[1].replace("11", "12")], once)) >= 1


def test_numbers_of_charts_count_as_often_as_they_are_drawn() -> None:
    assert said([f"{ONE}\n20\n20"], printed(ONE, drawn=("20", "20"))) == []
    assert "the number 20" in said([f"{ONE}\n20\n20"], printed(ONE, drawn=("20",)))[0]


ARABIC = "\u0645\u0642\u062a\u0644 7 \u062c\u0646\u0648\u062f"


def test_a_source_with_a_title_in_arabic_is_still_held_to_its_number_day_and_rating() -> None:
    source = Piece("source 3", ("3", "Sahel Radio,", f"{ARABIC},", "17 Sept", "B2 · ar"), "articles.csv a")
    whole = Printed(runs=[[[source]]])
    assert said([f"3 Sahel Radio, {ARABIC}, 17 Sept B2 · ar"], whole) == []
    assert said([f"3 Sahel Radio, 7 {ARABIC[::-1].replace(' 7', '')}, 17\nSept B2 · ar"], whole) == []
    for genuine, forged in (("17 Sept", "18 Sept"), ("B2", "A2"), ("3 Sahel", "4 Sahel")):
        page = f"3 Sahel Radio, {ARABIC}, 17 Sept B2 · ar"
        assert said([page.replace(genuine, forged)], whole), forged


def test_a_number_is_not_found_inside_a_longer_one() -> None:
    flow = Flow(["score 551 and 55"])
    assert flow.text[flow.find("55") - 3 :] == plain("and 55")


def test_a_changed_cell_a_missing_row_and_one_too_many_are_told_by_their_key() -> None:
    head = '"region_id","week","node","score"\n'
    follows = head + '"MLI","2024-W38","index",55.1\n"NER","2024-W38","index",10\n'
    given = head + '"MLI","2024-W38","index",56.1\n"TCD","2024-W38","index",10\n'
    found = [str(f) for f in tables.differences("scores.csv", given.encode(), follows.encode(), "mentions.csv")]
    assert found[0] == ('scores.csv MLI 2024-W38 index score: printed: "56.1"; what follows: "55.1"; from mentions.csv')
    assert "NER 2024-W38 index: printed: no such row" in found[1] and "TCD" in found[2] and len(found) == 3


def test_another_spelling_of_the_same_table_or_document_is_told() -> None:
    follows = b'"a"\n1\n'
    assert "not written as" in str(next(iter(tables.differences("x.csv", b'"a"\r\n1\r\n', follows, ""))))
    twice = b'{\n "a": 1,\n "a": 1\n}\n'
    assert "a key twice" in str(next(iter(document.differences("b.json", twice, b'{\n "a": 1\n}\n'))))
    assert list(document.differences("b.json", b'{\n "a": 0.12345678901\n}\n', b'{\n "a": 0.123456789012\n}\n')) == []


def mention(article: str, **more: object) -> dict[str, object]:
    row = {"article_id": article, "origin_id": article, "source_id": "x", "indicator_id": "raid", "region_id": "MLI"}
    row |= {"published_at": "2024-09-17T00:00:00Z", "status": "affirmed", "reason": "", "counts": True, "field": "text"}
    row |= {"start": 0, "end": 3, "quote": "abc", "sentence": 1, "zone_weight": 1.0, "alpha": 1.0, "capital": False}
    return {**row, "event_date": date(2024, 9, 17), "severity_base": 3.0, "term": "raid", "event_id": "e", **more}


def voice(origin: str, alpha: float = 1.0) -> dict[str, object]:
    row = {"event_id": "e", "indicator_id": "raid", "region_id": "MLI", "origin_id": origin, "source_id": "x", "r": 0.7}
    return {**row, "alpha": alpha, "stance": "affirms", "severity_base": 3.0, "event_date": date(2024, 9, 17)}


def test_every_voice_for_an_event_is_that_of_a_mention_and_none_is_left_out() -> None:
    mentions = MENTIONS.build([mention("a"), mention("b", alpha=0.5), mention("c", counts=False)])
    assert list(links.unsupported(EVIDENCE.build([voice("a"), voice("b", 0.5)]), mentions)) == []
    found = [str(f) for f in links.unsupported(EVIDENCE.build([voice("b"), voice("c")]), mentions)]
    assert [line.split(":")[0] for line in found] == [
        "evidence.csv e raid c", "evidence.csv e raid a", "evidence.csv e raid b alpha",
    ]  # fmt: skip


def known(*events: dict[str, object]) -> Resolved:
    return Resolved(MENTIONS.empty(), FOCUS.empty(), CLAIMS.empty(), EVENTS.build(list(events)), EVIDENCE.empty())


def event(best: float) -> dict[str, object]:
    row: dict[str, object] = dict.fromkeys(EVENTS.columns, "x") | {"event_id": "e", "event_date": date(2024, 9, 17)}
    row |= dict.fromkeys(("contested", "capital"), False) | dict.fromkeys(("n_articles", "n_origins", "n_outlets"), 1)
    row |= dict.fromkeys(("toll_low", "toll_high", "claimed_max", "wounded_best", "kidnapped_best"), None)
    return row | {"toll_best": best, "credibility": 3, "first_reported_at": "2024-09-17T00:00:00Z", "verified_at": None}


def test_a_state_that_comes_back_is_kept_with_the_weeks_between_left_out() -> None:
    vintages = Vintages()
    for n, best in enumerate((3.0, 5.0, 3.0, 3.0)):
        vintages.add(Week.parse(f"2024-W{35 + n}"), known(event(best)))
    rows = vintages.events()[["since", "until", "toll_best"]].to_numpy().tolist()
    assert rows == [["2024-W35", "2024-W35", 3.0], ["2024-W36", "2024-W36", 5.0], ["2024-W37", "", 3.0]]


def test_numbers_and_texts_come_back_from_a_table_as_they_were() -> None:
    table = EVENT_HISTORY.build(
        [{**{k: event(1 / 3)[k] for k in EVENT_HISTORY.columns if k not in ("since", "until")}, "event_id": "=1+1",
          "since": "2024-W35", "until": ""}]
    )  # fmt: skip
    content = csv_bytes(exact(table))
    assert b"'=1+1" in content and b'"0.3333333333333333"' in content
    pd.testing.assert_frame_equal(read_table("event_history.csv", content, EVENT_HISTORY), table)


def test_a_report_that_came_to_be_known_late_is_not_seen_before() -> None:
    """Published in week 38 and known in week 39, as a live source brings it."""
    week = Week.parse("2024-W39")
    now = Resolved(MENTIONS.build([mention("a")]), FOCUS.empty(), CLAIMS.empty(), EVENTS.empty(), EVIDENCE.empty())
    seen = {"a": pd.Timestamp("2024-09-24", tz="UTC")}
    told = Known(week, seen, now, MENTIONS.empty(), EVENT_HISTORY.empty(), EVIDENCE_HISTORY.empty())
    assert len(told.at(week.cutoff).mentions) == 1 and told.at(week.shift(-1).cutoff).mentions.empty
