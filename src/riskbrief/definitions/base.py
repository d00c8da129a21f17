"""What all definition models share: frozen, no unknown keys, words in two or more languages."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class Definition(BaseModel):
    """Base of every YAML model: unknown keys are errors, values never change after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0)]
Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
RegionId = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
LanguageCode = Annotated[str, Field(pattern=r"^[a-z]{2}$")]
Words = dict[LanguageCode, str]
Lists = dict[LanguageCode, list[str]]
