"""Readers' answers as labels of whole sentences, for training the second reader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from riskbrief.audit.answers import NO, Answer
from riskbrief.audit.units import Read
from riskbrief.secondreader.labels import COUNTING

HEAD = "# Labels from an audit, for `riskbrief learn`: language, labels, sentence, writer, with a tab between."
DIFFER, CONFLICT, PARTLY = "the readers differ", "two items of it conflict", "not all of it was asked"


class Lesson(NamedTuple):
    """Lines of a file of labels, and how many sentences were left out and why."""

    lines: list[str]
    left_out: dict[str, int]


def teach(reads: Iterable[Read]) -> Lesson:
    """Labels of the sentences that readers settled.

    A label says of a sentence all that it asserts. So a sentence is left out while an indicator that rules or second
    reader take as asserted has no answer.
    """
    sentences: dict[tuple[str, str], list[Read]] = {}
    for read in reads:
        if read.verdicts():
            sentences.setdefault((read.unit.language, read.unit.sentence), []).append(read)
    lines, left_out = [HEAD], dict.fromkeys((DIFFER, CONFLICT, PARTLY), 0)
    for (language, sentence), group in sorted(sentences.items()):
        labels = _labels(group)
        if isinstance(labels, str):
            left_out[labels] += 1
        else:
            lines.append("\t".join((language, _written(labels), sentence, "audit")))
    return Lesson(lines, {reason: n for reason, n in left_out.items() if n})


def _labels(group: list[Read]) -> dict[str, str] | str:
    """Indicator to status, or why the sentence is left out."""
    found: dict[str, str] = {}
    whole = False
    for read in group:
        answer = _settled(read)
        if answer is None:
            return DIFFER
        if any(found.get(name, status) != status for name, status in answer.labels.items()):
            return CONFLICT
        found |= answer.labels
        whole = whole or not read.unit.indicator_id
    likely = {name for read in group for name in read.unit.likely}
    return found if whole or likely <= set(found) else PARTLY


def _settled(read: Read) -> Answer | None:
    """The one answer, or None when the readers' answers teach different things."""
    answers = read.verdicts()
    return answers[0] if len({_taught(a) for a in answers}) == 1 else None


def _taught(answer: Answer) -> frozenset[str]:
    return frozenset(name for name, status in answer.labels.items() if status in COUNTING)


def _written(labels: Mapping[str, str]) -> str:
    kept = sorted((name, status) for name, status in labels.items() if status != NO)
    return ",".join(f"{name}:{status}" if status else name for name, status in kept) or "-"
