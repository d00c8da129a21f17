"""The objects of a PDF as bytes, once: pydyf writes each a second time for the identifier, and packs at level 9; the
stream in which it puts small objects together stays its own."""

from __future__ import annotations

import zlib

import pydyf

FAST = 5  # a quarter of the time of level 9, a twentieth more bytes
HEAD, FOOT = b"\nstream\n", b"\nendstream"


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
    """Give every object in use its last form."""
    for place, thing in enumerate(pdf.objects):
        if thing.free == "n":
            if isinstance(thing, pydyf.Stream) and thing.compress:
                pack(thing)
            pdf.objects[place] = Written(thing)


def pack(stream: pydyf.Stream) -> None:
    """Pack what a stream holds."""
    stream.compress = False
    content = pydyf.Stream(stream.stream).data.partition(HEAD)[2][: -len(FOOT)]  # without its dictionary
    stream.stream = [zlib.compress(content, FAST)]
    stream.extra["Filter"] = "/FlateDecode"
