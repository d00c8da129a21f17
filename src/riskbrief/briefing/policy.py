"""W14 options for policymakers: at least one not military, one regional, one on information."""

from __future__ import annotations

from riskbrief.briefing.desk import Desk
from riskbrief.briefing.leading import countries, highest_rows, leaders
from riskbrief.briefing.scorebook import ScoreRow
from riskbrief.briefing.sections import SECTIONS
from riskbrief.definitions.reports import Option, Target
from riskbrief.document import Card, Evidence, Section, Sentence

OPTIONS, REVIEW_WEEKS = 4, 26
NEEDED = ("non_military", "regional", "information")


@SECTIONS.register("options")
def options(desk: Desk) -> Section:
    """Up to four options; unsigned ones await review and say so."""
    chosen = chosen_options(desk)
    parts = {
        "status": _status(desk, chosen) if chosen else None,
        "options": tuple(_card(desk, o) for o in chosen),
    }
    return desk.section("W14", "options", parts)


def chosen_options(desk: Desk) -> list[Option]:
    """Review first where security did not fall in half a year, then one of each needed kind, then the strongest; what
    has reached its target already gives way to what has not."""
    ranked = sorted(_triggered(desk), key=lambda o: (reached(desk, o), -_pressure(desk, o), o.id))
    library = desk.given.library.options
    if not desk.assessed:
        return []
    first = [o for o in library if o.kind == "review"][:1] if _security_not_falling(desk) else []
    for kind in NEEDED:
        own = [o for o in ranked if o.kind == kind] or [o for o in library if o.kind == kind]
        first += own[:1]
    rest = [o for o in ranked if o not in first and o.kind != "review" and not reached(desk, o)]
    return [*first, *rest][:OPTIONS]


def _triggered(desk: Desk) -> list[Option]:
    return [o for o in desk.given.library.options if _pressure(desk, o) >= o.min_score]


def _pressure(desk: Desk, option: Option) -> float:
    scores = [desk.scores.score(s.region_id, i) or 0.0 for s in desk.assessed for i in option.indicators]
    return round(max(scores, default=0.0), 3)


def _security_not_falling(desk: Desk) -> bool:
    delta = desk.given.config.index.change.delta
    for s in desk.assessed:
        then, now = desk.scores.score(s.region_id, "security", weeks_back=REVIEW_WEEKS), s.pillars["security"]
        if then is not None and now is not None and now > then - delta:
            return True
    return False


def _status(desk: Desk, chosen: list[Option]) -> Sentence | None:
    signed = [o for o in chosen if signers(desk, o)]
    if not signed:
        return desk.fixed("options_unsigned")
    facts = [
        desk.fact.listed("names", sorted({name for o in signed for name in signers(desk, o)})),
        desk.fact.number("n", len(signed)),
        desk.fact.number("of", len(chosen)),
    ]
    key = "options_signed" if len(signed) == len(chosen) else "options_partly_signed"
    return desk.say(key, "option", facts, evidence=[Evidence("library", "options")])


def signers(desk: Desk, option: Option) -> list[str]:
    """Who signed an option: in the library itself, or in the ledger of judgements while the signature holds."""
    signed_here = [option.signed_by] if option.signed_by else []
    return [*signed_here, *(name for name in desk.judged.signers(option.id) if name not in signed_here)]


def _card(desk: Desk, option: Option) -> Card:
    proof = [Evidence("library", f"option/{option.id}")]
    effect = desk.say("library_line", "option", [desk.fact.name("text", desk.words(option.effect))], evidence=proof)
    meta = [
        ("option.who", desk.words(option.who)),
        ("option.horizon", desk.words(option.horizon)),
        ("option.trade_off", desk.words(option.trade_off)),
        ("option.rights_check", desk.words(option.rights_check)),
        ("option.measure", _measure(desk, option)),
        ("option.evidence", _evidence(desk, option)),
        ("option.signed", ", ".join(signers(desk, option))),
        ("option.audience", desk.book.text(f"audience.{option.audience}") + _precautionary(desk, option)),
    ]
    return Card(
        title=desk.words(option.action),
        meta=tuple((desk.book.text(key), text) for key, text in meta if text),
        sentences=() if effect is None else (effect,),
    )


def _standing(desk: Desk, target: Target) -> list[ScoreRow]:
    """The assessed countries that are furthest from a target."""
    rows = [r for s in desk.assessed if (r := desk.scores.at(s.region_id, target.indicator)) and r.score is not None]
    if target.below is not None:
        return highest_rows(desk, rows)
    return leaders(rows, lambda row: -(row.score or 0.0), lambda value: desk.book.printer.number(-value))


def reached(desk: Desk, option: Option) -> bool:
    """Whether every assessed country is where the option would bring it."""
    rows = _standing(desk, option.target) if option.target else []
    return bool(rows) and option.target is not None and option.target.met(rows[0].score or 0.0)


def _measure(desk: Desk, option: Option) -> str:
    """How we will know, with where the indicator stands now."""
    text, rows = desk.words(option.measure), _standing(desk, option.target) if option.target else []
    if not rows:
        return text
    facts = [
        desk.fact.name("measure", text),
        countries(desk, "country", [r.region_id for r in rows]),
        desk.fact.number("score", rows[0].score or 0.0, unit="indicator score"),
    ]
    return desk.book.write("option_measure_met" if reached(desk, option) else "option_measure", facts)


def _evidence(desk: Desk, option: Option) -> str:
    """The watched indicator that stands highest, with its country and score."""
    rows = [r for s in desk.assessed for i in option.indicators if (r := desk.scores.at(s.region_id, i)) and r.score]
    if not rows:
        return ""
    top = max(rows, key=lambda r: (r.score or 0.0, r.region_id, r.node))
    facts = [
        desk.fact.noun("indicator", desk.node_name(top.node), top.node),
        desk.fact.region("country", top.region_id),
        desk.fact.number("score", top.score or 0.0, unit="indicator score"),
    ]
    return desk.book.write("option_evidence", facts)


def _precautionary(desk: Desk, option: Option) -> str:
    """Options that only thin coverage calls for are marked."""
    on_full = any(
        (desk.scores.score(s.region_id, i) or 0.0) >= option.min_score
        for s in desk.assessed
        for i in option.indicators
        if s.coverage == "full"
    )
    return "" if on_full or not option.indicators else f"; {desk.book.text('precautionary')}"
