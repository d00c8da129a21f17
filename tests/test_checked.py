"""A workspace found good once is not checked again while nothing moves; whatever could make it bad is looked at."""

from __future__ import annotations

from pathlib import Path

import pytest

from riskbrief.definitions.load import load_workspace
from riskbrief.errors import ConfigurationError
from riskbrief.pipeline import identity
from riskbrief.pipeline.checked import FILE, keep_checked, was_checked
from riskbrief.pipeline.opening import open_workspace

UNKNOWN = """schema_version: 1
lower_confidence:
  - id: nowhere
    region: ZZZ
    to: low
    author: A. Diallo
    date: "2024-09-20"
    expires: "2024-10-20"
    reason: {en: Few reports, fr: Peu de textes}
"""


@pytest.fixture
def good(workspace: Path) -> Path:
    keep_checked(open_workspace(workspace))
    return workspace


def test_what_was_found_good_is_known_again(good: Path) -> None:
    assert was_checked(load_workspace(good))


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("config.yaml", "weight: 0.40", "weight: 0.41"),
        ("indicators/security.yaml", '"@lift"', '"@no_such_family"'),
        ("reports/weekly.yaml", "panel: ", "panel: no_such_"),
    ],
)
def test_an_edit_that_is_wrong_is_told_although_the_workspace_was_good(
    good: Path, file: str, old: str, new: str
) -> None:
    text = (good / file).read_text(encoding="utf-8")
    (good / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    assert old in text
    with pytest.raises(ConfigurationError):
        open_workspace(good)


def test_a_judgement_that_is_wrong_is_told_although_no_score_hangs_on_it(good: Path) -> None:
    (good / "judgements.yaml").write_text(UNKNOWN, encoding="utf-8")
    with pytest.raises(ConfigurationError):
        open_workspace(good)


def test_another_program_checks_again(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identity, "code_digest", lambda: "another")
    assert not was_checked(load_workspace(good))


def test_a_damaged_memory_is_none(good: Path) -> None:
    (good / FILE).write_bytes((good / FILE).read_bytes().replace(b'"', b"'", 1))
    assert not was_checked(load_workspace(good))


def test_opening_writes_nothing(workspace: Path) -> None:
    open_workspace(workspace)
    assert not (workspace / FILE).exists()
