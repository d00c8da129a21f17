"""What did not fit on the pages: counted beside the heading it was cut from, and printed whole at the end of the
annex, which has no such part where everything fitted; a report without that part says in one line how much is missing,
and where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from riskbrief.briefing.desk import Desk, of_run, said
from riskbrief.briefing.judged_ledger import ledger_rest
from riskbrief.briefing.judged_words import REST, rest_in_annex, rest_items
from riskbrief.briefing.sections import SECTIONS
from riskbrief.document import Block, Card, Item, Section, Sentence


@SECTIONS.register(REST)
def annex_left_out(desk: Desk) -> Section:
    """Judgements that their lists had no room for; what the word budgets cut comes later, by `with_left_out`."""
    return desk.section("MO", REST, {"judged": rest_items(desk), "judgements": ledger_rest(desk)}, no_data=None)


def with_left_out(
    desk: Desk, written: Sequence[Section], fitted: Sequence[Section], annex: Sequence[Section]
) -> tuple[Section, ...]:
    """The sections as fitted, each with how many of its entries were cut, then the annex with those entries, or the
    line that counts them; the part that would be empty is passed over."""
    cut = [tuple(_cut(before, after)) for before, after in zip(written, fitted, strict=True)]
    key = "left_out_in_annex" if rest_in_annex(desk) else "left_out_unprinted"
    noted = [
        replace(section, more=desk.book.write(key, [desk.fact.number("n", len(gone))])) if gone else section
        for section, gone in zip(fitted, cut, strict=True)
    ]
    gone = [(section, one) for section, ones in zip(fitted, cut, strict=True) for one in ones]
    if gone and not rest_in_annex(desk):
        noted.append(_counted(desk, [section.title for section, _ in gone]))
    whole = (_filled(desk, s, gone) if gone and s.template == REST else s for s in annex)
    return (*noted, *(s for s in whole if s.parts or s.template != REST))


def _counted(desk: Desk, titles: Sequence[str]) -> Section:
    """How many entries are printed nowhere, by the title of their section."""
    names = [f"{title} ({n})" for title, n in Counter(titles).items()]
    facts = [desk.fact.number("n", len(titles)), desk.fact.listed("names", names)]
    line = said(desk.say("left_out_line", "measured", facts, evidence=of_run("budgets")))
    return Section("LO", "", "left_out", {"lead": line})


def _cut(before: Section, after: Section) -> Iterator[Sentence | Item | Card]:
    """What lists of the section lost at their ends."""
    for name, part in before.parts.items():
        kept: Block = after.parts[name]
        if isinstance(part, tuple) and isinstance(kept, tuple):
            yield from part[len(kept) :]


def _filled(desk: Desk, annex: Section, gone: Sequence[tuple[Section, Sentence | Item | Card]]) -> Section:
    sections = {section.id for section, _ in gone}
    facts = [desk.fact.number("n", len(gone)), desk.fact.number("sections", len(sections))]
    parts: dict[str, Block] = {
        "lead": said(desk.say("left_out_count", "measured", facts, evidence=of_run("budgets"))),
        "entries": tuple(_entry(section, one) for section, one in gone if not isinstance(one, Card)),
        "cards": tuple(one for _, one in gone if isinstance(one, Card)),
    }
    return replace(annex, parts={name: part for name, part in parts.items() if part} | dict(annex.parts))


def _entry(section: Section, one: Sentence | Item) -> Item:
    """The entry behind the title of its section."""
    if isinstance(one, Sentence):
        return Item((one,), section.title)
    return replace(one, lead=" · ".join(filter(None, (section.title, one.lead))), level=None)
