"""Tolls of an article: claims with their claimants, and the number of dead of each mention (method B.6)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from riskbrief.coding.article import ArticleReader
from riskbrief.coding.assertion import RULES, Verdict, domain, excluded, flipped, foiled, judge
from riskbrief.coding.claims import claimant, sentence_toll
from riskbrief.coding.codebook import Codebook, LanguageBook
from riskbrief.coding.figures import figures, givers
from riskbrief.coding.match import Hit
from riskbrief.coding.mentions import Mention
from riskbrief.coding.place_roles import is_town
from riskbrief.coding.scopes import SentenceFrame
from riskbrief.coding.text_words import TextBook
from riskbrief.coding.toll_freed import with_freed, without_shares
from riskbrief.coding.toll_headline import without_sum
from riskbrief.coding.toll_later import settled
from riskbrief.coding.toll_more import goes_on, with_more
from riskbrief.coding.toll_pieces import EXACT
from riskbrief.coding.toll_telling import Telling
from riskbrief.coding.toll_words import ARMED_GROUP, KIDNAPPED, KILLED, UNSPECIFIED, WOUNDED, TollWords
from riskbrief.coding.tolls import Toll
from riskbrief.coding.verbs import governs
from riskbrief.definitions.indicators import Indicator

FARTHEST = 40
"Sentences of an article that are read for tolls though nothing deadly stands beside them."
MANY = 100
"Sentences with tolls up to which a text is read as telling of scenes; in a longer list each stands for itself."
FIGURE_REACH = 2
"Sentences after a toll that may give another figure for the same victims."
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
    if deadly:
        stated = _without_former(_with_figures(deadly, stated, reader, book), reader)
        stated = _settled(stated, reader)
    out = [_with_toll(m, stated, deadly, reader) for m in mentions]
    scenes = sum(map(bool, stated.values())) <= MANY
    return out, [c for n in sorted(stated) for c in _claims(n, stated if scenes else {n: stated[n]}, reader)]


def _farther(
    deadly: Mapping[int, Mention], stated: Mapping[int, Sequence[Toll]], reader: ArticleReader, book: Codebook
) -> dict[int, list[Toll]]:
    """What an article about one place says elsewhere: the wounded, whatever hospital they lie in, and, in sentences
    that name no other town, the dead and the abducted, if nothing was said of them yet (but in a headline), and the
    dead that are told of as some more."""
    mention = deadly[min(deadly)]
    told = {t.kind for n, tolls in stated.items() for t in tolls if n or len(deadly) > 1}
    wanted = {WOUNDED} | ({KILLED, KIDNAPPED} - told)
    found: dict[int, list[Toll]] = {}
    for number in range(1, reader.first(FARTHEST - 1) + 1):
        if number in deadly or stated.get(number) or _accident(number, reader):
            continue
        start, telling = reader.span(number).start, _telling(reader)
        found_here = _stated(number, mention, reader, book)
        more = [t for t in found_here if goes_on(_shifted(t, -start), number, telling)]
        kept = [t for t in found_here if t.kind in wanted or t in more]
        if not _same_town(number, mention, reader):
            kept = [t for t in kept if t.kind == WOUNDED or (telling.dies_late(number) and t in more)]
        if kept:
            found[number] = kept
    return found


def _with_figures(
    deadly: Mapping[int, Mention], stated: Mapping[int, list[Toll]], reader: ArticleReader, book: Codebook
) -> dict[int, list[Toll]]:
    """The tolls with the figures that the same sentence, or one of the next two, gives for the same victims."""
    out, at = dict(stated), min(stated) if reader.whole.corrected else -FIGURE_REACH - 1
    basis = Toll(KILLED, UNSPECIFIED, 1, 1, None, EXACT, 0, 0) if reader.whole.corrected else None
    right = _right_places(reader) if reader.whole.corrected else {}
    near = sorted({n + ahead for n in stated for ahead in range(FIGURE_REACH + 1)})
    for number in (n for n in near if n == 0 or reader.has(n)):
        mention = deadly[max((n for n in deadly if n <= number), default=min(deadly))]
        if number not in stated and (not _same_town(number, mention, reader) or _accident(number, reader)):
            continue
        own, start = reader.tolls(number), reader.span(number).start
        whole = {t.kind: t for t in reversed(own) if not t.part and t.best}
        if new := whole.get(KILLED) or (whole.get(KIDNAPPED) if basis is None else None):
            basis, at = new, number
        if basis is None or number - at > FIGURE_REACH:
            continue
        of = basis if KILLED in whole else whole.get(KIDNAPPED, basis)
        found = [_shifted(t, start) for t in figures(*_sentence_of(number, reader), of=of, known=own)]
        if kept := [
            t for t in found if t.start in right.get(number, ()) or _is_stated(t, number, mention, reader, book)
        ]:
            out[number] = sorted([*out.get(number, ()), *kept], key=lambda t: (t.start, t.end))
            at = number
    return out


def _without_former(stated: Mapping[int, list[Toll]], reader: ArticleReader) -> dict[int, list[Toll]]:
    """The tolls of a correction that gives the right number, without the ones it takes the place of."""
    if not reader.whole.corrected:
        return dict(stated)
    right: dict[int, list[Toll]] = defaultdict(list)
    for number, starts in _right_places(reader).items():
        right[number] = [t for t in stated.get(number, ()) if any(t.start <= at < t.end for at in starts)]
    kinds = {t.kind for tolls in right.values() for t in tolls}
    return {n: [t for t in tolls if t.kind not in kinds or t in right[n]] for n, tolls in stated.items()}


def _settled(stated: Mapping[int, Sequence[Toll]], reader: ArticleReader) -> dict[int, list[Toll]]:
    """The tolls with what the article tells of them later, offsets into the field."""
    starts = {n: reader.span(n).start for n in stated}
    inside = {n: [_shifted(t, -starts[n]) for t in tolls] for n, tolls in stated.items()}
    telling = _telling(reader)
    told = settled(inside, reader.sentence_text, reader.book.tolls, reader.article.language)
    if sum(map(bool, told.values())) <= MANY:
        told = with_more(without_shares(without_sum(told, telling), telling), telling, inside)
        told = with_freed(told, telling, reader.first(FARTHEST))
    return {n: [_shifted(t, starts[n]) for t in tolls] for n, tolls in told.items()}


def _telling(reader: ArticleReader) -> Telling:
    def source(number: int) -> str:
        return claimant(reader.sentence_text(number), reader.book.tongue.text)

    language, apart = reader.article.language, partial(_apart, reader=reader)
    return Telling(reader.sentence_text, apart, source, reader.book.tolls, reader.book.tongue, language)


def _apart(one: int, other: int, late: bool, *, reader: ArticleReader) -> bool:
    """Whether two sentences tell of two scenes: of different towns or days, unless the other tells of dying later; or
    it tells of an accident."""
    towns = [{p.entry.place_id for p in reader.places(n).places if is_town(p)} for n in (one, other)]
    before = (day for n in range(one, max(one - FIGURE_REACH, 0) - 1, -1) if (day := reader.day(n)))
    days = {next(before, None), reader.day(other)} - {None}
    elsewhere = (all(towns) and towns[0].isdisjoint(towns[1])) or len(days) > 1
    return _accident(other, reader) or (elsewhere and not late)


def _right_places(reader: ArticleReader) -> dict[int, list[int]]:
    """Where a correction gives the right number, by sentence, as offsets into its field."""
    return {n: [reader.span(n).start + at for at in given] for n, given in enumerate(reader.right_figures)}


def _sentence_of(number: int, reader: ArticleReader) -> tuple[str, str, TollWords, TextBook]:
    return reader.sentence_text(number), reader.article.language, reader.book.tolls, reader.book.tongue.text


def _shifted(toll: Toll, by: int) -> Toll:
    return replace(toll, start=toll.start + by, end=toll.end + by)


def _accident(number: int, reader: ArticleReader) -> bool:
    """Whether a sentence tells of an accident, a flood or an illness."""
    return not reader.book.tolls.accidents.isdisjoint(reader.words(number))


def _same_town(number: int, mention: Mention, reader: ArticleReader) -> bool:
    """Whether a sentence names no town but that of the mention; a headline that names none speaks of any."""
    if mention.number == 0 and mention.where.place_id is None:
        return True
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
    start = reader.span(number).start
    found = [_shifted(t, start) for t in reader.tolls(number)]
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


def _claims(number: int, stated: Mapping[int, Sequence[Toll]], reader: ArticleReader) -> Iterator[Claim]:
    """The claims of a sentence; a share of a whole of its scene is none, as nothing in the table tells it from a toll
    that adds up."""
    seen: set[tuple[str, int, int]] = set()
    tolls, telling = stated[number], _telling(reader)
    who = telling.source(number) if tolls else ""
    given = givers(*_sentence_of(number, reader)) if tolls else {}
    start = reader.span(number).start
    for toll in tolls:
        if toll.part and toll.victims != ARMED_GROUP and telling.has_whole(toll, number, stated):
            continue
        if (key := (toll.kind, toll.start, toll.end)) not in seen:
            seen.add(key)
            own = (name for at, name in given.items() if toll.start <= start + at < toll.end)
            yield Claim(toll, next(own, who), number)
