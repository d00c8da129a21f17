"""The findings of an audit: precision by status, indicator and language, recall, agreement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from riskbrief.audit.answers import NO, Answer
from riskbrief.audit.figures import Part, Share, effective, kappa, recall, share
from riskbrief.audit.units import ASSERTED, BESIDE, NOT_ASSERTED, SECOND_ONLY, SILENT, Drawn, Read, Unit

READERS = ("reader_1", "reader_2")
_ALIKE = {  # statuses that count as the same answer
    "affirmed": "", "denied": "negated", "retracted": "negated", "domain": NO, "excluded": NO,
}  # fmt: skip


class Judged(NamedTuple):
    """A unit with what the readers see in it, and how many units of the articles it stands for."""

    read: Read
    truth: float
    weight: float

    @property
    def unit(self) -> Unit:
        return self.read.unit

    @property
    def right(self) -> float:
        """How far the readers agree with the program on whether the indicator is asserted."""
        return self.truth if self.unit.said else 1.0 - self.truth


def judge(reads: Sequence[Read]) -> list[Judged]:
    """The units that were answered; each stands for its share of the stratum's answered ones."""
    truths = [(read, truth) for read in reads if (truth := read.truth()) is not None]
    answered = Counter(read.item.stratum for read, _ in truths)
    return [Judged(r, t, r.item.population / answered[r.item.stratum]) for r, t in truths]


def findings(reads: Sequence[Read], second: bool) -> dict[str, Any]:
    """Everything `riskbrief audit score` says; `second`: the sample knows what the second reader thinks."""
    judged = judge(reads)
    return {
        "items": len(reads),
        "answers": {column: _answers(reads, column) for column in (*READERS, "agreed")},
        "judged": len(judged),
        "open": sum(_differ(read) for read in reads),
        "strata_without_answer": _unanswered(reads, judged),
        "precision": _precision(judged),
        "status": [
            {"status": name} | _row(share((_same_status(j), j.weight) for j in rows))
            for name, rows in _by(_mentions(judged), lambda u: u.status)
        ],
        "recall": {"program": _row(_recall(judged, lambda u: u.said))} | (_second_recall(judged) if second else {}),
        "kappa": _agreement(reads) | ({"rules_and_second": _row(_machines(reads))} if second else {}),
    }


def _answers(reads: Sequence[Read], column: str) -> dict[str, int]:
    given = [a for read in reads if (a := read.answers.get(column))]
    return {"given": len(given), "unclear": sum(a.unclear for a in given)}


def _differ(read: Read) -> bool:
    """Whether the readers see different things and have not agreed yet."""
    return len({_sees(read.unit, answer) for answer in read.verdicts()}) > 1


def _unanswered(reads: Sequence[Read], judged: Sequence[Judged]) -> dict[str, int]:
    known = {j.read.item.stratum for j in judged}
    return {i.stratum: i.population for i in (read.item for read in reads) if i.stratum not in known}


def _precision(judged: Sequence[Judged]) -> dict[str, Any]:
    """Of mentions taken as asserted and of those that are not: how many the readers find rightly so."""
    said = [j for j in judged if j.unit.group == ASSERTED]
    second = [j for j in judged if j.unit.group == SECOND_ONLY]
    return {
        "all": _row(_right(said)),
        "not_asserted": _row(_right([j for j in judged if j.unit.group == NOT_ASSERTED])),
        "second_only": _row(share((j.truth, j.weight) for j in second)),
        "rules": _row(share((j.truth, j.weight) for j in judged if j.unit.rules)),
        "second": _row(share((j.truth, j.weight) for j in judged if j.unit.second)),
        "by_status": [{"status": k} | _row(_right(v)) for k, v in _by(_mentions(judged), lambda u: u.status)],
        "by_indicator": [{"indicator": k} | _row(_right(v)) for k, v in _by(said, lambda u: u.indicator_id)],
        "by_language": [{"language": k} | _row(_right(v)) for k, v in _by(said, lambda u: u.language)],
    }


def _mentions(judged: Iterable[Judged]) -> list[Judged]:
    return [j for j in judged if j.unit.group in (ASSERTED, NOT_ASSERTED)]


def _right(rows: Iterable[Judged]) -> Share:
    return share((j.right, j.weight) for j in rows)


def _by(judged: Iterable[Judged], key: Callable[[Unit], str]) -> Iterator[tuple[str, list[Judged]]]:
    groups: dict[str, list[Judged]] = {}
    for one in judged:
        groups.setdefault(key(one.unit), []).append(one)
    yield from sorted(groups.items())


def _same_status(one: Judged) -> float:
    """The share of readers who give the very status of the mention."""
    wanted = _ALIKE.get(one.unit.status, one.unit.status)
    given = [_status(a, one.unit) for a in one.read.verdicts()]
    return sum(status == wanted for status in given) / len(given)


def _status(answer: Answer, unit: Unit) -> str:
    """The status an answer gives: of the indicator asked about, or whether anything is asserted."""
    if not unit.indicator_id:
        return "" if answer.asserting() else NO
    status = answer.labels.get(unit.indicator_id, NO)
    return _ALIKE.get(status, status)


def _recall(judged: Sequence[Judged], caught: Callable[[Unit], bool]) -> Share:
    groups: dict[tuple[str, bool], list[Judged]] = {}
    for one in judged:
        groups.setdefault((one.unit.group, caught(one.unit)), []).append(one)
    return recall([_part(hit, rows) for (_, hit), rows in sorted(groups.items())], len(judged))


def _part(caught: bool, rows: Sequence[Judged]) -> Part:
    weights = [j.weight for j in rows]
    return Part(caught, sum(weights), sum(j.truth * j.weight for j in rows), effective(weights))


def _second_recall(judged: Sequence[Judged]) -> dict[str, Any]:
    return {
        "rules": _row(_recall(judged, lambda u: u.rules)),
        "second": _row(_recall(judged, lambda u: u.second)),
    }


def _agreement(reads: Sequence[Read]) -> dict[str, Any]:
    """Kappa of the two readers: whether an indicator is asserted, and with which status."""
    both = []
    for read in reads:
        one, two = (read.answers.get(column) for column in READERS)
        if one and two and not one.unclear and not two.unclear:
            both.append((read.unit, one, two))
    asserted = kappa((_sees(u, a), _sees(u, b), 1.0) for u, a, b in both)
    status = kappa((_status(a, u), _status(b, u), 1.0) for u, a, b in both)
    return {"readers": _row(asserted), "readers_status": _row(status)}


def _sees(unit: Unit, answer: Answer) -> bool:
    return answer.asserts(unit.indicator_id) if unit.indicator_id else answer.asserting()


def _machines(reads: Sequence[Read]) -> Share:
    """Kappa of rules and second reader, over all units of the sample at their weight; silent sentences agree."""
    silent = (SILENT, BESIDE)
    items: list[Drawn] = [read.item for read in reads if read.unit.indicator_id or read.unit.group in silent]
    return kappa((i.unit.rules, i.unit.second, i.population / i.drawn) for i in items)


def _row(found: Share) -> dict[str, Any]:
    rounded = (None if v is None else round(v, 4) for v in found[:3])
    return dict(zip(("value", "low", "high"), rounded, strict=True)) | {"n": found.n}
