"""A source is quoted with the words that the sentence citing it rests on."""

from __future__ import annotations

from briefing_builders import Case, rich_case
from riskbrief.briefing.citing import with_quotations
from riskbrief.briefing.desk import Desk
from riskbrief.document import Evidence, Fact, Sentence


def told() -> Case:
    """Article a1 names first a sanction, then the attack of event e1, then how many died."""
    case = rich_case()
    for row in case.mentions:
        row |= {"start": 100, "end": 105, "quote": f"{row['indicator_id']} of {row['event_id']}"}
    case.mention("a1", "int_sanctions", "MLI", source="wire_one", day="2024-09-17", start=0, end=9, quote="sanctions")
    return case


def quoted(*sentences: Sentence, rows: tuple[Evidence, ...] = ()) -> str:
    """The quotation beside a1, cited by the sentences and by a table row on `rows`."""
    desk = Desk(told().inputs())
    desk.ledger.cite(["a1"], rows)
    return with_quotations(desk, desk.ledger.citations(), sentences)[0].quote


def cited(*evidence: Evidence, facts: tuple[Fact, ...] = ()) -> Sentence:
    return Sentence("Said.", "reported", facts, evidence, notes=(1,))


def event(name: str) -> Evidence:
    return Evidence("event", name)


def test_the_quotation_is_of_the_event_that_the_sentence_tells_not_of_the_articles_first_mention() -> None:
    assert quoted(cited(event("e1"))) == "“sec_attack_security_forces of e1”"


def test_a_sentence_on_a_toll_is_quoted_with_the_words_that_give_the_toll() -> None:
    toll = Fact("toll", "20/24/77", "between 20 and 77", "persons", "range")
    assert quoted(cited(event("e1"), facts=(toll,))) == "“toll”"


def test_a_sentence_that_quotes_the_article_itself_has_that_very_span() -> None:
    span = Evidence("article", "a1", "their words", "text", 7, 18)
    assert quoted(cited(span)) == "“their words”"


def test_the_first_sentence_on_the_page_decides_and_a_table_row_only_where_no_sentence_cites() -> None:
    span = Evidence("article", "a1", "their words", "text", 7, 18)
    assert quoted(cited(event("e1")), cited(span), rows=(span,)) == "“sec_attack_security_forces of e1”"
    assert quoted(rows=(span,)) == "“their words”"


def test_an_article_cited_for_no_event_keeps_its_first_mention_that_counts() -> None:
    assert quoted(cited(Evidence("run", "assessment"))) == "“sanctions”"
