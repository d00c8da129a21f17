"""Bytes of a file to text: size limits, gzip, byte-order marks, and what to do when it is not UTF-8."""

from __future__ import annotations

import codecs
import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path

from riskbrief.errors import Problem, UnavailableError

MAX_BYTES = 512 * 1024 * 1024
AT_ONCE = 1 << 20  # bytes looked at together
_ACCESS = "Allow reading it, or name another file."
_WRONG = "\ufffd"
_MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16", codecs.BOM_UTF8: "utf-8-sig"}


def read_text(path: Path, encoding: str) -> tuple[str, str, str]:
    """The text of a file, a flag for its articles (`decoded_cp1252` or empty) and a note on mended bytes, or empty.

    `encoding` empty: byte-order mark, else UTF-16 without mark, else UTF-8, with the wrong bytes replaced when most
    letters beyond ASCII are right, else cp1252.
    Errors: UnavailableError when the file is too large, broken gzip, or not in the encoding it should be in.
    """
    return _as_text(path, read_bytes(path), encoding)


def _as_text(path: Path, data: bytes, encoding: str) -> tuple[str, str, str]:
    mark, told = _marked(data)
    if encoding or told.startswith("utf-16"):
        return _decode_as(path, data, encoding or told), "", ""
    plain = data.removeprefix(mark)
    try:
        return plain.decode("utf-8"), "", ""
    except UnicodeDecodeError as error:
        return _mended(plain, error, sure=bool(mark))


def _marked(data: bytes) -> tuple[bytes, str]:
    """The byte-order mark at the head, and the encoding that it or many empty bytes tell; empty where nothing does."""
    for mark, name in _MARKS.items():
        if data.startswith(mark):
            return mark, name
    head = data[:1000]
    if head.count(b"\0") > len(head) // 4:
        return b"", "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"
    return b"", ""


def read_lines(path: Path, encoding: str) -> tuple[Iterator[str], str, str]:
    """The lines of a file, and what `read_text` tells with the text; UTF-8 is decoded line by line, so that a large
    file is not held twice."""
    data = read_bytes(path)
    mark, told = _marked(data)
    if not encoding and not told.startswith("utf-16") and _is_utf8(data):
        return _decoded(data, len(mark)), "", ""
    text, flag, note = _as_text(path, data, encoding)
    return iter(text.split("\n")), flag, note


def _is_utf8(data: bytes) -> bool:
    """Whether bytes are UTF-8 throughout."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(data), AT_ONCE):
            decoder.decode(data[start : start + AT_ONCE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _decoded(data: bytes, start: int) -> Iterator[str]:
    end = 0
    while end >= 0:
        end = data.find(b"\n", start)
        yield data[start : end if end >= 0 else len(data)].decode("utf-8")
        start = end + 1


def _mended(data: bytes, error: UnicodeDecodeError, *, sure: bool) -> tuple[str, str, str]:
    """The text of bytes that are not quite UTF-8; `sure` when a byte-order mark says that they should be."""
    line, column = _place(data, error.start)
    said = f":{line}:{column}: not valid UTF-8 from here"
    text = data.decode("utf-8", errors="replace") if sure else nearly_utf8(data)
    if text is not None:
        return text, "", f"{said}; what is wrong in the file ({text.count(_WRONG)} times) was replaced"
    return data.decode("cp1252", errors="replace"), "decoded_cp1252", f"{said}; the file was read as cp1252 (Windows)"


def nearly_utf8(data: bytes) -> str | None:
    """The text with wrong bytes replaced, when most letters beyond ASCII are right; else None."""
    text = data.decode("utf-8", errors="replace")
    wrong = text.count(_WRONG)
    return text if sum(c > "\x7f" for c in text) - wrong > wrong else None


def _place(data: bytes, offset: int) -> tuple[int, int]:
    """Line and column, from 1, of a byte."""
    return data.count(b"\n", 0, offset) + 1, offset - data.rfind(b"\n", 0, offset)


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
        problem = Problem(str(path), 0, 0, f"cannot be read ({error.strerror or error})", _ACCESS)
        raise UnavailableError(problem) from error
    if len(data) > MAX_BYTES:
        raise UnavailableError(Problem(str(path), 0, 0, f"larger than {MAX_BYTES:,} bytes", "Split the file."))
    return data


def _decode_as(path: Path, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line, column = _place(data, error.start)
        remedy = "State its encoding: name the file as a source in config.yaml with `encoding:`."
        problem = Problem(str(path), line, column, f"byte {error.start} is not {encoding}", remedy)
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
