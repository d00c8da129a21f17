"""The findings of an audit as lines to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

_RECALL = {"program": "all", "rules": "rules alone", "second": "second reader alone"}
_KAPPA = {
    "readers": "two readers: asserted or not",
    "readers_status": "two readers: status",
    "rules_and_second": "rules and second reader",
}


def text_lines(found: Mapping[str, Any]) -> Iterator[str]:
    """Counts, then each table with intervals of 95 per cent."""
    yield f"{found['judged']} of {found['items']} items judged; {found['open']} on which the readers still differ"
    for column, told in found["answers"].items():
        yield f"  {column:<10}{told['given']:>6} answers, {told['unclear']} of them unclear"
    lost = found["strata_without_answer"]
    if lost:
        yield f"  {len(lost)} strata ({sum(lost.values()):,} units) have no answer and are left out"
    yield from _precision(found["precision"])
    yield "status: the readers give the very status"
    yield from (_line(row["status"], row) for row in found["status"])
    yield "recall: of all that the sentences assert"
    yield from (_line(_RECALL[name], row) for name, row in found["recall"].items())
    yield "agreement: Cohen's kappa"
    yield from (_line(_KAPPA[name], row) for name, row in found["kappa"].items())


def _precision(found: Mapping[str, Any]) -> Iterator[str]:
    yield "precision: what the program takes as asserted is"
    yield _line("all", found["all"])
    yield from (_line(row["indicator"], row) for row in found["by_indicator"])
    yield from (_line(row["language"], row) for row in found["by_language"])
    yield "by status: asserted or not as the program says"
    yield from (_line(row["status"], row) for row in found["by_status"])
    if found["second"]["n"]:
        yield "each alone: what it takes as asserted is"
        yield _line("rules", found["rules"])
        yield _line("second reader", found["second"])
        yield _line("second reader, without a mention", found["second_only"])


def _line(name: str, row: Mapping[str, Any]) -> str:
    if row["value"] is None:
        return f"  {name:<34} -                       n {row['n']}"
    return f"  {name:<34} {row['value']:6.3f}  ({row['low']:.3f} to {row['high']:.3f})  n {row['n']}"
