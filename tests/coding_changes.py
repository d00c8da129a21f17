"""Changes an analyst may make to a workspace, by what they may cost: nothing read again, some articles, or all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from riskbrief.definitions.indicators import EventFrame, Indicator, Near, Reversal, Terms, Together, Yielding
from riskbrief.definitions.workspace import Workspace

Change = Callable[[Workspace], Workspace]
PROTEST, GRIEVANCE, CIVILIANS = "gov_public_discontent", "gov_local_grievance", "sec_attack_civilians"
SANCTIONS, GROUP, CAPITAL, HARM = (
    "int_sanctions_aid_cut",
    "sec_armed_group_activity",
    "sec_attack_capital",
    "sec_civilian_harm_ops",
)
USED = (PROTEST, GRIEVANCE, "gov_peacebuilding", SANCTIONS, "int_support", CAPITAL, CIVILIANS, GROUP, HARM)
"A few indicators with frames, yields, reversals that credit another, a zone and shared families."


def having(name: str, /, **values: Any) -> Change:
    """An indicator with other values."""

    def change(workspace: Workspace) -> Workspace:
        made = tuple(i.model_copy(update=values) if i.id == name else i for i in workspace.indicators)
        return replace(workspace, stated=made)

    return change


def made(name: str, make: Callable[[Indicator], dict[str, Any]]) -> Change:
    """An indicator with values made from its own."""

    def change(workspace: Workspace) -> Workspace:
        return having(name, **make(indicator(workspace, name)))(workspace)

    return change


def indicator(workspace: Workspace, name: str) -> Indicator:
    return next(i for i in workspace.indicators if i.id == name)


def looking(name: str, language: str, make: Callable[[Terms], dict[str, Any]]) -> Change:
    """An indicator with other terms in one language."""

    def change(one: Indicator) -> dict[str, Any]:
        terms = one.terms[language]
        return {"terms": {**one.terms, language: terms.model_copy(update=make(terms))}}

    return made(name, change)


def plus(name: str, language: str, term: str) -> Change:
    return looking(name, language, lambda t: {"any": [*t.any, term]})


def minus(name: str, language: str, term: str) -> Change:
    return looking(name, language, lambda t: {"any": [one for one in t.any if one != term]})


def reading(**values: Any) -> Change:
    return index(lambda i: {"reading": i.reading.model_copy(update=values)})


def index(make: Callable[[Any], dict[str, Any]]) -> Change:
    def change(workspace: Workspace) -> Workspace:
        changed = workspace.config.index.model_copy(update=make(workspace.config.index))
        return replace(workspace, config=workspace.config.model_copy(update={"index": changed}))

    return change


def cues(language: str, **more: list[str]) -> Change:
    """Further assertion cues of a language."""

    def change(workspace: Workspace) -> Workspace:
        old = workspace.cues[language]
        new = old.model_copy(update={name: [*getattr(old, name), *words] for name, words in more.items()})
        return replace(workspace, cues={**workspace.cues, language: new})

    return change


def family(name: str, part: str, word: str) -> Change:
    """A word family with one more English word, among its `words` or lemmas of another part."""

    def change(workspace: Workspace) -> Workspace:
        english = workspace.concepts["en"]
        old = english.families[name]
        families = {**english.families, name: old.model_copy(update={part: [*getattr(old, part), word]})}
        return replace(
            workspace, concepts={**workspace.concepts, "en": english.model_copy(update={"families": families})}
        )

    return change


def _severity(**values: Any) -> Change:
    return made(CIVILIANS, lambda i: {"severity": i.severity.model_copy(update=values)})


def _reversal(**values: Any) -> Change:
    def change(one: Indicator) -> dict[str, Any]:
        assert one.reversal is not None
        return {"reversal": one.reversal.model_copy(update=values)}

    return made(SANCTIONS, change)


def _unlike(one: Indicator) -> dict[str, Any]:
    return {"frames": [one.frames[0].model_copy(update={"within": 2, "around": True}), *one.frames[1:]]}


def _yielding(frame: EventFrame) -> EventFrame:
    return frame.model_copy(update={"yields": GROUP})


def _second(**values: Any) -> Change:
    return index(
        lambda i: {
            "reading": i.reading.model_copy(update={"second_reader": i.reading.second_reader.model_copy(update=values)})
        }
    )


def _without(name: str) -> Change:
    return lambda w: replace(w, stated=tuple(i for i in w.indicators if i.id != name))


def _zones(workspace: Workspace) -> Workspace:
    return reading(zones={"title": 0.9, "lead": 0.6, "rest": 0.2})(workspace)


NOTHING: dict[str, Change] = {
    "weight": having(CIVILIANS, weight=0.11),
    "anchors": having(PROTEST, lo=2.0, hi=11.0),
    "half-life": having(PROTEST, half_life_days=3.0),
    "words for readers": having(PROTEST, name={"en": "Anger"}, question={"en": "Who is angry?"}, note="why"),
    "weight of calls for violence": having(GROUP, hypothetical_weight=0.7),
    "zones": _zones,
    "status weights": reading(event_weights={"affirmed": 0.9, "hedged": 0.1}, attention_weights={"affirmed": 0.7}),
    "status that no longer weighs": reading(event_weights={"hedged": 1.0}, attention_weights={"hedged": 1.0}),
    "share from which an article is about a country": index(
        lambda i: {"coverage": i.coverage.model_copy(update={"about_share": 0.6})}
    ),
    "outlets": lambda w: replace(w, config=w.config.model_copy(update={"outlets": {}})),
    "reports": lambda w: replace(w, reports={}, phrases={}, digest="other"),
}
SOME: dict[str, Change] = {
    "new term": plus(PROTEST, "en", "market"),
    "new term with a number": plus(GRIEVANCE, "en", "12 #"),
    "new French term": plus(GROUP, "fr", "marché"),
    "new name": plus(GRIEVANCE, "en", "=Market"),
    "exclusion": looking(GROUP, "en", lambda t: {"exclude": [*t.exclude, "on Monday"]}),
    "exclusion before": looking(GROUP, "en", lambda t: {"exclude_before": [*t.exclude_before, "the"]}),
    "exclusion of an article": looking(GROUP, "en", lambda t: {"exclude_article": ["police"]}),
    "near": looking(GRIEVANCE, "en", lambda t: {"near": [Near(a=["killed"], b=["village"], within=20, ordered=False)]}),
    "near in the article": looking(
        GRIEVANCE, "en", lambda t: {"near": [Near(a=["army"], b=["town"], scope="article")]}
    ),
    "all": looking(GRIEVANCE, "en", lambda t: {"all": [Together(of=[["army"], ["killed"]], none=["border"])]}),
    "all in the article": looking(
        GRIEVANCE, "en", lambda t: {"all": [Together(of=[["army"], ["killed"]], scope="article")]}
    ),
    "frame removed": made(CIVILIANS, lambda i: {"frames": i.frames[1:]}),
    "frame changed": made(CIVILIANS, _unlike),
    "frame of another family": having(GRIEVANCE, frames=[EventFrame(act=["abduct"], object=["civilian"])]),
    "word of a family": family("protest", "words", "market"),
    "window of an event": having(CIVILIANS, event_window_days=1),
    "severity": _severity(base=3.0, fatalities=False),
    "severity of a term": _severity(terms={"market": 7.0}),
    "no assertion": having(CIVILIANS, assertion=False),
    "negation keeps": having(CIVILIANS, negation_voids=False),
    "place": having(CIVILIANS, locate="focus"),
    "kind": having(CIVILIANS, type="attention"),
    "no yielding": having(CIVILIANS, yields=None),
    "other yielding": having(CIVILIANS, yields=Yielding(to=GROUP)),
    "frames that yield": made(CIVILIANS, lambda i: {"frames": [_yielding(f) for f in i.frames]}),
    "reversal farther": _reversal(within=20, after=40),
    "reversal without credit": _reversal(to=None),
    "new reversal": having(GROUP, reversal=Reversal(words={"en": ["killed", "arrested"]}, within=8, to=GRIEVANCE)),
    "indicator removed": _without(GROUP),
    "credited indicator removed": _without("int_support"),
    "domain filter": lambda w: replace(w, pillar_of={**w.pillar_of, CIVILIANS: "international"}),
    "cue": cues("fr", hedges=["lundi"]),
    "grammar": lambda w: replace(w, grammar={k: g for k, g in w.grammar.items() if k != "fr"}),
    "word that makes tolls": family("kill", "verbs", "gather"),
}
ALL: dict[str, Change] = {
    "order": lambda w: replace(w, stated=tuple(reversed(w.indicators))),
    "family of events": having(CIVILIANS, family="other"),
    "zone": having(CAPITAL, zone=None),
    "silent second reader": having(PROTEST, second_reader="none"),
    "surer second reader": _second(propose=0.9, doubt=0.2),
    "no second reader": reading(second_reader=None),
    "countries": lambda w: replace(w, config=w.config.model_copy(update={"panels": {}})),
}
