"""The sources and outlets of config.yaml: where articles come from, and how far each outlet is believed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal

from pydantic import Field

from riskbrief.addresses import PLACE
from riskbrief.definitions.base import Day, Definition, Identifier, LanguageCode

Letter = Literal["A", "B", "C", "D", "E", "F"]
OutletClass = Literal["wire", "international", "national_private", "state", "aggregator", "ngo", "official"]
OFFICE = (  # an office of a state, as news names it; a pattern for `re`
    r"(?:ministry|minister|army|military|general staff|high command|government|presidency|governor|authorities"
    r"|gendarmerie"
    r"|national guard|ministère|ministre|armée|état-major|gouvernement|présidence|gouverneur|préfet|autorités|garde "
    r"nationale)"
)


class Source(Definition):
    """Where articles come from: a registered reader by name, a path or an address, renamed columns, options."""

    id: Identifier
    reader: str
    path: str = ""
    url: str = ""
    key_file: str = ""
    key_env: str = Field("", pattern=r"^[A-Za-z_][A-Za-z0-9_]*$|^$")
    enabled: bool = True
    columns: dict[str, str] = {}
    encoding: str = ""
    language: str = ""
    deletions: bool = True
    options: dict[str, object] = {}


def misplaced(source: Source, *, live: bool) -> Iterator[tuple[str, str, str]]:
    """What is wrong with where a source says it is: key, what, remedy. `live`: its reader asks an address."""
    if live and source.path:
        yield "path", f"the reader {source.reader!r} asks an address, not a path", "Write `url:` instead."
    if live and not re.fullmatch(r"https?://[^\s/@]+(/\S*)?", source.url):
        remedy = "Write `url: https://...`, without a name or password in it."
        yield "url" if source.url else "reader", f"the reader {source.reader!r} needs an http or https address", remedy
    if not live and source.url:
        yield "url", f"the reader {source.reader!r} reads files, not an address", "Write `path:` instead."
    yield from _misplaced_key(source)


def _misplaced_key(source: Source) -> Iterator[tuple[str, str, str]]:
    named, key = bool(source.key_file or source.key_env), "key_file" if source.key_file else "key_env"
    if source.key_file and source.key_env:
        yield key, "the key is named twice", "Write key_file or key_env."
    if named and PLACE not in source.url:
        yield key, "the address has no place for the key", f"Write {PLACE} in `url:` where the key belongs."
    if PLACE in source.url and not named:
        yield (
            "url",
            f"nothing says where the key for {PLACE} stands",
            "Name it: key_env: A_VARIABLE, or key_file: PATH.",
        )


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


def rating(source_id: str, outlets: Mapping[str, Outlet]) -> Outlet | None:
    """The prior on an outlet: by its id, else by an alias, else by the longest alias that ends in `*`.

    >>> wire = Outlet(**{"reliability": "A", "class": "wire", "aliases": ["afp_via_*"]})
    >>> rating("afp_via_an_evening_paper", {"afp": wire}).reliability
    'A'
    """
    if source_id in outlets:
        return outlets[source_id]
    matches = [
        (not alias.endswith("*"), len(alias), name)
        for name, outlet in outlets.items()
        for alias in outlet.aliases
        if alias == source_id or (alias.endswith("*") and source_id.startswith(alias[:-1]))
    ]
    return outlets[max(matches)[2]] if matches else None
