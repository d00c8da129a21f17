"""Every problem of a workspace: YAML, meaning, examples, templates."""

from __future__ import annotations

from pathlib import Path

import riskbrief.briefing.compose  # noqa: F401 - registers sections
from riskbrief.briefing.compose import SECTIONS
from riskbrief.definitions.check import check_workspace
from riskbrief.definitions.check_phrases import phrase_problems
from riskbrief.definitions.check_scenarios import scenario_problems
from riskbrief.definitions.documents import scenario_document
from riskbrief.definitions.foreign import parity
from riskbrief.definitions.load import load_workspace
from riskbrief.definitions.starter import find_template_dirs
from riskbrief.errors import ConfigurationError, Problem
from riskbrief.index.aggregate import AGGREGATORS
from riskbrief.index.missing import POLICIES
from riskbrief.index.normalise import NORMALISERS
from riskbrief.ingest.readers import READERS
from riskbrief.pipeline.clock import utc_now
from riskbrief.pipeline.examples import example_problems
from riskbrief.pipeline.judging import expired_problems, wording_problems
from riskbrief.render.html import template_problems


def semantic_problems(root: Path) -> list[Problem]:
    """Problems of meaning, against the registered names."""
    problems = check_workspace(
        root,
        readers=READERS,
        sections=SECTIONS,
        normalisers=NORMALISERS,
        aggregators=AGGREGATORS,
        policies=POLICIES,
    )
    return problems or wording_problems(load_workspace(root))


def check_everything(root: Path) -> list[Problem]:
    """All problems at once; later steps only run on YAML that loads."""
    try:
        workspace = load_workspace(root)
    except ConfigurationError as error:
        return list(error.problems)
    problems = semantic_problems(root)
    problems += expired_problems(workspace, utc_now().date())
    problems += template_problems(find_template_dirs(root))
    problems += phrase_problems(root)
    if scenarios := scenario_document(root):
        problems += scenario_problems(scenarios, workspace)
    if not problems:
        problems += example_problems(workspace)
    return sorted(set(problems))


def language_notes(root: Path) -> list[str]:
    """One line for each language: how many indicators it has words for, and which files and indicators it lacks."""
    return list(parity(load_workspace(root)))
