"""docs/operations.md says what the program does: exit codes, events, gauges, commands and their options."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator

import pytest

from command_lines import parse
from conftest import ROOT
from riskbrief import errors
from riskbrief.pipeline.attempts import STATUS
from riskbrief.pipeline.gauges import HELP
from riskbrief.pipeline.rounds import GRAVEST

PAGE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
SCHEDULES = ROOT / "docs" / "examples" / "schedules"


def table(heading: str, after: str = "") -> list[list[str]]:
    """The rows of the first table that stands below a heading, and below a text there."""
    part = PAGE[PAGE.index(f"\n## {heading}\n") :]
    lines = part[part.index(after) :].splitlines()
    first = next(i for i, line in enumerate(lines) if line.startswith("|---"))
    rows = []
    for line in lines[first + 1 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split(" | ")])
    return rows


def codes() -> dict[int, str]:
    """Exit codes of the page, each with whether trying again may help."""
    return {int(code): again for code, _, again in table("Exit codes")}


def test_every_exit_code_of_the_program_is_explained_and_no_other() -> None:
    kinds = [k for _, k in inspect.getmembers(errors, inspect.isclass) if issubclass(k, errors.RiskbriefError)]
    assert set(codes()) == {0, 4} | {k.exit_code for k in kinds} | set(STATUS)
    contract = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 130, 143}
    assert set(codes()) == contract
    told = next(line for line in PAGE.splitlines() if "leaves with the gravest" in line)
    assert tuple(map(int, re.findall(r"\d+", told.split(":")[1].split(".")[0]))) == GRAVEST


def test_every_event_of_the_code_is_listed_and_no_other() -> None:
    assert sorted(row[0].strip("`") for row in table("Log")) == sorted(set(events()))


def events() -> Iterator[str]:
    """Names of events as the code tells them; what a name is filled with stands in capitals."""
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name == "lap" and node.args:
                yield f"stage.{named(node.args[0])}"
            if name == "told" and len(node.args) >= 3 and named(node.args[1]) != "stage.STAGE":
                yield named(node.args[1])


def named(node: ast.expr) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(named(part) for part in node.values)
    if isinstance(node, ast.FormattedValue):
        return ast.unparse(node.value).upper()
    assert isinstance(node, ast.Constant), ast.dump(node)
    return str(node.value)


def test_every_gauge_is_listed_and_no_other() -> None:
    assert [row[0].strip("`") for row in table("Monitoring")] == [f"riskbrief_{name}" for name in HELP]


def commands() -> list[str]:
    """Every call of the program on the page."""
    quoted = re.findall(r"`(riskbrief [^`]+)`", PAGE) + re.findall(r"(?m)^(riskbrief [^#\n]+)", PAGE)
    return [" ".join(c.split()) for c in quoted]


@pytest.mark.parametrize("line", sorted(set(commands())))
def test_every_command_of_the_page_is_one_the_program_knows(line: str) -> None:
    parse(line)


def test_the_readme_leads_to_the_page_and_its_links_lead_somewhere() -> None:
    assert "(docs/operations.md)" in (ROOT / "README.md").read_text(encoding="utf-8")
    for page in (ROOT / "docs" / "operations.md", SCHEDULES / "README.md"):
        links = re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8"))
        missing = [link for link in links if not (page.parent / link).exists()]
        assert links and missing == []
