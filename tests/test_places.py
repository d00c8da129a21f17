"""Places: the traps, the guards, what a name means, and the packaged data itself (method B.5)."""

from __future__ import annotations

import json
import unicodedata
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskbrief.coding.gazetteer import Gazetteer, load_gazetteer
from riskbrief.coding.places import PlaceHit, article_focus, article_places

PANEL = "BEN BFA CIV GHA GIN GMB GNB LBR MLI MRT NER NGA SEN SLE TCD TGO"
NEIGHBOURS = "DZA LBY CMR CAF SDN"
PIECES = [
    "Mali", "Niger State", "Niger River", "Guinée-Bissau", "Guinea", "Nigerien", "Bamako", "Ségou", "Burkina Faso",
    ", ", ". ", " in ", " près de ", "œuvre ", "Mali Diarra said", "N’Djamena", "the ", "LAGOS", "\n\n", "«",
    "région du ", "Bla", "باماكو", "U.S.", " Koro", " 🛑 ", "e\u0301",
]  # fmt: skip


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


def regions(text: str, title: str = "") -> list[str]:
    """Regions of the hits, title first."""
    title_hits, text_hits = article_places(title, text, load_gazetteer())
    return [hit.entry.region_id or "" for hit in [*title_hits, *text_hits]]


def named(text: str, title: str = "") -> list[str]:
    """Names of the places hit, title first."""
    title_hits, text_hits = article_places(title, text, load_gazetteer())
    return [hit.entry.name for hit in [*title_hits, *text_hits]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Police were attacked in Niger State.", ["NGA"]),
        ("Bandits roam Niger state in Nigeria.", ["NGA", "NGA"]),
        ("Pipelines burn in the Niger Delta.", ["NGA"]),
        ("The Niger River is high.", []),
        ("Le fleuve Niger est en crue.", []),
        ("La boucle du Niger est sèche.", []),
        ("The Nigerien army moved.", ["NER"]),
        ("The Nigerian army moved.", ["NGA"]),
        ("L'armée nigérienne avance.", ["NER"]),
        ("Les soldats nigérians avancent.", ["NGA"]),
        ("Coup au Niger.", ["NER"]),
        ("Fighting in Papua New Guinea.", ["PNG"]),
        ("Divers explore New Guinea.", []),
        ("Equatorial Guinea votes.", ["GNQ"]),
        ("La Guinée équatoriale vote.", ["GNQ"]),
        ("Guinea-Bissau votes.", ["GNB"]),
        ("La Guinée-Bissau vote.", ["GNB"]),
        ("Bissau-Guinean officers met.", ["GNB"]),
        ("Pirates in the Gulf of Guinea.", []),
        ("Des pirates dans le golfe de Guinée.", []),
        ("She keeps guinea fowl and a guinea pig.", []),
        ("Guinea worm is nearly gone.", []),
        ("Guinea votes; Conakry waits.", ["GIN", "GIN"]),
        ("Benin City floods.", ["NGA"]),
        ("Le Bénin vote.", ["BEN"]),
        ("He rides the Dakar Rally.", []),
        ("The Mali Empire fell.", []),
        ("You can walk from here to Timbuktu.", []),
        ("Tanks near Timbuktu.", ["MLI"]),
        ("Fishing on Lake Chad stops.", []),
        ("Ivory Coast and Côte d’Ivoire are one.", ["CIV", "CIV"]),
        ("Burkinabè and Burkinabe are one.", ["BFA", "BFA"]),
        ("Central African Republic votes.", ["CAF"]),
        ("South Sudan votes.", ["SSD"]),
        ("La RDC vote.", ["COD"]),
        ("Congo-Brazzaville votes.", ["COG"]),
        ("The Sahel is dry.", []),
    ],
)
def test_names_that_look_alike_lead_to_the_right_country_or_to_none(text: str, expected: list[str]) -> None:
    assert regions(text) == expected


@pytest.mark.parametrize("name", ["Mali", "Chad", "Jordan"])
def test_a_country_name_that_a_person_bears_is_no_country_in_that_article(name: str) -> None:
    assert regions(f"{name} Traore runs a shop. {name} said the street was calm.") == []


def test_after_a_person_named_mali_a_place_word_still_makes_mali_the_country() -> None:
    assert regions("Mali Keita left. Mali is tired. She was born in Mali.") == ["MLI"]


@pytest.mark.parametrize(
    "text", ["The President of Mali Amadou Sow resigned.", "Mali Army kills ten.", "Mali junta leader Goita spoke."]
)
def test_an_office_or_an_institution_beside_mali_does_not_make_it_a_person(text: str) -> None:
    assert regions(text) == ["MLI"]


def test_after_the_president_of_mali_is_named_mali_stays_a_country() -> None:
    assert regions("The President of Mali Amadou Sow resigned. Mali votes in May.") == ["MLI", "MLI"]


def test_a_headline_in_capitals_or_title_case_names_places_as_a_sentence_does() -> None:
    assert regions("", "ATTACK ON KATI CAMP IN MALI") == ["MLI", "MLI"]
    assert regions("", "Mali Suspends Three Radio Stations") == ["MLI"]


def test_a_place_name_needs_its_capital_letter_but_a_french_demonym_does_not() -> None:
    assert regions("a man said it may say more in mali") == []
    assert regions("des soldats maliens") == ["MLI"]


@pytest.mark.parametrize("text", ["We told us.", "US troops left.", "U.S. troops left.", "Us too."])
def test_an_abbreviation_counts_only_in_capitals(text: str) -> None:
    assert regions(text) == (["USA"] if text.startswith(("US", "U.S")) else [])


def test_ordinary_words_that_are_also_towns_need_a_place_word_and_their_country() -> None:
    assert "Man" not in named("Man bites dog in Mali. Say it again.")
    assert "Karma" in named("Gunmen attacked the village of Karma in Burkina Faso.")
    assert "Karma" not in named("Gunmen attacked the village of Karma.")
    assert "Karma" not in named("Karma is a word that people of Burkina Faso know.")


def test_a_town_between_two_capitalised_strangers_is_a_name_of_a_person() -> None:
    assert "Kaya" in named("Displaced people reached Kaya on Friday.")
    assert "Kaya" not in named("The minister Fatma Kaya left.")


def test_the_country_named_in_the_article_decides_between_towns_of_one_name() -> None:
    assert regions("Attack in Koro in Mali.") == ["MLI", "MLI"]
    assert "MLI" not in regions("Attack in Koro, Burkina Faso.")
    assert regions("An air strike hit Tripoli, in the north of Lebanon.") == ["LBN"]
    assert regions("Une frappe a visé Saïda, dans le sud du Liban.") == ["LBN"]
    assert regions("Tripoli recalled its envoy in Lebanon.") == ["LBY", "LBN"]


def test_without_a_country_named_the_larger_town_is_meant(gazetteer: Gazetteer) -> None:
    (_, hits) = article_places("", "Traders met in Kano.", gazetteer)
    assert [hit.entry.region_id for hit in hits] == ["NGA"]


def test_a_far_larger_town_is_meant_where_only_the_hamlet_s_country_is_named(gazetteer: Gazetteer) -> None:
    (_, hits) = article_places("", "A delegation from Gao reached Ouagadougou in Burkina Faso.", gazetteer)
    assert [hit.entry.region_id for hit in hits] == ["MLI", "BFA", "BFA"]


def test_a_hamlet_of_unknown_size_is_found_in_its_country() -> None:
    unknown = next(
        entry
        for entry in map(load_gazetteer().at, range(len(load_gazetteer().lines)))
        if entry.kind == "village" and entry.region_id == "BFA" and entry.population == 0 and len(entry.name) > 9
    )
    assert unknown.name in named(f"Gunmen attacked the village of {unknown.name} in Burkina Faso.")


def test_a_region_word_beside_a_name_means_the_area_not_the_town(gazetteer: Gazetteer) -> None:
    (_, hits) = article_places("", "Fighting in the Gao region. Fighting in Gao.", gazetteer)
    assert [hit.entry.kind for hit in hits] == ["admin1", "town"]


@pytest.mark.parametrize(
    ("text", "in_capital"),
    [
        ("Shots near Faladié in Bamako.", True),
        ("Shots at the Bamako airport.", True),
        ("Shots at the Kati camp.", True),
        ("Shots in the Malian capital.", True),
        ("Shots in Mali's capital.", True),
        ("Tirs dans la capitale nigérienne.", True),
        ("Tirs à Niamey.", True),
        ("Shots in Cocody, Abidjan.", True),
        ("Shots in Gao.", False),
        ("Shots in Kano.", False),
    ],
)
def test_the_capital_zone_holds_the_capital_its_districts_airport_and_garrison(text: str, in_capital: bool) -> None:
    _, hits = article_places("", text, load_gazetteer())
    assert hits
    assert all(hit.entry.capital is in_capital for hit in hits)


def test_a_name_in_arabic_script_is_found() -> None:
    assert regions("انفجار في باماكو") == ["MLI"]


@given(
    st.lists(st.sampled_from(PIECES), max_size=12).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=5).map("".join),
)
def test_every_hit_lies_in_its_field_in_order_and_none_overlap(text: str, title: str) -> None:
    for field, hits in zip((title, text), article_places(title, text, load_gazetteer()), strict=True):
        ends = 0
        for hit in hits:
            assert ends <= hit.start < hit.end <= len(field)
            assert field[hit.start].isalnum()
            assert hit.entry.region_id
            ends = hit.end


@given(st.text(max_size=120), st.text(max_size=40))
def test_any_text_is_read_without_error_and_hits_point_into_it(text: str, title: str) -> None:
    for field, hits in zip((title, text), article_places(title, text, load_gazetteer()), strict=True):
        assert all(0 <= hit.start < hit.end <= len(field) for hit in hits)


@given(st.lists(st.sampled_from([p for p in PIECES if "\u0301" not in p]), max_size=12).map("".join))
def test_stripping_accents_changes_no_place(text: str) -> None:
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    assert named(bare) == named(text)


def test_the_focus_weighs_title_lead_and_rest_three_two_one(gazetteer: Gazetteer) -> None:
    mali, niger = gazetteer.entry("iso:MLI"), gazetteer.entry("iso:NER")
    text_hits = [PlaceHit(0, 4, mali), PlaceHit(50, 55, niger)]
    shares = article_focus([PlaceHit(0, 5, niger)], text_hits, 40)
    assert shares == pytest.approx({"MLI": 2 / 6, "NER": 4 / 6})


@given(
    st.lists(st.tuples(st.sampled_from(["MLI", "NER", "NGA"]), st.integers(0, 200)), max_size=9), st.integers(0, 200)
)
def test_focus_shares_are_positive_and_sum_to_one(named_at: list[tuple[str, int]], lead_end: int) -> None:
    gazetteer = load_gazetteer()
    hits = [PlaceHit(at, at + 4, gazetteer.entry(f"iso:{region}")) for region, at in named_at]
    shares = article_focus([], hits, lead_end)
    assert set(shares) == {region for region, _ in named_at}
    assert all(share > 0 for share in shares.values())
    assert not hits or sum(shares.values()) == pytest.approx(1)


# ------------------------------------------------------------------------------------- the packaged data


def test_the_gazetteer_is_small_and_covers_every_panel_country_with_a_capital_zone(gazetteer: Gazetteer) -> None:
    packed = resources.files("riskbrief").joinpath("assets/gazetteer.tsv.gz").read_bytes()
    entries = [gazetteer.at(row) for row in range(len(gazetteer.lines))]
    zones = {entry.region_id for entry in entries if entry.capital}
    assert len(packed) < 3_000_000
    assert set(PANEL.split() + NEIGHBOURS.split()) <= zones


def test_every_place_has_coordinates_and_ids_are_unique(gazetteer: Gazetteer) -> None:
    entries = [gazetteer.at(row) for row in range(len(gazetteer.lines))]
    assert len({entry.place_id for entry in entries}) == len(entries)
    assert all(-90 <= e.lat <= 90 and -180 <= e.lon <= 180 for e in entries)
    assert all(gazetteer.entry(e.place_id) == e for e in entries[:200])


def test_outlines_are_closed_small_and_hold_every_panel_country() -> None:
    raw = resources.files("riskbrief").joinpath("assets/outlines.json").read_bytes()
    countries = json.loads(raw)["countries"]
    assert len(raw) < 200_000
    assert set(PANEL.split() + NEIGHBOURS.split()) <= set(countries)
    for country in countries.values():
        assert all(ring[0] == ring[-1] and len(ring) > 3 for ring in country["rings"])
        assert len(country["label"]) == 2


def test_capitals_lie_inside_their_country_s_outline_box(gazetteer: Gazetteer) -> None:
    raw = resources.files("riskbrief").joinpath("assets/outlines.json").read_text(encoding="utf-8")
    countries = json.loads(raw)["countries"]
    for iso3 in PANEL.split():
        entry = gazetteer.entry(f"iso:{iso3}")
        xs, ys = zip(*(point for ring in countries[iso3]["rings"] for point in ring), strict=True)
        assert min(xs) - 0.2 <= entry.lon <= max(xs) + 0.2
        assert min(ys) - 0.2 <= entry.lat <= max(ys) + 0.2
