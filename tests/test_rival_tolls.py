"""No range that rival claims span stands beside one of them alone, in any language (method A.1, A.6, B.6)."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Sequence

import pytest

from briefing_builders import Case, rich_case, workspace
from riskbrief.briefing.compose import compose
from riskbrief.briefing.desk import Desk
from riskbrief.briefing.event_words import toll_sentence
from riskbrief.briefing.headline import standfirst
from riskbrief.briefing.inputs import BriefingInputs
from riskbrief.briefing.words import sentences_of
from riskbrief.document import Sentence

LANGUAGES = ("en", "fr")
Claim = tuple[str, str, tuple[float, float, float | None], str]  # outlet, claimant, low-best-high, precision
FIGURES = (
    ((10, 10, 99), "approximate"), ((20, 24, 30), "range"), ((24, 24, 24), "exact"), ((77, 77, 77), "exact"),
    ((71, 71, None), "lower"), ((1, 50, 100), "upper"),
)  # fmt: skip
OUTLETS, CLAIMANTS = ("wire_one", "radio_two", "state_tv"), ("", "a doctor", "the mayor", "an armed group")


def drawn(events: int) -> list[list[Claim]]:
    """One to four claims for each event, every run the same ones."""
    draw = random.Random(7)
    return [
        [(draw.choice(OUTLETS), draw.choice(CLAIMANTS), *draw.choice(FIGURES)) for _ in range(1 + n % 4)]
        for n in range(events)
    ]


def claimed(*events: Sequence[Claim]) -> Case:
    """Attacks with these claims, each with the range they span; "up to" gives no lower bound beside others."""
    case = Case()
    for number, claims in enumerate(events):
        articles = [case.article(f"a{number}.{n}", "2024-09-17", source=c[0]) for n, c in enumerate(claims)]
        lows = [low for _, _, (low, _, _), precision in claims if precision != "upper"] or [1.0]
        highs = [best if high is None else high for _, _, (_, best, high), _ in claims]
        toll = (min(lows), sorted(best for _, _, (_, best, _), _ in claims)[len(claims) // 2], max(highs))
        case.event(f"e{number}", "MLI", "2024-09-17", ["sec_attack_security_forces"], articles, toll=toll)
        for article, (_, claimant, figure, precision) in zip(articles, claims, strict=True):
            case.claim(article, f"e{number}", figure, claimant)
            case.claims[-1]["precision"] = precision
    return case


def sources(given: BriefingInputs, event_id: str) -> dict[str, set[tuple[float, float]]]:
    """The figures of an event's standing claims as low and high, by source as it is printed."""
    found: dict[str, set[tuple[float, float]]] = {}
    for row in given.claims[given.claims["event_id"] == event_id].itertuples(index=False):
        citing = workspace().phrases[given.language]["citing"].format(outlet=row.source_id, claimant=row.claimant)
        high = row.best if row.high != row.high else row.high
        found.setdefault(citing if row.claimant else row.source_id, set()).add((row.low, high))
    return found


def named_in(text: str, names: Iterable[str]) -> list[str]:
    """Which sources a sentence names, in its order; an outlet that cites somebody does not speak for itself."""
    places = {name: re.search(re.escape(name) + r"(?! \()", text) for name in names}
    return [name for _, name in sorted((m.start(), name) for name, m in places.items() if m)]


def holds(sentence: Sentence, given: BriefingInputs) -> bool:
    """Whether a toll that is a range names who spans it, or says of a source alone that figures differ."""
    toll = next((f for f in sentence.facts if f.key == "toll" and f.format == "range"), None)
    event = next((e.ref for e in sentence.evidence if e.kind == "event"), "")
    low, _, high = str(toll.value).split("/") if toll else ("", "", "")
    if high in ("", low):
        return True
    told = sources(given, event)
    named = named_in(sentence.text, told)
    if len(named) > 1:
        return float(low) in {f[0] for f in told[named[0]]} and float(high) in {f[1] for f in told[named[1]]}
    phrases = workspace().phrases[given.language]
    differing = any(phrases[key].removeprefix("{low}") in sentence.text for key in ("toll_rivals", "toll_varies"))
    own = len(told) == 1 and (float(low), float(high)) in told[named[0]]
    agreed = own or len({figure for figures in told.values() for figure in figures}) < 2
    return differing != agreed


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_range_of_rival_claims_never_stands_beside_one_claimant_alone(language: str) -> None:
    given = claimed(*drawn(80)).inputs(language)
    desk = Desk(given)
    told = [sentence for event in desk.events if (sentence := toll_sentence(desk, event))]
    assert len(told) == 80 and [s.text for s in told if not holds(s, given)] == []
    wide = [s for s in told if s.phrase == "toll_reported_best"]
    assert len(wide) > 40, "too few ranges were drawn"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_source_that_says_up_to_gives_no_lowest_figure_on_the_first_page(language: str) -> None:
    """Two voices in one outlet: who says "dozens" gives the low end, who says "up to" the high end."""
    given = claimed([
        ("radio_two", "a doctor", (10, 10, 99), "approximate"),
        ("radio_two", "the mayor", (1, 50, 100), "upper"),
        ("radio_two", "a doctor", (77, 77, 77), "exact"),
    ]).inputs(language)  # fmt: skip
    text = next(s.text for s in standfirst(Desk(given)) if any(f.key == "toll" for f in s.facts))
    assert text.index("a doctor") < text.index("the mayor")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_of_a_whole_briefing_gives_a_range_to_one_of_its_rival_claimants(language: str) -> None:
    given = rich_case().inputs(language)
    briefing = compose(given)
    told = [*briefing.standfirst, *(s for section in briefing.sections for s in sentences_of(section))]
    ranges = [s for s in told if any(f.key == "toll" for f in s.facts) and any(e.kind == "event" for e in s.evidence)]
    assert len(ranges) >= 2 and [s.text for s in ranges if not holds(s, given)] == []
