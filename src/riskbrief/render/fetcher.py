"""What a page may load: images inside itself, nothing else."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Any

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

LONGEST_SHOWN, TOKEN_LENGTH = 200, 16
PICTURE = re.compile(r'(?<= src=")data:image/[a-z+]+;base64,[A-Za-z0-9+/=]{200,}(?=")')


class ClosedFetcher(URLFetcher):  # type: ignore[misc]
    """Serves `data:image/...` only; the first refusal stops the rendering and is remembered."""

    def __init__(self) -> None:
        super().__init__(timeout=1, allowed_protocols={"data"}, allow_redirects=False, fail_on_errors=True)
        self.refused: list[str] = []
        self._kept: dict[str, str] = {}

    def without_pictures(self, page: str) -> str:
        """The page with a short name in the place of each long picture, under which it is served: letter by letter is
        how WeasyPrint reads a page."""
        names: dict[str, str] = {}
        token = sha256(page.encode("utf-8")).hexdigest()[:TOKEN_LENGTH]  # no page can ask for its own pictures by name

        def name(found: re.Match[str]) -> str:
            return names.setdefault(found[0], f"data:image/kept,{token}-{len(names)}")

        short = PICTURE.sub(name, page)
        self._kept = {short_name: picture for picture, short_name in names.items()}
        return short

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        if url.startswith("data:image/"):
            return super().fetch(self._kept.get(url, url), headers)
        self.refused.append(url[:LONGEST_SHOWN])
        raise FatalURLFetchingError(f"refused: {url[:LONGEST_SHOWN]}")


def closed_fetcher() -> ClosedFetcher:
    """A fetcher for one page."""
    return ClosedFetcher()
