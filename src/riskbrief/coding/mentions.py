"""Hits with a status, a place and a day: the mentions of one article (method B.4, B.5, B.8)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, replace
from datetime import date

from riskbrief.coding.article import ArticleReader
from riskbrief.coding.assertion import CREDITED, INCITEMENT, RULES, SECONDED, Verdict, judge
from riskbrief.coding.codebook import Codebook
from riskbrief.coding.locate import Located
from riskbrief.coding.match import Hit
from riskbrief.coding.openings import sentence_at
from riskbrief.coding.opinions import NOT_WHOLE, TOLD_AS, Opinion, of_whole, proposals, proposed, sure
from riskbrief.coding.scopes import SentenceFrame, distance
from riskbrief.coding.tolls import Toll
from riskbrief.coding.whereabouts import wheres
from riskbrief.definitions.indicators import Indicator
from riskbrief.definitions.reading import Reading as ReadingSettings

CURRENT = ("affirmed", "hedged", "foiled")
ACCIDENT = "accident"  # the kind of texts that tell of one
RECENT_DAYS = 7  # how old the day of the sentence before may be to hold for one that names none


@dataclass(frozen=True)
class Mention:
    """One hit as the mentions table will hold it; `start` and `end` are offsets into its field as read."""

    indicator: Indicator
    hit: Hit
    number: int
    start: int
    end: int
    verdict: Verdict
    where: Located
    day: date
    severity: float
    toll: Toll | None = None

    @property
    def field(self) -> str:
        return "text" if self.number else "title"

    @property
    def current(self) -> bool:
        """Whether it reports something new, doubtful or foiled, rather than absent, past or feared."""
        return self.verdict.status in CURRENT


def find_mentions(reader: ArticleReader, book: Codebook, *, focus: Mapping[str, float]) -> list[Mention]:
    """Every mention of an article, counted or not, in reading order."""
    found: dict[tuple[str, str, int, int, str | None], Mention] = {}
    proposed = {n for n, opinion in reader.opinions.items() if opinion.seen}
    families = _families(reader, book) if proposed or reader.overall else frozenset()
    for number in sorted({*reader.candidates, *proposed}):
        for mention in _of_sentence(reader, number, book, focus, families):
            found.setdefault(_key(mention), mention)
    told = {m.indicator.id for m in found.values() if m.verdict.status != "excluded"}
    for mention in _of_whole(reader, book, focus, told, families):
        found.setdefault(_key(mention), mention)
    mentions = sorted(found.values(), key=lambda m: (m.number, m.start, m.end))
    return inherit(_yielded(mentions, reader))


def _key(mention: Mention) -> tuple[str, str, int, int, str | None]:
    return mention.indicator.id, mention.field, mention.start, mention.end, mention.where.region_id


def _yielded(mentions: list[Mention], reader: ArticleReader) -> list[Mention]:
    """A mention whose indicator, or whose frame, yields to another that the same passage tells of does not count; who
    is only quoted ("a rebel coalition said") is not told of."""
    current: dict[str, dict[str | None, set[int]]] = {}
    for mention in mentions:
        if mention.current and not _quoted(mention, reader):
            numbers = current.setdefault(mention.indicator.id, {})
            numbers.setdefault(mention.where.region_id, set()).add(mention.number)
    return [_yields(m, current) for m in mentions]


def _quoted(mention: Mention, reader: ArticleReader) -> bool:
    """Whether a word of saying follows a mention, at most one word between."""
    words, speech = reader.reading(mention.number).sentence.words, reader.book.frames.small.speech
    return any(words[p : p + size] in speech for p in (mention.hit.end, mention.hit.end + 1) for size in (1, 2))


def _yields(mention: Mention, current: Mapping[str, Mapping[str | None, set[int]]]) -> Mention:
    rule, number = mention.indicator.yields, mention.number
    spared = rule and rule.unless and any(number in numbers for numbers in current.get(rule.unless, {}).values())
    for to in (rule.to if rule and not spared else "", mention.hit.yields) if mention.current else ():
        told = current.get(to, {}).get(mention.where.region_id, set())
        if not told.isdisjoint((number - 1, number, number + 1)):
            return replace(mention, verdict=Verdict("excluded", f"{TOLD_AS} {to} in the same passage"))
    return mention


def _families(reader: ArticleReader, book: Codebook) -> frozenset[str]:
    """Event families that rules find in the article."""
    return frozenset(book.indicators[h.owner].event_family for n in reader.candidates for h in reader.reading(n).hits)


def _of_sentence(
    reader: ArticleReader, number: int, book: Codebook, focus: Mapping[str, float], told: frozenset[str]
) -> Iterator[Mention]:
    hits, opinion = reader.reading(number).hits, reader.opinions.get(number)
    hits += tuple(proposals(opinion, reader.reading(number), book, told)) if opinion else ()
    if not hits:
        return
    credits, frame = [], reader.frame(number)
    judged = [(hit, judge(hit, frame, book, rules=SECONDED if proposed(hit) else RULES)) for hit in hits]
    undone = [hit for hit, verdict in judged if verdict.status == "reversed"]
    for hit, verdict in judged:
        twice = any(_share(hit, other) for other in undone)
        verdict = _seconded(verdict, hit, frame, None if twice else opinion, reader, book)
        yield from _mentions(reader, frame, book, focus, hit, verdict)
        if verdict.status == "reversed" and (credit := _credited(hit, frame, book)):
            credits.append(credit)
    for credit in credits:
        verdict = _seconded(judge(credit, frame, book, rules=CREDITED), credit, frame, None, reader, book)
        reason = verdict.reason or f"credited from a reversal: '{credit.term}'"
        yield from _mentions(reader, frame, book, focus, credit, Verdict(verdict.status, reason))


def _of_whole(
    reader: ArticleReader, book: Codebook, focus: Mapping[str, float], told: Set[str], families: Set[str]
) -> Iterator[Mention]:
    """What the second reader takes from the article as a whole and no sentence tells (`told`) or rules out, at the
    sentence that speaks most for it; nothing that what is told would have to yield to."""
    vetoes = {owner for number in reader.candidates for owner in reader.reading(number).vetoes}
    yields = (i.yields.to for i in book.indicators if i.yields and i.id in told)
    vetoes.update(book.index_of[to] for to in (*yields, *told) if to in book.index_of)
    for seen in sure(reader.overall, book, families, vetoes, never=NOT_WHOLE):
        owner = book.index_of[seen.indicator_id]
        here = [(sentence_at(reader, a), b - a) for a, b in seen.spans]
        number = here[0][0][0]
        frame = reader.frame(number)
        spans = tuple((at, at + length) for (n, at), length in here if n == number)
        hit = of_whole(seen._replace(spans=spans), owner, frame.reading.sentence)
        verdict = _seconded(judge(hit, frame, book, rules=SECONDED), hit, frame, None, reader, book)
        yield from _mentions(reader, frame, book, focus, hit, verdict)


def _share(hit: Hit, undone: Hit) -> bool:
    """Whether a hit is the undoing of what another indicator names ("lifted the embargo"): the rules read it twice, so
    no sentence reader doubts it."""
    return hit.owner != undone.owner and hit.start < undone.end and undone.start < hit.end


def _seconded(
    verdict: Verdict, hit: Hit, frame: SentenceFrame, opinion: Opinion | None, reader: ArticleReader, book: Codebook
) -> Verdict:
    """The verdict, or `domain` when the whole text is of a kind that tells no news (an accident: unless the sentence
    tells of clear violence), or `excluded` when the second reader finds the mention unlikely."""
    indicator = book.indicators[hit.owner]
    if verdict.status not in CURRENT:
        return verdict
    kind = reader.no_news(indicator, book.indicators) if book.guarded[hit.owner] else None
    if kind and not (kind.name == ACCIDENT and frame.of("hard_violence")):
        return Verdict("domain", kind.reason)
    doubt = opinion.doubt(indicator) if opinion else ""
    return Verdict("excluded", doubt) if doubt else verdict


def _credited(hit: Hit, frame: SentenceFrame, book: Codebook) -> Hit | None:
    """ "sanctions lifted": a mention of the indicator that the reversal names, over both words."""
    reversal = book.indicators[hit.owner].reversal
    if reversal is None or reversal.to is None or reversal.to not in book.index_of:
        return None
    word = min(frame.reading.reversal[hit.owner], key=lambda w: distance(hit, w.start, w.end))
    cores = tuple(sorted([*hit.cores, (word.start, word.end)]))
    owner = book.index_of[reversal.to]
    return Hit(owner, min(hit.start, word.start), max(hit.end, word.end), cores, f"{hit.term} ... {word.term.text}")


def _mentions(
    reader: ArticleReader, frame: SentenceFrame, book: Codebook, focus: Mapping[str, float], hit: Hit, verdict: Verdict
) -> Iterator[Mention]:
    """The hit at its place, or at each country it concerns."""
    indicator, sentence = book.indicators[hit.owner], frame.reading.sentence
    span = (sentence.starts[hit.start], sentence.ends[hit.end - 1])
    raised = (indicator.severity.terms[f.term.text] for f in frame.reading.severity.get(hit.owner, ()))
    severity = max((indicator.severity.base, *raised))
    for where in wheres(reader, sentence.number, span, indicator, focus=focus, panel=book.panel):
        if indicator.zone != "capital" or where.capital:
            yield Mention(indicator, hit, sentence.number, *span, verdict, where, _day(reader, frame), severity)


def _day(reader: ArticleReader, frame: SentenceFrame) -> date:
    """Day the sentence names, else a recent one of the sentence before (a title: of the first), else publication."""
    if frame.day is not None:
        return frame.day
    number = frame.reading.sentence.number
    neighbour = number - 1 if number else 1
    day = reader.day(neighbour) if reader.has(neighbour) else None
    recent = day is not None and 0 <= (reader.published - day).days <= RECENT_DAYS
    return day if day is not None and recent else reader.published


def inherit(mentions: list[Mention]) -> list[Mention]:
    """A title that affirms what its whole article does not takes the body's status (B.4 rule 4)."""
    bodies: dict[str, list[Mention]] = {}
    for mention in mentions:
        if mention.number:
            bodies.setdefault(mention.indicator.id, []).append(mention)
    return [_inherited(m, bodies.get(m.indicator.id, [])) for m in mentions]


def _inherited(mention: Mention, body: list[Mention]) -> Mention:
    if mention.number or mention.verdict.status != "affirmed" or not (body and mention.indicator.assertion):
        return mention
    statuses = [m.verdict.status for m in body]
    if "affirmed" in statuses:
        return mention
    first = next((m for m in body if m.current), body[0])
    reason = f"as in the text: {first.verdict.reason}"
    return replace(mention, verdict=Verdict(first.verdict.status, reason))


def alpha(mention: Mention, settings: ReadingSettings) -> float:
    """Weight of the mention's status for its indicator's type (B.4)."""
    indicator, status = mention.indicator, mention.verdict.status
    if status == "hypothetical":
        return indicator.hypothetical_weight if mention.verdict.reason.startswith(INCITEMENT) else 0.0
    chronic = status == "historic" and mention.verdict.reason.startswith("chronic")
    if chronic and indicator.type == "attention":
        return settings.chronic_attention
    weights = settings.attention_weights if indicator.type == "attention" else settings.event_weights
    return weights.get(status, 0.0)
