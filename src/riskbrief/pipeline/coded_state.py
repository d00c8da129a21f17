"""What the coding of an article hangs on, part by part, so that a change of definitions tells which articles it reaches
(`coded_change`)."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property, lru_cache
from importlib.metadata import version
from pathlib import Path

import riskbrief
from riskbrief.coding.codebook import GUARDED_PILLARS
from riskbrief.coding.framebook import FrameBook, compile_frames
from riskbrief.coding.frames import Frame
from riskbrief.coding.scene import NUMBER
from riskbrief.coding.second import Second
from riskbrief.coding.terms import parse_terms
from riskbrief.coding.toll_families import ACTS, CLASSES
from riskbrief.definitions.indicators import AssertionCues, Indicator, Terms
from riskbrief.definitions.inflect import Written
from riskbrief.definitions.workspace import Workspace

Groups = dict[str, list[str]]
Families = Mapping[str, Sequence[Written]]

UNREAD = frozenset(
    {
        "name", "question", "references", "note", "direction", "weight", "critical", "lo", "hi", "half_life_days",
        "hypothetical_weight", "compute", "denominator", "normaliser",
    }
)  # fmt: skip
"What coding never asks of an indicator. Whatever is not named here makes a difference."
APART = frozenset({"terms", "frames", "family", "zone", "second_reader"})  # compared elsewhere
LIBRARIES = ("numpy", "pandas", "ahocorasick-rs")
ROOMS = ("coding", "secondreader", "definitions")
SEPARATOR = "\t"


@dataclass(frozen=True)
class State:
    """`shared`: a digest of what every article hangs on; `languages`: of what those of one language do.

    `seen`: what the second reader may propose. By indicator: `firm`, what may matter in any article; `rules`, what
    matters where it has a mention. `words`: by language the terms, families and frames in named groups, which matter
    where they stand in the text.
    """

    shared: str
    languages: dict[str, str]
    seen: list[str]
    firm: dict[str, str]
    rules: dict[str, str]
    words: dict[str, Groups]

    @cached_property
    def content(self) -> bytes:
        """The state as a file."""
        return json.dumps(asdict(self), separators=(",", ":")).encode("ascii")

    @cached_property
    def digest(self) -> str:
        """What names the state."""
        return hashlib.sha256(self.content).hexdigest()[:16]

    @classmethod
    def read(cls, content: bytes) -> State:
        """From such a file. Errors: ValueError or TypeError when it is none."""
        return cls(**json.loads(content))


def state_of(workspace: Workspace, second: Second | None, weights: str) -> State:
    """The state of a workspace; `weights`: digest of the second reader's file."""
    settings = second.settings.model_dump() if second else None
    stops = [(name, words.text) for name, words in sorted(workspace.words.items())]
    return State(
        shared=_digest(code_digest(), weights, settings, countries_read(workspace), stops),
        languages={name: _language(workspace, name) for name in sorted(workspace.cues)},
        seen=list(second.reader.indicators) if second else [],
        firm={i.id: _firm(i, workspace) for i in workspace.indicators},
        rules={i.id: _rules(i, workspace) for i in workspace.indicators},
        words={name: dict(_groups(workspace, name)) for name in sorted(workspace.cues)},
    )


def countries_read(workspace: Workspace) -> tuple[object, ...]:
    """What decides which articles are read, and to which countries they go."""
    return workspace.config.assessed, sorted(workspace.config.regions), workspace.config.index.reading.scope


@lru_cache(maxsize=1)
def code_digest() -> str:
    """SHA-256 over the files that coding runs, the gazetteer, and the libraries that could round otherwise."""
    root = Path(riskbrief.__file__).parent
    files = [path for room in ROOMS for path in (root / room).rglob("*") if path.suffix in {".py", ".yaml"}]
    files += [*root.glob("*.py"), *(root / "pipeline").glob("coded_*.py"), root / "assets" / "gazetteer.tsv.gz"]
    named = [riskbrief.__version__, platform.python_version(), platform.machine(), *map(version, LIBRARIES)]
    return _digest(named, [(str(p.relative_to(root)), p.read_bytes()) for p in sorted(files)])


def _digest(*parts: object) -> str:
    return hashlib.sha256("\x1e".join(map(repr, parts)).encode("utf-8", "surrogatepass")).hexdigest()


def _language(workspace: Workspace, name: str) -> str:
    """Cues with the families they name, grammar, calendar, numbers, and the families that make tolls."""
    cues, families = workspace.cues[name], workspace.vocabulary.get(name, {})
    tolls = [(family, _written(families.get(family, ()))) for family in sorted({*ACTS, *CLASSES})]
    grammar, words = workspace.grammar.get(name), workspace.words.get(name)
    return _digest(cues, _expanded(cues, families), grammar, words and (words.calendar, words.numbers), tolls)


def _expanded(cues: AssertionCues, families: Families) -> list[tuple[str, ...]]:
    lists = [value for value in cues.model_dump().values() if isinstance(value, list)]
    texts = [text for one in (*lists, *cues.domains.values()) for text in one if "@" in text]
    return [term.elements for term in parse_terms(texts, _texts(families))]


def _texts(families: Families) -> dict[str, list[str]]:
    return {name: [w.text for w in written] for name, written in families.items()}


def _firm(indicator: Indicator, workspace: Workspace) -> str:
    """What of an indicator may matter where it has no mention; of one with a zone, whose mentions elsewhere are
    dropped, everything."""
    everything = _rules(indicator, workspace) if indicator.zone else ""
    return _digest(indicator.event_family, indicator.zone, indicator.second_reader, everything)


def _rules(indicator: Indicator, workspace: Workspace) -> str:
    """What of an indicator decides about its mentions, and about others where it has one."""
    dumped = indicator.model_dump(exclude={*UNREAD, *APART})
    dumped["severity"].pop("terms")
    credited = None
    if dumped["reversal"]:
        dumped["reversal"].pop("words")
        credited = dumped["reversal"]["to"] in {i.id for i in workspace.indicators}
    guarded = workspace.pillar_of.get(indicator.id) in GUARDED_PILLARS
    return _digest(sorted(dumped.items()), credited, guarded)


def _groups(workspace: Workspace, language: str) -> Iterator[tuple[str, list[str]]]:
    """Every list of terms under a name that says what it is for; then families, their roles, and frames."""
    families = workspace.vocabulary.get(language, {})
    texts = _texts(families)
    for indicator in workspace.indicators:
        for name, listed in _lists(indicator, language):
            yield f"{name} {indicator.id}", _entries(listed, texts)
        raised = indicator.severity.terms.items()
        yield f"severity {indicator.id}", [f"{e}{SEPARATOR}{v}" for t, v in raised for e in _entries([t], {})]
    frames = compile_frames(workspace.indicators, families, workspace.grammar.get(language))
    yield from _framed(frames, workspace.indicators)


def _lists(indicator: Indicator, language: str) -> Iterator[tuple[str, list[str]]]:
    terms = indicator.terms.get(language, Terms())
    for name in ("any", "exclude", "exclude_before", "exclude_article"):
        yield name, getattr(terms, name)
    for n, near in enumerate(terms.near):
        place = f"near {n} {near.within} {near.ordered} {near.scope}"
        yield from ((f"{place} a", near.a), (f"{place} b", near.b))
    for n, one in enumerate(terms.all):
        place = f"all {n} {len(one.of)} {one.scope}"
        yield from ((f"{place} {k}", part) for k, part in enumerate((*one.of, one.none)))
    if indicator.reversal:
        yield "reversal", indicator.reversal.words.get(language, [])


def _entries(texts: Iterable[str], families: Mapping[str, Sequence[str]]) -> list[str]:
    """Terms as looked for, with the capitals asked for, and as written."""
    parsed = parse_terms(texts, families)
    return [SEPARATOR.join((" ".join(t.elements), " ".join(t.capitals), t.text)) for t in parsed]


def _framed(frames: FrameBook, indicators: Sequence[Indicator]) -> Iterator[tuple[str, list[str]]]:
    words: dict[str, list[Written]] = {}
    for name, written in frames.written:
        words.setdefault(name, []).append(written)
    kinds = (frames.actors, frames.objects, frames.clausal)
    yield "roles", [f"{name}{SEPARATOR}{[name in kind for kind in kinds]}" for name in words]
    for name, listed in words.items():
        yield f"family {name}", _written(listed)
    count: dict[int, int] = {}
    for frame in frames.frames:
        count[frame.owner] = number = count.get(frame.owner, 0) + 1
        yield f"frame {number} {indicators[frame.owner].id}", [_frame(frame)]


def _frame(frame: Frame) -> str:
    """A frame as families of its act, families of which one must stand beside it (none: no matter), and all of it."""
    others = frame.beside | frame.by
    if not frame.object:
        others |= frame.without if others else frozenset()
    elif NUMBER not in frame.object or others:
        others = frame.object if NUMBER not in frame.object else others | frame.object
    sides = [sorted(side) if isinstance(side, frozenset) else side for side in frame[1:]]
    return json.dumps([sorted(frame.act), sorted(others - {NUMBER}), sides])


def _written(words: Iterable[Written]) -> list[str]:
    return [SEPARATOR.join((" ".join(sorted(w.forms)), str(w.middle), w.text)) for w in words]
