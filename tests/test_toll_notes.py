"""Each figure of a toll is cited to the article that gives it, quoted with the claim's own words, under the claimant
whom the claims ledger names."""

from __future__ import annotations

from briefing_builders import Case, rich_case
from riskbrief.briefing.compose import compose
from riskbrief.document import Briefing, Citation, DataTable, Sentence


def told() -> Case:
    """Event e1: "dozens" by a guard, 77 by a doctor, up to 100 by a third source, in the blog first and in the better
    rated wire_one, which begins with 77, later."""
    case = rich_case()
    case.claims = []
    figures = [
        ("b1", "blog", "2024-09-17", (1, 50, 100), "another source", "up to 100 dead"),
        ("a1", "wire_one", "2024-09-17", (10, 10, 99), "a guard", "dozens of dead"),
        ("w2", "wire_one", "2024-09-19", (77, 77, 77), "a doctor", "77 people were killed"),
        ("w2", "wire_one", "2024-09-19", (1, 50, 100), "another source", "as many as 100"),
    ]
    for article, source, day, figure, claimant, words in figures:
        if article not in {row["article_id"] for row in case.articles}:
            case.article(article, day, source=source, title=f"Title of {article}")
            case.mention(article, "sec_attack_capital", "MLI", source=source, day=day, event_id="e1", quote="gunfire")
        case.claim(article, "e1", figure, claimant)
        upper = {"precision": "upper"} if figure[0] == 1 else {}
        case.claims[-1] |= {"quote": words, "end": case.claims[-1]["start"] + len(words), **upper}
    next(e for e in case.events if e["event_id"] == "e1").update(toll_low=10.0, toll_best=77.0, toll_high=100.0)
    return case


def toll_line(briefing: Briefing) -> Sentence:
    return next(s for s in briefing.standfirst if any(f.key == "toll" for f in s.facts))


def cited(briefing: Briefing, sentence: Sentence) -> list[Citation]:
    return [c for c in briefing.citations if c.number in sentence.notes]


def test_every_figure_of_a_range_is_cited_to_the_article_that_gives_it_and_quoted_with_its_words() -> None:
    briefing = compose(told().inputs())
    line = toll_line(briefing)
    assert "between 10 and 100" in line.text.lower() and "best estimate is 77" in line.text
    assert {(c.article_id, c.quote) for c in cited(briefing, line)} == {
        ("a1", "“dozens of dead”"),
        ("b1", "“up to 100 dead”"),
        ("w2", "“77 people were killed”"),
    }


def test_the_page_and_the_claims_ledger_name_one_outlet_for_one_figure_of_one_claimant() -> None:
    briefing = compose(told().inputs())
    ledger = next(s for s in briefing.sections if s.id == "MC").parts["claims"]
    assert isinstance(ledger, DataTable)
    outlets = {row[1].text: row[4].text for row in ledger.rows}
    for claimant, outlet in outlets.items():
        if claimant.strip("“”") in ("another source", "a guard"):
            assert f"{outlet} (citing {claimant})" in toll_line(briefing).text


def test_an_article_cited_for_an_event_and_for_a_figure_has_a_number_for_each_with_its_own_quotation() -> None:
    briefing = compose(told().inputs())
    own = [c for c in briefing.citations if c.article_id == "a1"]
    assert len({c.number for c in own}) == len({c.quote for c in own}) == 2
    line, event = toll_line(briefing), briefing.standfirst[0]
    quotes = {c.number: c.quote for c in own}
    assert [quotes[n] for n in line.notes if n in quotes] == ["“dozens of dead”"]
    assert [quotes[n] for n in event.notes if n in quotes] != ["“dozens of dead”"]
