"""The Geopolitical Risk index by month from a file of articles, beside the published series.

python docs/examples/gpr/monthly.py ARTICLES.jsonl[.gz] PUBLISHED.csv[.gz] [--least 50] [--output FILE.csv]

ARTICLES: any file that `riskbrief code --articles` reads. PUBLISHED: the monthly file of Caldara and Iacoviello with
columns month, GPR, GPRT, GPRA, GPR_NOEW, SHAREH_CAT_1..8 and GPRC_<country>. An article counts when a search of this
workspace matches and no excluded word stands in it; a month's value is 100 x share / mean share. Prints correlations
with the published series over months of at least `--least` articles.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd

from riskbrief.coding.code import Coded, code_articles
from riskbrief.definitions.load import load_workspace
from riskbrief.index.press_index import to_mean_100
from riskbrief.ingest.collect import collect_file
from riskbrief.pipeline.books import codebook
from riskbrief.tables import ARTICLES

HERE = Path(__file__).parent
THREATS = ("threat_war", "threat_peace", "threat_buildup", "threat_nuclear", "threat_terrorism")
ACTS = ("act_war_begins", "act_war_escalates", "act_terrorism")
GROUPS = {"GPR": THREATS + ACTS, "GPRT": THREATS, "GPRA": ACTS} | {
    f"SHAREH_CAT_{n}": (one,) for n, one in enumerate(THREATS + ACTS, 1)
}
MAIN = ("GPR", "GPRT", "GPRA")
BATCH = 5000


def main() -> None:
    """Code, count, compare, print."""
    options = _options()
    articles, coded = read(options.articles)
    mentions = coded.mentions
    published = pd.read_csv(options.published, parse_dates=["month"]).set_index("month")
    every = monthly(articles, mentions)
    table = every[every["articles"] >= options.least]
    _print_counts(articles, mentions, table)
    print(f"\n{'series':<13}{'spans':>12}{'Pearson':>9}{'Spearman':>10}{'ceiling':>9}{'share':>8}")
    for name in (*GROUPS, "GPR_NOEW"):
        _print_line(name, "months", table[["articles", name]], published[name])
    for spans, rule in (("quarters", "QS"), ("years", "YS")):
        for name in MAIN:
            theirs = published[name].reindex(table.index).resample(rule).mean()
            _print_line(name, spans, _longer(table[["articles", name]], rule), theirs)
    _print_countries(countries(articles, coded), table.index, published)
    if options.output:
        index = table.assign(**{g: _index(table[g]) for g in MAIN})
        index[["articles", *MAIN]].to_csv(options.output, float_format="%.4f")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("published", type=Path)
    parser.add_argument("--least", type=int, default=50, help="articles a month must have")
    parser.add_argument("--output", type=Path, help="CSV of the months, each series with mean 100")
    return parser.parse_args()


def read(path: Path) -> tuple[pd.Series, Coded]:
    """The month of each article by its id, and what the workspace codes."""
    workspace = load_workspace(HERE)
    articles = collect_file(path, languages=tuple(workspace.config.languages)).articles
    articles = ARTICLES.shape(articles.assign(origin_id=articles["article_id"]))
    book, reading = codebook(workspace), workspace.config.index.reading
    batches = (articles.iloc[start : start + BATCH] for start in range(0, len(articles), BATCH))
    coded = Coded.concatenate([code_articles(ARTICLES.shape(batch), book, reading=reading) for batch in batches])
    months = articles["published_at"].dt.tz_localize(None).dt.to_period("M").dt.to_timestamp()
    return pd.Series(months.to_numpy(), index=articles["article_id"].to_numpy()), coded


def found(mentions: pd.DataFrame, indicators: Sequence[str], *, voided: bool = False) -> set[str]:
    """Articles in which one of the searches matches; `voided`: also where an excluded word stands in them."""
    rows = mentions[mentions["indicator_id"].isin(indicators)]
    return set(rows["article_id"] if voided else rows[rows["status"] == "affirmed"]["article_id"])


def monthly(articles: pd.Series, mentions: pd.DataFrame) -> pd.DataFrame:
    """Articles of each month, and the share in per cent that each group of searches finds."""
    total = articles.groupby(articles).size()
    columns: dict[str, pd.Series] = {"articles": total}
    for name, searches in GROUPS.items():
        columns[name] = _share(articles, found(mentions, searches), total)
    columns["GPR_NOEW"] = _share(articles, found(mentions, GROUPS["GPR"], voided=True), total)
    return pd.DataFrame(columns)


def _share(articles: pd.Series, chosen: set[str], total: pd.Series) -> pd.Series:
    hit = articles[articles.index.isin(chosen)]
    return 100 * hit.groupby(hit).size().reindex(total.index, fill_value=0) / total


def countries(articles: pd.Series, coded: Coded) -> pd.DataFrame:
    """Share in per cent of all articles that count and name the country or a place in it, by month and country."""
    total = articles.groupby(articles).size()
    named = coded.focus[coded.focus["article_id"].isin(found(coded.mentions, GROUPS["GPR"]))]
    groups = named.groupby("region_id")["article_id"]
    return pd.DataFrame({region: _share(articles, set(ids), total) for region, ids in groups})


def _print_counts(articles: pd.Series, mentions: pd.DataFrame, table: pd.DataFrame) -> None:
    kept, every = found(mentions, GROUPS["GPR"]), found(mentions, GROUPS["GPR"], voided=True)
    first, last = table.index.min(), table.index.max()
    print(f"{len(articles):,} articles; {len(table)} months from {first:%Y-%m} to {last:%Y-%m}")
    print(
        f"{len(kept):,} count ({100 * len(kept) / len(articles):.2f} %); excluded words remove {len(every - kept):,}:"
    )
    lost = mentions[(mentions["status"] == "excluded") & mentions["article_id"].isin(every - kept)]
    words = lost.drop_duplicates("article_id")["reason"].str.extract(r"'(.+)'")[0].value_counts()
    print("  " + ", ".join(f"{word} {count}" for word, count in words.items()))


def _index(share: pd.Series) -> pd.Series | None:
    """The series with mean 100, blank where no article ever counted."""
    return pd.Series(to_mean_100(share.to_numpy(float)), share.index) if share.any() else None


def _longer(table: pd.DataFrame, rule: str) -> pd.DataFrame:
    """The shares over longer spans: counting articles of all articles."""
    articles = table["articles"].resample(rule).sum()
    name = table.columns[1]
    return pd.DataFrame({"articles": articles, name: (table["articles"] * table[name]).resample(rule).sum() / articles})


def _print_line(name: str, spans: str, ours: pd.DataFrame, theirs: pd.Series) -> None:
    """One series; its ceiling is the correlation that chance in so few articles leaves to a perfect measure."""
    pair = pd.DataFrame({"ours": ours[name], "theirs": theirs}).dropna()
    r, rho = _correlations(pair)
    share = (ours["articles"] * ours[name]).sum() / ours["articles"].sum()
    chance = (share * (100 - share) / ours["articles"]).mean()
    ceiling = max(0.0, 1 - chance / ours[name].var()) ** 0.5
    print(f"{name:<13}{len(pair):>4} {spans:<8}{r:>8.3f}{rho:>10.3f}{ceiling:>9.2f}{share:>7.2f}%")


def _print_countries(shares: pd.DataFrame, months: pd.Index, published: pd.DataFrame) -> None:
    rows = list(_country_rows(shares.reindex(months, fill_value=0.0), published))
    frame = pd.DataFrame(rows, columns=["region", "r", "rho"]).set_index("region").sort_values("r", ascending=False)
    print(f"\n{len(frame)} countries: median Pearson {frame['r'].median():.3f}, Spearman {frame['rho'].median():.3f}")
    print("  " + ", ".join(f"{region} {r:.2f}" for region, r in frame["r"].items()))


def _country_rows(shares: pd.DataFrame, published: pd.DataFrame) -> Iterator[tuple[str, float, float]]:
    for column in (c for c in published.columns if c.startswith("GPRC_") and c[5:] in shares):
        pair = pd.DataFrame({"ours": shares[column[5:]], "theirs": published[column]}).dropna()
        yield (column[5:], *_correlations(pair))


def _correlations(pair: pd.DataFrame) -> tuple[float, float]:
    """Pearson's and Spearman's, the latter as Pearson's of the ranks."""
    return pair["ours"].corr(pair["theirs"]), pair["ours"].rank().corr(pair["theirs"].rank())


if __name__ == "__main__":
    main()
