"""One cluster of sightings to the event it is, with its evidence (method A.4, B.6, B.7)."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from riskbrief.coding.credibility import Ratings, Voice, best_voice, credibility
from riskbrief.coding.sightings import Facet, Sighting
from riskbrief.coding.toll_revisions import current_tolls
from riskbrief.coding.tolls_fusion import Claims, Reported, Toll, fuse

Row = dict[str, object]
STRENGTH = {"affirmed": 3, "hedged": 2, "foiled": 1}


@dataclass(frozen=True)
class Found:
    """The sightings of one event: `reports` stand, `withdrawn` were taken back, `doubts` deny or negate it."""

    reports: tuple[Sighting, ...] = ()
    withdrawn: tuple[Sighting, ...] = ()
    doubts: tuple[Sighting, ...] = ()

    @property
    def spoken(self) -> tuple[Sighting, ...]:
        """What the event's card rests on: reports if there are any, else what was withdrawn or denied."""
        return self.reports or self.withdrawn or self.doubts

    @property
    def key(self) -> tuple[tuple[int, ...], ...]:
        """The sightings by number: equal keys are equal events."""
        return tuple(tuple(s.number for s in part) for part in (self.reports, self.withdrawn, self.doubts))

    @property
    def first(self) -> Sighting:
        """The first sighting that ever named it; withdrawn ones count, so that the event keeps its name."""
        return min((*self.reports, *self.withdrawn) or self.doubts, key=lambda s: s.order)


@dataclass(frozen=True)
class Judge:
    """What turning clusters into events needs: ratings, claims, and which families count deaths."""

    ratings: Ratings
    claims: Claims
    deadly: frozenset[str]

    def event(self, found: Found) -> tuple[Row, list[Row]]:
        """The row of the events table and its rows of the evidence table (none if nothing affirms it)."""
        heard = {o: best_voice(map(self.voice, group)) for o, group in by_origin(found.reports).items()}
        refuting = self._refuting(found, heard)
        toll = self._toll(found.reports, heard, "killed")
        contested = bool(found.withdrawn) or toll.contested or _doubted(found, heard)
        row = self._identity(found, heard) | self._tolls(found, heard, toll)
        row |= self._counts(found.spoken)
        voices = self.ratings.independent(heard.values())
        row |= {
            "n_origins": len(voices),
            "reliability": max((*heard.values(), *self._others(found)), key=lambda v: v.r).letter,
            "credibility": credibility(
                voices,
                refuting=self.ratings.independent({s.article.origin_id: v for s, v in refuting}.values()),
                withdrawn=bool(found.withdrawn),
                contested=contested,
            ),
            "contested": contested,
            "verified_at": self._verified(found.reports),
        }
        return row, self._evidence(row, found, heard, refuting)

    def voice(self, sighting: Sighting) -> Voice:
        """The outlet of a sighting as it speaks of this country."""
        about_force = sighting.family in self.deadly
        return self.ratings.voice(sighting.article.source_id, sighting.region_id, about_force=about_force)

    def _others(self, found: Found) -> list[Voice]:
        return [] if found.reports else [self.voice(s) for s in found.spoken]

    def _refuting(self, found: Found, heard: Mapping[str, Voice]) -> list[tuple[Sighting, Voice]]:
        """Negations in a narrator's voice by origins that do not report the event themselves; a state outlet on its
        own country speaks for a party and only contests."""
        voices = [(s, self.voice(s)) for s in found.doubts if s.article.origin_id not in heard]
        return [(s, v) for s, v in voices if not v.own_voice and any(f.narrator for f in s.facets)]

    def _toll(self, reports: Sequence[Sighting], heard: Mapping[str, Voice], kind: str) -> Toll:
        outlets = {origin: voice.source_id for origin, voice in heard.items()}
        current = current_tolls(reports, self.claims.tolls, kind, outlets)
        return fuse([Reported(t, heard[o].r, old) for o, (t, old) in sorted(current.items())], self.ratings.belief)

    def _tolls(self, found: Found, heard: Mapping[str, Voice], toll: Toll) -> Row:
        claimed = [self.claims.most_killed[s.number] for s in found.reports if s.number in self.claims.most_killed]
        return {
            "toll_low": toll.low,
            "toll_best": toll.best,
            "toll_high": toll.high,
            "claimed_max": max(claimed, default=None),
            "wounded_best": self._toll(found.reports, heard, "wounded").best,
            "kidnapped_best": self._toll(found.reports, heard, "kidnapped").best,
        }

    def _identity(self, found: Found, heard: Mapping[str, Voice]) -> Row:
        spoken = found.spoken
        best = min(spoken, key=lambda s: (-self.voice(s).r, s.order))
        statuses = {f.status for s in found.reports for f in s.facets}
        strongest = max(statuses, key=lambda s: (STRENGTH.get(s, 0), s), default="")
        return {
            "event_id": event_id(found.first),
            "family": found.first.family,
            "region_id": found.first.region_id,
            "place_id": _usual_place(spoken),
            "event_date": date.fromordinal(_day(spoken, heard)),
            "title": best.article.headline,
            "article_id": best.article.article_id,
            "capital": any(f.capital for s in spoken for f in s.facets),
            "status": strongest or ("retracted" if found.withdrawn else "denied"),
            "first_reported_at": min(s.article.published for s in spoken),
        }

    @staticmethod
    def _counts(spoken: Sequence[Sighting]) -> Row:
        return {
            "n_articles": len({s.article.article_id for s in spoken}),
            "n_outlets": len({s.article.source_id for s in spoken}),
        }

    def _verified(self, reports: Sequence[Sighting]) -> datetime | None:
        """Publication of the first article of a second, independent origin that is rated well enough."""
        ordered = sorted(reports, key=lambda s: s.order)
        enough = self.ratings.belief.verified_from
        others = (s for s in ordered if s.article.origin_id != ordered[0].article.origin_id)
        heard = ((s, self.ratings.independent([self.voice(ordered[0]), self.voice(s)])) for s in others)
        return next((s.article.published for s, both in heard if len(both) > 1 and self.voice(s).r >= enough), None)

    def _evidence(
        self, event: Row, found: Found, heard: Mapping[str, Voice], refuting: Sequence[tuple[Sighting, Voice]]
    ) -> list[Row]:
        """Per indicator the origins that affirm it (strongest alpha) and those that refute it."""
        facets = _facets(found.reports)
        base = {i: max(f.severity_base for f in held) for i, held in _by_indicator(facets).items()}
        shared = {k: event[k] for k in ("event_id", "region_id", "event_date")}
        rows = [
            shared | _stance("affirms", i, o, heard[o], max(f.alpha for f in held), base[i])
            for (i, o), held in sorted(facets.items())
        ]
        denied = {(f.indicator_id, s.article.origin_id): v for s, v in refuting for f in s.facets if f.narrator}
        rows += [
            shared | _stance("refutes", i, o, v, 1.0, base[i]) for (i, o), v in sorted(denied.items()) if i in base
        ]
        return rows


def event_id(first: Sighting) -> str:
    """A readable name that later articles do not change.

    It is made of country, day and family of the first sighting and a digest of its article and place, and of its
    scene where the article tells of several.
    """
    scene = f"\n{first.scene}" if first.scene else ""
    digest = hashlib.sha256(f"{first.article.article_id}\n{first.place_id}{scene}".encode()).hexdigest()[:6]
    return f"{first.region_id}-{date.fromordinal(first.day).isoformat()}-{first.family}-{digest}"


def by_origin(found: Sequence[Sighting]) -> dict[str, list[Sighting]]:
    """Sightings by the origin of their article."""
    groups: dict[str, list[Sighting]] = defaultdict(list)
    for sighting in found:
        groups[sighting.article.origin_id].append(sighting)
    return groups


def _stance(stance: str, indicator: str, origin: str, voice: Voice, alpha: float, base: float) -> Row:
    return {
        "indicator_id": indicator,
        "origin_id": origin,
        "source_id": voice.source_id,
        "r": voice.r,
        "alpha": alpha,
        "stance": stance,
        "severity_base": base,
    }


def _facets(reports: Sequence[Sighting]) -> dict[tuple[str, str], list[Facet]]:
    held: dict[tuple[str, str], list[Facet]] = defaultdict(list)
    for sighting in reports:
        for facet in sighting.facets:
            held[facet.indicator_id, sighting.article.origin_id].append(facet)
    return held


def _by_indicator(facets: Mapping[tuple[str, str], Sequence[Facet]]) -> dict[str, list[Facet]]:
    held: dict[str, list[Facet]] = defaultdict(list)
    for (indicator, _), some in facets.items():
        held[indicator].extend(some)
    return held


def _doubted(found: Found, heard: Mapping[str, Voice]) -> bool:
    """Denied by anyone, or negated by an origin that does not report it."""
    statuses = [(f.status, s.article.origin_id) for s in found.doubts for f in s.facets]
    return any(status == "denied" or origin not in heard for status, origin in statuses)


def _usual_place(spoken: Sequence[Sighting]) -> str | None:
    """The place most origins name; the first named of equals."""
    named = [s for s in sorted(spoken, key=lambda s: s.order) if s.place_id]
    places = list(dict.fromkeys((s.article.origin_id, s.place_id) for s in named))
    return Counter(place for _, place in places).most_common(1)[0][0] if places else None


def _day(spoken: Sequence[Sighting], heard: Mapping[str, Voice]) -> int:
    """The day most reliability speaks for; each origin gives its earliest, the earliest of equals wins."""
    votes: dict[int, float] = defaultdict(float)
    for origin, group in by_origin(spoken).items():
        votes[min(s.day for s in group)] += heard[origin].r if origin in heard else 1.0
    return min(votes, key=lambda day: (-round(votes[day], 9), day))
