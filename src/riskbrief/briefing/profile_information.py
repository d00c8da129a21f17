"""C9 the information environment of the country, and C12 the strip on the quality of its data (method A.14)."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from riskbrief.briefing.desk import Desk, of_events, of_run, of_score
from riskbrief.briefing.happenings import Happening
from riskbrief.briefing.lags import hours_to_second_origin
from riskbrief.briefing.profile import extent
from riskbrief.briefing.scorebook import ScoreRow
from riskbrief.briefing.sections import SECTIONS
from riskbrief.briefing.volume import gap_limit
from riskbrief.document import Cell, DataTable, Fact, Item, Section, Sentence
from riskbrief.periods import Week
from riskbrief.registry import Params

HALF_YEAR, QUARTER, CENSORED_HOURS, LANGUAGES = 26, 13, 168, 3


class InformationOptions(Params):
    """`indicators`: whose scores the card shows, in this order."""

    indicators: list[str] = []


@SECTIONS.register("profile_information", InformationOptions)
def profile_information(desk: Desk) -> Section:
    """How the month's events were corroborated, and what the news says of restrictions and false claims."""
    if extent(desk) == "none":
        return desk.left_out("C9", "profile_information")
    told = {"origins": _origins(desk), "hours": _hours(desk), "contested": _contested(desk)}
    items = [_item(desk, name, sentence) for name, sentence in told.items()]
    items += [_scored(desk, node) for node in desk.options("profile_information", InformationOptions).indicators]
    return desk.section("C9", "profile_information", {"card": tuple(i for i in items if i is not None)})


def _item(desk: Desk, name: str, sentence: Sentence | None) -> Item | None:
    return None if sentence is None else Item((sentence,), desk.book.text(f"profile_information.{name}"))


def _all_events(desk: Desk) -> list[Happening]:
    """The month's events of the country, doubtful ones too."""
    return [e for e in desk.events if e.region_id == desk.given.subject]


def _origins(desk: Desk) -> Sentence | None:
    events = _all_events(desk)
    if not events:
        return desk.say("profile_no_event", "measured", [desk.fact.number("n", 0)], evidence=of_run("events"))
    confirmed = sum(e.n_origins >= 2 for e in events)
    facts = [desk.fact.number("confirmed", confirmed), desk.fact.number("n", len(events))]
    return desk.say("profile_of_events", "measured", facts, evidence=of_events(events))


def _hours(desk: Desk) -> Sentence | None:
    """Median hours to a second independent origin; events without one count as longer than a week (B.7)."""
    events = _all_events(desk)
    if not events:
        return None
    middle = median(map(hours_to_second_origin, events))
    facts = [desk.fact.number("hours", min(middle, CENSORED_HOURS)), desk.fact.number("days", CENSORED_HOURS // 24)]
    key = "profile_hours_none" if middle > CENSORED_HOURS else "profile_hours"
    return desk.say(key, "measured", facts, evidence=of_events(events))


def _contested(desk: Desk) -> Sentence | None:
    events = _all_events(desk)
    facts = [desk.fact.number("confirmed", sum(e.contested for e in events)), desk.fact.number("n", len(events))]
    return desk.say("profile_of_events", "measured", facts, evidence=of_events(events)) if events else None


def _scored(desk: Desk, node: str) -> Item | None:
    """An indicator of the information pillar with its score; one that was not measured is left out."""
    row = desk.scores.at(desk.given.subject, node)
    if row is None or row.score is None:
        return None
    facts = [desk.fact.number("score", row.score, unit="indicator score")]
    sentence = desk.say("profile_of_100", "measured", facts, evidence=of_score(row))
    return None if sentence is None else Item((sentence,), desk.node_name(node))


@SECTIONS.register("profile_quality")
def profile_quality(desk: Desk) -> Section:
    """Articles, outlets, languages and volume of the week, and thin weeks in half a year."""
    weeks = _weeks(desk) if extent(desk) == "none" else None
    return desk.section("C12", "profile_quality", {"strip": tuple(_strip(desk)), "weeks": weeks})


def _strip(desk: Desk) -> Iterator[Item]:
    row, volume = desk.subject.row, desk.given.assessment.volume.get(desk.given.subject)
    facts = {
        "articles": [desk.fact.number("n", row.n_articles if row else 0)],
        "outlets": [desk.fact.number("n", row.n_sources if row else 0)],
        "languages": _languages(desk),
        "volume": [] if volume is None else [desk.fact.percent("share", volume)],
        "thin": _thin_weeks(desk),
    }
    for name, found in facts.items():
        sentence = _told(desk, name, found, volume)
        if sentence is not None:
            yield Item((sentence,), desk.book.text(f"profile_quality.{name}"))


def _told(desk: Desk, name: str, facts: list[Fact], volume: float | None) -> Sentence | None:
    if not facts:
        return desk.say("profile_unknown", "measured", [desk.fact.number("n", 0)], evidence=of_run("articles"))
    gap = name == "volume" and volume is not None and volume < gap_limit(desk)
    key = "profile_strip.gap" if gap else f"profile_strip.{name}"
    return desk.say(key, "measured", facts, evidence=of_run("articles", "scores"))


def _languages(desk: Desk) -> list[Fact]:
    """Languages of the week's articles about the country, the most frequent first."""
    focus, articles, week = desk.given.focus, desk.given.articles, desk.given.week
    about = focus.loc[(focus["region_id"] == desk.given.subject) & focus["about"], "article_id"]
    shown = articles[articles["article_id"].isin(about) & (articles["published_at"] >= week.start)]
    shown = shown.drop_duplicates("origin_id")
    counts = shown["language"].value_counts().sort_index().sort_values(ascending=False, kind="stable")
    printer = desk.book.printer
    texts = [f"{printer.language(str(code))} {printer.number(n)}" for code, n in counts.iloc[:LANGUAGES].items()]
    return [desk.fact.listed("languages", texts)] if texts else []


def _thin_weeks(desk: Desk) -> list[Fact]:
    """Of the last 26 weeks with a row, those that were thin or not covered."""
    rows = desk.scores.series(desk.given.subject, "index", weeks=HALF_YEAR)
    thin, none = (sum(r.coverage == kind for r in rows) for kind in ("thin", "none"))
    return [desk.fact.number("thin", thin), desk.fact.number("none", none), desk.fact.number("weeks", len(rows))]


def _weeks(desk: Desk) -> DataTable | None:
    """What was read in each week of a quarter, the newest first: why there is no assessment."""
    rows = desk.scores.series(desk.given.subject, "index", weeks=QUARTER)[::-1]
    if not rows:
        return None
    header = ("week_to", "articles_week", "outlets_week", "class", "score")
    return DataTable(
        id="profile_weeks",
        title=desk.book.text("profile_weeks_title"),
        subtitle="",
        header=desk.book.columns(header),
        align="lrrlr",
        rows=tuple(_week_row(desk, row) for row in rows),
    )


def _week_row(desk: Desk, row: ScoreRow) -> tuple[Cell, ...]:
    printer = desk.book.printer
    score = Cell("–", None, muted=True) if row.score is None else Cell(desk.fact.score_text(row.score), row.score)
    sunday = Week.parse(row.week).sunday
    return (
        Cell(printer.short_date(sunday), sunday.isoformat()),
        Cell(printer.number(row.n_articles), row.n_articles),
        Cell(printer.number(row.n_sources), row.n_sources),
        Cell(desk.book.text(f"profile_class.{row.coverage}"), row.coverage),
        score,
    )
