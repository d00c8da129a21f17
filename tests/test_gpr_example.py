"""The Geopolitical Risk index as a shipped workspace, and the examples of docs/terms.md."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
import yaml

from coding_builders import mentions, small_book
from riskbrief.coding.codebook import Codebook
from riskbrief.definitions.check import check_workspace
from riskbrief.definitions.load import load_workspace
from riskbrief.pipeline.books import codebook
from riskbrief.pipeline.examples import example_problems

ROOT = Path(__file__).parents[1]
GPR = ROOT / "docs" / "examples" / "gpr"


@pytest.fixture(scope="module")
def book() -> Codebook:
    return codebook(load_workspace(GPR))


def searches(text: str, book: Codebook, *, title: str = "") -> set[str]:
    """The searches by which an article counts."""
    found = mentions(text, book=book, title=title)
    return set(found[found["status"] == "affirmed"]["indicator_id"])


def test_the_workspace_has_no_problem_and_its_examples_hold() -> None:
    names = {"readers": ["jsonl"], "sections": [], "normalisers": ["anchored"], "aggregators": ["power_mean"]}
    names["policies"] = ["renormalise"]
    assert check_workspace(GPR, **names) == []  # type: ignore[arg-type]
    workspace = load_workspace(GPR)
    assert example_problems(workspace) == []
    assert {name for _, _, example in workspace.examples for name in example.fires} == {
        indicator.id for indicator in workspace.indicators
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The war risk rose.", {"threat_war"}),
        ("Risk of a new war rose.", set()),
        ("Risk of a war rose.", {"threat_war"}),
        ("Wars are a risk.", set()),
        ("Conflict. Tensions rose.", {"threat_war"}),
        ("They rejected the truce.", {"threat_peace"}),
        ("Warheads were shown. A week later, sanctions came.", {"threat_buildup"}),
        ("The build-up went on; weapons were shown.", {"threat_buildup"}),
        ("A nuclear warhead was shown. Nobody was concerned.", {"threat_nuclear"}),
        ("A nuclear plant was shown. Nobody was concerned.", set()),
        ("An H-bomb scare.", {"threat_nuclear"}),
        ("A hostage crisis.", {"threat_terrorism"}),
        ("The uprising began.", {"act_war_begins"}),
        ("The foes clashed.", {"act_war_escalates"}),
        ("The army did not attack.", {"act_war_escalates"}),
        ("A hostage was killed.", {"act_terrorism"}),
        ("Police killed nine.", set()),
        ("A hostage was killed. His memoirs sold well.", set()),
        ("A hostage was killed. He left a notebook.", {"act_terrorism"}),
    ],
)
def test_a_text_counts_as_the_published_search_says(text: str, expected: set[str], book: Codebook) -> None:
    assert searches(text, book) == expected


def test_an_excluded_word_in_the_title_takes_the_article_out(book: Codebook) -> None:
    assert searches("A hostage was killed.", book, title="News of the day") == {"act_terrorism"}
    assert searches("A hostage was killed.", book, title="Films of the day") == set()


def _monthly() -> ModuleType:
    spec = importlib.util.spec_from_file_location("gpr_monthly", GPR / "monthly.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _articles(path: Path) -> Path:
    """Three months of ten articles, of which 1, 4 and 2 count by an act, one of them in Russia; one is excluded."""
    acts = {1: 1, 2: 4, 3: 2}
    rows = []
    for month, hits in acts.items():
        for n in range(10):
            text = "Rebels attacked a town near Moscow." if n < hits else "Rain fell all over the north."
            text += " The film opened." if (month, n) == (3, 0) else ""
            rows.append({"article_id": f"{month}-{n}", "source_id": "s", "language": "en", "title": "", "url": "",
                         "published_at": f"2020-0{month}-{n + 1:02d}T00:00:00Z", "text": text})  # fmt: skip
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_a_month_is_the_share_of_its_articles_that_count(tmp_path: Path) -> None:
    monthly = _monthly()
    articles, coded = monthly.read(_articles(tmp_path / "articles.jsonl"))
    table = monthly.monthly(articles, coded.mentions)
    assert table["GPR"].tolist() == [10.0, 40.0, 10.0]
    assert table["GPRA"].tolist() == [10.0, 40.0, 10.0]
    assert table["GPRT"].tolist() == [0.0, 0.0, 0.0]
    assert table["GPR_NOEW"].tolist() == [10.0, 40.0, 20.0]
    assert monthly.countries(articles, coded)["RUS"].tolist() == [10.0, 40.0, 10.0]


def test_the_script_prints_correlations_with_a_published_file(tmp_path: Path) -> None:
    names = ["GPR", "GPRT", "GPRA", "GPR_NOEW", *(f"SHAREH_CAT_{n}" for n in range(1, 9)), "GPRC_RUS"]
    lines = [",".join(["month", *names])] + [
        ",".join([f"2020-0{month}-01", *[str(value)] * len(names)]) for month, value in ((1, 50), (2, 200), (3, 50))
    ]
    published = tmp_path / "published.csv"
    published.write_text("\n".join(lines), encoding="utf-8")
    files = [str(_articles(tmp_path / "articles.jsonl")), str(published)]
    made = tmp_path / "index.csv"
    command = [sys.executable, str(GPR / "monthly.py"), *files, "--least", "5", "--output", str(made)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert re.search(r"^GPR +3 months +1\.000 +1\.000", told, re.M)
    assert "film* 1" in told
    assert [row.split(",")[2] for row in made.read_text().splitlines()] == ["GPR", "50.0000", "200.0000", "50.0000"]


def _documented() -> list[tuple[str, bool, str]]:
    """Each example of docs/terms.md: its YAML, whether the sentence counts, the sentence."""
    page = (ROOT / "docs" / "terms.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```yaml\n(.*?)```", page, re.S)
    return [
        (block, kind == "counts", text) for block in blocks for kind, text in re.findall(r"# (counts|not): (.+)", block)
    ]


@pytest.mark.parametrize(("block", "counts", "text"), _documented())
def test_the_examples_of_the_page_on_terms_hold(block: str, counts: bool, text: str) -> None:
    found = mentions(text, book=small_book(yaml.safe_load(block), assertion=False))
    assert bool((found["status"] == "affirmed").any()) is counts


def test_the_page_on_terms_shows_every_operator() -> None:
    shown = {key for block, _, _ in _documented() for key in yaml.safe_load(block)}
    assert shown == {"any", "near", "all", "exclude", "exclude_before", "exclude_article"}
