"""Small parts of what a briefing is written from: the places of its events, and what the run read."""

from __future__ import annotations

import pandas as pd

from riskbrief.briefing.inputs import Place, RunLog
from riskbrief.coding.gazetteer import load_gazetteer
from riskbrief.pipeline import stages


def places_of(events: pd.DataFrame) -> dict[str, Place]:
    """The gazetteer's places that events name."""
    gazetteer = load_gazetteer()
    places = {}
    for place_id in sorted(set(events["place_id"].dropna())):
        entry = gazetteer.entry(place_id)
        places[place_id] = Place(place_id, entry.name, entry.region_id or "", entry.lat, entry.lon, entry.admin1 or "")
    return places


def run_log(material: stages.Basis) -> RunLog:
    """What was read and dropped, as the briefing tells it."""
    articles = material.articles
    return RunLog(
        read=len(articles) + sum(material.intake.dropped.values()),
        unique=int(articles["origin_id"].nunique()),
        dropped=dict(material.intake.dropped),
        sources=list(material.intake.sources),
        notes=(*material.intake.notes, *material.outlet_notes),
    )
