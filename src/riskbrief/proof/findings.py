"""What does not follow, one line each: where, what is printed, what follows, from which file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

LONGEST = 160  # characters of a text that a line shows
MOST = 20  # lines about one file


@dataclass(frozen=True)
class Finding:
    """One thing that does not follow. `place`: file, then sentence, page or field; empty texts are left out."""

    place: str
    printed: str = ""
    follows: str = ""
    source: str = ""
    why: str = ""

    def __str__(self) -> str:
        said = [self.why] if self.why else []
        said += [f"printed: {self.printed}"] if self.printed else []
        said += [f"what follows: {self.follows}"] if self.follows else []
        said += [f"from {self.source}"] if self.source else []
        return f"{self.place}: {'; '.join(said)}"


def shown(value: object) -> str:
    """A value on one short line, texts in quotation marks.

    >>> shown("a\\nb"), shown(None), shown(1.5)
    ('"a b"', 'nothing', '1.5')
    """
    if value is None:
        return "nothing"
    text = " ".join(c for c in str(value).split())
    text = "".join(c if c.isprintable() else "\ufffd" for c in text)
    text = text if len(text) <= LONGEST else text[:LONGEST] + "…"
    return f'"{text}"' if isinstance(value, str) else text


def capped(findings: Iterable[Finding], place: str, most: int = MOST) -> Iterator[Finding]:
    """The first findings, and how many more there are."""
    rest = iter(findings)
    yield from islice(rest, most)
    more = sum(1 for _ in rest)
    if more:
        yield Finding(place, why=f"and {more:,} more of the kind")
