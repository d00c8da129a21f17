"""Who claims an attack, and who is accused of it by whom: named armed groups only, never a fact (method A.11, A.12)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from riskbrief.coding.claims import CLAIMANT_LENGTH, claimant
from riskbrief.coding.responsibility_book import NAME, ResponsibilityBook
from riskbrief.coding.text_words import TextBook
from riskbrief.folding import plain

if TYPE_CHECKING:
    from riskbrief.coding.article import ArticleReader
    from riskbrief.coding.mentions import Mention

CLAIMED: Final = "claimed"
ATTRIBUTED: Final = "attributed"
FARTHEST, LONGEST = 60, 800
"Sentences of an article that are read for claims, and characters of one."
_CLAUSE = re.compile(r"[,;:.!?()–—]\s")


class Laid(NamedTuple):
    """A group that claims an attack or is accused of it, in words at `start` to `end` of a text; `claimant`: the group
    as it is written, or who accuses it (empty: nobody by name)."""

    kind: str
    group: str
    claimant: str
    start: int
    end: int


class Responsibility(NamedTuple):
    """What sentence `number` of an article says of who did it; offsets of `laid` are into the field as read."""

    laid: Laid
    number: int


def responsibilities(mentions: Sequence[Mention], reader: ArticleReader) -> Iterator[Responsibility]:
    """Every claim and attribution of an article that tells of a deadly event; only sentences with a word of claiming
    and the name of a group are read."""
    book = reader.book.tongue.responsibility
    if not book.cues or not any(m.indicator.severity.fatalities and m.current for m in mentions):
        return
    if not _cued(reader.article.title, book) and not _cued(reader.article.text, book):
        return
    for number in range(reader.first(FARTHEST) + 1):
        sentence = reader.sentence_text(number)
        if len(sentence) <= LONGEST and _cued(sentence, book) and book.named.search(sentence):
            start = reader.span(number).start
            for laid in laid_to(sentence, book, reader.book.tongue.text):
                yield Responsibility(laid._replace(start=laid.start + start, end=laid.end + start), number)


def _cued(text: str, book: ResponsibilityBook) -> bool:
    lower = text.lower()
    return any(cue in lower for cue in book.cues)


def laid_to(sentence: str, book: ResponsibilityBook, text: TextBook) -> list[Laid]:
    """Who claims an attack in a sentence or is accused of it, each group once for each kind."""
    read = plain(sentence)
    found: dict[tuple[str, str], Laid] = {}
    for pattern in book.claimed:
        for match in _standing(pattern, read, book):
            for group, name in _groups(match, read, book):
                found.setdefault((CLAIMED, group), Laid(CLAIMED, group, name, *match.span()))
    for pattern in book.attributed:
        for match in _standing(pattern, read, book):
            who = _accuser(match, read, text)
            for group, _ in _groups(match, read, book):
                if (CLAIMED, group) not in found:
                    found.setdefault((ATTRIBUTED, group), Laid(ATTRIBUTED, group, who, *match.span()))
    return sorted(found.values(), key=lambda laid: (laid.start, laid.end, laid.kind, laid.group))


def _standing(pattern: re.Pattern[str], sentence: str, book: ResponsibilityBook) -> Iterator[re.Match[str]]:
    """What meets a pattern, is not denied, and speaks of the attack that is told rather than of others."""
    for match in pattern.finditer(sentence):
        start, end = match.span()
        opened = max((m.end() for m in _CLAUSE.finditer(sentence, 0, start + 1) if m.end() <= start), default=0)
        closed = _CLAUSE.search(sentence, end)
        act = book.act.search(sentence, end, closed.start() if closed else len(sentence))
        told = match.end() if book.act.search(match[0]) or not act else act.end()
        subject = match.start(NAME) - start <= 4
        if book.denied.search(sentence, opened, end) or book.others.search(sentence, match.end(NAME), told):
            continue
        if not (subject and book.against.search(sentence[:start])):
            yield match


def _groups(match: re.Match[str], sentence: str, book: ResponsibilityBook) -> Iterator[tuple[str, str]]:
    """The groups a match names, each with its name as it is written; the longest name where several begin."""
    for one in book.named.finditer(sentence, *match.span(NAME)):
        name = next((n for n, names in book.groups if names.fullmatch(sentence, *one.span())), None)
        if name is not None:
            yield name, one[0]


def _accuser(match: re.Match[str], sentence: str, text: TextBook) -> str:
    """Who accuses the group; whoever the sentence quotes where nobody is named beside it."""
    who = match.groupdict().get("who") or ""
    if not who:
        return claimant(sentence, text)
    return text.joined.sub("", " ".join(who.split()))[:CLAIMANT_LENGTH]
