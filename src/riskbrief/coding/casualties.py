"""Tolls of an article: claims with their claimants, and the number of dead of each mention (method B.6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from riskbrief.coding.article import ArticleReader
from riskbrief.coding.assertion import RULES, Verdict, domain, excluded, flipped, foiled, judge
from riskbrief.coding.claims import claimant, sentence_toll
from riskbrief.coding.codebook import Codebook, LanguageBook
from riskbrief.coding.match import Hit
from riskbrief.coding.mentions import Mention
from riskbrief.coding.place_roles import is_town
from riskbrief.coding.scopes import SentenceFrame
from riskbrief.coding.toll_words import ARMED_GROUP, KIDNAPPED, KILLED, WOUNDED
from riskbrief.coding.tolls import Toll, find_tolls
from riskbrief.coding.verbs import governs
from riskbrief.definitions.indicators import Indicator

FARTHEST = 40
"Sentences of an article that are read for tolls though nothing deadly stands beside them."
_VOID = {"retracted", "historic", "denied", "negated", "foiled", "hypothetical"}


def attempted(hit: Hit, frame: SentenceFrame, indicator: Indicator, book: LanguageBook) -> Verdict | None:
    """Of a number of victims: it stood right behind what was stopped ("foiled the abduction of 12") or was only tried
    ("tried to kill three"). The dead of an attack that was repelled are dead."""
    cues = [c for c in frame.of("foiled") if governs(c, book.tongue.text) or 0 <= hit.start - c.end <= 1]
    cues = [c for c in cues if not any(c.end <= b <= hit.start for b in frame.reading.sentence.breaks)]
    return foiled(hit, frame._replace(cues={**frame.cues, "foiled": tuple(cues)}), indicator, book) if cues else None


_TOLL_RULES = tuple(attempted if r is foiled else r for r in RULES if r not in (excluded, domain, flipped))


@dataclass(frozen=True)
class Claim:
    """A toll somebody states; offsets of `toll` are into the field as read."""

    toll: Toll
    claimant: str
    number: int


def attach_tolls(
    mentions: Sequence[Mention], reader: ArticleReader, book: Codebook
) -> tuple[list[Mention], list[Claim]]:
    """Mentions of deadly events with the toll of their sentence, or of the neighbour that goes on; and all claims.

    Only sentences at or beside a current mention of an indicator with `severity.fatalities` are read for tolls.
    """
    deadly: dict[int, Mention] = {}
    for mention in mentions:
        if mention.indicator.severity.fatalities and mention.current:
            deadly.setdefault(mention.number, mention)
    stated: dict[int, list[Toll]] = {}
    for number, mention in deadly.items():
        for near in (number, *_continuations(number, mention, deadly, reader)):
            if near not in stated and (near == number or not _accident(near, reader)):
                stated[near] = _stated(near, mention, reader, book)
    if len({m.where.place_id for m in deadly.values()} - {None}) <= 1 and deadly:
        stated |= _farther(deadly, stated, reader, book)
    out = [_with_toll(m, stated, deadly, reader) for m in mentions]
    return out, [c for number in sorted(stated) for c in _claims(stated[number], number, reader)]


def _farther(
    deadly: Mapping[int, Mention], stated: Mapping[int, Sequence[Toll]], reader: ArticleReader, book: Codebook
) -> dict[int, list[Toll]]:
    """What an article about one place says elsewhere: the wounded, whatever hospital they lie in, and, in sentences
    that name no other town, the dead and the abducted, if nothing was said of them yet."""
    mention = deadly[min(deadly)]
    told = {t.kind for tolls in stated.values() for t in tolls}
    wanted = {WOUNDED} | ({KILLED, KIDNAPPED} - told)
    found: dict[int, list[Toll]] = {}
    for number in range(1, reader.first(FARTHEST - 1) + 1):
        if number in deadly or stated.get(number) or _accident(number, reader):
            continue
        kept = [t for t in _stated(number, mention, reader, book) if t.kind in wanted]
        if any(t.kind != WOUNDED for t in kept) and not _same_town(number, mention, reader):
            kept = [t for t in kept if t.kind == WOUNDED]
        if kept:
            found[number] = kept
    return found


def _accident(number: int, reader: ArticleReader) -> bool:
    """Whether a sentence tells of an accident, a flood or an illness."""
    return not reader.book.tolls.accidents.isdisjoint(reader.words(number))


def _same_town(number: int, mention: Mention, reader: ArticleReader) -> bool:
    """Whether a sentence names no town but that of the mention."""
    towns = {p.entry.place_id for p in reader.places(number).places if is_town(p)}
    return not towns or towns == {mention.where.place_id}


def _continuations(number: int, mention: Mention, deadly: dict[int, Mention], reader: ArticleReader) -> Iterator[int]:
    """The next, then the previous body sentence, if it has no deadly event of its own and names no other town."""
    for near in (number + 1, number - 1):
        if number == 0 or not reader.has(near) or near in deadly:
            continue
        if _same_town(near, mention, reader):
            yield near


def _stated(number: int, mention: Mention, reader: ArticleReader, book: Codebook) -> list[Toll]:
    """Tolls that the sentence states as facts: not denied, feared, of another year, or withdrawn."""
    start, text, known = reader.span(number).start, reader.sentence_text(number), reader.book.tolls
    if "<" not in text and "&" not in text and known.cues.isdisjoint(reader.words(number)):
        return []  # without markup the words of a sentence are those `find_tolls` would fold again
    found = [
        replace(t, start=t.start + start, end=t.end + start) for t in find_tolls(text, reader.article.language, known)
    ]
    return [t for t in found if _is_stated(t, number, mention, reader, book)]


def _is_stated(toll: Toll, number: int, mention: Mention, reader: ArticleReader, book: Codebook) -> bool:
    frame = reader.frame(number)
    sentence = frame.reading.sentence
    words = [i for i in range(len(sentence.words)) if sentence.starts[i] < toll.end and toll.start < sentence.ends[i]]
    if not words:
        return False
    core = (words[0], words[-1] + 1)
    verdict = judge(Hit(mention.hit.owner, *core, (core,), "toll"), frame, book, rules=_TOLL_RULES)
    return verdict.status not in _VOID or (verdict.status == "negated" and toll.best == 0)


def _with_toll(
    mention: Mention, stated: dict[int, list[Toll]], deadly: dict[int, Mention], reader: ArticleReader
) -> Mention:
    if not (mention.indicator.severity.fatalities and mention.current):
        return mention
    for near in (mention.number, *_continuations(mention.number, mention, deadly, reader)):
        if toll := sentence_toll(stated.get(near, ())):
            return replace(mention, toll=toll)
    return mention


def _claims(tolls: Sequence[Toll], number: int, reader: ArticleReader) -> Iterator[Claim]:
    seen: set[tuple[str, int, int]] = set()
    who = claimant(reader.sentence_text(number), reader.book.tongue.text) if tolls else ""
    wholes = {t.kind for t in tolls if not t.part}
    for toll in tolls:
        if toll.part and toll.kind in wholes and toll.victims != ARMED_GROUP:
            continue  # in the table nothing tells a share from a toll that adds up
        if (key := (toll.kind, toll.start, toll.end)) not in seen:
            seen.add(key)
            yield Claim(toll, who, number)
