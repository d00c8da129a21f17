"""Wire copies: other outlets carry an agency's or a rival's text almost word for word, some hours later."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from demo import violence
from demo.draw import Draw
from demo.world import LAST_DAY, Article, outlets

LEADS = {
    "en": ("", "", "Source: {name}. ", "{name} reports: "),
    "fr": ("", "", "Source : {name}. ", "{name} rapporte : "),
}
ORDINARY_SHARE, WIRE_SHARE = 0.05, 0.2


def copies_of(articles: list[Article], *, told: list[Article], seed: str) -> list[Article]:
    """Copies of articles about facts (`told`), most of agency texts, and of a few ordinary ones."""
    sizes = {f["id"]: f["size"] for f in violence.facts()}
    found: list[Article] = []
    ids = {a.article_id for a in told}
    left = {key: violence.COPIES[size] for key, size in sizes.items()}
    for article in articles:
        draw = Draw(f"{seed}|copies|{article.article_id}")
        fact = article.article_id.split(".", 1)[1]
        key = next((k for k in left if fact.startswith(f"{k}-")), "") if article.article_id in ids else ""
        wire = bool(outlets()[article.source_id].credit)
        if key:
            wanted = min(draw.between(2, 4) if wire else draw.below(2), left[key])
        else:
            wanted = int(draw.share() < ORDINARY_SHARE + (WIRE_SHARE if wire else 0))
        made = [copy_of(article, draw, number=n) for n in range(1, wanted + 1)]
        kept = [c for c in made if c.published_at.date() <= LAST_DAY]
        if key:
            left[key] -= len(kept)
        found += kept
    return found


def copy_of(article: Article, draw: Draw, *, number: int) -> Article:
    """The same text in another outlet: sometimes with a credit before it, sometimes without its last sentence."""
    origin = outlets()[article.source_id]
    able = [o for o in outlets().values() if o.language == article.language and o.id != origin.id and not o.credit]
    weights = {o.id: o.weight * (3.0 if o.kind == "aggregator" else 1.0) for o in able}
    carrier = draw.weighted(weights)
    body, mark = article.text.rsplit("\n", 1)
    if draw.share() < 0.4 and body.count(". ") > 4:
        body = body[: body.rstrip(".").rfind(". ") + 1]
    lead = draw.pick(LEADS[article.language]).format(name=origin.name)
    at = article.published_at + timedelta(minutes=40 + draw.below(900))
    return replace(
        article, article_id=f"{article.article_id}-c{number}", source_id=carrier, published_at=at,
        text=f"{lead}{body}\n{mark}", copy_of=article.article_id,
    )  # fmt: skip
