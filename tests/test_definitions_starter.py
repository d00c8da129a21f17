"""`riskbrief init` gives a workspace that works at once and never touches what stands there."""

from __future__ import annotations

from pathlib import Path

import pytest

from definition_places import ROOT
from riskbrief.definitions.load import load_workspace
from riskbrief.definitions.starter import copy_starter, find_template_dirs
from riskbrief.errors import UsageError


def test_a_new_workspace_is_the_shipped_one(tmp_path: Path) -> None:
    written = copy_starter(tmp_path / "a new place")
    assert written == sorted(written) and all(path.is_file() for path in written)
    assert load_workspace(tmp_path / "a new place").digest == load_workspace(ROOT).digest
    names = {str(path.relative_to(tmp_path / "a new place")) for path in written}
    assert {"config.yaml", "scenarios.yaml", "output/.gitignore", "docs/schemas/config.schema.json"} <= names
    assert any(name.startswith("templates/") for name in names)


def test_output_is_ignored_by_version_control_except_its_marker(tmp_path: Path) -> None:
    copy_starter(tmp_path)
    assert (tmp_path / "output" / ".gitignore").read_text().split() == ["*", "!.gitignore"]


def test_what_stands_there_is_kept_and_not_listed(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("mine\n")
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "weekly.yaml").symlink_to(tmp_path / "nowhere")
    written = copy_starter(tmp_path)
    assert (tmp_path / "config.yaml").read_text() == "mine\n"
    assert not (tmp_path / "nowhere").exists()
    assert not {tmp_path / "config.yaml", tmp_path / "reports" / "weekly.yaml"} & set(written)
    assert tmp_path / "indicators" / "security.yaml" in written
    assert copy_starter(tmp_path) == []


def test_a_file_in_place_of_the_folder_is_a_usage_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="is a file"):
        copy_starter(tmp_path / "file")


def test_templates_are_looked_up_in_the_workspace_first(tmp_path: Path) -> None:
    assert [folder.name for folder in find_template_dirs(tmp_path)] == ["templates"]
    (tmp_path / "templates").mkdir()
    first, second = find_template_dirs(tmp_path)
    assert first == tmp_path / "templates" and second != first
    assert len(find_template_dirs(ROOT)) == 1


YAML = [
    ROOT / "config.yaml",
    ROOT / "judgements.yaml",
    ROOT / "scenarios.yaml",
    *sorted((ROOT / "indicators").rglob("*.yaml")),
    *sorted((ROOT / "reports").glob("*.yaml")),
]


@pytest.mark.parametrize("path", YAML, ids=lambda p: p.name)
def test_each_yaml_file_names_its_schema_for_editors(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("# yaml-language-server: $schema=")
    assert (path.parent / first.partition("=")[2]).resolve().is_file()
