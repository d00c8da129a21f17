"""One issue of a report: assessment to briefing to the files of a published set."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from functools import cached_property

import pandas as pd

from riskbrief.assessment import Assessment
from riskbrief.briefing.annex_record import NO_RECORD, MethodRun, Record
from riskbrief.briefing.compose import compose_editions
from riskbrief.briefing.gate import Verdict
from riskbrief.briefing.inputs import BriefingInputs, Correction, Scorecard
from riskbrief.briefing.judged import Judged
from riskbrief.briefing.profile_actors import actors_named
from riskbrief.coding.resolve import Resolved
from riskbrief.coding.statements import statements_in
from riskbrief.collecting import uncollected
from riskbrief.definitions.config import Panel
from riskbrief.definitions.judgements import Judgements
from riskbrief.definitions.reports import Report
from riskbrief.definitions.workspace import Workspace
from riskbrief.document import Briefing, Meta
from riskbrief.index.engine import Scored
from riskbrief.periods import Week
from riskbrief.pipeline import annex, evidence, stages
from riskbrief.pipeline import files as written
from riskbrief.pipeline.editions import editions
from riskbrief.pipeline.evidence import Named
from riskbrief.pipeline.flashes import FLASH_JSON, FlashIssue, flash_record
from riskbrief.pipeline.forecasts import FORECASTS_CSV, issued
from riskbrief.pipeline.forecasts_past import Earlier, no_earlier
from riskbrief.pipeline.forecasts_resolved import RESOLVED_CSV, resolved, scorecard, word_moves
from riskbrief.pipeline.gathering import Late, left_in
from riskbrief.pipeline.gating import verdict
from riskbrief.pipeline.issue_parts import places_of, run_log
from riskbrief.pipeline.knowing_since import Since, since_of
from riskbrief.pipeline.lateness import late_of
from riskbrief.pipeline.scope import Scope
from riskbrief.pipeline.texts import with_texts
from riskbrief.pipeline.vintages import Vintages
from riskbrief.render.tables import csv_bytes
from riskbrief.tables import STATEMENTS


@dataclass(frozen=True)
class Issue:
    """One issue in the making."""

    workspace: Workspace
    report: Report
    scope: Scope
    week: Week
    material: stages.Basis
    scored: Scored
    resolved: Resolved
    earlier: Earlier = field(default_factory=no_earlier)
    subject: str = ""  # the country of a profile or flash, empty for a report on the whole panel
    vintages: Vintages = field(default_factory=Vintages)
    told_actors: Named | None = None  # when no text is at hand: which actors each article names
    flash: FlashIssue | None = None  # what a flash is called and about
    corrections: tuple[Correction, ...] = ()  # withdrawn issues that this one lists
    record: Record = NO_RECORD  # what the annex tells beside the tables
    told_statements: pd.DataFrame | None = None  # when no text is at hand: what officials said

    @property
    def name(self) -> str:
        """What the issue is called."""
        return self.flash.name if self.flash else issue_name(self.week, self.subject)

    @property
    def language(self) -> str:
        return self.scope.languages[0]

    @cached_property
    def judgements(self) -> Judgements:
        return self.workspace.judgements.known_by(self.week.sunday)

    @cached_property
    def forecasts(self) -> pd.DataFrame:
        """The probabilities this issue gives out (FORECASTS)."""
        delta = self.workspace.config.index.change.delta
        regions = self.scope.regions
        judged = Judged(self.judgements, self.week, self.report.id, frozenset(regions))
        return issued(self.scored.scores, judged.probabilities(), week=self.week, regions=regions, delta=delta)

    @cached_property
    def outcomes(self) -> pd.DataFrame:
        """What became of those of earlier issues that are due (RESOLVED)."""
        return resolved(self.earlier, self.scored.scores, week=self.week, regions=self.scope.regions)

    @cached_property
    def scorecard(self) -> Scorecard:
        """The record of earlier probabilities, and how those of the week before moved."""
        moved = word_moves(self.earlier, self.forecasts, before=str(self.week.shift(-1)))
        return replace(scorecard(self.outcomes, self.earlier, len(self.forecasts)), moved=moved)

    def meta(self, language: str) -> Meta:
        config, report, week = self.workspace.config, self.report, self.week
        panel = config.panels[report.panel]
        flags = self.material.articles["flags"]
        handling = report.handling or config.delivery.handling
        return Meta(
            report=report.id,
            issue=self.name,
            title=report.title[language],
            region_name=config.regions[self.subject].name[language] if self.subject else panel.name[language],
            language=language,
            week=str(week),
            period_from=week.monday,
            period_to=week.sunday,
            cutoff=week.cutoff,
            issued_at=week.cutoff,
            index_version=config.index.version,
            config_hash=self.workspace.digest[:12],
            handling=handling.get(language, ""),
            contact=report.contact or config.delivery.contact,
            synthetic=bool(flags.str.contains("synthetic", regex=False).any()),
            reconstructed=self.since.reconstructed,
            issue_number=week.number,
        )

    def inputs(self, language: str, assessment: Assessment) -> BriefingInputs:
        config = self.workspace.config
        panel = config.panels[self.report.panel]
        return BriefingInputs(
            week=self.week,
            report=self.report,
            panel=Panel(name=panel.name, regions=list(self.scope.regions)),
            config=config,
            indicators=self.workspace.indicators,
            pillar_of=self.workspace.pillar_of,
            library=self.workspace.library,
            phrases=self.workspace.phrases[language],
            language=language,
            meta=self.meta(language),
            articles=self.material.articles,
            outlets=self.material.outlets,
            mentions=self.resolved.mentions,
            focus=self.resolved.focus,
            claims=self.resolved.claims,
            events=self.resolved.events,
            evidence=self.resolved.evidence,
            observations=self.scored.observations,
            scores=self.scored.scores,
            contributions=self.scored.contributions,
            assessment=assessment,
            places=places_of(self.resolved.events),
            log=run_log(self.material),
            judgements=self.judgements,
            scorecard=self.scorecard,
            languages=self.scope.languages,
            subject=self.subject,
            named=self.actors,
            statements=self.statements,
            flash=self.flash.note if self.flash else None,
            corrections=self.corrections,
            record=self.record,
            methods=self.methods,
            verdict=self.verdict,
        )

    @cached_property
    def since(self) -> Since:
        return since_of(self.material.intake, self.material.articles)

    @cached_property
    def late(self) -> Late:
        """Articles of the week that came too late for it."""
        return late_of(self.material.intake, self.week, lag_hours=self.workspace.config.store.lag_hours)

    @cached_property
    def verdict(self) -> Verdict:
        """Of the quality gate."""
        return verdict(
            self.workspace, self.report, self.week, articles=self.material.articles, scores=self.scored.scores,
            accounts=self.material.intake.sources, regions=self.scope.regions, late=self.late,
        )  # fmt: skip

    @cached_property
    def methods(self) -> tuple[MethodRun, ...]:
        return annex.methods(self.scored, self.report)

    @cached_property
    def actors(self) -> Named | None:
        """Actors of the library that the articles about the country of a profile name."""
        if self.told_actors is not None or not self.subject:
            return self.told_actors
        focus, articles = self.resolved.focus, self.material.articles
        about = focus.loc[(focus["region_id"] == self.subject) & focus["about"], "article_id"]
        shown = with_texts(articles[articles["article_id"].isin(about)], left_in(self.material.intake))
        return actors_named(shown, self.workspace.library.actors)

    @cached_property
    def statements(self) -> pd.DataFrame:
        """What officials said of the situation in the week's articles, each once, by the country it is most about."""
        if self.told_statements is not None:
            return self.told_statements
        if self.subject:
            return STATEMENTS.empty()
        focus, articles = self.resolved.focus, self.material.articles
        week = (articles["published_at"] >= self.week.start) & (articles["published_at"] < self.week.cutoff)
        about = focus[focus["about"]].sort_values("share", ascending=False, kind="stable").drop_duplicates("article_id")
        shown = articles[week & articles["article_id"].isin(about["article_id"])].drop_duplicates("origin_id")
        texts = with_texts(shown, left_in(self.material.intake))
        told = texts.merge(about[["article_id", "region_id"]], on="article_id")
        return statements_in(told, self.workspace.library.statements)

    def files(self, lap: Callable[[str], None]) -> dict[str, bytes]:
        """Every file of the set but its manifest, by name."""
        return self.made(lap)[0]

    @uncollected()
    def made(self, lap: Callable[[str], None]) -> tuple[dict[str, bytes], dict[str, Briefing]]:
        """The same with the briefing in each language."""
        data, briefings = self.written(lap)
        root, template = self.workspace.root, self.report.template
        made = editions(briefings, data, self.scope.suffix, root=root, template=template, lap=lap)
        return data | made, briefings

    def written(self, lap: Callable[[str], None]) -> tuple[dict[str, bytes], dict[str, Briefing]]:
        """The data files of the set and the briefing in each language, which names them by their digests."""
        languages = self.scope.languages
        made = compose_editions([self.inputs(language, self.scored.assessment) for language in languages])
        briefings = dict(zip(languages, made, strict=True))
        lap("briefing")
        data = self._data_files({c.article_id for b in briefings.values() for c in b.citations})
        return data, {language: evidence.named_files(b, data) for language, b in briefings.items()}

    def _data_files(self, cited: Collection[str]) -> dict[str, bytes]:
        first = str(self.week.shift(1 - self.report.history_weeks))
        scores, observations = (t[t["week"] >= first] for t in (self.scored.scores, self.scored.observations))
        data = {
            "scores.csv": csv_bytes(scores),
            "articles.csv": evidence.ledger(self.material.articles, cited, self.actors),
            "config.json": written.json_bytes(written.configuration(self.workspace, self.judgements), ordered=True),
            "run.json": written.json_bytes(evidence.run_record(self), ordered=True),
            **evidence.evidence_files(self.resolved, self.vintages, observations),
        }
        if annex.has_annex(self.report):
            data[annex.ANNEX_JSON] = written.json_bytes(annex.record_json(self.record), ordered=True)
        if self.flash and self.report.flash:
            data[FLASH_JSON] = written.json_bytes(flash_record(self.flash, self.week, self.report.flash))
        if not self.subject:  # a report on one country gives out no probability
            earlier = evidence.earlier_read(self.earlier, self.week)
            data |= {FORECASTS_CSV: csv_bytes(self.forecasts), RESOLVED_CSV: csv_bytes(self.outcomes)} | earlier
            data[evidence.STATEMENTS_CSV] = csv_bytes(self.statements)
        return data


def issue_name(week: Week, subject: str) -> str:
    """What an issue is called: its week, and in a report on one country that country.

    >>> issue_name(Week.parse("2024-W38"), ""), issue_name(Week.parse("2024-W38"), "MLI")
    ('2024-W38', '2024-W38-MLI')
    """
    return f"{week}-{subject}" if subject else str(week)
