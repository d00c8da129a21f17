"""Digests of rows: SQLite does not notice a flipped bit inside a row, so every row carries its own SHA-256."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

from riskbrief.errors import Problem, StoreError

COLUMNS = {
    "batch": ("batch_id", "label", "clock_ok", "first_seq", "n_rows", "rows_sha256", "previous"),
    "revision": (
        "ingest_seq", "batch_id", "article_id", "revision", "source", "source_id", "published_at", "known_at", "live",
        "language", "title", "url", "retracts", "flags", "content_sha256", "deleted", "body",
    ),
    "answer": ("batch_id", "source", "state", "articles", "newest", "message", "dropped", "etag", "modified"),
    "forgotten": ("article_id", "reason", "label"),
    "head": ("id", "batch_id", "n_forgotten"),
}  # fmt: skip
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
NOTHING = bytes(32)  # what stands before the first batch


def row_digest(values: Sequence[object]) -> bytes:
    """SHA-256 of a row's values in the order of COLUMNS.

    >>> row_digest([1, "a"]) != row_digest([1, "b"]), row_digest([b"a"]) != row_digest(["a"])
    (True, True)
    """
    blobs: list[bytes] = []
    plain: list[object] = []
    for value in values:
        if isinstance(value, bytes):
            blobs.append(value)
            plain.append(["blob", len(value)])
        else:
            plain.append(value)
    said = _encode(plain)
    return hashlib.sha256(b"\0".join([said.encode("utf-8", "surrogatepass"), *blobs])).digest()


def with_digest(values: Sequence[object]) -> tuple[object, ...]:
    """The row with its digest at the end."""
    return (*values, row_digest(values))


def checked(table: str, row: Sequence[Any]) -> list[Any]:
    """The values of a row that is as it was written, without its digest. Errors: StoreError (9)."""
    *values, digest = row
    if row_digest(values) != digest:
        of, where = f" of {table!r}", repr(values[0])
        if table == "revision":
            of, where = "", f"article {values[COLUMNS[table].index('article_id')]!r}, sequence {values[0]}"
        text = f"a stored row{of} was changed on the disk ({where})"
        raise StoreError(Problem("store", 0, 0, text, "Run `riskbrief store verify`, then restore a backup."))
    return values


def chain_digest(facts: Iterable[tuple[int, str, int, str]]) -> bytes:
    """SHA-256 of what a batch brought: sequence, article, revision and content of every row, in order.

    A takedown empties texts and leaves these, so the chain of batches still holds.
    """
    digest = hashlib.sha256()
    for fact in facts:
        digest.update(_encode(fact).encode("utf-8", "surrogatepass"))
        digest.update(b"\n")
    return digest.digest()


def insert(table: str) -> str:
    """The statement that inserts a row of a table with its digest."""
    columns = (*COLUMNS[table], "row_sha256")
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"


def select(table: str) -> str:
    """The statement that reads whole rows of a table, their digest last, in the order they lie in."""
    return f"SELECT {', '.join((*COLUMNS[table], 'row_sha256'))} FROM {table} NOT INDEXED"
