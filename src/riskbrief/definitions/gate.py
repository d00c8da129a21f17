"""The quality gate: from which value on an issue is published as degraded, and from which not at all."""

from __future__ import annotations

from pydantic import Field, model_validator

from riskbrief.definitions.base import Definition


class Floor(Definition):
    """A value that must not fall below these; 0 = never."""

    degrade_below: float = Field(ge=0)
    refuse_below: float = Field(ge=0)

    @model_validator(mode="after")
    def _in_order(self) -> Floor:
        if self.refuse_below > self.degrade_below:
            raise ValueError("refuse_below must not be above degrade_below")
        return self


class Ceiling(Definition):
    """A value that must not rise above these; a share is never above 1."""

    degrade_above: float = Field(ge=0)
    refuse_above: float = Field(ge=0)

    @model_validator(mode="after")
    def _in_order(self) -> Ceiling:
        if self.refuse_above < self.degrade_above:
            raise ValueError("refuse_above must not be below degrade_above")
        return self


Limits = Floor | Ceiling


class Gate(Definition):
    """What is asked before an issue is published (method A.1, A.16).

    Articles and their age are judged where a usual week is known and brings enough; neither they nor outlet and copies
    are judged of a file named on the command line or of the packaged demonstration, which no server sends.
    """

    sources: Floor = Floor(degrade_below=1.0, refuse_below=0.0)
    articles: Floor = Floor(degrade_below=0.5, refuse_below=0.1)
    newest_days: Ceiling = Ceiling(degrade_above=3, refuse_above=14)
    assessed: Floor = Floor(degrade_below=0.0, refuse_below=0.0)
    outlet: Ceiling = Ceiling(degrade_above=1.0, refuse_above=1.0)
    copies: Ceiling = Ceiling(degrade_above=0.9, refuse_above=1.0)
    late: Ceiling = Ceiling(degrade_above=0.2, refuse_above=1.0)
    usual_weeks: int = Field(8, ge=1, le=52)
    least_articles: int = Field(20, ge=1)


class OwnGate(Definition):
    """What a report asks otherwise than config.yaml."""

    sources: Floor | None = None
    articles: Floor | None = None
    newest_days: Ceiling | None = None
    assessed: Floor | None = None
    outlet: Ceiling | None = None
    copies: Ceiling | None = None
    late: Ceiling | None = None

    def over(self, gate: Gate) -> Gate:
        """The gate of config.yaml with what the report asks otherwise."""
        own = {name: limits for name in type(self).model_fields if (limits := getattr(self, name)) is not None}
        return gate.model_copy(update=own)
