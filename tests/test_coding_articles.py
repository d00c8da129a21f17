"""Articles to mentions: evidence spans, places, days, tolls, and what must change nothing."""

from __future__ import annotations

import gc
import unicodedata

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coding_builders import FRIDAY, code, mentions, row, shipped, shipped_book
from riskbrief.coding.claims import claimant
from riskbrief.coding.code import Coded, code_articles
from riskbrief.tables import ARTICLES

FORCES, CIVILIANS, CAPITAL = "sec_attack_security_forces", "sec_attack_civilians", "sec_attack_capital"
SENTENCES = {
    "en": [
        "Gunmen attacked an army post near Gao on Friday, killing six soldiers, the governor said.",
        "Militants could attack a barracks in Bamako.",
        "There was no attack on the market in Ségou.",
        "ECOWAS lifted sanctions on Mali.",
        "“Protesters” took to the streets of Niamey — thousands of them.",
        "A court sentenced two men over the coup in 2012.",
    ],
    "fr": [
        "Des hommes armés ont attaqué un village près de Djibo jeudi, selon un élu.",
        "Une trentaine de civils ont été tués à Djenné.",
        "L’armée dément toute attaque contre la caserne de Gao.",
        "La CEDEAO a levé les sanctions contre le Mali.",
        "Des hommes auraient attaqué une gendarmerie à Tillabéri.",
        "Le cœur de la ville reste bouclé, un couvre-feu est en vigueur à Niamey.",
    ],
}
INVISIBLE = ["", "\u200b", "\u00ad", "\u200f", " ", "\n", "\r\n"]


@st.composite
def articles(draw: st.DrawFn) -> dict[str, object]:
    language = draw(st.sampled_from(["en", "fr"]))
    parts = draw(st.lists(st.sampled_from(SENTENCES[language]), min_size=1, max_size=5))
    text = "".join(p + " " + draw(st.sampled_from(INVISIBLE)) for p in parts)
    form = draw(st.sampled_from(["NFC", "NFD"]))
    return row(unicodedata.normalize(form, text), title=draw(st.sampled_from(parts)), language=language)


@given(articles())
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_quote_is_the_slice_of_its_field_and_every_row_keeps_the_declared_shape(article: dict[str, object]) -> None:
    coded = code(article)
    for table in (coded.mentions, coded.claims):
        for found in table.to_dict("records"):
            assert found["quote"] == str(article[found["field"]])[found["start"] : found["end"]] != ""
    assert coded.mentions["counts"].equals(coded.mentions["alpha"] > 0)
    assert set(coded.mentions["zone_weight"]) <= set(shipped().config.index.reading.zones.values())


def stripped(text: str) -> str:
    plain = text.replace("œ", "oe").replace("’", "'")
    return "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))


def facts(coded: Coded) -> list[tuple[object, ...]]:
    columns = ["indicator_id", "region_id", "place_id", "status", "sentence", "counts", "event_date", "toll_best"]
    return [tuple(None if pd.isna(v) else v for v in r) for r in coded.mentions[columns].itertuples(index=False)]


@given(st.lists(st.sampled_from(SENTENCES["fr"]), min_size=1, max_size=5))
@settings(max_examples=25, deadline=None)
def test_french_without_accents_says_the_same(parts: list[str]) -> None:
    text = " ".join(parts)
    assert facts(code(row(text, language="fr"))) == facts(code(row(stripped(text), language="fr")))


@given(st.permutations(range(12)), st.integers(1, 11))
@settings(max_examples=15, deadline=None)
def test_order_and_batches_change_nothing(order: list[int], cut: int) -> None:
    texts = [(s, language) for language in ("en", "fr") for s in SENTENCES[language]]
    rows = [row(t, language=language, name=f"a{n:02d}") for n, (t, language) in enumerate(texts)]
    whole = code(*rows)
    shuffled = ARTICLES.build(rows).iloc[order]
    reading = shipped().config.index.reading
    parts = [code_articles(shuffled.iloc[:cut], shipped_book(), reading=reading)]
    parts.append(code_articles(shuffled.iloc[cut:], shipped_book(), reading=reading))
    again = Coded.concatenate(parts)
    for name in ("mentions", "focus", "claims"):
        pd.testing.assert_frame_equal(getattr(whole, name), getattr(again, name))


def test_a_second_copy_of_an_article_changes_nothing_in_the_first() -> None:
    one, two = row(SENTENCES["en"][0], name="a1"), row(SENTENCES["en"][0], name="a2")
    both = code(one, two).mentions
    pd.testing.assert_frame_equal(both[both["article_id"] == "a1"].reset_index(drop=True), code(one).mentions)


@pytest.mark.parametrize("collects", [True, False])
def test_coding_leaves_the_collector_of_cycles_as_it_was(collects: bool) -> None:
    (gc.enable if collects else gc.disable)()
    try:
        code(row("Gunmen attacked a village near Gao."))
        assert gc.isenabled() is collects
    finally:
        gc.enable()


def test_no_articles_give_empty_tables() -> None:
    coded = Coded.concatenate([code()])
    assert (len(coded.mentions), len(coded.focus), len(coded.claims)) == (0, 0, 0)
    assert Coded.concatenate([]).mentions.empty


def located(text: str, indicator: str = FORCES, **options: str) -> list[tuple[str | None, str | None]]:
    found = mentions(text, **options)  # type: ignore[arg-type]
    found = found[found["indicator_id"] == indicator]
    names = shipped_book().gazetteer
    return [
        (None if pd.isna(r) else r, None if pd.isna(p) else names.entry(p).name)
        for r, p in zip(found["region_id"], found["place_id"], strict=True)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gunmen attacked an army post near Gao.", ("MLI", "Gao")),
        ("Gunmen attacked an army post in Niger.", ("NER", None)),
        ("Malian officials said gunmen attacked an army post near Gao.", ("MLI", "Gao")),
        ("It was a hot day in Gao. Gunmen attacked an army post.", ("MLI", "Gao")),
        ("Gunmen attacked an army post, according to the ministry in Bamako. It was dawn in Gao.", ("MLI", None)),
        ("Gunmen attacked an army post near Gao, officials in Bamako said.", ("MLI", "Gao")),
        ("Gunmen attacked an army post.", (None, None)),
    ],
)
def test_a_mention_lies_at_the_nearest_place_not_where_a_source_spoke(
    text: str, expected: tuple[str | None, str | None]
) -> None:
    assert located(text) == [expected]


def test_without_a_place_nearby_the_country_of_the_article_holds() -> None:
    text = "Mali is calm. Prices fell. Rain came. Gunmen attacked an army post."
    assert located(text) == [("MLI", None)]
    split = "Mali and Niger and Benin and Togo met. Prices fell. Rain came. Gunmen attacked an army post."
    assert located(split) == [(None, None)]


def test_a_summits_venue_is_not_the_country_concerned() -> None:
    text = "Leaders in Lomé imposed sanctions on Mali. Mali said it would respond. Mali is a member."
    assert located(text, "int_sanctions_aid_cut")[0][0] == "MLI"


@pytest.mark.parametrize(
    ("text", "fires"),
    [
        ("Gunfire was heard in Bamako on Friday.", True),
        ("Bamako woke early. Gunfire was heard on Friday.", True),
        ("Gunfire was heard in Gao on Friday.", False),
        ("Gunfire was heard near Gao, officials in Bamako said.", False),
        ("Gunfire was heard in Mali on Friday.", False),
    ],
)
def test_violence_in_a_capital_needs_the_capital_in_the_same_or_the_previous_sentence(text: str, fires: bool) -> None:
    assert (CAPITAL in set(mentions(text)["indicator_id"])) == fires


def test_the_event_day_is_what_the_sentence_says_else_publication() -> None:
    found = mentions("Gunmen attacked an army post near Gao on Tuesday.", day=FRIDAY)
    assert found["event_date"].dt.date.astype(str).unique().tolist() == ["2024-03-05"]
    silent = mentions("Gunmen attacked an army post near Gao.", day=FRIDAY)
    assert silent["event_date"].dt.date.astype(str).unique().tolist() == [FRIDAY]


def test_focus_gives_shares_and_who_the_article_is_about() -> None:
    focus = code(row("Mali is calm. Mali is dry. Later, far away, rain in Niger.", title="Mali")).focus
    assert focus.set_index("region_id")["share"].sum() == pytest.approx(1)
    assert focus.set_index("region_id")["about"].to_dict() == {"MLI": True, "NER": False}
    article = ARTICLES.build([row("Mali is calm. Mali is dry. Later, far away, rain in Niger.", title="Mali")])
    low = code_articles(article, shipped_book(), reading=shipped().config.index.reading, about_share=0.05).focus
    assert low["about"].all()


def tolls(text: str, **options: str) -> list[tuple[float, float, float]]:
    found = mentions(text, **options)  # type: ignore[arg-type]
    found = found[found["indicator_id"].isin([FORCES, CIVILIANS])]
    return [tuple(r) for r in found[["toll_low", "toll_best", "toll_high"]].itertuples(index=False)]


def test_a_mention_carries_the_toll_of_its_sentence_or_of_the_one_that_goes_on() -> None:
    assert tolls("Gunmen attacked an army post near Gao, killing 6 soldiers.") == [(6, 6, 6)] * 2
    onward = "Gunmen attacked an army post near Gao. Between 20 and 30 men were killed, a medic said."
    assert tolls(onward) == [(20, 25, 30)]
    elsewhere = "Gunmen attacked an army post near Gao. In Dakar, 12 people were killed by a flood."
    assert [t[1] for t in tolls(elsewhere) if t[1] == t[1]] == []


@pytest.mark.parametrize(
    "text",
    [
        "Militants could attack an army post near Gao, killing 60 soldiers.",
        "Gunmen attacked an army post near Gao in 2013, killing 60 soldiers.",
        "There was no attack on an army post near Gao and no 60 soldiers were killed.",
        "Gunmen attacked an army post near Gao. The army denied that 60 soldiers were killed.",
    ],
)
def test_a_toll_that_is_denied_feared_or_past_is_no_claim(text: str) -> None:
    assert code(row(text)).claims.empty


def test_claims_name_their_claimant_as_read() -> None:
    text = (
        "Gunmen attacked an army post near Gao on Friday. Six soldiers were killed and nine wounded, the army said. "
        "A market near Koro was attacked on Friday and gunmen killed 12 villagers, according to a hospital source."
    )
    claims = code(row(text)).claims
    assert set(zip(claims["kind"], claims["best"], claims["claimant"], strict=True)) == {
        ("killed", 6.0, "the army"),
        ("wounded", 9.0, "the army"),
        ("killed", 12.0, "a hospital source"),
    }


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        ("Six soldiers died, the army said on Friday.", "the army"),
        ("According to two medics, six soldiers died.", "two medics"),
        ("Six soldats sont morts, selon une source hospitalière.", "une source hospitalière"),
        ("Six soldats sont morts, a indiqué jeudi le maire.", "le maire"),
        ("Le gouverneur a déclaré que six soldats étaient morts.", "Le gouverneur"),
        ("Six soldiers died.", ""),
        ("Six died, according to " + "x" * 200 + ".", ""),
    ],
)
def test_the_claimant_is_who_speaks(sentence: str, who: str) -> None:
    language = "fr" if sentence.startswith(("Six soldats", "Le ")) else "en"
    assert claimant(sentence, shipped_book().languages[language].tongue.text) == who


def test_a_commentary_counts_the_attack_and_neither_old_coups_nor_what_may_come() -> None:
    text = (
        "The raid shook a city long thought safe. The attack on the gendarmerie academy close to the airport "
        "of Bamako, in Mali, began before dawn, and gunfire woke the district. Troops began combing operations. "
        "Mali has been unsettled since a coup in 2012, and the coup in 2021 made matters worse.\n"
        "The army might launch a military offensive, which can result in civilian casualties. "
        "The violence could spill over borders."
    )
    found = mentions(text, day="2024-09-18")
    counted = found[found["counts"]].groupby("indicator_id")["region_id"].apply(set).to_dict()
    assert counted[FORCES] == {"MLI"} and counted[CAPITAL] == {"MLI"}
    assert not {"gov_coup_instability", "sec_civilian_harm_ops", "sec_cross_border"} & set(counted)
    status = found.groupby("indicator_id")["status"].apply(set).to_dict()
    assert status["gov_coup_instability"] == {"historic"}
    assert status["sec_civilian_harm_ops"] == status["sec_cross_border"] == {"hypothetical"}


@pytest.mark.parametrize(
    "unit", ["attack the barracks soldiers ", "a", "« é", "\u0645\u0646 ", "?!\n", "killed # 1,000 "]
)
def test_a_very_long_text_is_read_in_proportion_to_its_length(unit: str) -> None:
    """No timing: a quadratic step would not come back from this at all."""
    text = unit * (300_000 // len(unit))
    coded = code(row(text, title="Mali"))
    assert (coded.mentions["end"] <= len(text)).all()
