"""C1 header with the five-number card, and C2 the bold rationale (method A.14)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from riskbrief.briefing.board import Trend
from riskbrief.briefing.bottom_line import cap_text
from riskbrief.briefing.desk import Desk, of_events, of_run, of_score, said
from riskbrief.briefing.event_words import cited_articles, short_place, what
from riskbrief.briefing.facts import capital
from riskbrief.briefing.leading import nouns, tied_weight
from riskbrief.briefing.profile import Direction, Shares, direction_of, extent, month_events, month_of
from riskbrief.briefing.responsibility import responsibility
from riskbrief.briefing.sections import SECTIONS
from riskbrief.document import Fact, Item, Section, Sentence
from riskbrief.periods import Week

ARROWS: dict[str, Trend] = {
    "up": "up",
    "down": "down",
    "flat": "flat",
    "unclear": "unclear",
    "silent": "unclear",
    "new": "",
}


def profile_headline(desk: Desk) -> Sentence | None:
    """The country with its level, or that it was not assessed."""
    subject = desk.subject
    facts = [desk.fact.region("country", subject.region_id)]
    if subject.level is None:
        return desk.say("profile_headline_none", "measured", facts, evidence=of_run("scores"))
    return desk.say("profile_headline", "measured", [*facts, *_level_facts(desk)], evidence=of_score(subject.row))


@SECTIONS.register("profile_header")
def profile_header(desk: Desk) -> Section:
    """Five numbers: level, interval, change over four weeks, rank in the panel, confidence."""
    made = _unassessed(desk) if extent(desk) == "none" else _card(desk)
    return desk.section("C1", "profile_header", {"card": tuple(i for i in made if i.sentences)})


@SECTIONS.register("profile_rationale")
def profile_rationale(desk: Desk) -> Section:
    """Why the country stands where it does, in one bold sentence, and the month's weightiest report."""
    if extent(desk) == "none":
        return desk.left_out("C2", "profile_rationale")
    return desk.section("C2", "profile_rationale", {"lead": said(_rationale(desk), *_report(desk))})


def _level_facts(desk: Desk) -> list[Fact]:
    level = desk.subject.level or 1
    return [desk.fact.level("level", level), desk.fact.level_number("number", level)]


def _card(desk: Desk) -> Iterator[Item]:
    subject = desk.subject
    yield Item(said(_said(desk, "level", _level_facts(desk)), _score(desk)), _label(desk, "level"), level=subject.level)
    yield Item(said(_interval(desk)), _label(desk, "interval"))
    direction = direction_of(desk, "index")
    yield Item(said(*_moved(desk, direction)), _label(desk, "change"), trend=ARROWS[direction])
    yield Item(said(_said(desk, "rank", _rank(desk)), _said(desk, "ranked", _rank(desk))), _label(desk, "rank"))
    yield Item(_confidence(desk), _label(desk, "confidence"))


def _moved(desk: Desk, direction: Direction) -> Iterator[Sentence | None]:
    """The change over four weeks, and whether thin coverage leaves it unclear."""
    change = month_of(desk, "index").change
    if change is None:
        yield _said(desk, "no_change", [desk.fact.number("n", 0)])
        return
    yield _said(desk, "change", [desk.fact.points("change", change)])
    if direction in {"unclear", "silent"}:
        yield _said(desk, direction, [desk.fact.points("change", change)])


def _label(desk: Desk, name: str) -> str:
    return desk.book.text(f"profile_label.{name}")


def _said(desk: Desk, name: str, facts: list[Fact]) -> Sentence | None:
    made = desk.say(f"profile_card.{name}", "measured", facts, evidence=of_score(desk.subject.row))
    return made and replace(made, text=capital(made.text))


def _score(desk: Desk) -> Sentence | None:
    """The score, with the band it would have by itself where an earlier level is still held; `≈` when thin."""
    subject = desk.subject
    score = subject.score or 0.0
    facts = [desk.fact.score("score", score)]
    if desk.fact.band(score) != subject.level:
        return _said(desk, "score_held", [*facts, desk.fact.level("held", desk.fact.band(score))])
    return _said(desk, "score_thin" if subject.thin else "score", facts)


def _interval(desk: Desk) -> Sentence | None:
    row = desk.subject.row
    if row is None or row.low is None or row.high is None:
        return _said(desk, "no_interval", [desk.fact.number("n", 0)])
    return _said(desk, "interval", [desk.fact.number("low", row.low), desk.fact.number("high", row.high)])


def _rank(desk: Desk) -> list[Fact]:
    own = desk.subject.score or 0.0
    place = 1 + sum((s.score or 0.0) > own for s in desk.assessed)  # countries that tie share a rank
    return [desk.fact.number("rank", place), desk.fact.number("assessed", len(desk.assessed))]


def _confidence(desk: Desk) -> tuple[Sentence, ...]:
    rated = desk.subject.confidence
    if rated is None:
        return ()
    facts = [
        desk.fact.phrase("confidence", f"confidence.{rated.label}"),
        desk.fact.number("points", rated.points),
        desk.fact.number("maximum", sum(most for _, _, most in rated.items)),
    ]
    if rated.caps:
        caps = [cap_text(desk, cap) for cap in rated.caps]
        facts.append(desk.fact.name("caps", ", ".join(caps), ", ".join(rated.caps)))
    return said(_said(desk, "confidence", facts), _said(desk, "capped" if rated.caps else "points", facts))


def _unassessed(desk: Desk) -> Iterator[Item]:
    """The stamp, when the country last was assessed, and what an assessment needs."""
    row, last, needed = desk.subject.row, desk.subject.last, desk.given.config.index.coverage.thin
    facts = [
        desk.fact.number("articles", row.n_articles if row else 0),
        desk.fact.number("needed", needed.articles),
        desk.fact.number("needed_outlets", needed.sources),
    ]
    short = desk.say("profile_card.coverage", "measured", facts, evidence=of_run("scores"))
    yield Item(said(short), desk.book.text("label.not_assessed"))
    if last is not None and last.score is not None and last.level is not None:
        once = [desk.fact.level("held", last.level), desk.fact.short_date("day", Week.parse(last.week).sunday)]
        once.append(desk.fact.score("score", last.score))
        yield Item(said(desk.say("profile_card.last", "measured", once, evidence=of_score(last))), _label(desk, "last"))


def _rationale(desk: Desk) -> Sentence | None:
    direction = direction_of(desk, "index")
    shares = Shares(desk).movers(direction)
    facts = [desk.fact.region("country", desk.given.subject), *_level_facts(desk)]
    key = f"profile_rationale.{direction}"
    facts.append(desk.fact.number("n", len(shares)))
    if shares:
        facts.append(nouns(desk, "driver", [s.node for s in shares]))
    else:
        key = "profile_rationale.zero" if not desk.subject.score else "profile_rationale.plain"
    proof = of_score(desk.subject.row, month_of(desk, "index").then)
    made = desk.say(key, "measured", facts, evidence=proof)
    return made and replace(made, strong=True)


def _report(desk: Desk) -> Iterator[Sentence | None]:
    """The month's weightiest report that raises the score, with who claims it; where none does the weightiest of the
    others, said so."""
    events = month_events(desk)
    harmful = [e for e in events if desk.indicators[e.facets[0]].direction == "aggravating"]
    if not events:
        facts = [desk.fact.number("n", 0)]
        yield desk.say("profile_no_report", "measured", facts, evidence=of_run("events"))
        return
    event, key = (harmful or events)[0], "profile_report" if harmful else "profile_report_eased"
    key = f"{key}_tied" if tied_weight(harmful or events) else key
    facts = [what(desk, event), short_place(desk, event), desk.fact.day("day", event.day)]
    cited = cited_articles(desk, event)
    yield desk.say(key, "reported", facts, evidence=of_events([event]), cite=cited)
    yield from responsibility(desk, event)
