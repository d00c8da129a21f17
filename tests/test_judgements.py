"""The judgement ledger: refused where it is wrong, printed where it applies, and never a score moved."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from briefing_builders import WEEK, rich_case
from conftest import ROOT, Called
from riskbrief.assessment import Confidence
from riskbrief.briefing.compose import compose
from riskbrief.briefing.judged import Judged
from riskbrief.briefing.likelihood import shown_decimals
from riskbrief.briefing.words import sentences_of
from riskbrief.definitions.judgements import Judgements
from riskbrief.definitions.load import load_workspace
from riskbrief.document import Briefing, Card, DataTable, Section
from riskbrief.pipeline.checking import check_everything
from riskbrief.pipeline.identity import judgement_digest
from riskbrief.pipeline.judging import expired_problems
from riskbrief.probability import band

COMMON = 'author: A. Diallo, date: "2024-09-20", expires: "2024-10-20", reason: {en: So it is, fr: Il en est ainsi}'
LOWER = f"lower_confidence:\n  - {{id: one, region: MLI, to: low, {COMMON}}}\n"
SIGN = f"sign_options:\n  - {{id: two, options: [review_approach, verification_desk], {COMMON}}}\n"
CALL = f"call_flash:\n  - {{id: five, region: MLI, {COMMON}}}\n"
ASSIGN = f"assign_probability:\n  - {{id: three, region: MLI, outcome: worsens, p: 0.62, {COMMON}}}\n"
COMMENT = (
    "comment:\n  - {id: four, region: SEN, node: governance, "
    f"text: {{en: The campaign has begun, fr: La campagne commence}}, {COMMON}}}\n"
)


@pytest.fixture
def problems(workspace: Path) -> Callable[[str], list[str]]:
    """What `check` says of a ledger, apart from that its judgements are long expired."""

    def check(text: str) -> list[str]:
        (workspace / "judgements.yaml").write_text("schema_version: 1\n" + text, encoding="utf-8")
        return [str(p) for p in check_everything(workspace) if "expired" not in p.text]

    return check


def test_the_shipped_ledger_is_empty_and_its_examples_are_right_once_uncommented(
    problems: Callable[[str], list[str]], workspace: Path
) -> None:
    assert load_workspace(ROOT).judgements == Judgements()
    text = (ROOT / "judgements.yaml").read_text(encoding="utf-8")
    examples = text[text.index("schema_version: 1\n") + len("schema_version: 1\n") :]
    lines = [line.removeprefix("# ") for line in examples.splitlines() if not re.match(r"# [A-Z]", line)]
    assert problems("\n".join(lines)) == []
    assert [kind for kind, _, _ in load_workspace(workspace).judgements.every()] == [
        "lower_confidence", "sign_options", "assign_probability", "comment", "call_flash",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (LOWER.replace("MLI", "MLX"), 3, "unknown region of a panel 'MLX'. Did you mean 'MLI'?"),
        (LOWER.replace("to: low", "to: high"), 3, "'to' cannot be 'high'"),
        (LOWER.replace("author: A. Diallo, ", ""), 3, "key 'author' is missing"),
        (LOWER.replace("A. Diallo", '" "'), 3, "must name a person"),
        (LOWER.replace(", reason: {en: So it is, fr: Il en est ainsi}", ""), 3, "key 'reason' is missing"),
        (LOWER.replace(", fr: Il en est ainsi", ""), 3, "'reason' has no words in 'fr'"),
        (LOWER.replace(', expires: "2024-10-20"', ""), 3, "key 'expires' is missing"),
        (LOWER.replace("2024-10-20", "2024-09-19"), 3, "expires on 2024-09-19, before its date 2024-09-20"),
        (LOWER.replace("2024-10-20", "2025-10-20"), 3, "more than a year after its date"),
        (CALL.replace("2024-10-20", "2024-09-24"), 3, "more than 3 days after its date"),
        (LOWER.replace("2024-10-20", "2024-02-30"), 3, "must be a day that exists"),
        (LOWER + LOWER.split("\n", 1)[1].replace("one", "uno"), 4, "'uno' says the same as 'one' and holds at"),
        (LOWER + ASSIGN.replace("three", "one"), 5, "judgement 'one' stands twice"),
        (SIGN.replace("verification_desk", "verify_desk"), 3, "unknown option 'verify_desk'. Did you mean 'verif"),
        (SIGN.replace("options: [review_approach, verification_desk]", "options: []"), 3, "at least 1"),
        (SIGN.replace("{id: two,", "{id: two, reports: [weakly],"), 3, "unknown report 'weakly'. Did you mean 'week"),
        (ASSIGN.replace("0.62", "1"), 3, "less than 1"),
        (ASSIGN.replace("0.62", "0"), 3, "more than 0"),
        (ASSIGN.replace("worsens", "worse"), 3, "'outcome' cannot be 'worse'"),
        (ASSIGN + ASSIGN.split("\n", 1)[1].replace("three", "3rd"), 4, "must be lower-case letters"),
        (
            ASSIGN + ASSIGN.split("\n", 1)[1].replace("three", "other").replace("worsens", "improves"), 3,
            "the probabilities of MLI in 4 weeks from 2024-W38 add up to 1.24",
        ),
        (COMMENT.replace("governance", "gov_unrest"), 3, "unknown index, pillar or indicator 'gov_unrest'"),
        (COMMENT.replace("The campaign has begun", "The campaign may begin"), 3, "a judgement uses a vague word"),
        (COMMENT.replace("La campagne commence", "Des terroristes attaquent"), 3, "a label stands outside quoted"),
        (ASSIGN.replace("So it is", "We are of high confidence"), 3, "likelihood and confidence stand in one sentence"),
        (LOWER.replace("So it is", "A rise is likely"), 3, "likelihood and confidence stand in one sentence"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(
    problems: Callable[[str], list[str]], text: str, line: int, said: str
) -> None:
    found = problems(text)
    assert any(re.match(rf"judgements\.yaml:{line}:\d+: ", p) and said in p for p in found), found


def test_a_right_ledger_has_no_problem_and_a_misnamed_one_is_told(
    problems: Callable[[str], list[str]], workspace: Path
) -> None:
    assert problems(LOWER + SIGN + ASSIGN + COMMENT) == []
    (workspace / "judgements.yaml").rename(workspace / "judgements.yml")
    assert [str(p) for p in check_everything(workspace)] == ["judgements.yml: is not read. Rename it to end in .yaml."]


def test_check_names_what_has_expired_by_the_day_it_runs(workspace: Path) -> None:
    (workspace / "judgements.yaml").write_text("schema_version: 1\n" + LOWER + SIGN, encoding="utf-8")
    loaded = load_workspace(workspace)
    assert expired_problems(loaded, date(2024, 10, 20)) == []
    said = [str(p) for p in expired_problems(loaded, date(2024, 10, 21))]
    assert len(said) == 2 and said[0].startswith("judgements.yaml:3:")
    assert "'one' of A. Diallo expired on 2024-10-20 and is not applied any more." in said[0]
    assert len([p for p in check_everything(workspace) if "expired" in p.text]) == 2


# What an issue prints: the case is the week of 2024-09-16, which ends on the 22nd.


def entry(name: str, **own: Any) -> dict[str, Any]:
    words = {"en": f"Reason of {name}", "fr": f"Motif de {name}"}
    return {"id": name, "author": "A. Diallo", "date": "2024-09-20", "expires": "2024-10-20", "reason": words} | own


def printed(language: str = "en", **kinds: list[dict[str, Any]]) -> Briefing:
    ledger = Judgements.model_validate(kinds)
    return compose(replace(rich_case().inputs(language), judgements=ledger.known_by(WEEK.sunday)))


def part(briefing: Briefing, section_id: str, name: str) -> Any:
    section: Section = next(s for s in briefing.sections if s.id == section_id)
    return section.parts.get(name)


def text(briefing: Briefing, section_id: str) -> str:
    section = next(s for s in briefing.sections if s.id == section_id)
    return " ".join(s.text for s in sentences_of(section))


def cells(table: DataTable, region: str) -> dict[str, tuple[str, str]]:
    row = next(r for r in table.rows if r[0].value == region)
    return {head: (cell.text, cell.small) for head, cell in zip(table.header, row, strict=True)}


def states(briefing: Briefing) -> dict[str, str]:
    table = part(briefing, "W16", "judgements")
    return {} if table is None else {str(row[0].value): str(row[-1].value) for row in table.rows}


def test_without_judgements_the_briefing_says_so_and_lists_none() -> None:
    plain = printed()
    assert states(plain) == {} and "Judgements: none stands in the ledger." in text(plain, "W3")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_lowered_confidence_prints_everywhere_with_who_and_why(language: str) -> None:
    before, after = printed(language), printed(language, lower_confidence=[entry("one", region="BFA", to="low")])
    low, moderate = {"en": ("low", "moderate"), "fr": ("faible", "moyenne")}[language]
    head = {"en": "Confidence", "fr": "Confiance"}[language]
    assert cells(part(before, "W2", "board"), "BFA")[head][0] == moderate
    assert cells(part(after, "W2", "board"), "BFA")[head][0] == low
    label, small = cells(part(after, "W16", "confidence"), "BFA")[head]
    assert label == low and small == {"en": "lowered by A. Diallo", "fr": "abaissée par A. Diallo"}[language]
    listed = part(after, "W16", "judgements").rows[0][0]
    assert listed.small == {"en": "Reason of one", "fr": "Motif de one"}[language]
    assert states(after) == {"one": "in_force"}


def test_the_bottom_line_names_who_lowered_the_confidence_of_the_first_country() -> None:
    top = printed().sections
    assert top  # the case has a first country with a confidence
    after = printed(lower_confidence=[entry("one", region="MLI", to="low")])
    said = part(after, "W1", "confidence").text
    assert "is low" in said and "lowered by A. Diallo" in said


def rated(label: str) -> Mapping[str, Confidence]:
    return {"MLI": Confidence("MLI", label, 5, (("origins", 1, 2),))}  # type: ignore[arg-type]


@pytest.mark.parametrize("computed", ["high", "moderate", "low"])
@pytest.mark.parametrize("to", ["moderate", "low"])
def test_confidence_is_never_raised(computed: str, to: str) -> None:
    order = ["low", "moderate", "high"]
    ledger = Judgements.model_validate({"lower_confidence": [entry("one", region="MLI", to=to)]})
    after = Judged(ledger, WEEK, "weekly", frozenset({"MLI"})).lowered(rated(computed))["MLI"]
    assert order.index(after.label) == min(order.index(computed), order.index(to))
    assert (after.caps == ()) == (after.label == computed) and after.points == 5


def test_a_lowering_that_finds_nothing_to_lower_is_listed_as_such() -> None:
    low = [s for s in printed(lower_confidence=[entry("one", region="NER", to="moderate")]).sections if s.id == "W16"]
    table = low[0].parts["judgements"]
    assert isinstance(table, DataTable) and table.rows[0][-1].text in {"in force", "nothing to lower"}
    ledger = Judgements.model_validate({"lower_confidence": [entry("one", region="MLI", to="moderate")]})
    assert Judged(ledger, WEEK, "weekly", frozenset({"MLI"})).lowered(rated("moderate")) == rated("moderate")


def test_signed_options_are_no_longer_awaiting_review_while_the_signature_holds() -> None:
    options = [o.id for o in rich_case().inputs().library.options]
    all_signed = text(printed(sign_options=[entry("two", options=options)]), "W14")
    assert "Signed by A. Diallo." in all_signed and "awaiting review" not in all_signed
    some = printed(sign_options=[entry("two", options=["review_approach"])])
    assert "Options awaiting review: 1 of 4 are signed, by A. Diallo." in text(some, "W14")
    signed = [dict(c.meta).get("Signed") for c in part(some, "W14", "options") if isinstance(c, Card)]
    assert signed == ["A. Diallo", None, None, None]
    for other in ({"reports": ["flash"]}, {"date": "2024-09-23"}, {"date": "2024-09-01", "expires": "2024-09-21"}):
        unsigned = text(printed(sign_options=[entry("two", options=options, **other)]), "W14")
        assert "Options awaiting review: no named person has signed them." in unsigned


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_probability_prints_as_word_and_number_with_its_author_and_apart_from_confidence(language: str) -> None:
    made = printed(language, assign_probability=[entry("three", region="MLI", outcome="worsens", weeks=4, p=0.62)])
    (item,) = part(made, "W12", "judged")
    said, why = item.sentences
    assert said.kind == "assessed"
    wanted = {
        "en": "likely (55–80 %; our estimate 62 %, A. Diallo)",
        "fr": "probable (55–80 % ; notre estimation 62 %, A. D",
    }
    assert wanted[language] in said.text and "Mali" in said.text
    assert why.text.endswith({"en": "Reason of three.", "fr": "Motif de three."}[language])


@pytest.mark.parametrize("p", [0.004, 0.05, 0.0499, 0.449, 0.45, 0.548, 0.7999, 0.949, 0.9996])
def test_the_printed_estimate_stays_inside_its_word(p: float) -> None:
    shown = round(p, 2 + shown_decimals(p))
    assert band(shown) == band(p) and 0 < shown < 1


def test_english_and_french_print_the_same_numbers() -> None:
    kinds = {"assign_probability": [entry("three", region="MLI", outcome="improves", weeks=6, p=0.548)]}
    numbers = [
        sorted(
            str(f.value)
            for s in part(printed(language, **kinds), "W12", "judged")[0].sentences
            for f in s.facts
            if f.unit
        )
        for language in ("en", "fr")
    ]
    numbers = [[n for n in one if re.fullmatch(r"[\d.-]+", n)] for one in numbers]
    assert numbers[0] == numbers[1] != []


def test_the_changes_count_what_was_raised_lowered_kept_and_closed() -> None:
    old, new = {"date": "2024-08-20", "expires": "2024-09-17"}, {"date": "2024-09-18", "expires": "2024-10-20"}
    held = {"date": "2024-08-20", "expires": "2024-10-20"}
    say = {"en": "So", "fr": "Ainsi"}
    made = printed(
        assign_probability=[
            entry("a", region="MLI", outcome="worsens", weeks=8, p=0.3, **old),
            entry("b", region="MLI", outcome="worsens", weeks=8, p=0.6, **new),
        ],
        lower_confidence=[
            entry("c", region="MLI", to="moderate", **old), entry("d", region="MLI", to="low", **new),
            entry("e", region="BFA", to="low", **held),
        ],
        comment=[entry("f", region="MLI", node="index", text=say, **old)],
        sign_options=[entry("g", options=["review_approach"], **new)],
    )  # fmt: skip
    counts = "4 in force, 1 new, 1 closed since last week; 1 raised, 1 lowered, 1 kept."
    assert f"Judgements: {counts}" in text(made, "W3")


def test_a_long_ledger_stands_in_the_annex_and_only_the_highest_ranked_beside_the_scores() -> None:
    begun = "The campaign has begun" + " and rallies are frequent" * 6  # 28 words
    say = {"en": begun, "fr": "La campagne a commencé"}
    kinds: dict[str, list[dict[str, Any]]] = {
        "lower_confidence": [entry("low", region="BFA", to="low")],
        "assign_probability": [
            entry(f"p_{r.lower()}", region=r, outcome="worsens", p=0.3) for r in ("NER", "MLI", "BFA")
        ],
        "comment": [entry(f"c_{r.lower()}", region=r, node="index", text=say) for r in ("NER", "MLI", "BFA")],
    }
    made = printed(**kinds)
    count = "7 judgements of analysts, 0 of them expired, stand in the annex; none moves a score."
    assert part(made, "W16", "judgements").text == count
    listed = {row[0].value for row in part(made, "M8", "judgements").rows}
    assert listed == {one["id"] for ones in kinds.values() for one in ones}
    for section, name in (("W12", "judged"), ("W3", "comments")):
        (item,) = part(made, section, name)
        assert "Mali" in item.sentences[0].text  # the country that stands highest
        assert item.sentences[-1].text == "2 more in the annex."
    (short,) = part(made, "W3", "comments")
    cut = " ".join(begun.split()[:25])
    assert short.sentences[0].text == f"Mali, index: {cut} […] (A. Diallo, 20 Sept)."
    whole = [s.text for item in part(made, "MO", "judged") for s in item.sentences]
    assert sum(begun in text for text in whole) == 3 and sum("worsens" in t or "rises" in t for t in whole) == 2
    fixed = [line for line in rich_case().inputs().library.precautions if line.fixed]
    assert len(part(made, "W13", "items")) >= len(fixed) == 3


def test_a_tight_issue_cuts_neither_what_analysts_signed_nor_the_fixed_precautions() -> None:
    say = {"en": "The campaign has begun", "fr": "La campagne a commencé"}
    probability = entry("p", region="MLI", outcome="worsens", p=0.62)
    kinds = {"assign_probability": [probability], "comment": [entry("c", region="MLI", node="index", text=say)]}
    inputs = replace(rich_case().inputs(), judgements=Judgements.model_validate(kinds).known_by(WEEK.sunday))
    tight = compose(replace(inputs, report=inputs.report.model_copy(update={"words": (100, 300)})))
    assert len(part(tight, "W13", "items")) == 3
    assert len(part(tight, "W12", "judged")) == 1 and len(part(tight, "W3", "comments")) == 1


def test_a_comment_prints_beside_its_score() -> None:
    words = {"en": "The campaign has begun", "fr": "La campagne a commencé"}
    made = printed(comment=[
        entry("four", region="MLI", node="governance", text=words),
        entry("five", region="BFA", node="index", text=words),
        entry("six", region="MLI", node="inf_misinformation", text=words),
    ])  # fmt: skip
    assert "Mali, governance: The campaign has begun (A. Diallo, 20 Sept)." in text(made, "W8")
    assert "Burkina Faso, index: The campaign has begun (A. Diallo, 20 Sept)." in text(made, "W3")
    assert part(made, "W10", "comments") is not None and part(made, "W9", "comments") is None


def test_expired_and_later_judgements_are_not_applied_and_only_the_expired_are_listed() -> None:
    made = printed(
        lower_confidence=[
            entry("over", region="MLI", to="low", date="2024-08-01", expires="2024-09-21"),
            entry("later", region="MLI", to="low", date="2024-09-23"),
            entry("last_day", region="BFA", to="low", date="2024-08-01", expires="2024-09-22"),
        ],
        assign_probability=[
            entry("done", region="MLI", outcome="worsens", p=0.5, date="2024-08-23", expires="2024-12-01"),
        ],
    )
    assert states(made) == {"over": "expired", "last_day": "in_force", "done": "due"}
    assert part(made, "W12", "judged") is None
    assert "2 new" not in text(made, "W3") and "1 in force, 0 new, 2 closed" in text(made, "W3")


def test_every_judgement_is_listed_with_author_days_and_reason() -> None:
    words = {"en": "The campaign has begun", "fr": "La campagne a commencé"}
    table = part(
        printed(
            lower_confidence=[entry("one", region="MLI", to="low")],
            sign_options=[entry("two", options=["review_approach"])],
            assign_probability=[entry("three", region="MLI", outcome="worsens", p=0.62)],
            comment=[entry("four", region="SEN", node="governance", text=words)],
        ),
        "W16", "judgements",
    )  # fmt: skip
    assert {(r[0].text, r[0].small, r[1].text, r[2].text) for r in table.rows} == {
        (what, f"Reason of {name}", "A. Diallo", "20 Sept – 20 Oct 2024")
        for what, name in [
            ("Confidence, Mali: at most low", "one"), ("1 option signed", "two"),
            ("Mali, Worsens, 4 weeks: 62 %", "three"), ("Comment: Senegal, Governance", "four"),
        ]
    }  # fmt: skip


# A whole run.

HARVEST = "The harvest market in Mali opened on time and traders sold millet, lot number {0}{0}{0} being the largest."
ROWS = [{"article_id": f"m{i}", "text": HARVEST.format(i), "source_id": f"paper_{i % 3}"} for i in range(6)]


@pytest.fixture
def run(
    riskbrief: Callable[..., Called], short_report: Path, article_file: Callable[..., Path], tmp_path: Path
) -> Callable[[str], Path]:
    """Publish the short report of the week that ends on 2024-03-10 with a ledger; gives the finished set."""
    articles = article_file(ROWS)
    order = ["-C", short_report, "run", "weekly", "--week", "2024-W10", "--output", tmp_path / "out"]

    def call(ledger: str) -> Path:
        (short_report / "judgements.yaml").write_text(ledger, encoding="utf-8")
        called = riskbrief(*order, "--articles", articles)
        assert called.code == 0, called.err
        return Path(called.out.splitlines()[-1]).resolve()

    return call


def test_a_judgement_makes_another_set_with_the_same_scores_and_a_later_one_changes_nothing(
    run: Callable[[str], Path],
) -> None:
    plain = run("schema_version: 1\n")
    assert run("# nothing yet\nschema_version: 1\n") == plain  # remarks in the file are not judgements
    later = LOWER + SIGN + ASSIGN + COMMENT
    assert run("schema_version: 1\n" + later) == plain  # of September: not known in March
    known = later.replace("2024-09-20", "2024-03-08").replace("2024-10-20", "2024-04-07")
    later_too = COMMENT.split("\n", 1)[1].replace("four", "five").replace("SEN", "MLI")
    judged = run("schema_version: 1\n" + known + later_too)
    assert judged != plain and run("schema_version: 1\n" + known) == judged
    for name in ("scores.csv", "events.csv", "mentions.csv", "articles.csv"):
        assert (judged / name).read_bytes() == (plain / name).read_bytes()
    made = [json.loads((folder / "config.json").read_bytes()) for folder in (plain, judged)]
    assert made[0]["digest"] == made[1]["digest"] and len(made[1]["judgements"]["comment"]) == 1
    assert run("schema_version: 1\n") == plain


def test_the_digest_follows_what_is_decided_not_how_it_is_written() -> None:
    one = Judgements.model_validate({"lower_confidence": [entry("one", region="MLI", to="low")]})
    other = Judgements.model_validate({"lower_confidence": [entry("one", region="MLI", to="moderate")]})
    assert judgement_digest(one) != judgement_digest(other) != judgement_digest(Judgements())
    assert judgement_digest(one.known_by(date(2024, 9, 19))) == judgement_digest(Judgements())
