"""Why a number is what it is, as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from riskbrief.pipeline.explaining_change import change_lines


def text_lines(story: dict[str, Any]) -> Iterator[str]:
    """The story for a terminal."""
    name = story["name"].get("en") or next(iter(story["name"].values()), "")
    yield f"{story['region_id']} {story['node']} in {story['week']}: {_number(story['score'])} ({name})"
    yield f"coverage {story['coverage']}, {story['n_articles']} articles, {story['n_origins']} independent productions"
    yield _press(story["press"])
    if not pd.isna(story["low"]):
        yield f"90 % interval {_number(story['low'])} to {_number(story['high'])}"
    if story["risk_level"] is not None:
        firm = _number(story["firm_score"])
        yield f"level {story['risk_level']}, read from {firm}: the score without what one owner below B carries alone"
    if not pd.isna(story["reason"]):
        yield str(story["reason"])
    for step in story["steps"]:
        yield f"  {step['step']}: {step['value']:.3f}"
    for part in story["contributions"]:
        yield f"{part['points']:+8.2f}  {_part(part)}"
    if story["contributions"]:
        yield f"{sum(p['points'] for p in story['contributions']):+8.2f}  sum"
    if "change_since" in story:
        yield from change_lines(story["change_since"])
    for article in story["articles"]:
        yield f"{article['published_at'].date()} {article['source_id']} {article['article_id']}: {article['title']}"
        for mention in article["mentions"]:
            yield f'    {mention["indicator_id"]} {mention["status"]}: "{mention["quote"]}"{_tolls(mention)}'


def _press(press: dict[str, Any]) -> str:
    """How much was written against a usual week.

    >>> _press({"state": "dark", "seen": 9.0, "expected": 20.0})
    'press dark: 9 articles seen, 20 expected; no level falls and nothing is called improved'
    """
    if press["expected"] is None:
        return f"press {press['state']}: {press['seen']:.0f} articles seen; its usual week is not known yet"
    told = f"press {press['state']}: {press['seen']:.0f} articles seen, {press['expected']:.0f} expected"
    return f"{told}; no level falls and nothing is called improved" if press["state"] == "dark" else told


def _tolls(mention: dict[str, Any]) -> str:
    """The sentence's own toll beside that of its event, when the event has one."""
    fused = mention["event_toll"]
    if fused is None:
        return ""
    own = f"{_dead(mention['toll'])} in this sentence" if mention["toll"] else "no toll in this sentence"
    origins = "1 origin" if fused["origins"] == 1 else f"{fused['origins']} origins"
    return f" ({own}; event: {_dead(fused)}, fused over {origins})"


def _dead(toll: dict[str, Any]) -> str:
    """A toll in words.

    >>> _dead({"low": 12, "best": 15, "high": None}), _dead({"low": 12, "best": 12, "high": 12})
    ('15 dead (12 or more)', '12 dead')
    """
    low, best, high = toll["low"], toll["best"], toll["high"]
    if high is None:
        return f"{best} dead ({low} or more)"
    return f"{best} dead" if low == high else f"{best} dead ({low} to {high})"


def _number(value: Any) -> str:
    return "not assessed" if pd.isna(value) else f"{value:.1f}"


def _part(part: dict[str, Any]) -> str:
    """One contribution in words."""
    if part["kind"] == "event" and "severity" in part:
        product = " x ".join(f"{key} {part[key]:.3f}" for key in ("severity", "credibility", "cap", "recency"))
        lost = "".join(f", {points:.3f} lost to {what}" for what, points in part["lost"].items() if points > 5e-4)
        return f"{part['event_date']} {part['title']} [{part['node']}]: {product} = {part['pressure']:.3f}{lost}"
    if part["kind"] == "article":
        return f"{part['title']} [{part['node']}]: q {part['q']:.2f} x outlet {part['weight']:.2f}"
    return f"{part['node']}" + (f" (score {part['score']:.1f})" if "score" in part else "")
