"""Files carried inside the PDF: what each is, in one order, whoever hands them over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

MEDIA_TYPES = {
    ".csv": "text/csv",
    ".html": "text/html",
    ".json": "application/json",
    ".jsonl": "application/x-ndjson",
    ".txt": "text/plain",
    ".yaml": "application/yaml",
}
OTHER_TYPE = "application/octet-stream"
THE_SAME, BEHIND = "Alternative", "Data"  # AFRelationship: the document in another form, what it was made from


@dataclass(frozen=True)
class Attachment:
    """One file: what a reader's attachment list says of it, and its AFRelationship (ISO 32000-2, 7.11.3)."""

    name: str
    description: str
    content: bytes
    media_type: str = OTHER_TYPE
    relation: str = BEHIND


def attachments_of(files: Mapping[str, bytes], *, words: Mapping[str, str]) -> tuple[Attachment, ...]:
    """Every file as an attachment, in the order of names.

    `words` tells in the reader's language what a file holds, by `file_` and its name before the first dot; a file
    without such words is described by its name. The briefing as data is the document in another form, any other file
    is data behind it; the media type follows the name's ending.
    """
    return tuple(
        Attachment(
            name,
            words.get(f"file_{_stem(name)}", name),
            content,
            MEDIA_TYPES.get(PurePosixPath(name).suffix.lower(), OTHER_TYPE),
            THE_SAME if _stem(name) == "briefing" else BEHIND,
        )
        for name, content in sorted(files.items())
    )


def _stem(name: str) -> str:
    """
    >>> _stem("briefing.fr.json"), _stem("scores.csv")
    ('briefing', 'scores')
    """
    return name.split(".", 1)[0]
