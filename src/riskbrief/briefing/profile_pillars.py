"""C5 the four pillars in words, each opening with its key sentence; one paragraph on a thin week (method A.14)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from riskbrief.briefing.desk import Desk, of_events, of_score, said
from riskbrief.briefing.event_words import cited_articles, toll_text, what, where
from riskbrief.briefing.happenings import Happening
from riskbrief.briefing.judged_words import comment_items, pillar_nodes
from riskbrief.briefing.leading import leaders, nouns, tenths, tied_weight, whole
from riskbrief.briefing.profile import YEAR, direction_of, extent, month_events, month_of
from riskbrief.briefing.scorebook import ScoreRow
from riskbrief.briefing.sections import SECTIONS
from riskbrief.briefing.situation import toll_bounds
from riskbrief.briefing.standings import PILLARS
from riskbrief.briefing.words import count_words
from riskbrief.document import Block, Evidence, Section, Sentence
from riskbrief.periods import Week
from riskbrief.registry import Params

EACH, MERGED = 80, 150  # words of a paragraph (the method allows 90), and of the one that stands for all four
HIGHEST, RESTRICTED, LEAST = 2, 50.0, 0.5  # indicators; scores
DISCOUNT = "discount:"


class PillarOptions(Params):
    """`restrictions`: the indicator of press restrictions, under which silence is no consent."""

    restrictions: str = ""


@SECTIONS.register("profile_pillars", PillarOptions)
def profile_pillars(desk: Desk) -> Section:
    """What moved in each pillar over four weeks, its highest indicators, its weightiest report."""
    if extent(desk) == "none":
        return desk.left_out("C5", "profile_pillars")
    return desk.section("C5", "profile_pillars", _parts(desk))


def _parts(desk: Desk) -> dict[str, Block | None]:
    if extent(desk) == "thin":
        return {"merged": within(_merged(desk), MERGED)}
    written = {pillar: within(said(*_paragraph(desk, pillar)), EACH) for pillar in PILLARS}
    nodes = [node for pillar in PILLARS for node in pillar_nodes(desk, pillar)]
    return {**written, "comments": comment_items(desk, nodes)}


def within(sentences: Sequence[Sentence], words: int) -> tuple[Sentence, ...]:
    """The sentences from the first on that fit into so many words together."""
    kept: list[Sentence] = []
    for sentence in sentences:
        words -= count_words(sentence.text)
        if words < 0:
            break
        kept.append(sentence)
    return tuple(kept)


def _merged(desk: Desk) -> tuple[Sentence, ...]:
    """The key sentence of each pillar, then the month's weightiest reports."""
    keys = said(*(_key(desk, pillar) for pillar in PILLARS))
    reports = said(*(_report(desk, event, "profile_event") for event in month_events(desk)[:2]))
    return (*keys, *said(_deaths(desk)), *reports, desk.fixed("profile_thin_caveat"))


def _paragraph(desk: Desk, pillar: str) -> Iterator[Sentence | None]:
    yield _key(desk, pillar)
    if pillar == "governance":
        yield _restricted(desk)
    yield from _highest(desk, pillar)
    events = [e for e in month_events(desk) if e.pillar == pillar]
    if events:
        yield _main_report(desk, events)
    else:
        yield desk.say("profile_pillar_quiet", "measured", [desk.fact.number("n", 0)], evidence=_own(desk, pillar))
    yield _deaths(desk) if pillar == "security" else None
    yield _eased(desk, pillar)
    yield _year(desk, pillar)
    if f"closing.impact_{pillar}" in desk.book:
        yield desk.fixed(f"closing.impact_{pillar}")


def _key(desk: Desk, pillar: str) -> Sentence | None:
    """Where the pillar stands and how it moved; that it was not assessed where it has no score."""
    month = month_of(desk, pillar)
    name = desk.fact.name("pillar", desk.node_name(pillar), pillar)
    if month.now is None or month.now.score is None:
        return desk.say("profile_pillar.none", "measured", [name], evidence=of_score(desk.subject.row))
    facts = [name, desk.fact.number("score", month.now.score, unit="pillar score")]
    if month.change is not None:
        facts.append(desk.fact.number("points", abs(month.change), 1, unit="points"))
    key = f"profile_pillar.{direction_of(desk, pillar)}"
    if key == "profile_pillar.unclear" and extent(desk) == "thin":
        key = "profile_pillar.unclear_now"  # the paragraph says itself that coverage is thin
    return desk.say(key, "measured", facts, evidence=of_score(month.now, month.then))


def _own(desk: Desk, pillar: str) -> Sequence[Evidence]:
    return of_score(month_of(desk, pillar).now or desk.subject.row)


def _scored(desk: Desk, pillar: str, direction: str) -> list[ScoreRow]:
    """Indicators of the pillar with a score that prints above nothing, the highest first."""
    region = desk.given.subject
    own = [i.id for i in desk.given.indicators if desk.given.pillar_of.get(i.id) == pillar and i.direction == direction]
    rows = [row for i in own if (row := desk.scores.at(region, i)) is not None and (row.score or 0.0) >= LEAST]
    return sorted(rows, key=lambda r: (-(r.score or 0.0), r.node))


def _highest(desk: Desk, pillar: str) -> Iterator[Sentence | None]:
    """The highest indicators, those that tie in one sentence."""
    rows, told = _scored(desk, pillar, "aggravating"), 0
    while rows and told < HIGHEST:
        group = leaders(rows, lambda row: row.score or 0.0, whole(desk))
        yield _indicator(desk, "profile_next" if told else "profile_highest", group)
        rows, told = rows[len(group) :], told + len(group)


def _indicator(desk: Desk, key: str, rows: Sequence[ScoreRow]) -> Sentence | None:
    """Indicators that stand at the same score."""
    facts = [
        nouns(desk, "indicator", [row.node for row in rows]),
        desk.fact.number("score", rows[0].score or 0.0, unit="indicator score"),
        desk.fact.number("n", len(rows)),
    ]
    return desk.say(key, "measured", facts, evidence=of_score(*rows))


def _eased(desk: Desk, pillar: str) -> Sentence | None:
    """What takes most points off the pillar."""
    parts = desk.drivers.of(desk.given.subject, pillar)
    taken = [(name.removeprefix(DISCOUNT), -points) for name, points in parts if name.startswith(DISCOUNT)]
    top = leaders([pair for pair in taken if pair[1] >= 0.05], lambda pair: pair[1], tenths(desk))
    if not top:
        return None
    facts = [
        nouns(desk, "indicator", [node for node, _ in top]),
        desk.fact.number("points", top[0][1], 1, unit="points"),
        desk.fact.number("n", len(top)),
    ]
    return desk.say("profile_eased", "measured", facts, evidence=_own(desk, pillar))


def _main_report(desk: Desk, events: Sequence[Happening]) -> Sentence | None:
    return _report(desk, events[0], "profile_pillar_event_tied" if tied_weight(events) else "profile_pillar_event")


def _report(desk: Desk, event: Happening, key: str) -> Sentence | None:
    facts = [what(desk, event), where(desk, event), desk.fact.day("day", event.day)]
    cited = cited_articles(desk, event, most=1)
    return desk.say(key, "reported", facts, evidence=of_events([event]), cite=cited)


def _deaths(desk: Desk) -> Sentence | None:
    """Reported deaths of four weeks over all confirmed events, as a range."""
    fatal = [e for e in month_events(desk) if (e.toll[1] or 0) > 0]
    if not fatal:
        return None
    low, best, high = (sum(bounds) for bounds in zip(*map(toll_bounds, fatal), strict=True))
    facts = [
        toll_text(desk, low, best, high, key="deaths"),
        desk.fact.number("count", high),
        desk.fact.number("events", len(fatal)),
    ]
    return desk.say("profile_deaths", "measured", facts, evidence=of_events(fatal))


def _restricted(desk: Desk) -> Sentence | None:
    node = desk.options("profile_pillars", PillarOptions).restrictions
    row = desk.scores.at(desk.given.subject, node) if node else None
    if row is None or (row.score or 0.0) < RESTRICTED:
        return None
    facts = [desk.fact.countries("countries", [desk.given.subject])]
    return desk.say("press_restricted", "measured", facts, evidence=of_score(row))


def _year(desk: Desk, pillar: str) -> Sentence | None:
    """The pillar's highest week of the year; nothing of a pillar that stood at nothing all along."""
    rows = [r for r in desk.scores.series(desk.given.subject, pillar, weeks=YEAR) if r.score is not None]
    peaks = leaders(rows, lambda r: r.score or 0.0, whole(desk))
    if len(rows) < 2 or (peaks[0].score or 0.0) < LEAST:
        return None
    top = peaks[-1]
    if top.week == str(desk.given.week):
        return desk.say("profile_year_now", "measured", [desk.fact.number("n", len(rows))], evidence=of_score(top))
    facts = [
        desk.fact.number("score", top.score or 0.0, unit="pillar score"),
        desk.fact.short_date("day", Week.parse(top.week).sunday),
        desk.fact.number("peaks", len(peaks)),
    ]
    return desk.say("profile_year", "measured", facts, evidence=of_score(top))
