"""Sentence patterns of one language: slots filled with facts in one pass, so no text from outside can open a slot."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from riskbrief.briefing.printing import Printer
from riskbrief.document import Fact
from riskbrief.errors import ConfigurationError, Problem

# {name} or {name, plural, one {# article} other {# articles}}; `#` prints the number.
SLOT = re.compile(r"\{(\w+)(?:, plural, one \{([^{}]*)\} other \{([^{}]*)\})?\}")


@dataclass(frozen=True)
class Phrasebook:
    """`patterns` as in reports/phrases.<language>.yaml."""

    language: str
    patterns: Mapping[str, str]
    printer: Printer = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "printer", Printer(self.text("locale")))

    def __contains__(self, key: str) -> bool:
        return key in self.patterns

    def text(self, key: str) -> str:
        """A phrase without slots."""
        return self.write(key, ())

    def columns(self, names: Iterable[str]) -> tuple[str, ...]:
        """Headings of table columns by name."""
        return tuple(self.text(f"column.{name}") for name in names)

    def write(self, key: str, facts: Sequence[Fact]) -> str:
        """The pattern with every slot filled; ConfigurationError names a missing phrase or slot."""
        if key not in self.patterns:
            raise ConfigurationError(self._problem(f"phrase {key!r} is missing", "add it"))
        given = {fact.key: fact for fact in facts}

        def fill(match: re.Match[str]) -> str:
            fact = given.get(match[1])
            if fact is None:
                raise ConfigurationError(
                    self._problem(f"phrase {key!r} has an unknown slot {match[1]!r}", self._known(given))
                )
            return fact.text if match[2] is None else self._plural(match, fact)

        return SLOT.sub(fill, self.patterns[key])

    def words(self, key: str) -> tuple[str, ...]:
        """A phrase that lists alternatives, `a | b | c`."""
        return tuple(w.strip() for w in self.text(key).split("|") if w.strip())

    def _plural(self, match: re.Match[str], fact: Fact) -> str:
        value = fact.value if isinstance(fact.value, int | float) else 0
        chosen = match[2] if self.printer.plural_form(abs(value)) == "one" else match[3]
        return chosen.replace("#", fact.text)

    def _problem(self, text: str, remedy: str) -> Problem:
        return Problem(f"reports/phrases.{self.language}.yaml", 0, 0, text, remedy)

    @staticmethod
    def _known(given: Mapping[str, Fact]) -> str:
        return f"known: {', '.join(sorted(given)) or 'none'}"
