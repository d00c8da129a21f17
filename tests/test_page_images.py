"""The pictures of pages in the documentation: all there, small, and of the templates as they are now."""

from __future__ import annotations

import json
import re

import page_images

TOGETHER = 1_500_000  # bytes


def test_pictures_are_of_the_templates_as_they_are_now() -> None:
    """Else `make docs` draws them anew."""
    recorded = json.loads(page_images.RECORD.read_text(encoding="utf-8"))
    assert recorded["templates"] == page_images.templates(), "templates have changed: make docs"


def test_the_page_shows_every_document_in_every_language_and_nothing_else() -> None:
    recorded = json.loads(page_images.RECORD.read_text(encoding="utf-8"))["documents"]
    assert page_images.PAGE.read_text(encoding="utf-8") == page_images.page(recorded)
    shown = re.findall(r"\]\(pages/([\w.]+)\)", page_images.PAGE.read_text(encoding="utf-8"))
    wanted = {f"{d.name}.{language}.png" for d in page_images.DOCUMENTS for language in page_images.LANGUAGES}
    assert set(shown) == wanted == {p.name for p in page_images.FOLDER.glob("*.png")}
    assert sum(p.stat().st_size for p in page_images.FOLDER.iterdir()) < TOGETHER
