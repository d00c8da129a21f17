"""How an event is put into words: neutral nouns from its indicators, tolls always reported and attributed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from riskbrief.briefing.claimants import first_told
from riskbrief.briefing.desk import Desk, of_events
from riskbrief.briefing.happenings import Happening
from riskbrief.briefing.ledger import quotable
from riskbrief.document import Evidence, Fact, Sentence

CLAIMS_SHOWN = 3


def what(desk: Desk, event: Happening, key: str = "what") -> Fact:
    """What happened, from the weightiest indicator; said with reservation or foiled where the sources say so. What
    was only called for or feared is never told as done."""
    lead = event.facets[0]
    if event.status == "hypothetical" and f"what_called.{lead}" in desk.book:
        return Fact(key, lead, desk.book.text(f"what_called.{lead}"), format="name")
    keys = [f"what_raised.{lead}"] * event.raised + [f"what.{lead}"]
    text = next((desk.book.text(k) for k in keys if k in desk.book), desk.fact.noun("what", desk.node_name(lead)).text)
    wrapped = f"what_{event.status}"
    if wrapped in desk.book:
        text = desk.book.write(wrapped, [Fact("what", lead, text)])
    return Fact(key, lead, text, format="name")


def where(desk: Desk, event: Happening, key: str = "place") -> Fact:
    """Place and country, or the country alone; a quarter of a capital is printed with its city."""
    country = desk.fact.region("country", event.region_id)
    if event.place is None:
        return desk.fact.name(key, country.text, event.region_id)
    city = capital_of(desk, event)
    place = event.place.name if city in {"", event.place.name} else f"{event.place.name}, {city}"
    facts = [desk.fact.name("place", place, event.place.place_id), country]
    return desk.fact.name(key, desk.book.write("place_in_country", facts), event.place.place_id)


def short_place(desk: Desk, event: Happening, key: str = "place") -> Fact:
    """The place alone where there is one; the city for a quarter of a capital."""
    if event.place is None:
        return desk.fact.region(key, event.region_id)
    return desk.fact.name(key, capital_of(desk, event) or event.place.name, event.place.place_id)


def capital_of(desk: Desk, event: Happening) -> str:
    """The capital's name when the event lies in its zone, else empty."""
    region = desk.given.config.regions.get(event.region_id)
    return desk.words(region.capital) if event.capital and region else ""


def toll(desk: Desk, event: Happening, key: str = "toll") -> Fact | None:
    """Reported deaths as a range, None when no number was reported."""
    low, best, high = event.toll
    return None if best is None else toll_text(desk, low, best, high, key=key)


def toll_text(desk: Desk, low: float | None, best: float, high: float | None, *, key: str = "toll") -> Fact:
    """`between 20 and 30`, `at least 24`, `24`: bounds as read."""
    low = best if low is None else low
    value = f"{low:g}/{best:g}/" + ("" if high is None else f"{high:g}")
    if f"toll_word.{value}" in desk.book:
        return Fact(key, value, desk.book.text(f"toll_word.{value}"), "persons", "range")
    facts = [desk.fact.number(k, v) for k, v in (("low", low), ("best", best), ("high", high)) if v is not None]
    if high is None:
        return Fact(key, value, desk.book.write("toll_open", facts), "persons", "range")
    shape = "toll_exact" if low == high else "toll_range"
    return Fact(key, value, desk.book.write(shape, facts), "persons", "range")


def toll_sentence(desk: Desk, event: Happening) -> Sentence | None:
    """The toll with who gives it; one sentence saying that no figure was found when there is none."""
    figure = toll(desk, event)
    proof, cited = of_events([event]), cited_articles(desk, event)
    if figure is None:
        facts = [desk.fact.number("outlets", event.n_outlets)]
        return desk.say("toll_none", "reported", facts, evidence=proof, cite=cited)
    if event.toll[1] == 0:
        return desk.say("toll_zero", "reported", [figure, attribution(desk, event)], evidence=proof, cite=cited)
    facts = [
        figure,
        attribution(desk, event),
        desk.fact.number("count", max(b for b in event.toll if b is not None)),
        desk.fact.number("best", event.toll[1] or 0, unit="persons"),
    ]
    given = [*_ends(desk, event), *_middle(desk, event)]
    cited = list(dict.fromkeys([*(c.article_id for c in given), *cited]))[:3]
    key = "toll_reported_best" if _wide(event) else "toll_reported"
    return desk.say(key, "reported", facts, evidence=(*proof, *spans_of(desk, given)), cite=cited)


def attribution(desk: Desk, event: Happening) -> Fact:
    """Who gives the lowest and the highest figure, with whom they cite; else how many outlets report the event. No
    range of rival claims stands beside one source: it says who gives which end, or that others differ."""
    ends = _ends(desk, event)
    if ends:
        return _claimed_by(desk, event, *ends)
    outlets = desk.fact.number("n", event.n_outlets)
    return desk.fact.name("attribution", desk.book.write("n_outlets", [outlets]), str(event.n_outlets))


def _claimed_by(desk: Desk, event: Happening, lowest: Any, highest: Any) -> Fact:
    low, high = (desk.fact.name(k, _claim_source(desk, c)) for k, c in (("low", lowest), ("high", highest)))
    sources = list(dict.fromkeys([low.text, high.text]))
    rivals = [c for c in _used(desk, event) if _claim_source(desk, c) != low.text and not _same_figure(c, lowest)]
    if not _wide(event) or not (rivals or not _same_figure(lowest, highest)):
        return desk.fact.listed("attribution", sources)
    pattern = "toll_ends" if len(sources) > 1 else "toll_rivals" if rivals else "toll_varies"
    return desk.fact.name("attribution", desk.book.write(pattern, [low, high]), ", ".join(sources))


def _ends(desk: Desk, event: Happening) -> list[Any]:
    """The claims that give the lowest and the highest figure of the range used, or come nearest to them; none when
    nobody claims a figure. "Up to 100" says nothing of the lowest."""
    low, best, high = event.toll
    claims, middle = _used(desk, event), best or 0.0
    if not claims:
        return []
    floor, ceiling = (middle if low is None else low), (middle if high is None else high)
    firm = [c for c in claims if c.precision != "upper"] or claims
    lowest = min(firm, key=lambda c: abs(c.low - floor))
    highest = min(claims, key=lambda c: (_short_of(c, ceiling), not _same_figure(c, lowest)))
    return [first_told(lowest, claims), first_told(highest, claims)]


def _middle(desk: Desk, event: Happening) -> list[Any]:
    """Of a range, the claim that gives the best estimate as it stands, where somebody does."""
    claims = _used(desk, event)
    own = [c for c in claims if c.best == event.toll[1] and c.low == c.best]
    return [first_told(own[0], claims)] if own and _wide(event) else []


def _short_of(claim: Any, ceiling: float) -> float:
    """How far the upper bound of a claim is from the range's; of "hundreds" (100-999) the 100 counts too."""
    return float(min(abs(_upper(claim) - ceiling), abs(claim.best - ceiling)))


def _used(desk: Desk, event: Happening) -> list[Any]:
    """Its claims, without those beyond the range, which `largest_claim` tells."""
    return [c for c in claims_of(desk, event) if not _beyond_range(event, c)]


def _wide(event: Happening) -> bool:
    low, best, high = event.toll
    return high is not None and (best if low is None else low) != high


def _same_figure(one: Any, other: Any) -> bool:
    return bool(one.low == other.low and _upper(one) == _upper(other))


def claims_of(desk: Desk, event: Happening) -> list[Any]:
    """Standing claims of deaths for the event, best-rated outlet first, one for each figure, outlet and claimant."""
    found: dict[tuple[Any, ...], Any] = {}
    for row in desk.killed.get(event.event_id, ()):
        if not row.retracted:
            found.setdefault((row.source_id, row.low, row.best, row.claimant), row)
    return sorted(found.values(), key=lambda c: (-desk.ledger.outlet(c.source_id).r, c.published_at, c.article_id))


def tolls_differ(desk: Desk, event: Happening) -> bool:
    """Whether more than one figure of deaths is claimed for the event."""
    return len({(c.low, c.best) for c in claims_of(desk, event)}) > 1


def claim_sentences(desk: Desk, event: Happening, *, most: int = CLAIMS_SHOWN) -> tuple[Sentence, ...]:
    """Each claim: who, number, outlet, day; only when claims differ or someone is cited."""
    if not tolls_differ(desk, event):
        return ()
    used = _used(desk, event)
    sentences = [_claim_sentence(desk, first_told(claim, used)) for claim in _spread(used, most)]
    return tuple(s for s in sentences if s is not None)


def largest_claim(desk: Desk, event: Happening) -> Sentence | None:
    """The largest figure anyone claimed, when it lies outside the range used."""
    top = event.claimed_max
    if top is None or event.toll[1] is None or top <= max(b for b in event.toll[1:] if b is not None):
        return None
    rows = [c for c in claims_of(desk, event) if _beyond_range(event, c)]
    if rows:
        told = first_told(rows[0], rows)
        facts = [claim_figure(desk, told), desk.fact.name("attribution", _claim_source(desk, told))]
        proof, cited = spans_of(desk, [told]), [told.article_id]
        return desk.say("toll_claimed_as", "reported", facts, evidence=proof, cite=cited)
    source = desk.fact.phrase("attribution", "one_source")
    facts = [desk.fact.number("toll", top, unit="persons"), source]
    return desk.say("toll_claimed", "reported", facts, evidence=of_events([event]))


def _beyond_range(event: Happening, claim: Any) -> bool:
    """Whether the claim gives the largest figure of all and that lies outside the range used."""
    _, best, high = event.toll
    top = event.claimed_max
    return best is not None and top is not None and top > max(best, high or best) and top in (claim.best, claim.high)


def cited_articles(desk: Desk, event: Happening, *, most: int = 2) -> list[str]:
    """Its best-rated article, then the first of another origin."""
    known = desk.counted.get(event.event_id, [])
    own = {origin for article, origin in known if article == event.article_id}
    others: dict[str, str] = {}
    for article, origin in known:
        if origin not in own:
            others.setdefault(origin, article)
    return [event.article_id, *others.values()][:most]


def _claim_source(desk: Desk, claim: Any) -> str:
    outlet = desk.fact.name("outlet", desk.ledger.outlet(claim.source_id).name)
    if not claim.claimant:
        return outlet.text
    return desk.book.write("citing", [outlet, desk.fact.name("claimant", quotable(claim.claimant))])


def _claim_sentence(desk: Desk, claim: Any) -> Sentence | None:
    facts = [
        claim_figure(desk, claim),
        desk.fact.name("attribution", _claim_source(desk, claim)),
        desk.fact.day("day", claim.published_at.date()),
    ]
    return desk.say("claim", "reported", facts, evidence=spans_of(desk, [claim]), cite=[claim.article_id])


def claim_figure(desk: Desk, claim: Any) -> Fact:
    """The toll of a claim as the language prints it."""
    high = None if claim.high != claim.high else float(claim.high)
    if claim.precision == "upper" and high is not None:  # open below: its lower bound was not said
        value = f"{claim.low:g}/{claim.best:g}/{high:g}"
        text = desk.book.write("toll_up_to", [desk.fact.number("high", high)])
        return Fact("toll", value, text, "persons", "range")
    return toll_text(desk, float(claim.low), float(claim.best), high)


def spans_of(desk: Desk, claims: Iterable[Any]) -> list[Evidence]:
    """The very words of each claim, as evidence."""
    return list(dict.fromkeys(desk.span(claim) for claim in claims))


def _upper(claim: Any) -> float:
    return float(claim.best if claim.high != claim.high else claim.high)


def _spread(claims: list[Any], most: int) -> list[Any]:
    """Claims with different figures first, in the order given."""
    seen: set[tuple[float, float]] = set()
    first: list[Any] = []
    rest: list[Any] = []
    for claim in claims:
        key = (claim.low, claim.best)
        (rest if key in seen else first).append(claim)
        seen.add(key)
    return (first + rest)[:most]
