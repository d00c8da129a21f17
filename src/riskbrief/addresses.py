"""Addresses and the keys in them: filled in where a server is asked, hidden wherever anything is written."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from riskbrief.errors import ConfigurationError, Problem

PLACE = "{key}"  # where an address of config.yaml wants its key
HIDDEN = "***"
SHORT = 6  # a shorter key is hidden beside its name only: as a word it may stand anywhere
_USER = re.compile(r"(https?://)[^\s/@]+@")
_PAIR = re.compile(r"([?&;])([^\s?&;=#<>\"']+)=([^\s&;#<>\"']*)")
_TELLING = re.compile(
    r"(?:^|[_.-])(?:api|access)?_?(?:key|auth|sig|signature|sid|pass)(?:$|[_.-])|token|secret|passw|pwd|credential|session",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"(?=\S*[0-9])(?=\S*[A-Za-z])[\w.~%+/=-]{16,}")


def veiled(address: str) -> str:
    """An address as it may be written out: names of its query without their values, no user.

    >>> veiled("https://u:p@feeds.example/a?lang=fr&key=1"), veiled("https://feeds.example/a?key={key}")
    ('https://***@feeds.example/a?lang=***&key=***', 'https://feeds.example/a?key={key}')
    """
    base, mark, query = _USER.sub(rf"\1{HIDDEN}@", address).partition("?")
    query, hash_mark, rest = query.partition("#")
    pairs = [_veiled_pair(pair) for pair in query.split("&")] if mark else []
    return base + mark + "&".join(pairs) + hash_mark + rest


def _veiled_pair(pair: str) -> str:
    name, equals, value = pair.partition("=")
    return pair if not pair or value == PLACE else f"{name}={HIDDEN}" if equals else HIDDEN


def secret(root: Path, file: str, variable: str) -> str:
    """What stands in a file, counted from `root`, or in a variable of the environment.

    Errors: ConfigurationError, which never tells it, when there is none.
    """
    place, remedy = file or variable, "Set it." if variable else "Check the path and who may read it."
    try:
        folder = os.environ.get("CREDENTIALS_DIRECTORY", "")  # where systemd puts them, by unit
        path = root / file.replace("$CREDENTIALS_DIRECTORY", folder)
        told = path.read_text(encoding="utf-8") if file else os.environ.get(variable, "")
    except (OSError, UnicodeError):
        told = ""
    if not told.strip():
        raise ConfigurationError(Problem("config.yaml", 0, 0, f"no key in {place}", remedy))
    return told.strip()


@dataclass(frozen=True)
class Veil:
    """Hides what the address of a source, written with its key as `url`, carries besides the place it leads to."""

    url: str
    key: str = field(default="", repr=False)

    @property
    def address(self) -> str:
        """The address to ask."""
        return self.url.replace(PLACE, quote(self.key, safe=""))

    @cached_property
    def _pairs(self) -> list[tuple[str, str]]:
        """Names and values of its query."""
        return [(name, value) for _, name, value in _PAIR.findall(self.address) if value]

    def _pattern(self, pairs: list[tuple[str, str]]) -> re.Pattern[str] | None:
        ways = (rf"{re.escape(name)}=(?:{re.escape(value)}(?![\w%])|[^\s&]+…)" for name, value in pairs)
        return re.compile(rf"(?<=[?&;])(?:{'|'.join(ways)})") if pairs else None

    @cached_property
    def _open(self) -> re.Pattern[str] | None:
        return self._pattern(self._pairs)

    @cached_property
    def _secret(self) -> re.Pattern[str] | None:
        key = quote(self.key, safe="")
        return self._pattern([(n, v) for n, v in self._pairs if v == key or _TELLING.search(n) or _TOKEN.fullmatch(v)])

    def text(self, text: str) -> str:
        """A text of an article: only what is a secret is hidden, so that addresses of articles still lead to them."""
        return self._hidden(text, self._secret)

    def note(self, text: str) -> str:
        """A message or note: everything behind the names in the source's own query is hidden."""
        return self._hidden(_USER.sub(rf"\1{HIDDEN}@", text), self._open)

    def _hidden(self, text: str, pattern: re.Pattern[str] | None) -> str:
        for form in {self.key, quote(self.key, safe=""), quote(self.key)} if len(self.key) >= SHORT else ():
            text = text.replace(form, HIDDEN)
        if pattern is None or "=" not in text:
            return text
        return pattern.sub(lambda found: f"{found[0].partition('=')[0]}={HIDDEN}", text)
