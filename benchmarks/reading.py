"""A sample of real mentions for a person to judge, and the error rates of what was judged.

.venv/bin/python benchmarks/reading.py draw OUT.jsonl ARTICLES.jsonl=120+50 [ARTICLES.jsonl=55+25 ...] [--heard 20]
.venv/bin/python benchmarks/reading.py tally VERDICTS.tsv [VERDICTS.tsv ...]
.venv/bin/python benchmarks/reading.py again VERDICTS.tsv ARTICLES.jsonl [ARTICLES.jsonl ...]

`draw` codes each file as the pipeline does and takes, for `=120+50`, 120 mentions that count and 50 that do not, in
turn over indicators (those that count) or over indicator and status (those that do not), so that rare ones are read
too; `--silent` texts in which nothing counts and `--heard` texts in which something does. The draw depends on nothing
but articles, definitions and `--seed`; texts judged in a file given as `--not` are left out.
OUT.jsonl holds text of the corpus: keep it outside the repository.

Beside OUT.jsonl stands OUT.tsv to fill in: number, corpus, article, indicator, status, country, whether it counts, how
many mentions of its stratum it stands for, five letters, a remark in your own words. The letters answer: indicator,
status, country, place, toll right? `y` right, `n` wrong, `-` does not apply (as nothing does after a wrong indicator).
A text in which nothing counts has the indicator `-` and one letter: `y` nothing to find, `n` something was missed. One
in which something counts has `+`: `y` it tells all it should, `n` an indicator is missing (the remark names it).
The filled file holds no text and may be kept.

`again` codes the articles anew and says how many right answers still stand and how many wrong ones are gone. It knows
only article, indicator and country, and what was judged has been seen: new error rates need a new draw.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from math import sqrt
from pathlib import Path
from random import Random
from typing import NamedTuple

import pandas as pd

from riskbrief.coding.sentences import split_sentences
from riskbrief.definitions.load import load_workspace
from riskbrief.pipeline import stages
from riskbrief.pipeline.opening import after_newest

ROOT = Path(__file__).parents[1]
QUESTIONS = ("indicator", "status", "country", "place", "toll")
Z95 = 1.9600


def main() -> None:
    """Draw or tally."""
    options = _options()
    if options.verb == "tally":
        print("\n".join(tally(read_verdicts(options.verdicts))))
        return
    if options.verb == "again":
        print("\n".join(again(read_verdicts([options.verdicts]), options.articles)))
        return
    if ROOT.resolve() in options.out.resolve().parents:
        raise SystemExit(f"{options.out}: the sample holds text of the corpora and must lie outside {ROOT}")
    seen = frozenset(v.article for v in read_verdicts(options.left_out))
    rows = [row for part in options.parts for row in draw(part, options, seen, Random(options.seed))]
    for number, row in enumerate(rows, 1):
        row["number"] = number
    options.out.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf-8")
    options.out.with_suffix(".tsv").write_text("".join(map(_skeleton, rows)), encoding="utf-8")
    print(f"{options.out}: {len(rows)} rows")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(dest="verb", required=True)
    drawing = verbs.add_parser("draw")
    drawing.add_argument("out", type=Path)
    drawing.add_argument("parts", nargs="+", metavar="FILE=COUNTING+OTHER")
    drawing.add_argument("--silent", type=int, default=34, help="texts a file in which nothing counts")
    drawing.add_argument("--heard", type=int, default=0, help="texts a file in which something counts")
    drawing.add_argument("--not", dest="left_out", type=Path, nargs="*", default=[], metavar="VERDICTS.tsv")
    drawing.add_argument("--seed", type=int, default=1)
    verbs.add_parser("tally").add_argument("verdicts", nargs="+", type=Path)
    repeating = verbs.add_parser("again")
    repeating.add_argument("verdicts", type=Path)
    repeating.add_argument("articles", nargs="+", type=Path)
    return parser.parse_args()


def draw(part: str, options: argparse.Namespace, seen: frozenset[str], chance: Random) -> list[dict[str, object]]:
    """The sample of one file, of texts that are not among those `seen`."""
    name, _, sizes = part.rpartition("=")
    counting, other = map(int, sizes.split("+"))
    articles, mentions = coded(Path(name))
    articles = articles[~articles["article_id"].isin(seen)]
    mentions = mentions[~mentions["article_id"].isin(seen)]
    texts = articles.set_index("article_id")
    counts = mentions[mentions["counts"]]
    rest = mentions[~mentions["counts"]]
    chosen = in_turn(counts, ["indicator_id"], counting, chance)
    chosen += in_turn(rest, ["indicator_id", "status"], other, chance)
    rows = [shown(mentions.loc[index], texts) | {"stands_for": weight} for index, weight in chosen]
    heard = set(counts["article_id"])
    quiet = [a for a in sorted(texts.index) if a not in heard]
    rows += [_silent(texts.loc[a], a, chance) for a in chance.sample(quiet, min(options.silent, len(quiet)))]
    rows += [_heard(texts.loc[a], a, counts) for a in chance.sample(sorted(heard), min(options.heard, len(heard)))]
    return [{"corpus": Path(name).name.split(".")[0]} | row for row in rows]


def coded(path: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Articles and mentions after the newest article; the mentions with the deaths of their event."""
    workspace = load_workspace(ROOT)
    taken = stages.intake(workspace, path)
    cutoff = after_newest(taken.articles)
    material = stages.prepare(workspace, taken, cutoff=cutoff)
    resolved = material.resolver.at(cutoff)
    fused = resolved.events.set_index("event_id")["toll_best"]
    mentions = resolved.mentions.reset_index(drop=True)
    return material.articles, mentions.assign(event_toll=mentions["event_id"].map(fused))


def in_turn(frame: pd.DataFrame, by: Sequence[str], count: int, chance: Random) -> list[tuple[int, float]]:
    """One of each stratum in turn, in random order within it, until there are enough; and how many each stands for."""
    piles = defaultdict(list)
    for index, key in zip(frame.index, frame[list(by)].itertuples(index=False, name=None), strict=True):
        piles[key].append(index)
    sizes = {key: len(pile) for key, pile in piles.items()}
    for key in sorted(piles):
        chance.shuffle(piles[key])
    out: list[tuple[int, tuple[str, ...]]] = []
    while len(out) < count and any(piles.values()):
        out += [(piles[key].pop(), key) for key in sorted(piles) if piles[key]]
    taken = Counter(key for _, key in out[:count])
    return [(index, sizes[key] / taken[key]) for index, key in out[:count]]


def shown(mention: pd.Series, texts: pd.DataFrame) -> dict[str, object]:
    """A mention with its sentence and the sentence before it."""
    article = texts.loc[mention["article_id"]]
    spans = split_sentences(article["text"])
    number = int(mention["sentence"])
    before = article["title"] if number == 0 else _cut(article["text"], spans[max(number - 2, 0) : number])
    keep = ("article_id", "indicator_id", "region_id", "place_id", "status", "reason", "counts", "quote", "term")
    values = {k: None if pd.isna(mention[k]) else mention[k] for k in keep}
    tolls = {k: None if pd.isna(mention[k]) else float(mention[k]) for k in ("toll_best", "event_toll")}
    dates = {"published": str(article["published_at"])[:10], "event_date": str(mention["event_date"])[:10]}
    return values | {"counts": bool(mention["counts"])} | tolls | dates | {"context": before}


def _cut(text: str, spans: Iterable[tuple[int, int]]) -> str:
    return " ".join(" ".join(text[s[0] : s[1]].split()) for s in spans)


def _silent(article: pd.Series, article_id: str, chance: Random) -> dict[str, object]:
    """A brief as it is, or three sentences in a row of a longer text."""
    spans = split_sentences(article["text"])
    first = 0 if len(spans) <= 3 else chance.randrange(len(spans) - 2)
    context = _cut(article["text"], spans[first : first + 3])
    return {"article_id": article_id, "indicator_id": "-", "published": str(article["published_at"])[:10],
            "context": f"{article['title']} | {context}".strip(" |")}  # fmt: skip


def _heard(article: pd.Series, article_id: str, counts: pd.DataFrame) -> dict[str, object]:
    """A text as it is with what it tells: indicator and country."""
    told = counts[counts["article_id"] == article_id]
    pairs = sorted({f"{i} {r}" for i, r in zip(told["indicator_id"], told["region_id"].astype(str), strict=True)})
    context = f"{article['title']} | {' '.join(article['text'].split())}".strip(" |")
    return {"article_id": article_id, "indicator_id": "+", "published": str(article["published_at"])[:10],
            "context": context, "told": pairs}  # fmt: skip


def _skeleton(row: dict[str, object]) -> str:
    """A verdict without its letters."""
    known = [row[k] for k in ("number", "corpus", "article_id", "indicator_id")]
    known += [row.get("status", ""), row.get("region_id") or "", "counts" if row.get("counts") else ""]
    known.append(f"{row.get('stands_for', 1.0):.1f}")
    return "\t".join([*map(str, known), "", ""]) + "\n"


class Verdict(NamedTuple):
    """One judged line."""

    number: str
    corpus: str
    article: str
    indicator: str
    status: str
    country: str
    counts: str
    stands_for: str
    letters: str
    remark: str = ""

    @property
    def mention(self) -> bool:
        """Whether it judges a mention, not a whole text."""
        return self.indicator not in ("-", "+")

    def answer(self, question: int) -> str:
        return self.letters[question] if question < len(self.letters) else "-"

    def wrong(self, questions: int) -> str:
        return "n" if "n" in self.letters[:questions] else "y"


def read_verdicts(paths: Sequence[Path]) -> list[Verdict]:
    """The judged lines; a line without letters is not judged yet."""
    lines = [line for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    found = [Verdict(*line.split("\t")) for line in lines if line.strip() and not line.startswith("#")]
    return [v for v in found if v.letters]


def tally(verdicts: Sequence[Verdict]) -> list[str]:
    """Errors by question, for mentions that count and those that do not, then by corpus, indicator and status."""
    spoken = [v for v in verdicts if v.mention]
    silent = [v for v in verdicts if v.indicator == "-"]
    heard = [v for v in verdicts if v.indicator == "+"]
    counting, other = [v for v in spoken if v.counts], [v for v in spoken if not v.counts]
    out = _questions("counting", counting) + _questions("not counting", other)
    for title, column in (("corpus", "corpus"), ("indicator", "indicator")):
        out += [f"counting, indicator, status or country wrong, by {title}"]
        out += _by(counting, column, lambda v: v.wrong(3))
    out += ["status wrong, by status", *_by(spoken, "status", lambda v: v.answer(1))]
    out += ["nothing counts, something was missed, by corpus", *_by(silent, "corpus", lambda v: v.letters)]
    return [*out, "something counts, something else was missed, by corpus", *_by(heard, "corpus", lambda v: v.letters)]


def _questions(name: str, group: Sequence[Verdict]) -> list[str]:
    out = [f"{name}: {len(group)} mentions"]
    out += [_line(question, [v.answer(n) for v in group]) for n, question in enumerate(QUESTIONS)]
    out.append(_line("indicator, status or country", [v.wrong(3) for v in group]))
    return [*out, _line("anything", [v.wrong(5) for v in group]), *_weighted(group)]


def _weighted(group: Sequence[Verdict]) -> list[str]:
    """The same for the corpora as they are: each mention counts for those it stands for (interval at Kish's size)."""
    weights = [float(v.stands_for) for v in group]
    if not weights:
        return []
    share = sum(w for w, v in zip(weights, group, strict=True) if v.wrong(3) == "n") / sum(weights)
    size = sum(weights) ** 2 / sum(w * w for w in weights)
    low, high = wilson(share * size, size)
    return [
        f"  {'the same, as frequent as in the corpora':<42} {share:6.1%}  [{low:.1%}, {high:.1%}], worth {size:.0f}"
    ]


def _by(group: Sequence[Verdict], column: str, answer: Callable[[Verdict], str]) -> list[str]:
    found = defaultdict(list)
    for verdict in group:
        found[getattr(verdict, column)].append(answer(verdict))
    every = [answer(v) for v in group]
    return [_line(name, letters) for name, letters in sorted(found.items())] + [_line("all", every)]


def again(verdicts: Sequence[Verdict], files: Sequence[Path]) -> list[str]:
    """What became of every judged answer: of those that count, and of facts that did not count but should have."""
    counting: set[tuple[str, str, str]] = set()
    for file in files:
        mentions = coded(file)[1]
        rows = mentions[mentions["counts"]][["article_id", "indicator_id", "region_id"]]
        counting |= set(rows.itertuples(index=False, name=None))
    heard = {(article, indicator) for article, indicator, _ in counting}
    fate: dict[str, list[str]] = defaultdict(list)
    for v in verdicts:
        if v.mention and v.counts:
            stands = (v.article, v.indicator, v.country) in counting
            kind = "right and still told" if v.wrong(3) == "y" else "wrong and still told"
            fate[kind].append("y" if stands else f"{v.article} {v.indicator}")
        elif v.mention and v.answer(0) == "y" and v.answer(1) == "n":
            fate["lost fact that counts now"].append("y" if (v.article, v.indicator) in heard else v.article)
    out = [f"{kind:<28} {found.count('y')} of {len(found)}" for kind, found in sorted(fate.items())]
    return [*out, *(f"  no longer told, was right: {x}" for x in fate["right and still told"] if x != "y")]


def _line(name: str, letters: Sequence[str]) -> str:
    count = Counter(letters)
    wrong, total = count["n"], count["n"] + count["y"]
    low, high = wilson(wrong, total)
    share = f"{wrong / total:6.1%}  [{low:.1%}, {high:.1%}]" if total else "     -"
    return f"  {name:<34} {wrong:>3} wrong of {total:>3}  {share}"


def wilson(wrong: float, total: float, z: float = Z95) -> tuple[float, float]:
    """Wilson's interval of a share, 95 %."""
    if not total:
        return 0.0, 1.0
    share, scale = wrong / total, 1 + z * z / total
    middle = (share + z * z / (2 * total)) / scale
    half = z * sqrt(share * (1 - share) / total + z * z / (4 * total * total)) / scale
    return max(0.0, middle - half), min(1.0, middle + half)


if __name__ == "__main__":
    main()
