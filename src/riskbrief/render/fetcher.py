"""What a page may load: images inside itself, nothing else."""

from __future__ import annotations

from typing import Any

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

LONGEST_SHOWN = 200


class ClosedFetcher(URLFetcher):  # type: ignore[misc]
    """Serves `data:image/...` only; the first refusal stops the rendering and is remembered."""

    def __init__(self) -> None:
        super().__init__(timeout=1, allowed_protocols={"data"}, allow_redirects=False, fail_on_errors=True)
        self.refused: list[str] = []

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        if url.startswith("data:image/"):
            return super().fetch(url, headers)
        self.refused.append(url[:LONGEST_SHOWN])
        raise FatalURLFetchingError(f"refused: {url[:LONGEST_SHOWN]}")


def closed_fetcher() -> ClosedFetcher:
    """A fetcher for one page."""
    return ClosedFetcher()
