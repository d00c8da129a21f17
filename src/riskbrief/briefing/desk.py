"""The writer's desk: inputs looked up, facts made, sentences built only on facts and evidence."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from pydantic import ValidationError

from riskbrief.assessment import RegionalScore
from riskbrief.briefing.drivers import Drivers
from riskbrief.briefing.facts import FactMaker, opened
from riskbrief.briefing.happenings import Happening, happenings
from riskbrief.briefing.judged import Judged
from riskbrief.briefing.ledger import Ledger, OutletCard, clean
from riskbrief.briefing.phrasebook import Phrasebook
from riskbrief.briefing.phrases_built_in import built_in
from riskbrief.briefing.scorebook import ScoreBook, ScoreRow
from riskbrief.briefing.standings import Standing, standings
from riskbrief.briefing.tables import Tables
from riskbrief.definitions.base import Words
from riskbrief.definitions.indicators import Indicator
from riskbrief.document import Block, Evidence, Fact, Section, Sentence, SentenceKind
from riskbrief.errors import ConfigurationError, Problem
from riskbrief.registry import Params

P = TypeVar("P", bound=Params)
NEEDED: Mapping[str, frozenset[str]] = {
    "reported": frozenset({"event", "article"}),
    "measured": frozenset({"score", "observation", "run", "event"}),
    "assessed": frozenset({"score", "observation", "event", "run"}),
    "assumed": frozenset({"library", "score", "observation"}),
    "option": frozenset({"library"}),
}
EVENTS_NUMBERED = 6  # rows of the event table, markers of the map


@dataclass(frozen=True)
class Desk(Tables):
    """Everything a section draws on."""

    @cached_property
    def book(self) -> Phrasebook:
        return Phrasebook(self.given.language, {**built_in(self.given.language), **self.given.phrases})

    @cached_property
    def fact(self) -> FactMaker:
        levels = self.given.config.index.levels
        return FactMaker(
            self.book,
            tuple(band.from_score for band in levels),
            tuple(self.words(band.name) for band in levels),
            {region: self.words(model.name) for region, model in self.given.config.regions.items()},
        )

    @cached_property
    def scores(self) -> ScoreBook:
        return ScoreBook(self.given.scores, self.given.week)

    @cached_property
    def drivers(self) -> Drivers:
        """What made each score of the issue's week."""
        return Drivers(self.given.contributions, self.given.week)

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        names = {region: self.fact.regions.get(region, region) for region in self.given.panel.regions}
        return standings(
            names, self.scores, self.given.assessment, self.judged.lowered(self.given.assessment.confidence)
        )

    @cached_property
    def judged(self) -> Judged:
        given = self.given
        covered = [given.subject] if given.subject else given.panel.regions
        return Judged(given.judgements, given.week, given.report.id, frozenset(covered))

    @cached_property
    def assessed(self) -> tuple[Standing, ...]:
        return tuple(s for s in self.standings if s.assessed)

    @property
    def subject(self) -> Standing:
        """Where the country of a profile stands; KeyError in a report of another kind."""
        by_region = {standing.region_id: standing for standing in self.standings}
        return by_region[self.given.subject]

    @cached_property
    def events(self) -> tuple[Happening, ...]:
        return happenings(self.given)

    @cached_property
    def own_volumes(self) -> dict[str, float | None]:
        """By country, once it is worked out (volume.py)."""
        return {}

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """Printed numbers of the events of the event table."""
        return {event.event_id: n for n, event in enumerate(self.confirmed[:EVENTS_NUMBERED], start=1)}

    @cached_property
    def confirmed(self) -> tuple[Happening, ...]:
        return tuple(e for e in self.events if not e.unconfirmed)

    @cached_property
    def ledger(self) -> Ledger:
        outlets = self.given.config.outlets
        cards = {
            row.source_id: OutletCard(
                row.source_id,
                (outlets[row.source_id].name if row.source_id in outlets else "") or clean(row.source_id),
                row.reliability,
                row.r,
                row.source_class,
            )
            for row in self.given.outlets.itertuples(index=False)
        }
        apart = self.given.report.kind != "flash" and self.given.report.quote_words > 0
        return Ledger(self.given.articles, cards, apart=apart)

    @cached_property
    def indicators(self) -> Mapping[str, Indicator]:
        return {indicator.id: indicator for indicator in self.given.indicators}

    @property
    def regional(self) -> RegionalScore | None:
        """The regional score of the issue's week, None when there is none."""
        history = self.given.assessment.regional
        return history[-1] if history and history[-1].week == str(self.given.week) else None

    @property
    def regional_level(self) -> int | None:
        """1-5, or None when coverage is too thin for a regional level."""
        now = self.regional
        return None if now is None or self.thin_region(now) else now.risk_level

    def thin_region(self, week: RegionalScore) -> bool:
        """Whether too few people live under full coverage for a regional level (A.12, W1)."""
        return week.score is None or week.full_share < self.given.config.index.coverage.regional_full_share

    def words(self, words: Words) -> str:
        """Words of a definition in the language, else in English, else in whatever there is."""
        return words.get(self.given.language) or words.get("en") or next(iter(words.values()), "")

    def source_name(self, source: str) -> str:
        """A source of the library by its name in the language, where the phrases have one."""
        key = f"source_name.{source}"
        return self.book.text(key) if key in self.book else source

    def node_name(self, node: str) -> str:
        """Name of an indicator, pillar or the index; `floor` and discounts have names of their own."""
        if node.startswith("discount:"):
            return self.node_name(node.removeprefix("discount:"))
        if node in self.indicators:
            return self.words(self.indicators[node].name)
        pillars = self.given.config.index.pillars
        if node in pillars:
            return self.words(pillars[node].name)
        return self.book.text(f"node.{node}") if f"node.{node}" in self.book else node

    def say(
        self,
        key: str,
        kind: SentenceKind,
        facts: Sequence[Fact],
        *,
        evidence: Iterable[Evidence] = (),
        cite: Iterable[str] = (),
    ) -> Sentence | None:
        """A sentence of the phrase `key`, or None when it has no facts or not the evidence its kind needs."""
        proof = tuple(evidence)
        if kind in NEEDED and not (facts and any(e.kind in NEEDED[kind] for e in proof)):
            return None
        text = opened(self.book.write(key, facts), facts)
        notes = self.ledger.cite_words(cite, proof)
        return Sentence(text.replace("..", "."), kind, tuple(facts), proof, notes, phrase=key)

    def span(self, row: Any) -> Evidence:
        """Evidence that is a quotation: `row` of mentions or claims, with its place and digests."""
        digest = hashlib.sha256(row.quote.encode("utf-8", "replace")).hexdigest()
        whole = self.ledger.digest_of(row.article_id)
        start, end = int(row.start), int(row.end)
        return Evidence("article", row.article_id, row.quote, row.field, start, end, digest, whole)

    def fixed(self, key: str) -> Sentence:
        """A sentence that never changes."""
        return Sentence(self.book.text(key), "fixed", phrase=key)

    def options(self, name: str, model: type[P]) -> P:
        """The options the report gives a section; unknown ones are a ConfigurationError."""
        choice = next((s for s in self.given.report.sections if s.section == name), None)
        try:
            return model.model_validate(choice.options if choice else {})
        except ValidationError as error:
            problems = [f"section {name}: {'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
            path = f"reports/{self.given.report.id}.yaml"
            raise ConfigurationError(*(Problem(path, 0, 0, text) for text in problems)) from None

    def section(
        self, section_id: str, name: str, parts: Mapping[str, Block | None], *, no_data: str | None = ""
    ) -> Section:
        """A section with the parts that have something to say, else its no-data text; None: the page passes it over."""
        choice = next((s for s in self.given.report.sections if s.section == name), None)
        title = self.words(choice.title) if choice and choice.title else self.book.text(f"title.{name}")
        present = {key: part for key, part in parts.items() if part is not None and part != ()}
        silent = "" if present or no_data is None else (no_data or self.book.text(f"no_data.{name}"))
        return Section(section_id, title, name, present, silent)

    def left_out(self, section_id: str, name: str) -> Section:
        """A section without a word: the page passes it over."""
        return Section(section_id, "", name)


def said(*sentences: Sentence | None) -> tuple[Sentence, ...]:
    """The sentences that could be built."""
    return tuple(s for s in sentences if s is not None)


def of_score(*rows: ScoreRow | None) -> tuple[Evidence, ...]:
    """Evidence for facts taken from score rows."""
    return tuple(Evidence("score", row.ref) for row in rows if row is not None)


def of_events(events: Iterable[Happening]) -> tuple[Evidence, ...]:
    """Evidence for facts taken from events."""
    return tuple(Evidence("event", event.event_id) for event in events)


def of_run(*names: str) -> tuple[Evidence, ...]:
    """Evidence for counts taken from the run's own tables."""
    return tuple(Evidence("run", name) for name in names)


def of_region(week: str) -> tuple[Evidence, ...]:
    """Evidence for the regional score of a week."""
    return (Evidence("score", f"REGION/{week}/index"),)
