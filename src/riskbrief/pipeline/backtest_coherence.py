"""Whether the indicators of each pillar belong together over the weeks judged (method B.25, OECD step 4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from riskbrief.definitions.workspace import Workspace
from riskbrief.pipeline.backtest_history import Past
from riskbrief.skill.coherence import cronbach_alpha, rank_correlations
from riskbrief.skill.scores import Floats

TWINS = 0.92  # a rank correlation above which two indicators are candidates for one (method B.25)
Row = Mapping[str, Any]


def coherence(workspace: Workspace, past: Past, panel: Sequence[str]) -> list[dict[str, Any]]:
    """A row a pillar: its indicators of risk with all rank correlations (None where one does not vary), pairs that may
    be one indicator, those that run against their pillar, and Cronbach's alpha. Nothing is gated by them."""
    return [_pillar(name, _parts(workspace, name), past, panel) for name in workspace.config.index.pillars]


def _parts(workspace: Workspace, pillar: str) -> list[str]:
    return [i.id for i in workspace.indicators if workspace.pillar_of[i.id] == pillar and i.direction == "aggravating"]


def _pillar(name: str, parts: Sequence[str], past: Past, panel: Sequence[str]) -> dict[str, Any]:
    series = np.stack([past.of(part, panel).ravel() for part in (*parts, name)])
    alike = rank_correlations(series)
    return {
        "pillar": name,
        "indicators": list(parts),
        "correlations": [[_known(v) for v in row] for row in alike[:-1, :-1]],
        "with_pillar": [_known(v) for v in alike[:-1, -1]],
        "alpha": _known(cronbach_alpha(series[:-1])),
        "merge_candidates": [[*pair] for pair in _twins(alike, parts)],
        "direction_review": [part for part, v in zip(parts, alike[:-1, -1], strict=True) if v < 0],
    }


def _twins(alike: Floats, parts: Sequence[str]) -> Iterator[tuple[str, str]]:
    for one in range(len(parts)):
        for other in range(one + 1, len(parts)):
            if abs(alike[one, other]) > TWINS:
                yield parts[one], parts[other]


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def coherence_lines(rows: Sequence[Row]) -> Iterator[str]:
    """A line a pillar for a terminal; the whole matrix stands in the JSON."""
    for row in rows:
        known = [abs(v) for n, line in enumerate(row["correlations"]) for v in line[n + 1 :] if v is not None]
        alpha = "none" if row["alpha"] is None else f"{row['alpha']:.2f}"
        middle = f"median |rho| {np.median(known):.2f}, highest {max(known):.2f}" if known else "no pair varies"
        yield f"  {row['pillar']:<15} {len(row['indicators'])} indicators of risk: alpha {alpha}, {middle}"
        for one, other in row["merge_candidates"]:
            yield f"    above {TWINS}, candidates for one: {one} and {other}"
        for part in row["direction_review"]:
            yield f"    runs against its pillar, review its direction: {part}"
