"""Bytes of a file to text: size limits, gzip, byte-order marks, and what to do when it is not UTF-8."""

from __future__ import annotations

import codecs
import gzip
import zlib
from pathlib import Path

from riskbrief.errors import Problem, UnavailableError

MAX_BYTES = 512 * 1024 * 1024
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def read_text(path: Path, encoding: str) -> tuple[str, str]:
    """The text of a file and a flag: empty, or `decoded_cp1252` when it was not valid UTF-8.

    `encoding` empty: byte-order mark, else UTF-8, else UTF-16 without mark, else cp1252.
    Errors: UnavailableError when the file is too large, broken gzip, or not in the encoding it should be in.
    """
    data = read_bytes(path)
    if encoding:
        return _decode_as(path, data, encoding), ""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _decode_as(path, data, name), ""
    if data[:1000].count(b"\0") > len(data[:1000]) // 4:
        return _decode_as(path, data, "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"), ""
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), "decoded_cp1252"


def read_bytes(path: Path) -> bytes:
    """The bytes of a file, gunzipped when its name ends in .gz, at most MAX_BYTES."""
    gzipped = path.name.lower().endswith(".gz")
    try:
        with gzip.open(path, "rb") if gzipped else path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        problem = Problem(str(path), 0, 0, f"not a whole gzip file ({error})", "Copy it again.")
        raise UnavailableError(problem) from error
    except OSError as error:
        raise UnavailableError(Problem(str(path), 0, 0, f"cannot be read ({error.strerror or error})")) from error
    if len(data) > MAX_BYTES:
        raise UnavailableError(Problem(str(path), 0, 0, f"larger than {MAX_BYTES:,} bytes", "Split the file."))
    return data


def _decode_as(path: Path, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problem = Problem(str(path), line, 1, f"byte {error.start} is not {encoding}", "State the file's encoding.")
        raise UnavailableError(problem) from error


def known_encoding(name: str) -> bool:
    """Whether Python decodes this encoding to text.

    >>> known_encoding("latin-1"), known_encoding("latin-one"), known_encoding("hex")
    (True, False, False)
    """
    try:
        b"ab".decode(name, "ignore")
    except (LookupError, UnicodeError):
        return False
    return True
