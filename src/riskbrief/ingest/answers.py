"""What a server answered, and how asking one can fail."""

from __future__ import annotations

from dataclasses import dataclass

from riskbrief.errors import UnavailableError, one_line

LONGEST = 200


@dataclass(frozen=True)
class FetchState:
    """What the next request of a source sends back so that an unchanged answer need not travel again."""

    etag: str = ""
    modified: str = ""


@dataclass(frozen=True)
class Page:
    """One whole answer, unpacked. `cut`: the server stopped in the middle; `wire`: bytes as they travelled."""

    url: str
    status: int
    body: bytes
    content_type: str = ""
    state: FetchState = FetchState()
    wire: int = 0
    cut: bool = False


class FetchError(UnavailableError):
    """A source that gave nothing usable; `state` says of which kind (unreachable, rejected, truncated).

    `passing`: worth another try; `wait`: seconds the server asked for; `status`: its code, 0 when none came;
    `page`: what came before the answer broke off.
    """

    def __init__(
        self, state: str, text: str, *, passing: bool = False, wait: float = 0.0, status: int = 0,
        page: Page | None = None,
    ) -> None:  # fmt: skip
        super().__init__(plain(text))
        self.state, self.passing, self.wait, self.status, self.page = state, passing, wait, status, page


def plain(text: object, longest: int = LONGEST) -> str:
    r"""Text of strangers as one line that a terminal only prints: no control or invisible characters, not too long.

    >>> plain("two\nlines \x1b]0;title\x07 and \u202ebidi")
    'two lines ]0;title and bidi'
    """
    line = one_line(str(text)[: 4 * longest])
    return line if len(line) <= longest else line[: longest - 1] + "…"
