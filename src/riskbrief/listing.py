"""What stands in a folder, or the error that hides it: a pattern (`Path.glob`) passes over folders it may not read."""

from __future__ import annotations

import os
from pathlib import Path


def entries(folder: Path) -> list[Path]:
    """What stands in a folder, in order; nothing where there is none. Errors: OSError when it cannot be read."""
    try:
        return sorted(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []


def files_below(folder: Path) -> list[Path]:
    """Every file below a folder, in order; nothing where there is none. Errors: OSError when a part cannot be read."""
    found = (Path(top) / name for top, _, names in os.walk(folder, onerror=_raise) for name in names)
    return sorted(path for path in found if path.is_file())


def _raise(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError | NotADirectoryError):
        raise error
