"""What YAML means: names that must exist, sums that must hold, words in every language. Each problem with its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from riskbrief.definitions.check_config import config_problems
from riskbrief.definitions.check_indicators import indicator_problems
from riskbrief.definitions.check_judgements import judgement_problems
from riskbrief.definitions.check_lexicons import lexicon_problems
from riskbrief.definitions.check_reports import report_problems
from riskbrief.definitions.config import Config
from riskbrief.definitions.documents import Document, stray_files
from riskbrief.definitions.known import Known, Names, known_names
from riskbrief.definitions.load import missing_files, read_workspace
from riskbrief.errors import Problem


def check_workspace(
    root: Path, *, readers: Names, sections: Names, normalisers: Names, aggregators: Names, policies: Names
) -> list[Problem]:
    """Every problem of form, then of meaning, sorted by place; empty when there is none.

    Registries may be handed over instead of lists of names; then the options of their members are checked too.
    """
    documents = read_workspace(root)
    problems = [problem for document in documents for problem in document.problems]
    problems += missing_files(documents) + stray_files(root)
    if not problems:
        names = known_names(
            documents,
            readers=readers,
            sections=sections,
            normalisers=normalisers,
            aggregators=aggregators,
            policies=policies,
        )
        problems += _meaning(documents, names)
    return sorted(set(problems))


def _meaning(documents: Sequence[Document], names: Known) -> Iterator[Problem]:
    config = documents[0]
    assert isinstance(config.made, Config)
    yield from config_problems(config, names)
    yield from indicator_problems(documents, names)
    yield from lexicon_problems(documents, names)
    yield from report_problems(documents, names)
    yield from judgement_problems(documents, names)
