"""The sources and outlets of config.yaml: where articles come from, and how far each outlet is believed."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from riskbrief.definitions.base import Day, Definition, Identifier, LanguageCode

Letter = Literal["A", "B", "C", "D", "E", "F"]
OutletClass = Literal["wire", "international", "national_private", "state", "aggregator", "ngo", "official"]


class Source(Definition):
    """Where articles come from: a registered reader by name, a path, renamed columns, options."""

    id: Identifier
    reader: str
    path: str = ""
    enabled: bool = True
    columns: dict[str, str] = {}
    encoding: str = ""
    language: str = ""
    options: dict[str, object] = {}


class Outlet(Definition):
    """An editorial prior on an outlet. An outlet without one, or past `review_by`, counts as F.

    `aliases` are other ids of the same outlet; one that ends in `*` stands for every id that starts so.
    """

    reliability: Letter
    class_: OutletClass = Field(alias="class")
    name: str = ""
    aliases: list[str] = []
    owner: str = ""
    country: str = ""
    languages: list[LanguageCode] = []
    reason: str = ""
    rater: str = ""
    rated: Day | None = None
    review_by: Day | None = None
