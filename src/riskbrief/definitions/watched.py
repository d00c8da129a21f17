"""What is watched beside the scores: conditions that raise an alert, and end-states that are warned of."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from riskbrief.definitions.base import Definition, Identifier, Share, Words


class Tripwire(Definition):
    """A condition that raises an Alert, never the score (B.20)."""

    id: Identifier
    name: Words
    indicator: Identifier
    min_kappa: Share = 0.0
    min_severity: float = 0.0
    min_toll: float = 0.0
    min_origins: int = 1


class Signpost(Definition):
    """An observable sign of a warning problem (A.7)."""

    indicator: Identifier
    channel: Literal["act", "threat"] = "act"
    diagnosticity: Words = {}


class WarningProblem(Definition):
    """An end-state to be warned of, with its signposts."""

    id: Identifier
    name: Words
    signposts: list[Signpost] = Field(min_length=1)
