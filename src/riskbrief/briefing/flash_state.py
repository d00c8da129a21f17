"""What a flash brief says that a later one may change: the state that two flashes of a country are compared by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

TriggerKind = Literal["tripwire", "event", "rise", "call"]


@dataclass(frozen=True)
class Trigger:
    """Why a flash is sent; `detail` names the tripwire, the indicator or the judgement, or gives the reason of a
    call."""

    kind: TriggerKind
    detail: str = ""
    event_id: str = ""


@dataclass(frozen=True)
class Told:
    """What a flash told of its country. `toll`: low, best, high, with None where no figure was read; `level` None when
    the country was not assessed; `triggers` as `kind:detail`."""

    issue: str
    region_id: str
    as_of: str
    triggers: tuple[str, ...]
    what: str
    place: str
    day: str
    toll: tuple[float | None, float | None, float | None]
    claimed_max: float | None
    code: str
    contested: bool
    level: int | None

    def same_as(self, other: Told) -> bool:
        """Whether nothing that is news differs; a trigger that fell away is none."""
        return not set(self.triggers) - set(other.triggers) and self._news == other._news

    @property
    def _news(self) -> tuple[object, ...]:
        return self.what, self.place, self.day, self.toll, self.claimed_max, self.code, self.contested, self.level

    def as_data(self) -> dict[str, Any]:
        """For flash.json."""
        return asdict(self)

    @classmethod
    def of_data(cls, told: Mapping[str, Any]) -> Told:
        """From flash.json. Errors: KeyError, TypeError or ValueError when it is none."""
        low, best, high = told["toll"]
        return cls(**{**told, "triggers": tuple(told["triggers"]), "toll": (low, best, high)})


@dataclass(frozen=True)
class FlashNote:
    """What a flash is about: its triggers, its leading event if it has one, and the flash that it updates."""

    triggers: tuple[Trigger, ...]
    event_id: str = ""
    earlier: Told | None = None
