"""A share of the store read again by every scheduled round, so that a bit that flips on the disk is noticed though no
run needs the row: SQLite tells nobody, and a run with nothing new reads no article.

`.riskbrief/reread.json` says how far it went; safe to delete, then it begins anew.
"""

from __future__ import annotations

import json
import logging
from pathlib import Path

from riskbrief.definitions.workspace import Workspace
from riskbrief.errors import Problem, RiskbriefError, StoreError
from riskbrief.pipeline import files as written
from riskbrief.pipeline.gathering import store_path
from riskbrief.pipeline.publish import replace_file
from riskbrief.store.care import share_faults
from riskbrief.store.holding import reached
from riskbrief.store.opening import opened

log = logging.getLogger(__name__)
FILE = Path(".riskbrief") / "reread.json"
ROUNDS = 28  # after so many the whole store was read
LEAST = 2000  # rows of a round: about a twentieth of a second


def reread(workspace: Workspace) -> None:
    """The next share of the record against its own digests; what is not there yet has none.

    Errors: StoreError (9) naming every row that is not what was written; the same share is then read first next time.
    """
    path = store_path(workspace)
    if not path.exists():
        return
    with opened(path) as db:
        after, upto = next_share(_read_to(workspace.root), reached(db).seq)
        found = share_faults(db, after, upto)
    if found:
        last = Problem(str(path), 0, 0, "the store is damaged", "`riskbrief store verify`, then restore a backup.")
        raise StoreError(*(Problem(str(path), 0, 0, fault) for fault in found), last)
    _keep(workspace.root, upto)


def next_share(read_to: int, last: int) -> tuple[int, int]:
    """The sequence numbers to be read, the first excluded; from the beginning once the end was reached.

    >>> next_share(0, 100_000), next_share(98_000, 100_000), next_share(100_000, 100_000), next_share(0, 5)
    ((0, 3572), (98000, 100000), (0, 3572), (0, 5))
    """
    after = read_to if 0 <= read_to < last else 0
    return after, min(last, after + max(LEAST, -(-last // ROUNDS)))


def _read_to(root: Path) -> int:
    try:
        return int(json.loads((root / FILE).read_bytes())["read_to"])
    except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return 0


def _keep(root: Path, read_to: int) -> None:
    """What the disk refuses costs nothing but reading the same share again."""
    try:
        (root / FILE).parent.mkdir(exist_ok=True)
        replace_file(root / FILE, written.json_bytes({"read_to": read_to}))
    except (OSError, RiskbriefError) as error:
        log.warning("cannot keep how far the store was read again (%s)", error)
