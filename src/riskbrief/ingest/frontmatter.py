"""Plain text with front matter: `key: value` lines between `---` fences, then the text."""

from __future__ import annotations

import re
from pathlib import Path

from riskbrief.ingest.encodings import read_text
from riskbrief.ingest.records import Layout, Reading

_FENCE = "---"
_KEY = re.compile(r"^([A-Za-z_][\w-]*)\s*:\s*(.*)$")
_DAY = re.compile(r"(?<!\d)((?:19|20)\d{2})[-_]?(0[1-9]|1[0-2])[-_]?(0[1-9]|[12]\d|3[01])(?!\d)")


def text_file(path: Path, name: str, layout: Layout, *, defaults: dict[str, str]) -> Reading:
    """One article. What its front matter leaves out: id from the file name, day from the file name or `defaults`."""
    text, flag, told = read_text(path, layout.encoding)
    matter, body, wrong = split_front_matter(text)
    stem = re.sub(r"(\.(txt|md|gz))+$", "", name, flags=re.IGNORECASE)
    row: dict[str, object] = {layout.theirs(k): v for k, v in {"article_id": stem, **defaults}.items() if v}
    day = _DAY.search(stem.rsplit("/", 1)[-1])
    if day:
        row[layout.theirs("published_at")] = "-".join(day.groups())
    row |= matter
    row[layout.theirs("text")] = body
    reading = Reading(notes=[f"{name}:{n}: not `key: value`; the line was ignored" for n in wrong])
    if told:
        reading.notes.append(f"{name}{told}")
    reading.take(f"{name}:1", row, layout, (flag,) if flag else ())
    return reading


def split_front_matter(text: str) -> tuple[dict[str, str], str, list[int]]:
    """Keys, the text after them, and the numbers of lines inside the fences that are no `key: value`.

    >>> split_front_matter("---\\ntitle: 'Calm: a day'\\n---\\nAll quiet.")
    ({'title': 'Calm: a day'}, 'All quiet.', [])
    >>> split_front_matter("No fence here.")
    ({}, 'No fence here.', [])
    """
    lines = text.replace("\r\n", "\n").split("\n")
    if lines[0].strip() != _FENCE or _FENCE not in (line.strip() for line in lines[1:]):
        return {}, text, []
    end = next(i for i, line in enumerate(lines[1:], start=1) if line.strip() == _FENCE)
    matter: dict[str, str] = {}
    wrong: list[int] = []
    for number, line in enumerate(lines[1:end], start=2):
        match = _KEY.match(line.strip())
        if match:
            matter[match[1]] = _unquoted(match[2].strip())
        elif line.strip():
            wrong.append(number)
    return matter, "\n".join(lines[end + 1 :]).strip("\n"), wrong


def _unquoted(value: str) -> str:
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"" else value
