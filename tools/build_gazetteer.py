"""Compile the packaged gazetteer from GeoNames and Natural Earth extracts and the tables beside this script.

    python tools/build_gazetteer.py --features sahel_gazetteer.tsv.gz --places west_africa_places.csv \
        --admin2 west_africa_adm2_names.csv --admin1 west_africa_adm1.geojson \
        --output src/riskbrief/assets/gazetteer.tsv.gz

`gazetteer/` beside this script holds what those sources lack: countries of the world with their demonyms, traps,
capital zones and newer names, and everyday words that are also place names. Same inputs, same bytes.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import json
import math
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from babel import Locale
from babel.core import get_global

from riskbrief.coding.gazetteer import LETTERS
from riskbrief.coding.place_words import PERSON_WORDS, TYPE_WORDS
from riskbrief.folding import canonical

HERE = Path(__file__).parent / "gazetteer"
HEADER = ["place_id", "name", "region", "admin1", "kind", "lat", "lon", "capital", "population"]
COVERED = frozenset(
    re.findall(r"\w+", "BEN BFA CIV GHA GIN GMB GNB LBR MLI MRT NER NGA SEN SLE TCD TGO DZA LBY CMR CAF SDN")
)
CORE = frozenset({"MLI", "BFA", "NER"})
LIKE_MAIN_NAME = 0.6
NAMESAKES = frozenset({"mali", "chad", "jordan", "georgia", "israel"})
SURE_POPULATION, PLAIN_POPULATION = 300_000, 12_000
CITY_POPULATION = 100_000
ALIKE = {"town": "settled", "village": "settled", "district": "settled", "admin1": "admin1"}
CAPITAL_ZONE_KM = {"town": 12.0, "village": 12.0, "district": 15.0, "airport": 20.0}
FEATURE_KINDS = {"ADM1": "admin1", "ADM2": "admin2", "AIRP": "airport", "PPLX": "district", "PPLC": "town"}
SEAT_CODES = frozenset({"PPLC", "PPLA", "PPLA2"})
SKIPPED_CODES = frozenset({"PPLQ", "PPLH", "PPLW", "ADM1H", "ADM2H", "AIRF"})
LATIN = re.compile(r"[A-Za-zÀ-ɏ' ’\-().]+\Z")
ARABIC = re.compile(r"[\u0621-\u064a ]{4,}\Z")
ADMIN_TAIL = re.compile(
    r" (region|province|state|district|department|county|prefecture|cercle|municipal|municipality|metropolitan|"
    r"commune|governorate|wilaya|city|local government area|lga)( district| area)?\Z"
)
ADMIN_HEAD = re.compile(
    r"(cercle|province|region|departement|department|prefecture|commune|sous prefecture|wilaya|moughataa|district|"
    r"state|arrondissement|daira|communaute urbaine|ville|"
    r"local government area)( de la | des | du | de l | de | d | of )"
)
FEMININE = [
    ("ien", "ienne"), ("een", "eenne"), ("ais", "aise"), ("ois", "oise"), ("ain", "aine"), ("an", "ane"),
    ("in", "ine"), ("and", "ande"), ("ol", "ole"), ("on", "onne"), ("at", "ate"), ("ul", "ule"),
]  # fmt: skip


@dataclass
class Place:
    """A row being made; `names` maps a canonical name to the rule that admits it."""

    place_id: str
    name: str
    region: str
    admin1: str
    kind: str
    lat: float
    lon: float
    population: int = 0
    capital: bool = False
    seat: bool = False
    names: dict[str, str] = field(default_factory=dict)


def main() -> None:
    """Read the sources, write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("features", "places", "admin2", "admin1", "output"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    options = parser.parse_args()
    places = collected(options)
    curated(places)
    settle_names(places)
    mark_capital_zones(places)
    rows = [*countries(), *traps(), *(p for p in places.values() if p.names)]
    options.output.write_bytes(packed(capital_phrases(rows)))
    print(f"{options.output}: {len(rows)} places, {options.output.stat().st_size} bytes", file=sys.stderr)


# ------------------------------------------------------------------------------------------------- sources


def collected(options: argparse.Namespace) -> dict[str, Place]:
    """Places of the GeoNames and Natural Earth extracts by id; the first source to name an id wins, names join."""
    places: dict[str, Place] = {}
    centres = admin1_centres(options.places)
    sources = (
        town_rows(options.places),
        feature_rows(options.features),
        admin1_rows(options.admin1),
        admin2_rows(options.admin2, centres),
    )
    for place, spellings in (pair for source in sources for pair in source):
        kept = places.setdefault(place.place_id, place)
        kept.seat = kept.seat or place.seat
        for spelling in spellings:
            add_name(kept, spelling)
    return places


def town_rows(path: Path) -> Iterator[tuple[Place, list[str]]]:
    """Towns of the wider region."""
    for row in csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))):
        region = iso3_of(row["country"])
        if region in COVERED:
            population = int(row["population"] or 0)
            place = Place(
                f"gn:{row['geonameid']}", row["name"], region, row["admin1_name"],
                "town" if population >= 2000 else "village",
                float(row["lat"]), float(row["lon"]), population,
            )  # fmt: skip
            yield place, [row["name"], *row["alternatenames"].split("|")]


def feature_rows(path: Path) -> Iterator[tuple[Place, list[str]]]:
    """Towns, villages, districts, airports and administrative areas of the core countries."""
    text = gzip.decompress(path.read_bytes()).decode("utf-8")
    for row in csv.DictReader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE):
        code = row["fcode"]
        if code in SKIPPED_CODES or not (row["fclass"] == "P" or code in FEATURE_KINDS):
            continue
        kind = FEATURE_KINDS.get(
            code, "town" if code in SEAT_CODES or int(row["population"] or 0) >= 2000 else "village"
        )
        place = Place(
            f"gn:{row['geonameid']}", row["name"], iso3_of(row["country"]), "", kind,
            float(row["lat"]), float(row["lon"]),
            int(row["population"] or 0) if kind not in ("admin1", "admin2") else 0, seat=code in SEAT_CODES,
        )  # fmt: skip
        yield place, [row["name"], row["asciiname"], *row["alternatenames"].split(",")]


def admin1_rows(path: Path) -> Iterator[tuple[Place, list[str]]]:
    """First-level areas with their English, French and Arabic names."""
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        row = feature["properties"]
        if row["adm0_a3"] in COVERED and (row["gn_id"] or 0) > 0 and row["name"]:
            place = Place(
                f"gn:{row['gn_id']}",
                row["name"],
                row["adm0_a3"],
                row["name"],
                "admin1",
                row["latitude"],
                row["longitude"],
            )
            spellings = [
                row["name"],
                *(row["name_alt"] or "").split("|"),
                *([row["name_fr"]] if row["name_fr"] else []),
            ]
            yield place, [s for s in spellings if s]


def admin2_rows(path: Path, centres: dict[tuple[str, str], tuple[float, float]]) -> Iterator[tuple[Place, list[str]]]:
    """Second-level areas outside the core countries, at the centre of their first-level area."""
    for row in csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))):
        region = iso3_of(row["country"])
        centre = centres.get((row["country"], row["admin1_code"]))
        if region in COVERED and centre and region not in ("MLI", "BFA", "NER", "MRT"):
            name = row["name"]
            place = Place(f"adm2:{row['geonames_admin2_code']}", name, region, row["admin1_name"], "admin2", *centre)
            yield place, [name]


def admin1_centres(path: Path) -> dict[tuple[str, str], tuple[float, float]]:
    """Mean position of the towns of each first-level area."""
    positions: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    for row in csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))):
        positions[row["country"], row["admin1_code"]].append((float(row["lat"]), float(row["lon"])))
    return {
        key: (round(sum(p[0] for p in points) / len(points), 2), round(sum(p[1] for p in points) / len(points), 2))
        for key, points in positions.items()
    }


def iso3_of(iso2: str) -> str:
    """ISO 3166-1 alpha-3 of an alpha-2 code."""
    return ISO3[iso2]


def _iso3() -> dict[str, str]:
    aliases: dict[str, list[str]] = get_global("territory_aliases")  # type: ignore[assignment]
    return {
        to[0]: code
        for code, to in sorted(aliases.items(), reverse=True)
        if len(code) == 3 and code.isalpha() and len(to) == 1
    }


ISO3 = _iso3()


# ------------------------------------------------------------------------------------------- our own tables


def table(name: str) -> list[dict[str, str]]:
    """Rows of one of the tables beside this script."""
    return list(
        csv.DictReader(io.StringIO((HERE / name).read_text(encoding="utf-8")), delimiter="\t", quoting=csv.QUOTE_NONE)
    )


def curated(places: dict[str, Place]) -> None:
    """Add our places, or our names and flags to the place nearby that has the name already."""
    everyday = frozenset(everyday_words())
    known: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for place in places.values():
        known[place.region, main_name(place)].append(place)
    for row in table("places.tsv"):
        place = known_place(row, known) or own_place(row)
        places.setdefault(place.place_id, place)
        place.kind, place.name = (row["kind"], row["name"])
        place.population = max(place.population, int(row["population"]))
        place.capital = place.capital or row["capital_zone"] == "1"
        place.seat = True
        for name in map(key, row["names"].split("|")):
            place.names[name] = "weak" if name in everyday or len(name) < 3 else "sure" if len(name) > 4 else "plain"


def known_place(row: dict[str, str], known: dict[tuple[str, str], list[Place]]) -> Place | None:
    """The foremost place of the sources that a row of our table speaks of."""
    names = [bare_admin(key(s)) if row["kind"] == "admin1" else key(s) for s in row["names"].split("|")]
    alike = [p for name in names for p in known[row["iso3"], name] if ALIKE.get(p.kind) == ALIKE.get(row["kind"], "")]
    reach = 400.0 if row["kind"] == "admin1" else 60.0
    near = [p for p in alike if distance_km(p.lat, p.lon, float(row["lat"]), float(row["lon"])) < reach]
    return max(near, key=lambda p: (p.seat, p.population, p.place_id), default=None)


def own_place(row: dict[str, str]) -> Place:
    """A place that the sources lack."""
    slug = key(row["name"]).replace(" ", "-")
    return Place(
        f"rb:{row['iso3'].lower()}-{slug}",
        row["name"],
        row["iso3"],
        "",
        row["kind"],
        float(row["lat"]),
        float(row["lon"]),
    )


def countries() -> Iterator[Place]:
    """Countries of the world: names EN, FR and Arabic, demonyms, capitals that no other row carries."""
    arabic = Locale("ar").territories
    iso2 = {code3: code2 for code2, code3 in ISO3.items()}
    for row in table("countries.tsv"):
        iso3 = row["iso3"]
        place = Place(
            f"iso:{iso3}", row["names"].split("|")[0], iso3, "", "country", float(row["lat"]), float(row["lon"]),
            int(row["population"]),
        )  # fmt: skip
        for spelling in [*row["names"].split("|"), *english_demonyms(row), *row["capitals"].split("|")]:
            if spelling:
                place.names[key(spelling)] = country_rule(spelling)
        for demonym in french_demonyms(row):
            place.names[demonym] = "any"
        native = bare_arabic(arabic.get(iso2.get(iso3, ""), ""))
        if ARABIC.match(native) and iso3 not in ("MLI", "BEN"):
            place.names[native] = "native"
        if iso3 in ("COD", "COG"):
            place.names |= dict.fromkeys(("congo", "congolese"), "sure")
            place.names |= dict.fromkeys(("congolais", "congolaise", "congolaises"), "any")
        yield place


def country_rule(spelling: str) -> str:
    """The rule of a country's name."""
    letters = re.sub(r"[^A-Za-z]", "", spelling)
    if letters.isupper() and len(letters) <= 5:
        return "upper"
    return "namesake" if key(spelling) in NAMESAKES else "sure"


def english_demonyms(row: dict[str, str]) -> list[str]:
    """English demonyms with their plurals ("Malian", "Malians")."""
    given = [d for d in row["english_demonyms"].split("|") if d]
    return given + [d + "s" for d in given if not d.endswith(("ese", "sh", "ch", "ss", "s", "men", "man"))]


def french_demonyms(row: dict[str, str]) -> list[str]:
    """French demonyms, folded: masculine and feminine, singular and plural.

    >>> french_demonyms({"french_demonyms": "malien"})
    ['malien', 'maliens', 'malienne', 'maliennes']
    """
    forms: list[str] = []
    for masculine in filter(None, row["french_demonyms"].split("|")):
        base = key(masculine)
        feminine = next((base[: -len(m)] + f for m, f in FEMININE if base.endswith(m)), base)
        forms += [base, base if base.endswith("s") else base + "s", feminine, feminine + "s"]
    return list(dict.fromkeys(forms))


def traps() -> Iterator[Place]:
    """Names that look like a country and are none."""
    for row in table("traps.tsv"):
        place = Place(f"trap:{key(row['name']).replace(' ', '-')}", row["name"], "", "", "trap", 0.0, 0.0)
        place.names = {key(name): "any" for name in row["names"].split("|")}
        yield place


def capital_phrases(rows: list[Place]) -> list[Place]:
    """Let "Mali's capital", "the Malian capital" and "la capitale malienne" name the capital town."""
    by_region = {p.region: p for p in rows if p.kind == "country"}
    for town in capital_towns(rows):
        country = by_region[town.region]
        for name, rule in list(country.names.items()):
            if rule in ("sure", "namesake") and len(name.split()) < 4:
                town.names |= {f"{name} capital": "sure", f"{name} s capital": "sure", f"capital of {name}": "any"}
                country.names |= dict.fromkeys((f"{name} capital market", f"{name} capital markets"), "sure")
                town.names |= dict.fromkeys(
                    (f"capitale {link} {name}" for link in ("du", "de la", "de l", "de")), "any"
                )
            elif rule == "any" and name.endswith("e"):
                town.names[f"capitale {name}"] = "any"
    return rows


def capital_towns(rows: Iterable[Place]) -> Iterator[Place]:
    """The seat of government of each covered country: the most populous town of its capital zone."""
    best: dict[str, Place] = {}
    for place in rows:
        foremost = place.region not in best or place.population > best[place.region].population
        if place.capital and place.kind == "town" and foremost:
            best[place.region] = place
    yield from best.values()


# ---------------------------------------------------------------------------------------------------- names


def key(spelling: str) -> str:
    """The form in which names are matched: folded words, one space between."""
    return " ".join(canonical(spelling).data.decode("ascii").replace(".", " ").split())


def bare_arabic(spelling: str) -> str:
    """A name without marks over and under its letters (hamza, madda, vowels) and characters that show nothing.

    >>> bare_arabic("أبيدجان")
    'ابيدجان'
    """
    return "".join(c for c in unicodedata.normalize("NFKD", spelling) if unicodedata.category(c) not in ("Mn", "Cf"))


def add_name(place: Place, spelling: str) -> None:
    """Add a spelling unless it is a code, a transliteration in lower case, too short or in another script."""
    spelling = spelling.strip().strip("\u200e\u200f")
    if ARABIC.match(native := bare_arabic(spelling)):
        if place.population >= 20_000:
            place.names.setdefault(native, "native")
        return
    if not spelling[:1].isupper() or not LATIN.match(spelling):
        return
    name = key(re.sub(r"\(.*?\)", "", spelling))
    if place.kind in ("admin1", "admin2"):
        name = bare_admin(name)
    if len(name) > 3 or (len(name) == 3 and name == main_name(place)):
        place.names.setdefault(name, "")


def main_name(place: Place) -> str:
    """The folded name of a place, an area's without its type."""
    return bare_admin(key(place.name)) if place.kind in ("admin1", "admin2") else key(place.name)


def bare_admin(name: str) -> str:
    """The name of an area without its type ("cercle de Djenné" -> "djenne")."""
    return ADMIN_TAIL.sub("", ADMIN_HEAD.sub("", name, count=1))


def settle_names(places: dict[str, Place]) -> None:
    """Give each name its rule, and take it from hamlets where it would only mislead."""
    everyday = frozenset(everyday_words())
    country_names = {n for c in countries() for n in c.names} | {n for t in traps() for n in t.names}
    holders: dict[str, list[Place]] = defaultdict(list)
    for place in places.values():
        for name in list(place.names):
            if name in country_names:
                del place.names[name]
            else:
                holders[name].append(place)
    sure = {n for n, ps in holders.items() if any(p.population >= SURE_POPULATION or p.names[n] == "sure" for p in ps)}
    for name, owners in holders.items():
        kept = rightful(owners)
        for place in owners:
            if place not in kept or shadows(name, place, sure | country_names):
                del place.names[name]
            elif not place.names[name]:
                place.names[name] = name_rule(name, place, everyday)


def rightful(owners: list[Place]) -> list[Place]:
    """Who may keep a name: per country and level the foremost; no hamlet beside a city, none of three hamlets alike."""
    largest = max(owner.population for owner in owners)
    groups: dict[tuple[str, bool], list[Place]] = defaultdict(list)
    for owner in owners:
        groups[owner.region, owner.kind in ("admin1", "admin2")].append(owner)
    kept = []
    for (_, administrative), group in groups.items():
        best = max(group, key=lambda p: (p.kind == "admin1", p.seat, p.population, p.kind == "district", p.place_id))
        minor = not best.seat and best.population < 5000 and not administrative
        if not (minor and (largest >= CITY_POPULATION or len(group) > 2)):
            kept.append(best)
    return kept


def shadows(name: str, place: Place, sure: set[str]) -> bool:
    """Whether a minor place's longer name would swallow a sure one ("Mali Koura")."""
    words = name.split()
    return len(words) > 1 and name not in sure and place.population < PLAIN_POPULATION and bool(sure & set(words))


def name_rule(name: str, place: Place, everyday: frozenset[str]) -> str:
    """How much a name needs beside it (see `riskbrief.coding.gazetteer.Candidate`)."""
    words = name.split()
    single = len(words) == 1
    main = main_name(place)
    unlike = (
        name != main
        and not main.startswith(f"{name} ")
        and (len(name) < 5 or SequenceMatcher(None, name, main).ratio() < LIKE_MAIN_NAME)
    )
    if unlike and place.kind != "admin1":
        return "weak"
    if all(word in everyday or word in PERSON_WORDS or word in TYPE_WORDS for word in words):
        weakened = "weak" if place.population >= PLAIN_POPULATION or place.seat else "typed"
        return "typed" if place.kind in ("admin1", "admin2") or name in TYPE_WORDS else weakened
    if place.kind == "admin1" or place.population >= SURE_POPULATION:
        return "sure" if len(name) > 3 else "plain"
    if place.population >= PLAIN_POPULATION or place.seat:
        return "plain" if len(name) > 4 or (place.seat and place.region in CORE) else "weak"
    if place.kind == "admin2":
        return "weak" if single else "plain"
    return "weak"


def everyday_words() -> list[str]:
    """Ordinary words that are also place names, one a line."""
    lines = (HERE / "everyday_words.txt").read_text(encoding="utf-8").splitlines()
    return [word for line in lines if not line.startswith("#") for word in line.split()]


def mark_capital_zones(places: dict[str, Place]) -> None:
    """Mark what lies within a few kilometres of a capital; our own table names the rest of the belt."""
    centres = {town.region: town for town in capital_towns(places.values())}
    seats = [town for town in places.values() if town.capital and town.kind == "town" and town.population > 250_000]
    for place in places.values():
        reach = CAPITAL_ZONE_KM.get(place.kind, 0.0)
        for centre in {id(c): c for c in [*centres.values(), *seats]}.values():
            if centre.region == place.region and distance_km(place.lat, place.lon, centre.lat, centre.lon) <= reach:
                place.capital = True


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance, good to a per cent at these scales."""
    x = math.radians(lon2 - lon1) * math.cos(math.radians((lat1 + lat2) / 2))
    return 6371.0 * math.hypot(x, math.radians(lat2 - lat1))


# --------------------------------------------------------------------------------------------------- output


def packed(rows: list[Place]) -> bytes:
    """The five blocks that `riskbrief.coding.gazetteer.read_gazetteer` reads, compressed without a date."""
    rows = sorted(rows, key=lambda place: place.place_id)
    latin: dict[str, list[str]] = defaultdict(list)
    native: dict[str, list[str]] = defaultdict(list)
    for number, place in enumerate(rows):
        for name, rule in place.names.items():
            (native if rule == "native" else latin)[name].append(f"{LETTERS[rule]}{number}")
    blocks = [["\t".join(HEADER), *map(line, rows)], *name_blocks(latin), *name_blocks(native)]
    text = "\n\n".join("\n".join(block) for block in blocks)
    return gzip.compress(text.encode("utf-8"), compresslevel=9, mtime=0)


def name_blocks(names: dict[str, list[str]]) -> tuple[list[str], list[str]]:
    """Names between spaces, and what each may mean."""
    ordered = sorted(names)
    return [f" {name} " for name in ordered], [" ".join(names[name]) for name in ordered]


def line(place: Place) -> str:
    """One row of the table of places."""
    fields: list[Any] = [
        place.place_id, place.name, place.region, place.admin1, place.kind, f"{place.lat:.3f}", f"{place.lon:.3f}",
        int(place.capital), place.population,
    ]  # fmt: skip
    return "\t".join(map(str, fields))


if __name__ == "__main__":
    main()
