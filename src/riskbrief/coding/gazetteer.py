"""Places that text may name: the packaged gazetteer and its automaton (method B.5)."""

from __future__ import annotations

import gzip
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib import resources
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, BytesAhoCorasick, Implementation

from riskbrief.folding import Canonical, fold

ANY, UPPER, SURE, NAMESAKE, PLAIN, WEAK, TYPED, NATIVE = (
    "any",
    "upper",
    "sure",
    "namesake",
    "plain",
    "weak",
    "typed",
    "native",
)
"How much a name needs beside it to be the place: see docs of `Candidate.rule`."

LETTERS = {ANY: "a", UPPER: "u", SURE: "s", NAMESAKE: "n", PLAIN: "p", WEAK: "w", TYPED: "t", NATIVE: "o"}
_RULES = {letter: rule for rule, letter in LETTERS.items()}
NEEDS_COUNTRY = frozenset({WEAK, TYPED})
NATIVE_SCRIPT = re.compile("[\u0600-\u06ff]")  # Arabic
_BREAKS = bytes.maketrans(b".", b" ")


@dataclass(frozen=True)
class Entry:
    """One place.

    `place_id`: `iso:MLI` a country, `gn:2460596` GeoNames, `adm2:NG.26.123` a GeoNames admin-2 area, `rb:mli-faladie`
    ours. `region_id` is ISO 3166-1 alpha-3, None for a trap (a name that is no country, as the Niger River). `kind` is
    country, admin1, admin2, town, village, district, airport, area or trap; `lat`, `lon` in degrees (a country's are
    its capital's); `capital`: in a capital zone (capital or seat of government, its districts, airport and garrison
    belt); `population` 0 when unknown.
    """

    place_id: str
    name: str
    region_id: str | None
    admin1: str | None
    kind: str
    lat: float
    lon: float
    capital: bool
    population: int


class Candidate(NamedTuple):
    """What a name may mean; `region` is empty for a trap, `country` a whole country.

    `rule`: `any` any case (traps, French demonyms); `upper` every letter a capital (UK); `sure` a capital first letter;
    `namesake` the same, but a person may bear it (Mali, Chad); `plain` a capital and no capitalised stranger beside it;
    `weak` that, a place word beside it and its country named in the article; `typed` the country and a type word
    ("village of Ali", "Plateau State"); `native` the native script. `firm`: no country need be named for it.
    """

    entry: Entry
    rule: str
    region: str
    country: bool
    firm: bool


class Name(NamedTuple):
    """A name of the gazetteer: what it may mean, and by which rules."""

    candidates: tuple[Candidate, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Gazetteer:
    """Places, the names that may mean them (between spaces), and the automaton over the names; rows are read when first
    asked for."""

    lines: list[str]
    names: list[bytes]
    meanings: list[str]
    automaton: BytesAhoCorasick
    native_meanings: list[str]
    native_automaton: AhoCorasick
    _entries: dict[int, Entry] = field(default_factory=dict)
    _names: dict[str, Name] = field(default_factory=dict)

    def hits(self, data: bytes) -> Sequence[tuple[int, int, int]]:
        """Every name in a padded text, whatever it may mean there: its number, start and end."""
        return self.automaton.find_matches_as_indexes(data, overlapping=True)

    @cached_property
    def any_case(self) -> frozenset[int]:
        """The names (by number) that count without a capital letter."""
        return frozenset(number for number, meaning in enumerate(self.meanings) if LETTERS[ANY] in meaning)

    @cached_property
    def firm(self) -> frozenset[int]:
        """The names (by number) with a meaning that needs no country named beside them."""
        letters = {LETTERS[rule] for rule in NEEDS_COUNTRY}
        firm = (any(part[0] not in letters for part in meaning.split()) for meaning in self.meanings)
        return frozenset(number for number, is_firm in enumerate(firm) if is_firm)

    @cached_property
    def _row_of(self) -> dict[str, int]:
        return {line.partition("\t")[0]: row for row, line in enumerate(self.lines)}

    def entry(self, place_id: str) -> Entry:
        """The entry of an id; KeyError when there is none."""
        return self.at(self._row_of[place_id])

    def at(self, row: int) -> Entry:
        """The entry of a row."""
        if row not in self._entries:
            self._entries[row] = _entry(self.lines[row])
        return self._entries[row]

    def name(self, meaning: str) -> Name:
        """What a name may mean, from its line of `meanings` ("s1204 w88": rule letter and row)."""
        found = self._names.get(meaning)
        if found is None:
            candidates = tuple(self._candidate(_RULES[part[0]], int(part[1:])) for part in meaning.split())
            rules = tuple(dict.fromkeys(c.rule for c in candidates))
            found = self._names[meaning] = Name(candidates, rules)
        return found

    def _candidate(self, rule: str, row: int) -> Candidate:
        entry = self.at(row)
        return Candidate(entry, rule, entry.region_id or "", entry.kind == "country", rule not in NEEDS_COUNTRY)


def padded(folded: Canonical) -> bytes:
    """Folded text as the automaton reads it: between two spaces, breaks as spaces."""
    return b" " + folded.data.translate(_BREAKS) + b" "


@lru_cache(maxsize=1)
def load_gazetteer() -> Gazetteer:
    """The packaged gazetteer, read once."""
    packed = resources.files("riskbrief").joinpath("assets/gazetteer.tsv.gz").read_bytes()
    return read_gazetteer(gzip.decompress(packed))


def read_gazetteer(table: bytes) -> Gazetteer:
    """A gazetteer from its five blocks, an empty line between: places, names, their meanings, native names, theirs.

    A name stands between two spaces, as the automaton looks for it; line n of the meanings is that of name n.
    """
    places, names, meanings, native, native_meanings = (block.split(b"\n") for block in table.split(b"\n\n"))
    return Gazetteer(
        b"\n".join(places).decode("utf-8").split("\n")[1:],
        names,
        b"\n".join(meanings).decode("ascii").split("\n"),
        BytesAhoCorasick(names, implementation=Implementation.ContiguousNFA),
        b"\n".join(native_meanings).decode("ascii").split("\n"),
        AhoCorasick([fold(name.decode("utf-8")) for name in native], implementation=Implementation.ContiguousNFA),
    )


def _entry(line: str) -> Entry:
    place_id, name, region, admin1, kind, lat, lon, capital, population = line.split("\t")
    where = (float(lat), float(lon))
    return Entry(place_id, name, region or None, admin1 or None, kind, *where, capital == "1", int(population))
