"""Folding keeps the way back: whatever is matched is a slice of the text as read."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskbrief.folding import TOKEN, Canonical, canonical, fold, tokens

AWKWARD = (
    "abzéÉœŒæßàçüñ’‘“”«»–—-' \t\n\r.,;:!?()/0129\u0301\u0308\u200b\u200d\u00ad\u00a0\u202f\u2060"
    "ﬁ½™…\u0645\u0627\u0644\u064a\u200f\u5317\U0001f525"
)
texts = st.text(alphabet=AWKWARD, max_size=60) | st.text(max_size=40)


def words(folded: Canonical) -> list[tuple[str, int, int]]:
    data = folded.data.decode("ascii")
    return [(m.group(), folded.raw(m.start()), folded.raw(m.end())) for m in TOKEN.finditer(data)]


@given(texts)
def test_the_slice_of_every_folded_word_folds_to_that_word(text: str) -> None:
    for word, start, end in words(canonical(text)):
        again = "".join(TOKEN.findall(canonical(text[start:end]).data.decode()))
        assert 0 <= start < end <= len(text)
        assert again == word


@given(texts)
def test_offsets_never_run_backwards_and_stay_inside_the_text(text: str) -> None:
    folded = canonical(text)
    offsets = [folded.raw(i) for i in range(len(folded.data) + 1)]
    assert all(0 <= o <= len(text) for o in offsets)
    starts = [start for _, start, _ in words(folded)]
    assert starts == sorted(starts)


@given(texts)
def test_a_word_is_found_again_from_its_place_in_the_text(text: str) -> None:
    folded = canonical(text)
    data = folded.data.decode("ascii")
    for match in TOKEN.finditer(data):
        assert folded.position(folded.raw(match.start())) <= match.start()
        assert data[folded.position(folded.raw(match.start())) : match.start()].strip(" .") == ""


@given(st.text(alphabet="aeéèêàçùïôœ’ -.ABÉ", max_size=40))
def test_accents_composed_or_not_and_case_make_no_difference(text: str) -> None:
    plain = [w for w, _, _ in words(canonical(text))]
    assert [w for w, _, _ in words(canonical(unicodedata.normalize("NFD", text)))] == plain
    assert [w for w, _, _ in words(canonical(text.upper()))] == plain
    assert [t.text for t in tokens(text)] == plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L’ATTAQUE", b"l attaque"),
        ("cœur d’État", b"coeur d etat"),
        ("base — killing", b"base . killing"),
        ("base—killing", b"base.killing"),
        ("cessez-le-feu", b"cessez le feu"),
        ("the base, soldiers", b"the base. soldiers"),
        ("civil  \t war", b"civil war"),
        ("at\u200btack\u00ad ed", b"attack ed"),
        ("tue\u0301", b"tue"),
        ("\x80 d\u2019\u00c6gir \u0130, \u0107 \u2026", b". d aegir i. c ."),  # beyond latin-1, and its last controls
        ("l\u2019\u0647\u062c\u0648\u0645 a", b"l EJWM a"),
        ("the base -- killing", b"the base killing"),
        ("the base - - killing", b"the base . . killing"),
        ("the soldiers' - killing", b"the soldiers . killing"),
        ("the base.  Killing", b"the base.  killing"),  # behind a break spaces do no harm
        ("the \n base\n\n\nkilling", b"the base.. killing"),
        ("the base \n\n killing", b"the base .. killing"),
        ("the base\n- killing", b"the base killing"),
        ("the 'quoted' base", b"the .quoted. base"),
        ("x the\u00a0'quoted' base - ", b"x the quoted base . "),
    ],
)
def test_what_joins_and_what_breaks_a_phrase(text: str, expected: bytes) -> None:
    assert canonical(text).data == expected


def test_a_decomposed_accent_belongs_to_the_word_before_it() -> None:
    text = "tue\u0301, puis"
    assert [text[t.start : t.end] for t in tokens(text)] == ["tue\u0301", "puis"]
    assert [text[s:e] for _, s, e in words(canonical(text))] == ["tue\u0301", "puis"]


def test_folding_forgets_accents_as_the_method_warns() -> None:
    assert fold("marché tué attaqué") == "marche tue attaque"
