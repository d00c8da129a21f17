"""The audit kit: what is asked of readers, how their answers are read, and what the figures say."""

from __future__ import annotations

import codecs
import csv
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from conftest import ROOT, Called
from riskbrief.audit.answers import AnswerError, parse
from riskbrief.audit.draw import SHARES, draw, spread
from riskbrief.audit.figures import Part, kappa, recall, share, wilson
from riskbrief.audit.report import findings
from riskbrief.audit.teach import teach
from riskbrief.audit.units import ASSERTED, NOT_ASSERTED, SILENT, SPEAKING, Drawn, Unit
from riskbrief.definitions.load import load_workspace
from riskbrief.errors import ConfigurationError, UnavailableError, UsageError
from riskbrief.pipeline.audit_read import Audit, read_audit
from riskbrief.pipeline.audit_sheet import SHEET, write_audit
from riskbrief.pipeline.learning import learn, second_reader_path
from riskbrief.secondreader.labels import read_labels
from riskbrief.secondreader.model import ASSET

Riskbrief = Callable[..., Called]
Write = Callable[..., Path]
RAID, PROTEST = "sec_attack_security_forces", "gov_public_discontent"
KNOWN = {RAID, PROTEST}
NEWS = [
    {"title": "Raid in Mali", "text": "Gunmen attacked a gendarmerie post in Ségou, Mali, on Tuesday. Rain fell too."},
    {"title": "Calm in Mali", "text": "No soldier was killed in Mopti, Mali, the army said. A market opened in Kayes."},
    {"title": "=SUM(1) in Mali", "text": "Farmers sold millet in Sikasso, Mali. Prices were stable. Children sang."},
    {"title": "Abroad", "text": "Gunmen attacked a police post in Lima, Peru. Peru's army came."},
]


def unit(group: str, text: str, indicator: str = RAID, status: str = "affirmed", **more: object) -> Unit:
    plain = Unit(group, "en", text, "" if group in (SILENT, SPEAKING) else indicator, known=(indicator,))
    said = group == ASSERTED
    return replace(plain, status=status, rules=said, likely=(indicator,) if said else (), **more)  # type: ignore[arg-type]


def sample(*units: Unit, population: int = 0) -> list[Drawn]:
    """Every unit drawn from a stratum of its group."""
    count = {u.group: sum(v.group == u.group for v in units) for u in units}
    return [
        Drawn(f"q{k:04d}", u, u.group, population or count[u.group], count[u.group]) for k, u in enumerate(units, 1)
    ]


def fill(folder: Path, answers: Mapping[str, Mapping[str, str]], name: str = SHEET, **save: str) -> Path:
    """Write answers (column to item to cell) into a copy of the sheet, saved as some spreadsheet does."""
    with (folder / SHEET).open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for row in rows:
        row.update({column: cells[row["item"]] for column, cells in answers.items() if row["item"] in cells})
    with (folder / name).open("w", encoding=save.get("encoding", "utf-8"), newline="") as stream:
        writer = csv.DictWriter(stream, rows[0].keys(), delimiter=save.get("delimiter", ","))
        writer.writeheader()
        writer.writerows(rows)
    return folder / name


def audited(folder: Path, drawn: list[Drawn], **answers: str) -> Audit:
    """An audit of a sample with answers given in order, one word an item, `_` for none."""
    write_audit(folder, drawn, [], second=False)
    words = {column: said.split() for column, said in answers.items()}
    cells = {c: {d.item: w for d, w in zip(drawn, ws, strict=True) if w != "_"} for c, ws in words.items()}
    fill(folder, cells)
    return read_audit(folder, KNOWN)


@pytest.fixture
def sampled(riskbrief: Riskbrief, article_file: Write, tmp_path: Path) -> Iterator[Callable[..., Called]]:
    """`audit sample` of the news above."""

    def call(name: str, *more: object, rows: list[dict[str, str]] | None = None) -> Called:
        numbered = [dict(row, article_id=f"n{NEWS.index(row)}") for row in rows or NEWS]
        file = article_file(numbered, f"{name}.jsonl")
        return riskbrief("-C", ROOT, "audit", "sample", "--articles", file, "--out", tmp_path / name, *more)

    yield call


def test_a_sample_asks_without_telling_and_its_key_tells(sampled: Callable[..., Called], tmp_path: Path) -> None:
    called = sampled("one")
    assert called.code == 0, called.err
    assert [Path(line).name for line in called.out.split()] == ["sample.csv", "key.csv", "guide.md"]
    sheet = (tmp_path / "one" / "sample.csv").read_bytes()
    assert sheet.startswith(codecs.BOM_UTF8)
    text = sheet.decode("utf-8-sig")
    assert "affirmed" not in text and "asserted" not in text and "stratum" not in text
    with (tmp_path / "one" / "key.csv").open(encoding="utf-8-sig", newline="") as stream:
        key = list(csv.DictReader(stream))
    said = {(row["indicator_id"], row["group"]) for row in key if "gendarmerie" in row["sentence"]}
    assert (RAID, "asserted") in said
    assert {"not_asserted", "silent", "beside"} <= {row["group"] for row in key}
    assert not [row for row in key if "Lima" in row["sentence"]], "articles about no country of the workspace"
    assert f"`{RAID}`" in (tmp_path / "one" / "guide.md").read_text(encoding="utf-8")


def test_the_same_articles_and_seed_give_the_same_bytes(sampled: Callable[..., Called], tmp_path: Path) -> None:
    sampled("one", "--size", 20)
    sampled("two", "--size", 20, rows=NEWS[::-1])
    sampled("three", "--size", 20, "--seed", 2)
    one, two, three = (
        [(tmp_path / n / f).read_bytes() for f in ("sample.csv", "key.csv")] for n in ("one", "two", "three")
    )
    assert one == two != three


def test_a_sample_that_readers_may_have_begun_is_never_overwritten(tmp_path: Path) -> None:
    write_audit(tmp_path, sample(unit(ASSERTED, "A.")), [], second=False)
    with pytest.raises(UsageError, match=r"sample\.csv: stands there already"):
        write_audit(tmp_path, sample(unit(ASSERTED, "B.")), [], second=False)


def test_no_cell_runs_in_a_spreadsheet_and_texts_come_back(tmp_path: Path) -> None:
    odd = ["=1+1 said he.", "+3 dead", "-2 degrees", '@all, "come"', "Plain; text"]
    drawn = sample(*(unit(ASSERTED, text) for text in odd))
    audit = audited(tmp_path, drawn, reader_1=" ".join(["yes"] * len(odd)))
    with (tmp_path / "key.csv").open(encoding="utf-8-sig", newline="") as stream:
        cells = [cell for row in csv.reader(stream) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert [read.unit for read in audit.reads] == [d.unit for d in drawn]


@pytest.mark.parametrize(("delimiter", "encoding"), [(";", "cp1252"), ("\t", "utf-16"), (",", "utf-8-sig")])
def test_sheets_are_read_as_spreadsheets_save_them(tmp_path: Path, delimiter: str, encoding: str) -> None:
    drawn = sample(
        unit(ASSERTED, "Ségou a été attaquée ; l’armée se tait."), unit(NOT_ASSERTED, "Rien.", status="negated")
    )
    write_audit(tmp_path, drawn, [], second=False)
    fill(tmp_path, {"reader_1": {"q0001": "Oui", "q0002": " Negated. "}}, delimiter=delimiter, encoding=encoding)
    reads = read_audit(tmp_path, KNOWN).reads
    assert [read.truth() for read in reads] == [1.0, 0.0]
    assert reads[0].unit == drawn[0].unit


def test_two_readers_may_work_in_copies(tmp_path: Path) -> None:
    write_audit(tmp_path, sample(unit(ASSERTED, "A."), unit(ASSERTED, "B.")), [], second=False)
    fill(tmp_path, {"reader_1": {"q0001": "yes", "q0002": "no"}}, "sample-anna.csv")
    fill(tmp_path, {"reader_2": {"q0001": "yes", "q0002": "yes"}}, "sample-ben.csv")
    assert [read.truth() for read in read_audit(tmp_path, KNOWN).reads] == [1.0, 0.5]
    fill(tmp_path, {"reader_2": {"q0001": "no"}})
    with pytest.raises(ConfigurationError, match=r"reader_2 of q0001 differs from sample-ben\.csv:2:\d+"):
        read_audit(tmp_path, KNOWN)


def test_every_bad_cell_is_told_with_line_and_column(tmp_path: Path) -> None:
    write_audit(tmp_path, sample(*(unit(ASSERTED, t) for t in "ABC"), unit(SILENT, "D")), [], second=False)
    path = fill(
        tmp_path, {"reader_1": {"q0001": "yess", "q0002": f"yes, {RAID}:maybe", "q0003": PROTEST, "q0004": "yes"}}
    )
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines, lines[1], "q9999" + "," * 10]) + "\n", encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        read_audit(tmp_path, KNOWN)
    told = {(p.line, p.text.split(":")[0]) for p in caught.value.problems}
    assert told == {
        (2, "reader_1 of q0001"), (3, "reader_1 of q0002"), (4, "reader_1 of q0003"), (5, "reader_1 of q0004"),
        (6, "item q0001 stands at sample.csv"), (7, "unknown item 'q9999'"),
    }  # fmt: skip
    first = caught.value.problems[0]
    assert lines[1][first.column - 1 :].startswith("yess") and "did you mean 'yes'?" in first.remedy


def test_what_is_missing_is_told(tmp_path: Path, riskbrief: Riskbrief) -> None:
    with pytest.raises(UnavailableError, match="not found"):
        read_audit(tmp_path, KNOWN)
    write_audit(tmp_path, sample(*(unit(ASSERTED, t) for t in "ABC")), [], second=False)
    with pytest.raises(UnavailableError, match="holds no answer yet"):
        read_audit(tmp_path, KNOWN)
    fill(tmp_path, {"reader_1": {"q0001": "yes", "q0003": "?"}})
    called = riskbrief("-C", ROOT, "audit", "score", tmp_path)
    assert called.code == 0 and "reader_1: 1 of 3 items have no answer, first sample.csv:3:" in called.err
    assert "2 answers, 1 of them unclear" in called.out
    (tmp_path / SHEET).write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"sample\.csv:1:1: columns missing: item"):
        read_audit(tmp_path, KNOWN)


def test_answers_mean_what_the_guide_says() -> None:
    def labels(cell: str, indicator: str = RAID) -> Mapping[str, str]:
        answer = parse(cell, indicator, KNOWN)
        assert answer is not None
        return answer.labels

    assert labels("hedged") == {RAID: "hedged"}
    assert labels(f"NON; {PROTEST}") == {RAID: "no", PROTEST: ""}
    assert labels(f"{RAID}, {PROTEST}:historic", "") == {RAID: "", PROTEST: "historic"}
    assert labels("no", "") == {}
    assert parse("  ", RAID, KNOWN) is None
    unclear = parse("?", RAID, KNOWN)
    assert unclear is not None and unclear.unclear
    for wrong in ("yes, no", "perhaps", PROTEST):
        with pytest.raises(AnswerError):
            parse(wrong, RAID, KNOWN)


def test_figures_are_those_of_the_books() -> None:
    """Wilson's interval of 8 in 10, and Cohen's kappa of the textbook table 20, 5, 10, 15."""
    assert wilson(0.8, 10) == pytest.approx((0.4902, 0.9433), abs=1e-4)
    assert share([(1.0, 1.0)] * 8 + [(0.0, 1.0)] * 2)[1:3] == pytest.approx((0.4902, 0.9433), abs=1e-4)
    table = [(1, 1, 1.0)] * 20 + [(1, 0, 1.0)] * 5 + [(0, 1, 1.0)] * 10 + [(0, 0, 1.0)] * 15
    found = kappa(table)
    assert found.value == pytest.approx(0.4) and found.n == 50
    assert found.low is not None and found.high is not None and 0.1 < found.low < 0.4 < found.high < 0.65
    alone = kappa([(1, 1, 1.0)] * 9)
    assert alone.value is None, "who always says the same cannot agree beyond chance"


def test_units_weigh_as_much_as_they_stand_for() -> None:
    heavy = share([(1.0, 30.0), (0.0, 10.0)])
    assert heavy.value == 0.75
    even = share([(1.0, 20.0), (1.0, 20.0), (1.0, 20.0), (0.0, 20.0)])
    assert even.value == 0.75 and heavy.low is not None and even.low is not None and heavy.low < even.low


def test_recall_counts_what_was_missed_and_doubts_what_was_hardly_looked_at() -> None:
    found = recall([Part(True, 100, 80, 40), Part(False, 1000, 20, 50)], 90)
    assert found.value == pytest.approx(0.8)
    nothing_seen = recall([Part(True, 100, 80, 40), Part(False, 1000, 0, 20)], 60)
    looked_longer = recall([Part(True, 100, 80, 40), Part(False, 1000, 0, 2000)], 2040)
    assert nothing_seen.value == looked_longer.value == 1.0
    assert nothing_seen.low is not None and looked_longer.low is not None
    assert nothing_seen.low < 0.8 < 0.95 < looked_longer.low


def test_precision_recall_and_kappa_of_an_audit(tmp_path: Path) -> None:
    """Of four mentions taken as asserted three are right, of two negated ones one; a silent sentence hides one."""
    units = [unit(ASSERTED, t) for t in "ABCD"] + [unit(NOT_ASSERTED, t, status="negated") for t in "EF"]
    units += [unit(SILENT, t, known=()) for t in "GHIJ"]
    drawn = [replace(d, population=8) if d.stratum == ASSERTED else d for d in sample(*units)]
    drawn = [replace(d, population=40) if d.stratum == SILENT else d for d in drawn]
    one = f"yes yes yes no negated yes no no no {PROTEST}"
    two = f"yes yes hedged no denied yes no no no {PROTEST}"
    found = findings(audited(tmp_path, drawn, reader_1=one, reader_2=two).reads, second=False)
    assert found["judged"] == 10 and found["open"] == 0
    assert found["precision"]["all"]["value"] == 0.75
    status = {row["status"]: row["value"] for row in found["precision"]["by_status"]}
    assert status == {"affirmed": 0.75, "negated": 0.5}
    same = {row["status"]: row["value"] for row in found["status"]}
    assert same == {"affirmed": pytest.approx(2.5 / 4), "negated": 0.5}
    assert found["recall"]["program"]["value"] == round(6 / (6 + 1 + 10), 4)
    assert found["kappa"]["readers"]["value"] == 1.0
    assert found["kappa"]["readers_status"]["value"] < 1.0
    assert "rules_and_second" not in found["kappa"]


def test_what_the_readers_agree_on_decides(tmp_path: Path) -> None:
    drawn = sample(unit(ASSERTED, "A."), unit(ASSERTED, "B."))
    answers = {"reader_1": "yes yes", "reader_2": "no yes"}
    assert findings(audited(tmp_path / "a", drawn, **answers).reads, second=False)["precision"]["all"]["value"] == 0.75
    settled = audited(tmp_path / "b", drawn, **answers, agreed="no _")
    assert findings(settled.reads, second=False)["precision"]["all"]["value"] == 0.5


def test_rules_and_second_reader_are_compared_without_any_answer_to_it(tmp_path: Path, riskbrief: Riskbrief) -> None:
    units = [unit(ASSERTED, "A.", second=True), unit(ASSERTED, "B."), unit(SILENT, "C.", known=())]
    write_audit(tmp_path, sample(*units), [], second=True)
    fill(tmp_path, {"reader_1": {"q0001": "yes", "q0002": "yes", "q0003": "no"}})
    called = riskbrief("-C", ROOT, "audit", "score", tmp_path, "--format", "json")
    found = json.loads(called.out)
    assert found["kappa"]["rules_and_second"]["value"] == pytest.approx(0.4)
    assert found["recall"]["second"]["value"] == 0.5 and found["recall"]["rules"]["value"] == 1.0


@pytest.mark.parametrize("total", [0, 1, 7, 60, 500])
def test_quotas_add_up_and_never_ask_for_more_than_there_is(total: int) -> None:
    sizes = dict(zip(SHARES, (3, 200, 0, 50, 1, 40), strict=True))
    given = spread(sizes, total, SHARES)
    assert sum(given.values()) == min(total, sum(sizes.values()))
    assert all(given[name] <= size for name, size in sizes.items())


def test_a_draw_does_not_depend_on_order() -> None:
    units = [unit(ASSERTED, f"{k} {i}", f"ind_{i}") for i in range(5) for k in range(40)]
    assert draw(units, 30, 1) == draw(units[::-1], 30, 1)
    assert {d.unit for d in draw(units, 30, 1)} != {d.unit for d in draw(units, 30, 2)}


def test_a_sentence_asked_as_a_whole_hides_only_what_nobody_knew_of(tmp_path: Path) -> None:
    drawn = sample(unit(SPEAKING, "A."), unit(SPEAKING, "B."))
    audit = audited(tmp_path, drawn, reader_1=f"{RAID} {RAID},{PROTEST}")
    assert [read.truth() for read in audit.reads] == [0.0, 1.0]


def test_every_stratum_is_drawn_from() -> None:
    """With fewer items than indicators and statuses, strata are joined and none is left without an item."""
    units = [unit(ASSERTED, f"{k} {i}", f"ind_{i}") for i in range(50) for k in range(4)]
    for size in (20, 60, 300):
        drawn = draw(units, size, 1)
        seen = {d.stratum: d.population for d in drawn}
        assert sum(seen.values()) == len(units)
        assert len(drawn) == min(size, len(units))


def test_labels_teach_only_what_was_settled(tmp_path: Path) -> None:
    both = (RAID, PROTEST)
    units = [
        unit(ASSERTED, "Right."), unit(ASSERTED, "Wrong."), unit(ASSERTED, "Disputed."),
        replace(unit(ASSERTED, "Half asked."), likely=both),
        replace(unit(ASSERTED, "All asked."), likely=both), unit(SILENT, "Nothing."), unit(NOT_ASSERTED, "Tell."),
    ]  # fmt: skip
    drawn = sample(*units)
    write_audit(tmp_path, drawn, [], second=False)
    one = ["yes", "no", "yes", "yes", f"hedged, {PROTEST}:negated", "no", "?"]
    fill(tmp_path, {
        "reader_1": {d.item: a for d, a in zip(drawn, one, strict=True)}, "reader_2": {"q0003": "no"},
    })  # fmt: skip
    lesson = teach(read_audit(tmp_path, KNOWN).reads)
    out = tmp_path / "labels.tsv"
    out.write_text("\n".join(lesson.lines) + "\n", encoding="utf-8")
    labels = {line.text: (set(line.counting), set(line.mentioned)) for line in read_labels(out, KNOWN)}
    assert labels == {
        "Right.": ({RAID}, {RAID}), "Wrong.": (set(), set()), "Nothing.": (set(), set()),
        "All asked.": ({RAID}, {RAID, PROTEST}),
    }  # fmt: skip
    assert lesson.left_out == {"the readers differ": 1, "not all of it was asked": 1}


def test_labels_never_replace_another_file(tmp_path: Path, riskbrief: Riskbrief) -> None:
    write_audit(tmp_path, sample(unit(ASSERTED, "Gunmen came.")), [], second=False)
    fill(tmp_path, {"reader_1": {"q0001": "yes"}})
    out = tmp_path / "labels.tsv"
    for _ in range(2):
        called = riskbrief("-C", ROOT, "audit", "labels", tmp_path, "--out", out)
        assert called.code == 0 and called.out.strip() == str(out), called.err
    out.write_text("mine\n")
    assert riskbrief("-C", ROOT, "audit", "labels", tmp_path, "--out", out).code == 2
    assert out.read_text() == "mine\n"


def test_a_workspace_reads_with_its_own_second_reader(tmp_path: Path) -> None:
    assert second_reader_path(tmp_path) == ASSET
    own = tmp_path / "models" / "second_reader.npz"
    own.parent.mkdir()
    own.write_bytes(ASSET.read_bytes())
    assert second_reader_path(tmp_path) == own


def test_learn_names_bad_labels_before_it_trains(tmp_path: Path, riskbrief: Riskbrief) -> None:
    bad = tmp_path / "mine.tsv"
    bad.write_text("en\tsec_atack\tGunmen came.\n", encoding="utf-8")
    called = riskbrief("-C", ROOT, "learn", bad, "--out", tmp_path / "x.npz")
    assert called.code == 3 and f"{bad}:1:1: unknown indicator 'sec_atack'" in called.err
    assert not (tmp_path / "x.npz").exists()


@pytest.mark.slow
def test_learn_writes_the_model_of_the_workspace(workspace: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.tsv"
    mine.write_text("fr\tsec_attack_civilians\tLes zoubidiens ont frappé Gao hier.\n", encoding="utf-8")
    learnt = learn(workspace, [mine], None)
    assert learnt.path == second_reader_path(workspace)
    shipped = len(read_labels(ROOT / "training" / "sentences.tsv"))
    assert learnt.as_json()["sentences"] == shipped + 1
    assert any("mean F1" in line for line in learnt.lines())


def test_readers_are_asked_in_the_language_of_the_sentence(tmp_path: Path) -> None:
    shipped = load_workspace(ROOT)
    assert not [i.id for i in shipped.indicators if not set(shipped.config.languages) <= set(i.question)]
    question = {i.id: i.question for i in shipped.indicators}[RAID]
    write_audit(
        tmp_path,
        sample(*(replace(unit(ASSERTED, "A."), language=lang) for lang in question)),
        shipped.indicators,
        False,
    )
    with (tmp_path / SHEET).open(encoding="utf-8-sig", newline="") as stream:
        assert [row["question"] for row in csv.DictReader(stream)] == list(question.values())
