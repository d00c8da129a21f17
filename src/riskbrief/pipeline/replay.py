"""An issue worked out again from the files of its set alone: no article text, no workspace, no clock."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar, cast

import pandas as pd
from pydantic import BaseModel, TypeAdapter, ValidationError

from riskbrief.briefing.annex_record import NO_RECORD, Record
from riskbrief.briefing.inputs import Correction
from riskbrief.coding.code import Coded
from riskbrief.coding.credibility import Ratings
from riskbrief.coding.resolve import Resolver
from riskbrief.definitions.config import Config
from riskbrief.definitions.indicators import AssertionCues, Indicator
from riskbrief.definitions.judgements import Judgements
from riskbrief.definitions.lexicons import Concepts
from riskbrief.definitions.reports import Library, Report
from riskbrief.definitions.workspace import Workspace
from riskbrief.document import Briefing
from riskbrief.periods import Week
from riskbrief.pipeline import annex, stages
from riskbrief.pipeline.evidence import EARLIER_CSV, STATEMENTS_CSV, named_files
from riskbrief.pipeline.files import json_bytes
from riskbrief.pipeline.flashes import FlashIssue
from riskbrief.pipeline.forecasts import FORECASTS
from riskbrief.pipeline.forecasts_past import Earlier
from riskbrief.pipeline.gathering import Late
from riskbrief.pipeline.issue import Issue
from riskbrief.pipeline.knowing_since import Retold, Since, read_since
from riskbrief.pipeline.lateness import read_late
from riskbrief.pipeline.outlets import outlet_table
from riskbrief.pipeline.replay_tables import Known, read_articles, read_known, read_table, unreadable
from riskbrief.pipeline.scope import Scope
from riskbrief.pipeline.vintages import Vintages
from riskbrief.tables import STATEMENTS

M = TypeVar("M", bound=BaseModel)
NEEDED = (
    "articles.csv", "claims.csv", "config.json", "event_history.csv", "events.csv", "evidence.csv", "focus.csv",
    "mentions.csv", "mentions_then.csv", "observations.csv", "run.json", "scores.csv",
)  # fmt: skip


@dataclass(frozen=True)
class Replay:
    """One set and what follows from it. Errors of every part: EvidenceError naming the file that cannot be read."""

    files: Mapping[str, bytes]

    def again(self) -> tuple[dict[str, bytes], dict[str, Briefing]]:
        """The data files and the briefings by language as they follow from the evidence."""
        data, briefings = self.issue.written(lambda _stage: None)
        made = {key: self.run.get(key) for key in ("code", "riskbrief")}  # by which program is told, not worked out
        told = load("run.json", data["run.json"]) | made
        if self.since is None:  # of a version that did not tell it
            del told["read"]["known_since"]
        data["run.json"] = json_bytes(told, ordered=True)
        return data, {language: named_files(b, data) for language, b in briefings.items()}

    @cached_property
    def run(self) -> dict[str, Any]:
        """What run.json says."""
        return load("run.json", self.files["run.json"])

    @cached_property
    def workspace(self) -> Workspace:
        """The configuration that ran, from config.json."""
        told = load("config.json", self.files["config.json"])
        try:
            return _workspace(told)
        except (KeyError, TypeError, AttributeError, ValidationError) as error:
            raise unreadable("config.json", f"{type(error).__name__} {error}") from error

    @cached_property
    def week(self) -> Week:
        """The issue's week."""
        try:
            week = Week.parse(self.run["week"])
            return Week(week.year, week.number, int(self.run["early_days"]))
        except (KeyError, TypeError, ValueError) as error:
            raise unreadable("run.json", f"{type(error).__name__} {error}") from error

    @cached_property
    def scope(self) -> Scope:
        run = self.run
        try:
            return Scope(tuple(run["regions"]), tuple(run["languages"]), bool(run["partial"]))
        except (KeyError, TypeError) as error:
            raise unreadable("run.json", f"{type(error).__name__} {error}") from error

    @cached_property
    def ledger(self) -> tuple[pd.DataFrame, dict[str, tuple[str, ...]] | None]:
        """The articles, and in a profile which actors each names."""
        return read_articles(self.files["articles.csv"])

    @cached_property
    def digests(self) -> dict[str, str]:
        """SHA-256 of every article."""
        articles = self.ledger[0]
        return dict(zip(articles["article_id"], articles["content_sha256"], strict=True))

    @cached_property
    def known(self) -> Known:
        """What was known at the end of every week."""
        return read_known(self.files, self.ledger[0], self.week)

    @cached_property
    def issue(self) -> Issue:
        """The issue with its scores worked out again, as it stands before a word of it is written."""
        run, workspace, week, scope = self.run, self.workspace, self.week, self.scope
        report = workspace.reports.get(str(run.get("report")))
        if report is None:
            raise unreadable("run.json", f"config.json has no report {run.get('report')!r}")
        material = self._material()
        vintages = Vintages()
        scored, resolved = stages.score(
            workspace, material, last=week, weeks=report.history_weeks, panel=scope.regions, watch=vintages.add
        )
        earlier, subject = self._earlier(), str(run["subject"])
        return Issue(
            workspace, report, scope, week, material, scored, resolved, earlier, subject, vintages, self.ledger[1],
            self._told("flash", FlashIssue | None), self._told("corrections", tuple[Correction, ...]), self._record(),
            self.statements,
        )  # fmt: skip

    def _told(self, key: str, kind: Any) -> Any:
        """A part of run.json as what it was written from."""
        try:
            return TypeAdapter(kind).validate_json(json.dumps(self.run[key]))
        except (KeyError, ValidationError) as error:
            raise unreadable("run.json", f"{key}: {error}") from error

    @cached_property
    def statements(self) -> pd.DataFrame:
        """What officials said; it is evidence, as their articles are."""
        content = self.files.get(STATEMENTS_CSV)
        return STATEMENTS.empty() if content is None else read_table(STATEMENTS_CSV, content, STATEMENTS)

    def _record(self) -> Record:
        """What annex.json tells; it is evidence, as articles.csv is."""
        if annex.ANNEX_JSON not in self.files:
            return NO_RECORD
        told = load(annex.ANNEX_JSON, self.files[annex.ANNEX_JSON])
        try:
            return annex.record_of(told)
        except ValidationError as error:
            raise unreadable(annex.ANNEX_JSON, str(error)) from error

    @cached_property
    def ratings(self) -> Ratings:
        """How config.json rates the outlets of the ledger."""
        return Ratings.of(self._outlets[0], self.workspace.config.index.belief)

    @cached_property
    def _outlets(self) -> tuple[pd.DataFrame, Sequence[str]]:
        config, sources = self.workspace.config, list(self.ledger[0]["source_id"])
        return outlet_table(sources, config.outlets, belief=config.index.belief, as_of=self.week.sunday)

    def _material(self) -> stages.Material:
        articles, known = self.ledger[0], self.known
        read = self.run["read"]
        outlets, notes = self._outlets
        told = (read["read"], read["dropped"], read["sources"], tuple(read["notes"]))
        taken = Retold(articles, *told, since=self.since, late=self._late())
        coded = Coded(known.now.mentions, known.now.focus, known.now.claims)
        resolver = cast(Resolver, known)  # answers `at`, all that scoring asks of it
        return stages.Material(articles, outlets, tuple(notes), taken, coded, resolver)

    def _late(self) -> Late:
        try:
            return read_late(self.run["read"])
        except (KeyError, TypeError, ValueError) as error:
            raise unreadable("run.json", f"late: {type(error).__name__} {error}") from error

    @cached_property
    def since(self) -> Since | None:
        """Since when run.json says its articles are known."""
        try:
            return read_since(self.run["read"])
        except (KeyError, TypeError, ValueError) as error:
            raise unreadable("run.json", f"known_since: {type(error).__name__} {error}") from error

    def _earlier(self) -> Earlier:
        """What earlier issues foretold; what became of it is worked out anew."""
        told, content = self.run["earlier"], self.files.get(EARLIER_CSV)
        rows = FORECASTS.empty() if content is None else read_table(EARLIER_CSV, content, FORECASTS)
        sets, left_out = (tuple((str(a), str(b)) for a, b in told[key]) for key in ("sets", "left_out"))
        return Earlier(rows, sets, left_out)


def load(name: str, content: bytes) -> dict[str, Any]:
    """A JSON file that holds an object. Errors: EvidenceError naming it."""
    try:
        told = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise unreadable(name, str(error)) from error
    if not isinstance(told, dict):
        raise unreadable(name, "it holds no object")
    return told


def _workspace(told: Mapping[str, Any]) -> Workspace:
    indicators = [{k: v for k, v in one.items() if k != "pillar"} for one in told["indicators"]]
    return Workspace(
        root=Path(),
        config=_model(Config, told["config"]),
        stated=tuple(_model(Indicator, one) for one in indicators),
        pillar_of={one["id"]: one["pillar"] for one in told["indicators"]},
        examples=(),
        cues={k: _model(AssertionCues, v) for k, v in told["cues"].items()},
        concepts={k: _model(Concepts, v) for k, v in told["concepts"].items()},
        inflections={}, grammar={}, words={},
        reports={k: _model(Report, v) for k, v in told["reports"].items()},
        library=_model(Library, told["library"]),
        phrases=told["phrases"],
        digest=told["digest"],
        files=tuple(told["files"].items()),
        judgements=_model(Judgements, told["judgements"]),
    )  # fmt: skip


def _model(model: type[M], told: Any) -> M:
    return model.model_validate_json(json.dumps(told))
