"""Names in YAML to functions in code: one small registry serves every seam."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import ClassVar, Generic, TypeVar

from pydantic import BaseModel, ConfigDict

F = TypeVar("F", bound=Callable[..., object])


class Params(BaseModel):
    """Options of a registry member; unknown options are errors. `live`: a reader that asks an address."""

    live: ClassVar[bool] = False
    model_config = ConfigDict(extra="forbid", frozen=True)


class NoParams(Params):
    """For members without options."""


@dataclass(frozen=True)
class Member(Generic[F]):
    """A registered function, the model of its options and the first line of its docstring."""

    name: str
    function: F
    params: type[Params]
    summary: str


class Registry(Generic[F]):
    """The members of one seam (`readers`, `normalisers`, `aggregators`, `sections`), by name.

    Third parties add members through the entry-point group `riskbrief.<seam>`.
    """

    def __init__(self, seam: str) -> None:
        self.seam = seam
        self._members: dict[str, Member[F]] = {}
        self._loaded = False

    def register(self, name: str, params: type[Params] = NoParams) -> Callable[[F], F]:
        """Decorator: register the function under `name`; a name can be taken once."""

        def add(function: F) -> F:
            if name in self._members:
                raise ValueError(f"{self.seam}: {name!r} is registered twice")
            summary = (function.__doc__ or "").strip().split("\n")[0]
            self._members[name] = Member(name, function, params, summary)
            return function

        return add

    def __getitem__(self, name: str) -> Member[F]:
        self._load_plugins()
        if name not in self._members:
            raise KeyError(self.unknown(name))
        return self._members[name]

    def __contains__(self, name: object) -> bool:
        self._load_plugins()
        return name in self._members

    def __iter__(self) -> Iterator[str]:
        self._load_plugins()
        return iter(sorted(self._members))

    def unknown(self, name: str) -> str:
        """What to tell a user who wrote a name nobody registered."""
        close = difflib.get_close_matches(name, list(self), n=1)
        hint = f"did you mean {close[0]!r}?" if close else f"known: {', '.join(self)}"
        return f"unknown {self.seam} {name!r}: {hint}"

    def _load_plugins(self) -> None:
        if self._loaded:
            return
        self._loaded = True
        for point in entry_points(group=f"riskbrief.{self.seam}"):
            point.load()
