"""The tables stages hand to each other: columns declared once, checked where a stage ends."""

from __future__ import annotations

from riskbrief.columns import COUNT, DAY, FLAG, INSTANT, NUMBER, TEXT, Column, Table


def _text(meaning: str, *, missing: bool = False) -> Column:
    return Column(TEXT, meaning, missing=missing)


def _number(meaning: str, unit: str, *, missing: bool = False) -> Column:
    return Column(NUMBER, meaning, unit, missing)


FIRST_SEEN = "date_first_seen"  # a flag: dated by the instant it was first seen, as it states no date
UNREAD = "page_unread"  # its page could not be had: the text is what the feed carries
REVISED = "revised"  # with the instant since when its words are known, where they came after the article

ARTICLES = Table(
    "articles",
    {
        "article_id": _text("unique in a run"),
        "source_id": _text("outlet that published it"),
        "published_at": Column(INSTANT, "publication, UTC"),
        "known_at": Column(INSTANT, "first instant it was known to us (publication, or ingest for feeds)"),
        "ingest_seq": Column(COUNT, "order of arrival, from 1"),
        "language": _text("ISO 639-1, lower case"),
        "title": _text("as read, may be empty"),
        "text": _text("as read; missing where a run fetches it piece by piece (pipeline/texts.py)", missing=True),
        "url": _text("may be empty"),
        "retracts": _text("article_id it corrects or withdraws, or empty"),
        "flags": _text(
            "semicolon list: naive_date, detected_language, decoded_cp1252, mended_text, cut_text, markup, synthetic"
        ),
        "content_sha256": _text("of language, title and text"),
        "origin_id": _text("article_id of the earliest copy of the same production (itself if original)"),
    },
    key=("article_id",),
    order=("published_at", "article_id"),
)

OUTLETS = Table(
    "outlets",
    {
        "source_id": _text("outlet"),
        "reliability": _text("Admiralty letter A-F"),
        "r": _number("reliability as a number", "0-1"),
        "source_class": _text("wire, international, national_private, state, aggregator, ngo, official, unrated"),
        "owner": _text("ownership group, may be empty"),
        "country": _text("ISO 3166-1 alpha-3, may be empty"),
    },
    key=("source_id",),
)

MENTIONS = Table(
    "mentions",
    {
        "article_id": _text("article"),
        "origin_id": _text("its origin"),
        "source_id": _text("its outlet"),
        "published_at": Column(INSTANT, "its publication"),
        "event_id": _text("event it belongs to", missing=True),
        "indicator_id": _text("indicator"),
        "region_id": _text("ISO 3166-1 alpha-3", missing=True),
        "place_id": _text("gazetteer place", missing=True),
        "status": _text("assertion status (design.md, Words)"),
        "reason": _text("rule or cue that set the status"),
        "counts": Column(FLAG, "whether it enters the score"),
        "field": _text("title or text"),
        "start": Column(COUNT, "offset into the field as read"),
        "end": Column(COUNT, "offset, excluded"),
        "quote": _text("field[start:end]"),
        "sentence": Column(COUNT, "0 = title, then 1.. in the text"),
        "zone_weight": _number("title 1, lead .8, rest .5", "0-1"),
        "alpha": _number("status weight for the indicator's type", "0-1"),
        "event_date": Column(DAY, "day the sentence speaks of, else publication day"),
        "capital": Column(FLAG, "the place lies in a capital zone"),
        "severity_base": _number("base severity of this mention", "1-10"),
        "term": _text("the phrase or pattern that matched"),
        "toll_low": _number("dead, lower bound", "persons", missing=True),
        "toll_best": _number("dead, best estimate", "persons", missing=True),
        "toll_high": _number("dead, upper bound", "persons", missing=True),
    },
    key=("article_id", "indicator_id", "field", "start", "end", "region_id"),
    order=("published_at", "article_id", "field", "start", "end", "indicator_id", "region_id"),
)

FOCUS = Table(
    "focus",
    {
        "article_id": _text("article"),
        "region_id": _text("country named in it"),
        "share": _number("share of place weight (title 3, lead 2, other 1)", "0-1"),
        "about": Column(FLAG, "the article counts as one about this country"),
    },
    key=("article_id", "region_id"),
)

STATEMENTS = Table(
    "statements",
    {
        "article_id": _text("article"),
        "region_id": _text("country it is about"),
        "field": _text("title or text"),
        "start": Column(COUNT, "offset into the field as read"),
        "end": Column(COUNT, "offset, excluded"),
        "quote": _text("field[start:end]: what officials said of the situation"),
    },
    key=("article_id", "region_id"),
)

CLAIMS = Table(
    "claims",
    {
        "article_id": _text("article"),
        "origin_id": _text("its origin"),
        "source_id": _text("its outlet"),
        "published_at": Column(INSTANT, "its publication"),
        "event_id": _text("event it speaks of", missing=True),
        "kind": _text("killed, wounded or kidnapped: a toll; claimed or attributed: who did it, which has no figure"),
        "victims": _text("civilians, security_forces, armed_group or unspecified; empty when no toll"),
        "low": _number("lower bound", "persons", missing=True),
        "best": _number("best estimate", "persons", missing=True),
        "high": _number("upper bound, missing when open", "persons", missing=True),
        "precision": _text("exact, lower, range, approximate or upper; empty when no toll"),
        "group": _text("armed group that claims the event or is accused of it; missing for a toll", missing=True),
        "claimant": _text("who said so, as read; empty = the article itself"),
        "retracted": Column(FLAG, "withdrawn by its own outlet as far as known at the cut-off"),
        "field": _text("title or text"),
        "start": Column(COUNT, "offset into the field as read"),
        "end": Column(COUNT, "offset, excluded"),
        "quote": _text("field[start:end]"),
    },
    key=("article_id", "kind", "field", "start", "end", "group"),
    order=("published_at", "article_id", "field", "start", "end", "kind", "group"),
)

EVENTS = Table(
    "events",
    {
        "event_id": _text("stable: first article id, region and family"),
        "family": _text("indicators whose mentions may share an event"),
        "region_id": _text("ISO 3166-1 alpha-3"),
        "place_id": _text("gazetteer place", missing=True),
        "event_date": Column(DAY, "day it happened"),
        "title": _text("title of its best-rated article"),
        "article_id": _text("that article"),
        "toll_low": _number("reported dead, lower bound", "persons", missing=True),
        "toll_best": _number("reported dead, best", "persons", missing=True),
        "toll_high": _number("reported dead, upper bound", "persons", missing=True),
        "claimed_max": _number("largest toll anyone claimed, any rating", "persons", missing=True),
        "wounded_best": _number("reported wounded, best", "persons", missing=True),
        "kidnapped_best": _number("reported kidnapped, best", "persons", missing=True),
        "n_articles": Column(COUNT, "articles that report it"),
        "n_origins": Column(COUNT, "independent voices that affirm it (`belief.independent`)"),
        "n_outlets": Column(COUNT, "outlets that carry it"),
        "reliability": _text("best Admiralty letter among its sources"),
        "credibility": Column(COUNT, "Admiralty 1-6"),
        "contested": Column(FLAG, "denied, retracted or with tolls that do not overlap"),
        "capital": Column(FLAG, "in a capital zone"),
        "status": _text(
            "affirmed, hedged, foiled or hypothetical: the strongest of its mentions; retracted or denied when nothing"
            " affirms it (then it has no evidence and must not be told as having happened)"
        ),
        "first_reported_at": Column(INSTANT, "publication of its first article"),
        "verified_at": Column(
            INSTANT, "publication of the first article of a second origin with r >= .70", missing=True
        ),
    },
    key=("event_id",),
    order=("event_date", "event_id"),
)

EVIDENCE = Table(
    "evidence",
    {
        "event_id": _text("event"),
        "indicator_id": _text("facet of the event"),
        "region_id": _text("country"),
        "origin_id": _text("independent production"),
        "source_id": _text("best-rated outlet that carries it and is not a copying aggregator"),
        "r": _number("its reliability", "0-1"),
        "alpha": _number("strongest status weight it gives this facet", "0-1"),
        "stance": _text("affirms or refutes"),
        "severity_base": _number("base severity of the facet", "1-10"),
        "event_date": Column(DAY, "day of the event"),
    },
    key=("event_id", "indicator_id", "origin_id", "stance"),
)

OBSERVATIONS = Table(
    "observations",
    {
        "region_id": _text("country"),
        "indicator_id": _text("indicator"),
        "week": _text("ISO week"),
        "value": _number("pressure x (event) or smoothed share y in % (attention)", "x or %", missing=True),
        "firm_value": _number("the value without what one owner below B carries alone", "x or %", missing=True),
        "n_mentions": Column(COUNT, "mentions that count"),
        "n_articles": Column(COUNT, "unique articles about the country in the week"),
        "n_sources": Column(COUNT, "outlets with a unique article about it"),
        "coverage": _text("full, thin or none"),
        "press": _text("calm, active or dark, by the articles of a usual week; unknown without one"),
    },
    key=("region_id", "indicator_id", "week"),
)

SCORES = Table(
    "scores",
    {
        "region_id": _text("country"),
        "week": _text("ISO week"),
        "node": _text("indicator id, pillar, or index"),
        "level": _text("indicator, pillar or index"),
        "score": _number("level of risk", "0-100", missing=True),
        "low": _number("5th percentile", "0-100", missing=True),
        "high": _number("95th percentile", "0-100", missing=True),
        "risk_level": _number("1 Low ... 5 Critical (index only)", "1-5", missing=True),
        "raw_level": _number("level that the score has by itself", "1-5", missing=True),
        "firm_score": _number("index without what one owner below B carries alone", "0-100", missing=True),
        "change": _number("difference to the week before", "points", missing=True),
        "change_label": _text("Deteriorated, Improved, Unchanged or Unclear", missing=True),
        "coverage": _text("full, thin or none"),
        "reason": _text("why the score is missing, or what set it", missing=True),
        "n_articles": Column(COUNT, "unique articles about the country in the week"),
        "n_origins": Column(COUNT, "independent productions that feed the node"),
        "n_sources": Column(COUNT, "outlets"),
        "anomaly": _number("against the country's own 52 weeks; 50 = usual", "0-100", missing=True),
    },
    key=("region_id", "week", "node"),
)

CONTRIBUTIONS = Table(
    "contributions",
    {
        "region_id": _text("country"),
        "week": _text("ISO week"),
        "node": _text("pillar, index or spillover being explained"),
        "part": _text("child node, `discount:<indicator>`, or `neighbour:<country>` of spillover"),
        "points": _number("share of the score; sums to it", "points"),
    },
    key=("region_id", "week", "node", "part"),
)

TABLES = {
    t.name: t
    for t in (
        ARTICLES,
        OUTLETS,
        MENTIONS,
        FOCUS,
        CLAIMS,
        EVENTS,
        EVIDENCE,
        OBSERVATIONS,
        SCORES,
        CONTRIBUTIONS,
    )
}
