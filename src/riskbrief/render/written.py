"""A PDF as bytes, each object written and packed once: pydyf does so again for the identifier, and packs at level 9."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import accumulate
from typing import BinaryIO

import pydyf

FAST = 5  # a quarter of the time of level 9, a twentieth more bytes
HEAD, FOOT = b"\nstream\n", b"\nendstream"
BYTES_FOLLOW = "%🖤".encode()  # as pydyf has it: no program takes the file for text
WIDTHS = (1, 4, 2)  # bytes of a cross-reference: kind, place or stream, generation or index in the stream
Places = Mapping[int, tuple[int, int, int]]  # cross-references by number of their objects


class Written(pydyf.Object):  # type: ignore[misc]
    """An object that nobody changes any more."""

    def __init__(self, thing: pydyf.Object) -> None:
        super().__init__()
        self.number, self.generation = thing.number, thing.generation
        self._data, self._compressible = bytes(thing.data), bool(thing.compressible)

    @property
    def data(self) -> bytes:
        """As it stands in the file."""
        return self._data

    @property
    def compressible(self) -> bool:
        """Whether it may stand among others in a stream."""
        return self._compressible


def write_once(pdf: pydyf.PDF) -> None:
    """Give every object in use its last form: nothing is added any more, and the file is written as below."""
    pdf.add_object(pdf.info)
    for place, thing in enumerate(pdf.objects):
        if thing.free == "n":
            if isinstance(thing, pydyf.Stream) and thing.compress:
                pack(thing)
            pdf.objects[place] = Written(thing)
    pdf.write = partial(_write, pdf)


def pack(stream: pydyf.Stream) -> None:
    """Pack what a stream holds."""
    stream.compress = False
    match stream.stream:
        case [bytes() as content]:
            pass
        case parts:
            content = pydyf.Stream(parts).data.partition(HEAD)[2][: -len(FOOT)]  # without its dictionary
    stream.stream = [zlib.compress(content, FAST)]
    stream.extra["Filter"] = "/FlateDecode"


def _write(pdf: pydyf.PDF, output: BinaryIO, version: str, identifier: bytes, compress: bool) -> None:
    """In the order of pydyf: what stands alone, the small objects in one stream, where each is. The second half of the
    identifier is the digest of all before that table."""
    assert compress and version >= "1.5"
    used = [thing for thing in pdf.objects if thing.free == "n"]
    small = [thing for thing in used if thing.compressible]
    together = _together(small, len(pdf.objects))
    alone = [*(thing for thing in used if not thing.compressible), together]
    parts = [f"%PDF-{version}\n".encode() + BYTES_FOLLOW, *(thing.indirect for thing in alone)]
    starts = list(accumulate(len(part) + 1 for part in parts))
    places = {thing.number: (0, 0, thing.generation) for thing in pdf.objects if thing.free != "n"}
    places |= {thing.number: (1, start, thing.generation) for thing, start in zip(alone, starts, strict=False)}
    places |= {thing.number: (2, together.number, index) for index, thing in enumerate(small)}
    places[len(places)] = (1, starts[-1], 0)
    body = b"\n".join([*parts, b""])
    digest = hashlib.md5(body, usedforsecurity=False).hexdigest()
    names = pydyf.Array(pydyf.String(name).data for name in (identifier, digest))
    output.write(body + _table(pdf, places, names).indirect + b"\nstartxref\n%d\n%%%%EOF\n" % starts[-1])


def _together(things: Sequence[Written], number: int) -> Written:
    """One stream of small objects."""
    starts = accumulate((len(thing.data) + 1 for thing in things), initial=0)
    index = " ".join(f"{thing.number} {start}" for thing, start in zip(things, starts, strict=False))
    extra = {"Type": "/ObjStm", "N": len(things), "First": len(index) + 1}
    return _last(pydyf.Stream([index, *(thing.data for thing in things)], extra), number)


def _table(pdf: pydyf.PDF, places: Places, names: pydyf.Array) -> Written:
    """The stream that tells where each object is, itself the last."""
    rows = (zip(places[number], WIDTHS, strict=True) for number in range(len(places)))
    content = b"".join(value.to_bytes(width, "big") for row in rows for value, width in row)
    extra = {"Type": "/XRef", "W": pydyf.Array(WIDTHS), "Size": len(places), "Root": pdf.catalog.reference}
    stream = pydyf.Stream([content], extra | {"Info": pdf.info.reference, "ID": names})
    return _last(stream, len(places) - 1)


def _last(stream: pydyf.Stream, number: int) -> Written:
    pack(stream)
    stream.number = number
    return Written(stream)
