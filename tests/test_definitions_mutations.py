"""Breaking the shipped YAML at every key is noticed, and the message names file, line and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from definition_places import ROOT, Place, places
from riskbrief.definitions.documents import model_of, read_document
from riskbrief.definitions.nodes import Entry, Items, Mapping, Mark, Scalar
from riskbrief.definitions.shape import shape
from riskbrief.errors import Problem

EVERY = places()


def changed(place: Place, text: str, tmp_path: Path) -> list[Problem]:
    """Problems of the file with other text."""
    file = tmp_path / "changed.yaml"
    file.write_text(text, encoding="utf-8")
    model = model_of(place.path)
    assert model is not None
    return list(read_document(file, place.path, model).problems)


def split(place: Place) -> tuple[str, str]:
    """The file's text up to the key, and from the key on."""
    lines = (ROOT / place.path).read_text(encoding="utf-8").splitlines(keepends=True)
    line = lines[place.mark.line - 1]
    before = "".join(lines[: place.mark.line - 1]) + line[: place.mark.column - 1]
    return before, line[place.mark.column - 1 :] + "".join(lines[place.mark.line :])


def in_brackets(before: str) -> bool:
    return before.rstrip(" \n").endswith(("{", ","))


def said(problems: list[Problem], place: Place, line: int) -> list[str]:
    return [str(p) for p in problems if p.path == place.path and p.line == line and repr(place.key) in str(p)]


def test_most_keys_of_the_models_stand_in_the_shipped_files() -> None:
    assert len(EVERY) > 150
    assert {p.path.split("/")[0] for p in EVERY} == {"config.yaml", "judgements.yaml", "indicators", "reports"}


@pytest.mark.parametrize("place", EVERY, ids=lambda p: p.name)
def test_a_key_one_letter_off_is_named_with_the_right_one(place: Place, tmp_path: Path) -> None:
    before, after = split(place)
    wrong = place.key[:1] + "q" + place.key[1:]
    problems = changed(place, before + wrong + after[len(place.key) :], tmp_path)
    found = [p for p in problems if p.line == place.mark.line and p.column == place.mark.column]
    assert any(repr(wrong) in p.text for p in found), problems
    if len(place.key) > 3:
        assert any(repr(place.key) in p.remedy for p in found), found


@pytest.mark.parametrize("place", EVERY, ids=lambda p: p.name)
def test_a_key_written_twice_is_refused_with_both_places(place: Place, tmp_path: Path) -> None:
    before, after = split(place)
    again = f"{place.key}: 0, " if in_brackets(before) else f"{place.key}: 0\n{' ' * (place.mark.column - 1)}"
    problems = changed(place, before + again + after, tmp_path)
    twice = [p for p in problems if "stands twice" in p.text]
    assert any(repr(place.key) in p.text and f"line {place.mark.line}," in p.text for p in twice), problems


@pytest.mark.parametrize("place", [p for p in EVERY if p.field.is_required()], ids=lambda p: p.name)
def test_a_required_key_that_is_left_out_is_named(place: Place) -> None:
    given = Mapping({}, Mark(7, 3))
    made, problems = shape(given, place.model, place.path)
    assert made is None
    assert said(problems, place, 7)


@pytest.mark.parametrize("place", [p for p in EVERY if not isinstance(p.value, Scalar)], ids=lambda p: p.name)
def test_one_value_where_a_list_or_mapping_belongs_is_named(place: Place) -> None:
    one = Entry(Mark(8, 1), Scalar("seven", True, Mark(8, 3)))
    made, problems = shape(Mapping({place.key: one}, Mark(7, 1)), place.model, place.path)
    assert made is None
    assert said(problems, place, 8), problems


@pytest.mark.parametrize("place", EVERY, ids=lambda p: p.name)
def test_a_list_of_lists_fits_nowhere(place: Place) -> None:
    """Except under `options` and `defaults`, whose meaning others know."""
    if place.key in ("options", "defaults"):
        return
    deep = Items((Items((Scalar("x", True, Mark(8, 9)),), Mark(8, 5)),), Mark(8, 3))
    made, problems = shape(Mapping({place.key: Entry(Mark(8, 1), deep)}, Mark(7, 1)), place.model, place.path)
    assert made is None
    assert any(p.line == 8 for p in problems), problems
