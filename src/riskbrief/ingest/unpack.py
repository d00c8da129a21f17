"""Answers unpacked under limits: gzip and deflate bodies, zip archives. A bomb stops at the limit."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from riskbrief.ingest.answers import FetchError

SLACK = 1_000_000  # bytes from which the ratio counts: short texts of one letter are no bomb
STEP = 65_536


@dataclass(frozen=True)
class Room:
    """How large a body may become: bytes, and times its packed size."""

    most: int
    ratio: float

    def check(self, size: int, packed: int) -> None:
        if size > self.most:
            raise FetchError("rejected", f"larger than {self.most:,} bytes once unpacked")
        if size > SLACK and size > self.ratio * packed:
            raise FetchError("rejected", f"grows more than {self.ratio:g} times when unpacked")


def unpacked(data: bytes, encoding: str, room: Room) -> tuple[bytes, bool]:
    """The body without its content encoding, and whether the packed stream ended before its end.

    Errors: FetchError (rejected) for a bomb, a broken stream or an encoding nobody asked for.
    """
    name = encoding.strip().lower()
    if name in {"", "identity"}:
        room.check(len(data), len(data))
        return data, False
    if name not in {"gzip", "x-gzip", "deflate"}:
        raise FetchError("rejected", f"content encoding {name!r}, which was not asked for")
    raw = name == "deflate" and not (data[:1] and data[0] & 0x0F == 8 and int.from_bytes(data[:2], "big") % 31 == 0)
    try:
        return _inflated(data, -zlib.MAX_WBITS if raw else zlib.MAX_WBITS | 32, room)
    except zlib.error as error:
        raise FetchError("rejected", f"its {name} stream is broken ({error})") from error


def _inflated(data: bytes, bits: int, room: Room) -> tuple[bytes, bool]:
    """Every member of a gzip or zlib stream, one after the other; what follows the last one is padding."""
    out: list[bytes] = []
    size = at = 0
    while at == 0 or data.startswith(b"\x1f\x8b", at):
        stream = zlib.decompressobj(bits)
        while not stream.eof and at < len(data):
            for piece in _pieces(stream, data[at : at + STEP]):
                size += len(piece)
                room.check(size, len(data))
                out.append(piece)
            at += STEP
        if not stream.eof:
            return b"".join(out), True
        at = min(at, len(data)) - len(stream.unused_data)
    return b"".join(out), False


def _pieces(stream: zlib._Decompress, packed: bytes) -> Iterator[bytes]:
    """What a part of the stream unpacks to, never more than STEP bytes at once."""
    full = True
    while not stream.eof and (packed or full):
        piece = stream.decompress(packed, STEP)
        packed, full = stream.unconsumed_tail, len(piece) == STEP
        yield piece


def unzipped(data: bytes, room: Room) -> bytes:
    """The one file inside a zip archive. Errors: FetchError (rejected) for anything else."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.infolist()
            if len(names) != 1:
                raise FetchError("rejected", f"a zip archive of {len(names)} files where one is expected")
            with archive.open(names[0]) as file:
                body = file.read(min(room.most, int(room.ratio * len(data)) + SLACK) + 1)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error) as error:
        raise FetchError("rejected", f"not a readable zip archive ({error})") from error
    room.check(len(body), len(data))
    return body
