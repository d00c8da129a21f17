"""What can go wrong, said so that a reader can mend it: where, what, how; every problem at once."""

from __future__ import annotations

import errno
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend. `line` and `column` count from 1; 0 means unknown.

    >>> print(Problem("indicators/security.yaml", 4, 3, "unknown key 'wieght'", "did you mean 'weight'?"))
    indicators/security.yaml:4:3: unknown key 'wieght'. did you mean 'weight'?
    """

    path: str
    line: int
    column: int
    text: str
    remedy: str = ""

    def __str__(self) -> str:
        place = self.path
        if self.line:
            place += f":{self.line}:{self.column or 1}"
        said = self.text if self.text.endswith((".", "?", "!")) or not self.remedy else f"{self.text}."
        return ": ".join(filter(None, [place, f"{said} {self.remedy}".strip()]))


def one_line(text: str) -> str:
    """Text of strangers as one line that a terminal only prints: no control or invisible characters.

    >>> one_line("A  title\\nwith \\x07 noise")
    'A title with noise'
    """
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def harmless(text: str) -> str:
    r"""Text that a terminal only prints, as long as before: a space for each control and each invisible character.

    >>> harmless("  title\x1b[31m red, 5\u00a0%")
    '  title [31m red, 5\xa0%'
    """
    return text if text.isprintable() else "".join(c if c.isprintable() or c in "\u00a0\u202f" else " " for c in text)


DISK = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EACCES, errno.EPERM, errno.EROFS}
)  # what a full, broken or forbidden disk says; any other error of the system may be a bug


class RiskbriefError(Exception):
    """Base of every error a user can mend; `exit_code` is the contract's."""

    exit_code = 1

    def __init__(self, *problems: Problem | str) -> None:
        self.problems = tuple(p if isinstance(p, Problem) else Problem("", 0, 0, p) for p in problems)
        super().__init__("\n".join(str(p) for p in self.problems))

    @classmethod
    def of(cls, problems: Iterable[Problem]) -> RiskbriefError:
        """One error that carries all problems, in reading order, each once."""
        return cls(*sorted(set(problems)))


class UsageError(RiskbriefError):
    """A command was called wrongly (exit 2)."""

    exit_code = 2


class ConfigurationError(RiskbriefError):
    """YAML or templates are wrong (exit 3)."""

    exit_code = 3


class RefusedError(RiskbriefError):
    """The quality gate or a broken promise refused publication; nothing was published (exit 5).

    `manifest`: what the manifest of the issue would have said, kept with the attempt.
    """

    exit_code = 5
    manifest: Mapping[str, object] = {}


class UnavailableError(RiskbriefError):
    """No input could be read at all (exit 6). `accounts`: how each source answered, if any was asked."""

    exit_code = 6
    accounts: Sequence[Mapping[str, object]] = ()


class LockedError(RiskbriefError):
    """Another run holds the lock (exit 7)."""

    exit_code = 7


class StorageError(RiskbriefError):
    """Disk or permission (exit 8)."""

    exit_code = 8


class StoreError(RiskbriefError):
    """The store is damaged, not a store, or of a newer program (exit 9)."""

    exit_code = 9


class DeliveryError(RiskbriefError):
    """Published, but not delivered to everybody (exit 10)."""

    exit_code = 10


class EvidenceError(RiskbriefError):
    """The briefing does not follow from its evidence (exit 11)."""

    exit_code = 11
