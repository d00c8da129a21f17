"""What judgements.yaml means: names that must exist, days in order, words in each language, nothing said twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations

from riskbrief.definitions.documents import Document
from riskbrief.definitions.judgements import AssignProbability, Judgement, Judgements
from riskbrief.definitions.known import Known, Steps, repeated, unknown, untranslated
from riskbrief.definitions.reports import Library, Report
from riskbrief.errors import Problem
from riskbrief.periods import Week

SUBJECTS = {
    "lower_confidence": ("region",),
    "assign_probability": ("region", "outcome", "weeks", "issued_week"),
    "comment": ("region", "node", "author"),
    "call_flash": ("region",),
}


def judgement_problems(documents: Sequence[Document], names: Known) -> Iterator[Problem]:
    """Every problem of meaning in judgements.yaml; none without the file."""
    for document in documents:
        if isinstance(document.made, Judgements):
            ledger = document.made
            yield from _identities(document, ledger)
            yield from _names(document, ledger, documents, names)
            for kind, i, one in ledger.every():
                yield from _days(document, (kind, i), one)
                yield from untranslated(document, (kind, i, "reason"), one.reason, names.languages)
            for i, remark in enumerate(ledger.comment):
                yield from untranslated(document, ("comment", i, "text"), remark.text, names.languages)
            yield from _overlaps(document, ledger)
            yield from _too_sure(document, ledger)


def _identities(document: Document, ledger: Judgements) -> Iterator[Problem]:
    yield from repeated(document, (((kind, i, "id"), one.id) for kind, i, one in ledger.every()), "judgement")


def _names(document: Document, ledger: Judgements, documents: Sequence[Document], names: Known) -> Iterator[Problem]:
    assessed = documents[0].made.assessed
    for kind, i, one in ledger.every():
        region = getattr(one, "region", None)
        if region is not None:
            yield from unknown(document, (kind, i, "region"), region, assessed, "region of a panel")
    nodes = ["index", *sorted(names.pillars), *sorted(names.indicators)]
    for i, remark in enumerate(ledger.comment):
        yield from unknown(document, ("comment", i, "node"), remark.node, nodes, "index, pillar or indicator")
    yield from _signed(document, ledger, documents)


def _signed(document: Document, ledger: Judgements, documents: Sequence[Document]) -> Iterator[Problem]:
    options = [o.id for d in documents if isinstance(d.made, Library) for o in d.made.options]
    reports = [d.made.id for d in documents if isinstance(d.made, Report)]
    for i, one in enumerate(ledger.sign_options):
        for key, known, what in (("options", options, "option"), ("reports", reports, "report")):
            at: Steps = ("sign_options", i, key)
            for j, name in enumerate(getattr(one, key)):
                yield from unknown(document, (*at, j), name, known, what)
            yield from repeated(document, (((*at, j), n) for j, n in enumerate(getattr(one, key))), what)


def _days(document: Document, at: Steps, one: Judgement) -> Iterator[Problem]:
    days = (date.fromisoformat(one.expires) - date.fromisoformat(one.date)).days
    if days < 0:
        text = f"expires on {one.expires}, before its date {one.date}"
        yield document.problem((*at, "expires"), text, "Write a day after its date.")
    elif days > one.longest_days:
        most = "a year" if one.longest_days > 7 else f"{one.longest_days} days"
        text = f"expires on {one.expires}, more than {most} after its date {one.date}"
        yield document.problem((*at, "expires"), text, "Let it expire sooner and look at it again then.")


def _overlaps(document: Document, ledger: Judgements) -> Iterator[Problem]:
    """Two judgements on the same thing that hold on the same day."""
    for kind, keys in SUBJECTS.items():
        for (_, first), (i, second) in combinations(enumerate(getattr(ledger, kind)), 2):
            same = all(getattr(first, key) == getattr(second, key) for key in keys)
            if same and _meet(first, second):
                text = f"{second.id!r} says the same as {first.id!r} and holds at the same time"
                yield document.problem((kind, i), text, "Let one expire before the other begins, or keep one of them.")


def _meet(first: Judgement, second: Judgement) -> bool:
    return first.date <= second.expires and second.date <= first.expires


def _too_sure(document: Document, ledger: Judgements) -> Iterator[Problem]:
    """Probabilities of one country over the same weeks that add up to more than 1."""
    for i, one in enumerate(ledger.assign_probability):
        total = sum(other.p for other in ledger.assign_probability if _window(other) == _window(one))
        if total > 1 + 1e-9:
            text = f"the probabilities of {one.region} in {one.weeks} weeks from {one.issued_week} add up to {total:g}"
            yield document.problem(("assign_probability", i, "p"), text, "They may add up to 1 at most.")


def _window(one: AssignProbability) -> tuple[str, Week, Week]:
    return one.region, one.issued_week, one.due_week
