"""Sets of single countries fail alone: the others are published, and what failed is told by country, file and line."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from conftest import Called
from riskbrief.errors import Problem, RefusedError, StorageError
from riskbrief.pipeline.commands import publish_report
from riskbrief.pipeline.run import Outcome
from riskbrief.pipeline.sets import joined

Riskbrief = Callable[..., Called]
Write = Callable[..., Path]
BROKEN = '{% if meta.issue.endswith("BFA") %}\n{{ 1 / 0 }}\n{% endif %}\n'


@pytest.fixture
def profiles(workspace: Path) -> Path:
    """The workspace with profiles of one section in English, made in seconds."""
    report = workspace / "reports" / "country.yaml"
    head, rest = report.read_text(encoding="utf-8").split("sections:\n")
    head = head.replace("languages: [en, fr]", "languages: [en]").replace("history_weeks: 52", "history_weeks: 4")
    brief = "sections:\n  - {section: profile_header, words: 60}\n"
    report.write_text(head + brief + rest[rest.index("handling:") :], encoding="utf-8")
    return workspace


def order(workspace: Path, articles: Path, out: Path, regions: str) -> list[Any]:
    words = ["-C", workspace, "run", "country", "--week", "2024-W10", "--regions", regions]
    return [*words, "--articles", articles, "--output", out]


def told(out: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((out / "country" / "2024-W10.manifest.json").read_bytes())
    return content


def test_a_template_that_fails_on_one_country_is_told_by_country_file_and_line_and_the_others_appear(
    riskbrief: Riskbrief, profiles: Path, article_file: Write, tmp_path: Path
) -> None:
    template = profiles / "templates" / "sections" / "profile_header.html.j2"
    sound = template.read_text(encoding="utf-8")
    template.write_text(BROKEN + sound, encoding="utf-8")
    articles, out = article_file([{"text": "A market opened in Mali."}]), tmp_path / "out"
    called = riskbrief(*order(profiles, articles, out, "BFA,MLI,GMB"))
    assert called.code == 4
    assert called.out.splitlines() == [str(out / "country" / f"2024-W10-{r}") for r in ("GMB", "MLI")]
    assert f"degraded: BFA: {template}:2:1: template: division by zero" in called.err
    manifest = told(out)
    assert (manifest["status"], manifest["exit_code"]) == ("degraded", 4)
    assert {k: v["status"] for k, v in manifest["sets"].items()} == {
        "BFA": "failed", "GMB": "published", "MLI": "published",
    }  # fmt: skip
    failed = manifest["sets"]["BFA"]
    assert failed["exit_code"] == 3
    assert [(p["path"], p["line"], p["text"]) for p in failed["problems"]] == [
        (str(template), 2, "template: division by zero")
    ]
    template.write_text(sound, encoding="utf-8")
    assert riskbrief(*order(profiles, articles, out, "BFA")).code == 0
    mended = told(out)
    assert (mended["status"], mended["regions"]) == ("published", ["BFA"])
    assert {v["status"] for v in mended["sets"].values()} == {"published"} and len(mended["sets"]) == 3


def test_what_the_disk_refuses_after_one_success_leaves_with_8_and_prints_what_was_published(
    riskbrief: Riskbrief, profiles: Path, article_file: Write, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    in_the_way = out / "country" / "2024-W10-MLI"
    in_the_way.mkdir(parents=True)
    called = riskbrief(*order(profiles, article_file([{"text": "A market opened in Mali."}]), out, "GMB,MLI"))
    assert called.code == 8
    assert called.out.splitlines() == [str(out / "country" / "2024-W10-GMB")]
    assert f"degraded: MLI: {in_the_way}: cannot write" in called.err
    assert told(out)["exit_code"] == 8


def test_problems_of_several_countries_name_their_country_and_take_the_worst_kind() -> None:
    shared, own = Problem("a.j2", 2, 1, "no such part"), Problem("", 0, 0, "a label stands outside quoted speech")
    error = joined(
        {
            "BEN": RefusedError(shared),
            "BFA": RefusedError(shared, own),
            "MLI": StorageError(Problem("out", 0, 0, "full")),
        }
    )
    assert [str(p) for p in error.problems] == [
        "BFA: a label stands outside quoted speech", "a.j2:2:1: BEN, BFA: no such part", "out: MLI: full",
    ]  # fmt: skip
    assert error.exit_code == 8


def run(workspace: Path, articles: Path, out: Path, step: Callable[[str, int], Any]) -> Outcome:
    return publish_report(
        workspace, "country", week="2024-W10", as_of=None, regions=("BFA", "GMB", "MLI"), language="",
        output=out, articles=articles, cached=False, step=step,
    )  # fmt: skip


def test_scores_that_cannot_be_made_are_asked_for_once_not_once_a_country(
    profiles: Path, article_file: Write, tmp_path: Path
) -> None:
    begun: Counter[str] = Counter()

    def step(label: str, _total: int) -> Any:
        begun[label] += 1
        if label == "scoring weeks":
            raise RefusedError("no score today")
        return nullcontext(lambda: None)

    with pytest.raises(RefusedError, match=r"^no score today$"):
        run(profiles, article_file([{"text": "A market opened in Mali."}]), tmp_path / "out", step)
    assert begun == {"coding articles": 1, "scoring weeks": 1}
