"""That a workspace was found without problems, kept by all that a check reads: a later run on the same looks no more.

`.riskbrief/checked.json` is safe to delete. Only a run that published keeps it: a command that looks writes nothing.
"""

from __future__ import annotations

import logging
from importlib.metadata import entry_points
from pathlib import Path

from riskbrief.definitions.documents import JUDGEMENTS
from riskbrief.definitions.workspace import Workspace
from riskbrief.errors import RiskbriefError
from riskbrief.pipeline import identity
from riskbrief.pipeline.sparing import spare, spared

log = logging.getLogger(__name__)
FILE = Path(".riskbrief") / "checked.json"


def was_checked(workspace: Workspace) -> bool:
    """Whether these very files were found without problems by this very program."""
    kept = spared(workspace.root / FILE, "found_good")
    return kept is not None and kept == _point(workspace)


def keep_checked(workspace: Workspace) -> None:
    """Keep that they were; what the disk refuses is left out."""
    if was_checked(workspace):
        return
    try:
        spare(workspace.root / FILE, "found_good", _point(workspace))
    except (OSError, RiskbriefError) as error:
        log.warning("cannot keep that the workspace was checked (%s); the next run checks it again", error)


def _point(workspace: Workspace) -> str:
    """A digest of every file that is checked, of the program and of what else is registered."""
    groups = sorted(g for g in entry_points().groups if g.startswith("riskbrief."))
    plugins = [[p.group, p.name, p.value] for group in groups for p in entry_points(group=group)]
    program = [identity.code_digest(), identity.versions_digest(), plugins]
    return identity.json_digest([*program, workspace.digest, _judgements(workspace.root)])


def _judgements(root: Path) -> str:
    """They stand apart from the workspace's digest, but are checked too."""
    file = root / JUDGEMENTS
    return identity.file_digest(file) if file.is_file() else ""
