"""Whether a mention is about the past: years, cues, articles that look back, old days, long-running states (B.4)."""

from __future__ import annotations

from typing import NamedTuple

from riskbrief.coding.calendars import CalendarBook
from riskbrief.coding.codebook import LanguageBook
from riskbrief.coding.frames import FREED
from riskbrief.coding.match import Hit
from riskbrief.coding.scopes import Cue, SentenceFrame, distance
from riskbrief.definitions.indicators import Indicator

_THING_REACH = 4  # words on either side of "the 2015"
_MONTH_REACH = 8
PAST_MONTHS = range(2, 9)  # months back; further back a name is one to come
_HEAD_REACH = 14  # words from the year of a thing to the clause about it
_YEAR_REACH = 6  # words from "since" to the year it governs


class Marker(NamedTuple):
    """Words of the sentence that place a mention in time."""

    start: int
    end: int
    reason: str


def past(hit: Hit, frame: SentenceFrame, indicator: Indicator, book: LanguageBook) -> str | None:
    """Why the mention is historic (starting with `chronic` for "since 2012"); None when it is current.

    A recent day nearer to the mention than a year or "last month" keeps it current; a court case or an anniversary
    makes the sentence one about the past whatever day it names, as does a capture whose victims are free again.
    """
    if hit.mood == FREED:
        return "the victims are free again"
    calendar = book.tongue.calendar
    recent = [distance(hit, c.start, c.end) for c in frame.of("recent_day")]
    own = _old(frame, indicator) is None and any(_beside(hit, frame, c) for c in frame.of("recent_day"))
    months = _months(hit, frame, indicator, calendar)
    if not (frame.years or months or frame.of("historic") or frame.of("chronic")):
        return frame.article.historic if frame.article.historic and not recent else _old(frame, indicator)
    if chronic := _chronic(hit, frame, book.since):
        apart = own and _parted(hit, frame, chronic.start, chronic.end)
        near = recent and min(recent) <= distance(hit, chronic.start, chronic.end)
        return None if near or apart else chronic.reason
    for marker in (*_years(hit, frame, indicator, book), *months, *_cues(hit, frame, book, temporal=True)):
        if own and _parted(hit, frame, marker.start, marker.end):
            continue
        hangs = _year(frame, marker.start) and _hangs_on(hit, frame, marker.start, book.tongue.text.hanging)
        if not recent or hangs or distance(hit, marker.start, marker.end) <= min(recent):
            return marker.reason
    for marker in _cues(hit, frame, book, temporal=False):
        if not (recent and _apart(hit, frame, marker)):
            return marker.reason
    if frame.article.historic and not recent:
        return frame.article.historic
    return _old(frame, indicator)


def _years(hit: Hit, frame: SentenceFrame, indicator: Indicator, book: LanguageBook) -> list[Marker]:
    """Earlier years; one that only dates a thing ("the 2015 treaty") speaks of what stands close to it, and one that
    dates a picture ("filmed in 2016") is what a report about it finds."""
    calendar, pictures = book.tongue.calendar, book.tongue.text.pictures
    if not frame.years or _is_fresh(frame) or (not indicator.negation_voids and pictures & set(frame.words)):
        return []
    return [
        Marker(i, i + 1, f"the sentence names the year {word}")
        for i, word in enumerate(frame.words)
        if _year(frame, i)
        and not (
            _dates_a_thing(frame, i, calendar)
            and distance(hit, i, i + 1) > _THING_REACH
            and not _hangs_on(hit, frame, i, book.tongue.text.hanging)
        )
    ]


def _hangs_on(hit: Hit, frame: SentenceFrame, year: int, hanging: frozenset[str]) -> bool:
    """Whether a mention stands in a relative clause about the thing that a year dates ("the 2018 assault on the camp,
    in which eight soldiers died"); a clause of its own, or a nearer day, parts it."""
    opened = [i for i in range(year + 1, min(year + _HEAD_REACH, hit.start)) if frame.words[i] in hanging]
    if len(opened) != 1:
        return False
    breaks, days = frame.reading.sentence.breaks, frame.of("recent_day")
    inside = any(opened[0] < b < hit.end for b in breaks)
    before = sum(year < b <= opened[0] for b in breaks)
    return not inside and before <= 1 and not any(year < d.start < hit.end for d in days)


def _months(hit: Hit, frame: SentenceFrame, indicator: Indicator, calendar: CalendarBook) -> list[Marker]:
    """Months without a day that place an event near them two to eight months ago ("in November")."""
    if indicator.type != "event" or calendar.months.keys().isdisjoint(frame.words):
        return []
    found = []
    for at, word in enumerate(frame.words[1:], 1):
        if word not in calendar.months or frame.words[at - 1] not in calendar.in_month:
            continue
        ago = (frame.article.published.month - 1 - calendar.months[word]) % 12
        dated = any(w.isdigit() for w in frame.words[at + 1 : at + 2])
        if ago in PAST_MONTHS and not dated and distance(hit, at - 1, at + 1) <= _MONTH_REACH:
            found.append(Marker(at - 1, at + 1, f"the sentence names the month {frame.as_read(at)}"))
    return found


def _dates_a_thing(frame: SentenceFrame, position: int, calendar: CalendarBook) -> bool:
    return position > 0 and frame.words[position - 1] in calendar.dated_things and position + 1 < len(frame.words)


def _is_fresh(frame: SentenceFrame) -> bool:
    """In early January the last days of December carry last year's number."""
    return frame.day is not None and frame.day.year in frame.years and (frame.article.published - frame.day).days <= 14


def _cues(hit: Hit, frame: SentenceFrame, book: LanguageBook, *, temporal: bool) -> list[Marker]:
    """Historic cues; one that ends in a conjunction ("years after") speaks of what follows it."""
    calendar, looking_on = book.tongue.calendar, book.tongue.text.subordinators
    return [
        Marker(c.start, c.end, f"historic cue '{_text(frame, c)}'")
        for c in frame.of("historic")
        if bool(calendar.time_words & set(c.term.elements)) == temporal
        and not any(c.start < end and start < c.end for start, end in hit.cores)
        and not (c.term.elements[-1] in looking_on and hit.end <= c.start)
    ]


def _parted(hit: Hit, frame: SentenceFrame, start: int, end: int) -> bool:
    """Whether punctuation parts a stretch of words from the mention ("the gang, active since 2019, killed ...")."""
    return bool(_breaks_between(hit, frame, start, end))


def _breaks_between(hit: Hit, frame: SentenceFrame, start: int, end: int) -> list[int]:
    """Punctuation between the words of the mention and a stretch before or behind them."""
    first, last = hit.cores[0][0], max(e for _, e in hit.cores)
    low, high = (last, start) if last <= start else (end, first)
    return [b for b in frame.reading.sentence.breaks if low <= b <= high]


def _beside(hit: Hit, frame: SentenceFrame, day: Cue) -> bool:
    """Whether a recent day stands in the clause of the mention; commas around a place or before the day part nothing
    ("killed nine men in Tsafe, Nigeria, on Sunday")."""
    parting = (b for b in _breaks_between(hit, frame, day.start, day.end) if b != day.start)
    return not any(all(frame.as_read(i)[:1].islower() for i in (b, b + 1) if i < len(frame.words)) for b in parting)


def _apart(hit: Hit, frame: SentenceFrame, marker: Marker) -> bool:
    """Whether a colon or semicolon parts a court case or anniversary from the mention."""
    low, high = (hit.end, marker.start) if hit.end <= marker.start else (marker.end, hit.start)
    gap = frame.between(low, high)
    return ";" in gap or ": " in gap


def _chronic(hit: Hit, frame: SentenceFrame, since: frozenset[str]) -> Marker | None:
    """ "since 2012", "for years": the state lasts; what stands between "since" and the year is itself past."""
    for start, end in (*_since(frame, since), *_lasting(frame)):
        inside = any(start < core_end and core < end for core, core_end in hit.cores)
        if not inside and not _other_year(frame, (start, end)):
            said = " ".join(frame.as_read(i) for i in range(start, end))
            return Marker(start, end, f"chronic: '{said}'")
    return None


def _since(frame: SentenceFrame, since: frozenset[str]) -> list[tuple[int, int]]:
    """Stretches from "since" to an earlier year shortly after it."""
    if not frame.years:
        return []
    found = []
    for start, word in enumerate(frame.words):
        if word in since:
            ahead = range(start + 1, min(start + 1 + _YEAR_REACH, len(frame.words)))
            found += [(start, i + 1) for i in ahead if _year(frame, i)][:1]
    return found


def _lasting(frame: SentenceFrame) -> list[tuple[int, int]]:
    """Cues without a year: "for years", "depuis des années"."""
    return [(c.start, c.end) for c in frame.of("chronic") if not any(e.isdigit() or e == "#" for e in c.term.elements)]


def _year(frame: SentenceFrame, position: int) -> bool:
    word = frame.words[position]
    return word.isdigit() and int(word) in frame.years


def _other_year(frame: SentenceFrame, span: tuple[int, int]) -> bool:
    return bool(frame.years) and any(_year(frame, i) for i in range(len(frame.words)) if not span[0] <= i < span[1])


def _old(frame: SentenceFrame, indicator: Indicator) -> str | None:
    if indicator.type != "event" or frame.day is None:
        return None
    age = (frame.article.published - frame.day).days
    if age <= indicator.event_window_days:
        return None
    return f"event of {frame.day.isoformat()}, {age} days before publication"


def _text(frame: SentenceFrame, cue: Cue) -> str:
    return " ".join(frame.as_read(i) for i in range(cue.start, cue.end))
