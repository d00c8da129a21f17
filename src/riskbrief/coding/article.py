"""One article as its sentences: which of them to read, and what the article as a whole says about them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import cached_property, partial
from typing import NamedTuple, TypeVar

from riskbrief.coding.codebook import LanguageBook
from riskbrief.coding.dates import DAY_REACH, past_years, spoken_day
from riskbrief.coding.domains import domains_of
from riskbrief.coding.figures import right_figures
from riskbrief.coding.match import Reading, promising, read, scan_hits, with_wide, worth_reading
from riskbrief.coding.opinions import Opinion
from riskbrief.coding.place_roles import NOWHERE, SentencePlaces, sentence_places
from riskbrief.coding.places import PlaceHit
from riskbrief.coding.scopes import ArticleFrame, SentenceFrame, correction, live_cues
from riskbrief.coding.sentences import MAX_SENTENCE, Sentence, Span, read_sentence
from riskbrief.coding.splitting import Splitting
from riskbrief.coding.tolls import Toll, find_tolls
from riskbrief.coding.wide import WideMatches, possible, wide_matches
from riskbrief.definitions.indicators import Indicator
from riskbrief.folding import Canonical, canonical

CORRECTED_REACH = 6  # sentences of a correction in which it gives the right number
KEPT = 1000  # sentences of which the reading is kept; more than any news article has
T = TypeVar("T")


class Article(NamedTuple):
    """What coding needs of a row of the articles table."""

    article_id: str
    origin_id: str
    source_id: str
    published_at: datetime
    language: str
    title: str
    text: str
    retracts: str


class Kind(NamedTuple):
    """Of which kind a text is that tells nothing that happened (exercise, fiction, accident ...), why, how probably."""

    name: str
    reason: str
    probability: float


class ArticleReader:
    """The sentences of one article, each read at most once; sentence 0 is the title."""

    def __init__(
        self,
        article: Article,
        book: LanguageBook,
        places: tuple[Sequence[PlaceHit], Sequence[PlaceHit]],
        splitting: Splitting | None = None,
    ) -> None:
        self.article, self.book = article, book
        self._splitting = splitting or Splitting(article.text, book.tongue.stops)
        self.published: date = article.published_at.date()
        self._places = places
        self._fields = (canonical(article.title), canonical(article.text))
        self.opinions: dict[int, Opinion] = {}  # of the second reader, by number of sentence
        self.overall: Opinion | None = None  # on the opening of several sentences as a whole
        self.kind: Kind | None = None  # by the second reader; None: news, or nobody has asked
        self.unlikely: frozenset[str] = frozenset()  # domains of which the second reader finds that it is none
        self._readings: dict[int, Reading] = {}
        self._frames: dict[int, SentenceFrame] = {}
        self._days: dict[int, date | None] = {}
        self._located: dict[int, SentencePlaces] = {}
        self._tolls: dict[int, list[Toll]] = {}

    @cached_property
    def candidates(self) -> list[int]:
        """Numbers of the sentences in which something can match; splits the text only when something can."""
        hits = [scan_hits(f, self.book.scanner) for f in self._fields]
        numbers = worth_reading(hits[0], self._fields[0], [Span(0, 0)]) if promising(hits[0]) else []
        if promising(hits[1]):
            numbers += [i + 1 for i in worth_reading(hits[1], self._fields[1], self._splitting.every)]
        return numbers if self.book.wide is None else sorted({*numbers, *self.wide.by_sentence})

    @cached_property
    def wide(self) -> WideMatches:
        """What the whole article makes of words in it; nothing where no indicator asks for that."""
        if self.book.wide is None or not (hits := possible(self.book.wide, self._fields)):
            return WideMatches()
        starts = [span.start for span in self._splitting.every]
        numbers = {0 if not f else bisect_right(starts, self._fields[f].raw(at)) for f, at, _ in hits}
        return wide_matches(self.book.wide, (self._sentence(n) for n in sorted(numbers)), self._fields)

    def has(self, number: int) -> bool:
        """Whether there is a body sentence of that number."""
        return 1 <= number <= len(self._splitting.first(number))

    def first(self, count: int) -> int:
        """How many of the first body sentences there are, up to `count`; the text is split no further."""
        return min(count, len(self._splitting.first(count)))

    def span(self, number: int) -> Span:
        """Where a sentence stands in its field."""
        if number == 0:
            return Span(0, min(len(self.article.title), MAX_SENTENCE))
        return self._splitting.first(number)[number - 1]

    def raw(self, number: int) -> str:
        """The field a sentence stands in, as read."""
        return self.article.text if number else self.article.title

    def sentence_text(self, number: int) -> str:
        """A sentence as read."""
        start, end = self.span(number)
        return self.raw(number)[start:end]

    def words(self, number: int) -> list[str]:
        """The folded words of a sentence, without reading it."""
        field, span = self._fields[min(number, 1)], self.span(number)
        data = field.data[field.position(span.start) : field.position(span.end)]
        return data.decode("ascii").replace(".", " ").split()

    def places(self, number: int) -> SentencePlaces:
        """Places of a sentence; none for a number that does not exist."""
        if number not in self._located:
            if number and not self.has(number):
                return NOWHERE
            span = self.span(number)
            places, text = self._places[min(number, 1)], self.book.tongue.text
            _keep(self._located, number, sentence_places(places, self.raw(number), span.start, span.end, text))
        return self._located[number]

    def frame(self, number: int) -> SentenceFrame:
        """A sentence with its hits, cues and time."""
        if number not in self._frames:
            reading, text = self.reading(number), self.sentence_text(number)
            years = past_years(text, self.book.tongue.calendar, self.published)
            cues, raw = live_cues(reading.cues), self.raw(number)
            _keep(self._frames, number, SentenceFrame(reading, self.whole, raw, cues, self.day(number), years))
        return self._frames[number]

    def day(self, number: int) -> date | None:
        """The day a sentence speaks of; None when it names none."""
        if number not in self._days:
            earlier = (self.sentence_text(n) for n in range(number - 1, max(number - 1 - DAY_REACH, 0), -1))
            day = spoken_day(self.sentence_text(number), earlier, self.book.tongue, self.published)
            _keep(self._days, number, day)
        return self._days[number]

    def tolls(self, number: int) -> Sequence[Toll]:
        """Every toll of a sentence, stated or not, with offsets into it."""
        if number not in self._tolls:
            text, said = self.sentence_text(number), self.book.tolls
            # without markup the words of a sentence are those `find_tolls` would fold again
            silent = "<" not in text and "&" not in text and said.cues.isdisjoint(self.words(number))
            _keep(self._tolls, number, [] if silent else find_tolls(text, self.article.language, said))
        return self._tolls[number]

    def reading(self, number: int) -> Reading:
        """The phrases of a sentence."""
        if number not in self._readings:
            before = partial(self._sentence, number - 1) if number > 1 else None
            reading = read(self._sentence(number), self.book, before)
            if wide := self.wide.by_sentence.get(number):
                reading = with_wide(reading, wide)
            _keep(self._readings, number, reading)
        return self._readings[number]

    def _sentence(self, number: int) -> Sentence:
        return read_sentence(number, self.span(number), self._fields[min(number, 1)], self.raw(number))

    @cached_property
    def whole(self) -> ArticleFrame:
        """What title, first sentence and the words of the article say about all of it."""
        opening = [self.reading(n) for n in (0, 1) if self._has_opening_cue(n)]
        notice = _notice(self.article, opening)
        corrected = bool(notice) and any(self.right_figures)
        return ArticleFrame(
            self.published,
            self.article.language,
            notice="" if corrected else notice,
            corrected=corrected,
            recorded=bool(self.article.retracts),
            historic=_looks_back(opening, self.book.tongue.calendar.time_words),
            domains=domains_of(self._fields, self.book),
            unlikely=self.unlikely,
            excluded=self.wide.excluded,
        )

    @cached_property
    def right_figures(self) -> list[list[int]]:
        """Where title and first sentences of a correction give the right number, by sentence."""
        sentences = [self.sentence_text(n) for n in range(self.first(CORRECTED_REACH) + 1)]
        return right_figures(sentences, self.article.language, self.book.tolls, self.book.tongue.text)

    def no_news(self, indicator: Indicator, every: Iterable[Indicator]) -> Kind | None:
        """The kind of the whole text where it tells nothing that happened; none where it asserts the indicator or, of
        `every` one, violence still more surely: it tells what did."""
        if self.kind is None or self.overall is None:
            return self.kind
        asked = [indicator, *(i for i in every if i.family == "violence")]
        chance = max(self.overall.chance(one) or 0.0 for one in asked)
        return self.kind if chance <= self.kind.probability else None

    def _has_opening_cue(self, number: int) -> bool:
        """Whether title or first sentence may hold a cue that speaks of the whole article."""
        if number and not self.has(number):
            return False
        field, span = self._fields[number], self.span(number)
        data = field.data[field.position(span.start) : field.position(span.end)]
        return any(True for _ in self.book.opening.scan(Canonical(data)))


def _keep(memory: dict[int, T], number: int, value: T) -> None:
    """Keep what was read of a sentence; a text of a million sentences must not keep it of all."""
    if len(memory) >= KEPT:
        memory.clear()
    memory[number] = value


def _notice(article: Article, opening: Sequence[Reading]) -> str:
    """Why the article withdraws something: it says which article, or it opens with a correction cue."""
    if article.retracts:
        return f"the article corrects or withdraws {article.retracts}"
    for reading in opening:
        for cue in reading.cues.get("retraction_article", ()):
            if cue.start == 0 or cue.end - cue.start > 2:
                return correction(cue)
    return ""


def _looks_back(opening: Sequence[Reading], time_words: frozenset[str]) -> str:
    """Why the article is about the past; "ten years after" beside a recent day only says how long ago it began."""
    cues = (
        cue
        for reading in opening
        for cue in live_cues(reading.cues).get("historic_article", ())
        if time_words.isdisjoint(cue.term.elements) or not reading.cues.get("recent_day")
    )
    return next((f"article about the past: '{cue.term.text}' in title or first sentence" for cue in cues), "")
