"""What many tests need: the repository as a workspace, a copy of it to break, the command line in this process."""

from __future__ import annotations

import gc
import json
import os
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tools"))


@dataclass(frozen=True)
class Called:
    """What a command did: exit code, standard output, standard error."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, object]]:
        """Standard output as JSON Lines."""
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def riskbrief(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Called]:
    """Call the command line in this process."""

    def call(*arguments: object) -> Called:
        from riskbrief.cli import main

        monkeypatch.setattr(sys, "argv", ["riskbrief", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main()
        said = capsys.readouterr()
        return Called(int(left.value.code or 0), said.out, said.err)

    return call


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A copy of the shipped workspace, to change and to break."""
    target = tmp_path / "workspace"
    for name in ("indicators", "reports", "templates"):
        shutil.copytree(ROOT / name, target / name)
    shutil.copy(ROOT / "config.yaml", target)
    return target


@pytest.fixture
def short_report(workspace: Path) -> Path:
    """The workspace with a weekly report of three sections in one language: made in a few seconds."""
    path = workspace / "reports" / "weekly.yaml"
    head, rest = path.read_text(encoding="utf-8").split("sections:\n")
    head = head.replace("languages: [en, fr]", "languages: [en]").replace("history_weeks: 52", "history_weeks: 4")
    sections = "sections:\n  - {section: masthead}\n  - {section: board}\n  - {section: sources, words: 80}\n"
    path.write_text(head + sections + rest[rest.index("handling:") :], encoding="utf-8")
    return workspace


@pytest.fixture
def article_file(tmp_path: Path) -> Callable[..., Path]:
    """Write articles as JSON Lines; fields left out get plain values."""

    def write(rows: Sequence[Mapping[str, object]], name: str = "articles.jsonl") -> Path:
        path = tmp_path / name
        lines = [json.dumps(_article(i, row), ensure_ascii=False) for i, row in enumerate(rows)]
        path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
        return path

    return write


def _article(index: int, row: Mapping[str, object]) -> dict[str, object]:
    plain = {
        "article_id": f"a{index}",
        "source_id": "wire_one",
        "language": "en",
        "published_at": "2024-03-05",
        "title": "",
        "text": "",
        "url": "",
    }
    return {**plain, **row}


# The files that take longest, begun first, so that no processor waits for one of them at the end.
LONG = (
    "quality_floors", "end_to_end", "wheel", "kill_matrix", "coding_cache", "backtest", "run_again", "impact",
    "forecast_ledger", "verify", "flash_brief", "coding_laws", "adversary", "country_profile", "rounds",
    "index_sensitivity", "coding_work", "sensitivity_command", "store_machine", "try_nearly", "web_edition",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files of LONG before the others, each file's tests together and in their order."""
    rank = {f"test_{name}.py": n for n, name in enumerate(LONG)}
    items.sort(key=lambda item: rank.get(item.path.name, len(LONG)))


def pytest_collection_finish() -> None:
    """Thousands of collected tests live to the end: the cycle collector need not walk through them again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 1000)


# How long an example takes says nothing on a busy machine. A change is judged by the same examples every time;
# `make test-all` draws new ones.
settings.register_profile("same", deadline=None, derandomize=True)
settings.register_profile("new", deadline=None)
settings.load_profile(os.environ.get("EXAMPLES", "same"))
