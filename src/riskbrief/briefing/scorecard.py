"""What became of the probabilities earlier issues gave out: Brier scores and the record of each word (A.15 M6)."""

from __future__ import annotations

from riskbrief.briefing.desk import Desk, of_run
from riskbrief.briefing.facts import OUTSIDE, kept
from riskbrief.briefing.inputs import SkillLine, WordLine
from riskbrief.document import Block, Fact, Sentence

NAMED = 4  # issues left out that a sentence names


def scorecard_parts(desk: Desk) -> dict[str, Block | None]:
    """Sentences for the section that keeps the record."""
    card = desk.given.scorecard
    lines = {line.basis: line for line in card.skill}
    return {
        "scorecard": _count(desk),
        "scorecard_base_rate": _brier(desk, lines["base_rate"]) if "base_rate" in lines else None,
        "scorecard_model": _brier(desk, lines["model"]) if "model" in lines else None,
        "scorecard_judgement": _brier(desk, lines["judgement"]) if "judgement" in lines else None,
        "left_out": _left_out(desk) if card.left_out else None,
        "scorecard_words": _words(desk) if card.words else None,
    }


def _count(desk: Desk) -> Sentence | None:
    card = desk.given.scorecard
    if not card.due:
        return desk.fixed("scorecard_none")
    facts = [
        desk.fact.number("due", card.due),
        desk.fact.number("resolved", card.resolved),
        desk.fact.number("missing", card.due - card.resolved),
    ]
    key = "scorecard_due" if card.due == card.resolved else "scorecard_due_missing"
    return desk.say(key, "measured", facts, evidence=of_run("forecasts"))


def _brier(desk: Desk, line: SkillLine) -> Sentence | None:
    """The score of one kind of probability, beside its reference over the same cases where there is one."""
    compared = line.own is not None and line.against is not None
    facts = [
        desk.fact.phrase("basis", f"basis.{line.basis}"),
        desk.fact.number("n", line.paired if compared else line.n),
        desk.fact.number("brier", line.own if line.own is not None else line.brier, 3),
    ]
    if line.against is not None and compared:
        facts += [
            desk.fact.number("against", line.against, 3),
            desk.fact.phrase("reference", f"reference.{line.reference}"),
        ]
    key = "scorecard_brier" if compared else "scorecard_brier_alone"
    return desk.say(key, "measured", facts, evidence=of_run("forecasts"))


def _left_out(desk: Desk) -> Sentence | None:
    issues = [issue for issue, _ in desk.given.scorecard.left_out]
    facts = [desk.fact.number("n", len(issues)), desk.fact.listed("issues", issues[:NAMED])]
    return desk.say("scorecard_left_out", "measured", facts, evidence=of_run("forecasts"))


def _words(desk: Desk) -> Sentence | None:
    """Of all that was called by each word, what share happened."""
    facts = [_word(desk, line) for line in desk.given.scorecard.words]
    record = Fact("record", len(facts), "; ".join(fact.text for fact in facts), OUTSIDE, "name")
    return desk.say("scorecard_words", "measured", [record, *facts], evidence=of_run("forecasts"))


def _word(desk: Desk, line: WordLine) -> Fact:
    facts = [
        desk.fact.phrase("word", f"likelihood.{line.word}"),
        desk.fact.number("n", line.n),
        desk.fact.percent("happened", line.happened),
    ]
    text = desk.book.write("word_record", facts)
    return Fact(f"word_{line.word}", kept(line.happened), text, "share", "percent")
