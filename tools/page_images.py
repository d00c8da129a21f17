"""Small pictures of published pages for the documentation.

Run: python tools/page_images.py output/weekly/2024-W38/briefing.pdf [docs/page] [PAGES] - writes docs/page-1.png, the
first page at 94 pixels an inch, or so many pages.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pypdfium2


def pictures(pdf: Path, stem: Path, pages: int) -> list[Path]:
    """Write one PNG a page; the paths."""
    document = pypdfium2.PdfDocument(pdf)
    written = []
    for number in range(min(pages, len(document))):
        path = stem.with_name(f"{stem.name}-{number + 1}.png")
        picture = document[number].render(scale=1.3).to_pil().convert("P", palette=1, colors=128)
        picture.save(path, optimize=True)
        written.append(path)
    return written


if __name__ == "__main__":
    given = sys.argv[1:]
    stem = Path(given[1]) if len(given) > 1 else Path("docs/page")
    for path in pictures(Path(given[0]), stem, int(given[2]) if len(given) > 2 else 1):
        sys.stdout.write(f"{path}\n")
