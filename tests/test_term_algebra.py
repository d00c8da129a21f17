"""The algebra of terms: one promise for each operator, over single articles."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coding_builders import mentions, shipped, shipped_book, small_book
from riskbrief.coding.codebook import compile_codebook
from riskbrief.coding.gazetteer import load_gazetteer
from riskbrief.coding.terms import parse_term
from riskbrief.definitions.families import with_families
from riskbrief.definitions.indicators import Indicator, Terms
from riskbrief.definitions.inflect import Written

PROBE = {"id": "probe", "name": {"en": "P"}, "question": {"en": "P?"}, "type": "event", "weight": 1.0}
SEARCH = {"assertion": False}


def found(text: str, terms: dict[str, object], *, title: str = "", language: str = "en") -> list[tuple[str, str]]:
    """Quotes and statuses of a plain search for the terms, in reading order."""
    book = small_book(terms, language=language, **SEARCH)
    rows = mentions(text, book=book, title=title, language=language)
    return list(zip(rows["quote"], rows["status"], strict=True))


def counted(text: str, terms: dict[str, object], **options: str) -> list[str]:
    return [quote for quote, status in found(text, terms, **options) if status == "affirmed"]


def reasons(text: str, terms: dict[str, object], *, title: str = "") -> list[str]:
    return mentions(text, book=small_book(terms, **SEARCH), title=title)["reason"].tolist()


# all


def test_all_in_a_sentence_wants_a_term_of_each_list_there() -> None:
    terms = {"all": [{"of": [["troops", "army"], ["border"], ["mass*"]]}]}
    assert counted("The army massed at the border.", terms) == ["army massed at the border"]
    assert counted("At the border, masses of troops stood.", terms) == ["border, masses of troops"]
    assert counted("The army stood at the border.", terms) == []
    assert counted("The army massed. The border was quiet.", terms) == []


def test_all_in_an_article_stands_where_the_first_list_does() -> None:
    terms = {"all": [{"of": [["troops", "army"], ["embargo"]], "scope": "article"}]}
    text = "The army moved. Nothing else happened. An embargo was announced. Troops stayed."
    assert counted(text, terms) == ["army", "Troops"]
    assert counted("The army moved.", terms, title="Embargo") == ["army"]
    assert counted("Embargo.", terms, title="Army moves") == ["Army"]
    assert counted("The army moved. Nothing else happened.", terms) == []


def test_a_term_counts_for_a_whole_article_only_where_all_its_words_stand() -> None:
    terms = {"all": [{"of": [["army"], ["# dead soldiers", "real estate"]], "scope": "article"}]}
    assert counted("The army moved. There were six dead soldiers.", terms) == ["army"]
    assert counted("The army moved. There were dead soldiers.", terms) == []
    assert counted("The army moved. It is real. Estate agents wept.", terms) == []


# none


@pytest.mark.parametrize("scope", ["sentence", "article"])
def test_none_voids_only_its_own_pattern_and_says_so(scope: str) -> None:
    one = {"of": [["army"], ["fired"]], "none": ["exercise*"], "scope": scope}
    text = "The army fired in an exercise."
    assert counted("The army fired.", {"all": [one]}) != []
    assert [status for _, status in found(text, {"all": [one]})] == ["excluded"]
    assert "'exercise*'" in reasons(text, {"all": [one]})[0]
    assert counted(text, {"all": [one], "any": ["fired"]}) == ["fired"]


def test_none_looks_as_far_as_its_scope() -> None:
    text = "The army fired. It was an exercise."
    one = {"of": [["army"], ["fired"]], "none": ["exercise"]}
    assert counted(text, {"all": [one]}) == ["army fired"]
    assert counted(text, {"all": [one | {"scope": "article"}]}) == []


# near


def near(**settings: object) -> dict[str, object]:
    return {"near": [{"a": ["war"], "b": ["threat*"], "within": 2, "ordered": False} | settings]}


def test_near_in_an_article_counts_words_across_the_end_of_a_sentence() -> None:
    text = "They fear a war. New threats came."
    assert counted(text, near()) == []
    assert counted(text, near(scope="article")) == ["war"]
    assert counted("They fear a war. New and other threats came.", near(scope="article", within=3)) == ["war"]
    assert counted("They fear a war. New and other threats came.", near(scope="article")) == []


def test_near_in_an_article_keeps_order_when_asked() -> None:
    assert counted("The threat of war grew.", near(scope="article")) == ["threat of war"]
    assert counted("The threat of war grew.", near(scope="article", ordered=True)) == []
    assert counted("A war threat grew.", near(scope="article", ordered=True)) == ["war threat"]


def test_near_never_joins_title_and_text() -> None:
    assert counted("Threats came.", near(scope="article"), title="War") == []


NEARBY = st.lists(st.sampled_from(["war", "threat", "threats", "one", "peace"]), min_size=1, max_size=14)


@settings(max_examples=80, deadline=None)
@given(NEARBY, st.integers(1, 5), st.booleans())
def test_near_finds_a_partner_exactly_when_one_is_close_enough(words: list[str], within: int, ordered: bool) -> None:
    wars = [i for i, w in enumerate(words) if w == "war"]
    threats = [i for i, w in enumerate(words) if w.startswith("threat")]
    gaps = [t - w - 1 if t > w else w - t - 1 for w in wars for t in threats if t > w or not ordered]
    text = ". ".join(w.capitalize() for w in words) + "."
    expected = any(gap <= within for gap in gaps)
    assert bool(counted(text, near(scope="article", within=within, ordered=ordered))) is expected


# exclusions


def test_an_article_exclusion_voids_every_match_wherever_it_stands() -> None:
    terms = {"any": ["bombing"], "exclude_article": ["museum*", "price war"]}
    assert counted("A bombing. A day passed. Another bombing.", terms) == ["bombing", "bombing"]
    assert found("A bombing. A day passed. The museums closed.", terms) == [("bombing", "excluded")]
    assert found("A bombing.", terms, title="At the museum") == [("bombing", "excluded")]
    assert reasons("A bombing.", terms, title="At the museum") == ["excluding phrase 'museum*' in the title"]
    assert counted("A bombing. It had its price. War goes on.", terms) == ["bombing"]


def test_a_sentence_exclusion_voids_only_its_sentence() -> None:
    terms = {"any": ["bombing"], "exclude": ["museum"]}
    assert found("A bombing. A bombing at the museum.", terms) == [("bombing", "affirmed"), ("bombing", "excluded")]


def test_exclude_before_reaches_eight_words_back_and_not_forward() -> None:
    terms = {"any": ["bombing"], "exclude_before": ["alleged"]}
    assert counted("The alleged a b c d e f g h bombing.", terms) == []
    assert counted("The alleged a b c d e f g h i bombing.", terms) == ["bombing"]
    assert counted("The bombing was alleged.", terms) == ["bombing"]


def test_a_reversal_credits_another_indicator_also_in_a_plain_search() -> None:
    words = {"words": {"en": ["lifted"]}, "to": "relief"}
    probe = PROBE | SEARCH | {"terms": {"en": {"any": ["sanctions"]}}, "reversal": words}
    relief = PROBE | SEARCH | {"id": "relief", "terms": {"en": {"any": ["relief"]}}}
    both = [Indicator.model_validate(i) for i in (probe, relief)]
    book = compile_codebook(both, shipped().cues, load_gazetteer(), words=shipped().words)
    rows = mentions("The sanctions were lifted.", book=book)
    assert set(zip(rows["indicator_id"], rows["status"], strict=True)) == {
        ("probe", "reversed"),
        ("relief", "affirmed"),
    }


# names


@pytest.mark.parametrize(
    ("term", "text", "quotes"),
    [
        ("=AES", "The AES met; aes and Aes did not.", ["AES"]),
        ("=US sanction*", "us sanctions, US Sanctions", ["US Sanctions"]),
        ("=Wagner*", "Wagnerites and wagnerites", ["Wagnerites"]),
        ("=État", "l'État, l'Etat, l'état, L'ÉTAT", ["État", "Etat"]),
        ("the =Sahel =States", "The Sahel states met the Sahel States.", ["the Sahel States"]),
        ("# =US troops", "12 us troops left; 12 US troops stayed.", ["12 US troops"]),
        ("# troops of =US", "12 troops of us; 12 troops of US.", ["12 troops of US"]),
        ("# troops of =US", "Twenty-four troops of the US, twenty-four troops of US.", ["twenty-four troops of US"]),
        ("=U.N. base", "The U.N. base and the u.n. base.", ["U.N. base"]),
        ("=Côte-d'Ivoire", "Cote d'Ivoire, côte d'ivoire", ["Cote d'Ivoire"]),
    ],
)
def test_a_marked_name_matches_only_in_its_capitals(term: str, text: str, quotes: list[str]) -> None:
    assert counted(text, {"any": [term]}) == quotes


def test_names_hold_in_every_operator() -> None:
    article = {"all": [{"of": [["=AES"], ["border"]], "scope": "article"}]}
    assert counted("AES met. The border is shut.", article) == ["AES"]
    assert counted("The aes met. The border is shut.", article) == []
    assert counted("The AES is near the border.", {"near": [{"a": ["=AES"], "b": ["border"]}]}) != []
    assert counted("The aes is near the border.", {"near": [{"a": ["=AES"], "b": ["border"]}]}) == []
    excluded = {"any": ["border"], "exclude_article": ["=Turkey"]}
    assert counted("They ate turkey at the border.", excluded) == ["border"]
    assert counted("Turkey shut the border.", excluded) == []


@pytest.mark.parametrize("text", ["ÉTÉ", "été", "Ete", "e\u0301te\u0301"])
@pytest.mark.parametrize(
    "terms",
    [
        {"any": ["été"]},
        {"near": [{"a": ["été"], "b": ["chaud"], "scope": "article"}]},
        {"all": [{"of": [["ete"], ["CHAUD"]], "scope": "article"}]},
        {"all": [{"of": [["Été"], ["chaud"]]}]},
    ],
)
def test_accents_and_capitals_do_not_matter_to_plain_terms(terms: dict[str, object], text: str) -> None:
    assert len(counted(f"Un {text} chaud.", terms, language="fr")) == 1


# languages, families, plain search


@pytest.mark.parametrize(
    "terms",
    [
        {"all": [{"of": [["coup"], ["bombe"]], "scope": "article"}]},
        {"near": [{"a": ["coup"], "b": ["bombe"], "scope": "article"}]},
        {"any": ["=Coup"]},
    ],
)
def test_lists_of_one_language_never_read_another(terms: dict[str, object]) -> None:
    book = small_book(terms, language="fr", **SEARCH)
    assert len(mentions("Coup de bombe.", book=book, language="fr")) == 1
    assert mentions("Coup de bombe.", book=book, language="en").empty
    exclusion = compile_codebook(
        [Indicator.model_validate(PROBE | {"terms": {"en": {"any": ["coup"]}, "fr": {"exclude_article": ["coup"]}}})],
        shipped().cues,
        load_gazetteer(),
    )
    assert mentions("A coup in Mali.", book=exclusion)["status"].tolist() == ["affirmed"]


def test_families_are_written_out_in_every_operator() -> None:
    listed = {
        "all": [{"of": [["@site"], ["@site"]], "none": ["@site"], "scope": "article"}],
        "near": [{"a": ["@site"], "b": ["@site"], "scope": "article", "within": 4}],
        "exclude_article": ["@site"],
    }
    indicator = Indicator.model_validate(PROBE | {"terms": {"en": listed}})
    made = with_families(indicator, {"en": {"site": (Written("camp", frozenset({"word"})),)}}).terms["en"]
    one = {"of": [["camp"], ["camp"]], "none": ["camp"], "scope": "article"}
    nearby = {"a": ["camp"], "b": ["camp"], "scope": "article", "within": 4}
    assert made == Terms.model_validate({"all": [one], "near": [nearby], "exclude_article": ["camp"]})


def test_a_plain_search_counts_whatever_the_sentence_says_of_the_match() -> None:
    text = "There could be no attack on the football match in 1998, he denied."
    terms = {"any": ["attack"]}
    assert [status for _, status in found(text, terms)] == ["affirmed"]
    assert mentions(text, book=small_book(terms))["status"].tolist() != ["affirmed"]


# cost


def test_articles_are_looked_at_as_a_whole_only_when_an_indicator_asks() -> None:
    assert all(book.wide is None for book in shipped_book().languages.values())
    asking = small_book({"any": ["raid"], "exclude_article": ["film"]})
    assert asking.languages["en"].wide is not None
    assert asking.languages["fr"].wide is None


def test_a_line_without_marks_reads_as_before() -> None:
    assert [t.capitals for t in parse_term("army post")] == [()]
    assert parse_term("=AES army")[0][1:] == (("aes", "army"), ("AES", ""))


# check


@pytest.mark.parametrize(
    ("terms", "told"),
    [
        ("all: [{of: [[raid], []]}]", "list 2 of `of` is empty, so nothing matches. Fill it."),
        ("all: [{of: [[raid]]}]", "'of': must have at least 2"),
        ("all: [{of: [[raid], [camp]], none: [Camp]}]", "term 'Camp' is looked for and voids its own match"),
        ("all: [{of: [[raid], [cam*]]}]", "4 letters or more must stand before *, not 3"),
        ("all: [{of: [[raid], ['@nobody']]}]", "unknown word family 'nobody'"),
        ("any: [raid]\n        exclude_article: [raid]", "term 'raid' is looked for and voids its own match"),
        ("any: [raid]\n        exclude_article: [raid on, raid on]", "term 'raid on' stands twice"),
        ("any: ['= AES']", "in '= AES': = may stand only right before a word"),
        ("near: [{a: [raid], b: [camp], scope: text}]", "'scope' cannot be 'text'"),
    ],
)
def test_check_says_what_is_wrong_with_a_pattern(workspace: Path, terms: str, told: str) -> None:
    from test_definitions_check import check

    path = workspace / "indicators" / "information.yaml"
    text = path.read_text(encoding="utf-8")
    entry = f"""indicators:
  - id: probe
    name: {{en: Probe, fr: Sonde}}
    question: {{en: Probe?, fr: Sonde ?}}
    type: attention
    direction: context
    weight: 0
    terms:
      en:
        {terms}
      fr: {{any: [sonde]}}
"""
    path.write_text(text.replace("indicators:\n", entry, 1), encoding="utf-8")
    assert any(told in str(problem) for problem in check(workspace)), [str(p) for p in check(workspace)]
