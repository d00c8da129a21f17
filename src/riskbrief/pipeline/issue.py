"""One issue of a report: assessment to briefing to the files of a published set."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from riskbrief.assessment import Assessment
from riskbrief.briefing.compose import compose
from riskbrief.briefing.inputs import BriefingInputs, Place, RunLog
from riskbrief.briefing.judged import Judged
from riskbrief.charts.draw import draw
from riskbrief.coding.gazetteer import load_gazetteer
from riskbrief.coding.resolve import Resolved
from riskbrief.definitions.config import Panel
from riskbrief.definitions.judgements import Judgements
from riskbrief.definitions.reports import Report
from riskbrief.definitions.starter import find_template_dirs
from riskbrief.definitions.workspace import Workspace
from riskbrief.document import Briefing, FigureSpec, Meta
from riskbrief.index.engine import Scored
from riskbrief.periods import Week
from riskbrief.pipeline import files as written
from riskbrief.pipeline import stages
from riskbrief.pipeline.forecasts import FORECASTS_CSV, issued
from riskbrief.pipeline.forecasts_past import Earlier, no_earlier
from riskbrief.pipeline.forecasts_resolved import RESOLVED_CSV, resolved, scorecard
from riskbrief.pipeline.scope import Scope
from riskbrief.render.html import render_html
from riskbrief.render.json import briefing_json
from riskbrief.render.pdf import Attachment, render_pdf
from riskbrief.render.tables import csv_bytes

ATTACHED = ("scores.csv", "events.csv", "articles.csv", FORECASTS_CSV, RESOLVED_CSV, "config.json")


@dataclass(frozen=True)
class Issue:
    """One issue in the making."""

    workspace: Workspace
    report: Report
    scope: Scope
    week: Week
    material: stages.Material
    scored: Scored
    resolved: Resolved
    earlier: Earlier = field(default_factory=no_earlier)
    subject: str = ""  # the country of a profile, empty for a report on the whole panel

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

    def meta(self, language: str) -> Meta:
        config, report, week = self.workspace.config, self.report, self.week
        panel = config.panels[report.panel]
        flags = self.material.articles["flags"]
        handling = report.handling or config.delivery.handling
        return Meta(
            report=report.id,
            issue=issue_name(week, self.subject),
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
            reconstructed=True,
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
            places=_places(self.resolved.events),
            log=_log(self.material),
            judgements=self.judgements,
            scorecard=scorecard(self.outcomes, self.earlier, len(self.forecasts)),
            languages=self.scope.languages,
            subject=self.subject,
        )

    def files(self, lap: Callable[[str], None]) -> dict[str, bytes]:
        contents = self._data_files()
        assessment = self.scored.assessment
        for language in self.scope.languages:
            briefing = compose(self.inputs(language, assessment))
            lap(f"briefing.{language}")
            suffix = "" if language == self.language else f".{language}"
            contents |= self._editions(briefing, suffix, contents)
            lap(f"render.{language}")
        return contents

    def _data_files(self) -> dict[str, bytes]:
        first = str(self.week.shift(1 - self.report.history_weeks))
        scores = self.scored.scores[self.scored.scores["week"] >= first]
        data = {
            "scores.csv": csv_bytes(scores),
            "events.csv": csv_bytes(self.resolved.events),
            "mentions.csv": csv_bytes(self.resolved.mentions),
            "articles.csv": written.ledger(self.material.articles),
            "config.json": written.json_bytes(written.configuration(self.workspace, self.judgements)),
        }
        if not self.subject:  # a profile gives out no probability
            data |= {FORECASTS_CSV: csv_bytes(self.forecasts), RESOLVED_CSV: csv_bytes(self.outcomes)}
        return data

    def _editions(self, briefing: Briefing, suffix: str, data: Mapping[str, bytes]) -> dict[str, bytes]:
        figures = {f.id: draw(f, language=briefing.meta.language) for f in figure_specs(briefing)}
        html = render_html(
            briefing, figures, template_dirs=find_template_dirs(self.workspace.root), template=self.report.template
        )
        json_file = briefing_json(briefing)
        attachments = [Attachment(f"briefing{suffix}.json", "The briefing as data", json_file)]
        attachments += [Attachment(n, n, data[n]) for n in ATTACHED if n in data]
        pdf = render_pdf(html, meta=briefing.meta, attachments=attachments)
        return {
            f"briefing{suffix}.html": html.encode(),
            f"briefing{suffix}.json": json_file,
            f"briefing{suffix}.pdf": pdf,
        }


def issue_name(week: Week, subject: str) -> str:
    """What an issue is called: its week, and in a report on one country that country.

    >>> issue_name(Week.parse("2024-W38"), ""), issue_name(Week.parse("2024-W38"), "MLI")
    ('2024-W38', '2024-W38-MLI')
    """
    return f"{week}-{subject}" if subject else str(week)


def figure_specs(briefing: Briefing) -> list[FigureSpec]:
    """Every figure of a briefing in page order."""
    return [p for s in briefing.sections for p in s.parts.values() if isinstance(p, FigureSpec)]


def _places(events: pd.DataFrame) -> dict[str, Place]:
    gazetteer = load_gazetteer()
    places = {}
    for place_id in sorted(set(events["place_id"].dropna())):
        entry = gazetteer.entry(place_id)
        places[place_id] = Place(place_id, entry.name, entry.region_id or "", entry.lat, entry.lon, entry.admin1 or "")
    return places


def _log(material: stages.Material) -> RunLog:
    articles = material.articles
    return RunLog(
        read=len(articles) + sum(material.intake.dropped.values()),
        unique=int(articles["origin_id"].nunique()),
        dropped=dict(material.intake.dropped),
        sources=list(material.intake.sources),
        notes=(*material.intake.notes, *material.outlet_notes),
    )
