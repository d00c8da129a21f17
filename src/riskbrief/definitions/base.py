"""What all definition models share: frozen, no unknown keys, words in two or more languages."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, WithJsonSchema


class Definition(BaseModel):
    """Base of every YAML model: unknown keys are errors, values never change after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


def _day(text: str) -> str:
    try:
        fine = date.fromisoformat(text).isoformat() == text
    except ValueError:
        fine = False
    if not fine:
        raise ValueError("must be a day that exists, written YYYY-MM-DD")
    return text


def _period(text: str) -> str:
    if re.fullmatch(r"[0-9]{4}(-(0[1-9]|1[0-2]))?", text):
        return text
    try:
        return _day(text)
    except ValueError:
        raise ValueError("must be a day, month or year that exists: YYYY-MM-DD, YYYY-MM or YYYY") from None


PATTERNS = {
    r"^[a-z][a-z0-9_]*$": "must be lower-case letters, digits and _ and begin with a letter",
    r"^[A-Z]{3}$": "must be three capital letters (ISO 3166-1 alpha-3), such as MLI",
    r"^[a-z]{2}$": "must be a two-letter language code, such as en",
    r"^\d+\.\d+\.\d+$": "must be three numbers, such as 0.1.0",
}
Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0)]
Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
RegionId = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
LanguageCode = Annotated[str, Field(pattern=r"^[a-z]{2}$")]
Day = Annotated[str, AfterValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
Period = Annotated[str, AfterValidator(_period)]
Words = dict[LanguageCode, str]
Lists = dict[LanguageCode, list[str]]
