"""`riskbrief verify`: an untouched briefing follows from its evidence, and nothing in it can be changed unnoticed."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import TypeAdapter

import published_sets as sets
from conftest import Called
from riskbrief.briefing.facts import FORMATS
from riskbrief.document import Meta
from riskbrief.pipeline.publish import sums
from riskbrief.pipeline.replay import Replay
from riskbrief.pipeline.replay_events import unlike_sources
from riskbrief.pipeline.schemas import schema
from riskbrief.pipeline.standing import SUMS
from riskbrief.pipeline.verifying import verify
from riskbrief.pipeline.verifying_set import MISSING, open_given
from riskbrief.proof.pdf import read_pdf
from riskbrief.proof.quotations import sentences
from riskbrief.render.attachments import Attachment
from riskbrief.render.pdf import render_pdf

NOWHERE = Path("/nonexistent")  # a workspace that holds no texts


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sets.workspace(tmp_path_factory.mktemp("verify") / "workspace")


@pytest.fixture(scope="module")
def weekly(root: Path) -> Path:
    return sets.published(root, "weekly")


@pytest.fixture(scope="module")
def profile(root: Path) -> Path:
    return sets.published(root, "country", ("MLI",))


def lines(target: Path, articles: Path | None = None) -> list[str]:
    """What is found, but for the PDFs that `tampered` leaves out."""
    found = [str(finding) for finding in verify(target, NOWHERE, articles).findings]
    return [line for line in found if not (line.startswith("briefing") and line.endswith(f".pdf: {MISSING}"))]


def test_an_untouched_weekly_follows_in_both_languages(weekly: Path, root: Path) -> None:
    proof = verify(weekly, NOWHERE, root / "articles.jsonl")
    assert proof.findings == [] and proof.notes == []
    assert {"briefing.pdf", "briefing.fr.pdf"} <= {p.name for p in weekly.iterdir()}
    assert proof.counts["scores"] > 1000 and proof.counts["facts"] > 100 and proof.counts["pages"] >= 4


def test_a_pdf_alone_proves_itself_under_any_name_and_without_texts(weekly: Path, tmp_path: Path) -> None:
    (tmp_path / "renamed.pdf").write_bytes((weekly / "briefing.fr.pdf").read_bytes())
    proof = verify(tmp_path / "renamed.pdf", NOWHERE, None)
    assert proof.findings == [] and proof.counts["pages"] > 0 and proof.counts["sentences"] > 20
    assert "compared with their digests and not with the texts" in proof.notes[0]


def test_an_untouched_country_profile_follows(profile: Path) -> None:
    assert lines(profile) == []


def test_a_report_taken_back_later_still_counts_in_its_own_week(weekly: Path) -> None:
    """Without mentions_then.csv the score of that week would come out otherwise."""
    assert b'"gone"' in (weekly / "mentions_then.csv").read_bytes()
    assert b'"withdrawn by notice"' in (weekly / "mentions.csv").read_bytes()


def test_one_changed_digit_in_the_json_is_found_by_sentence_and_fact(weekly: Path, tmp_path: Path) -> None:
    text = (weekly / "briefing.json").read_text(encoding="utf-8")
    told = re.search(r'"text": "(\d\d)",\s+"unit": "score",\s+"value": (\d\d\.\d+)', text)
    assert told is not None
    changed = text[: told.start(2)] + str((int(told[2][0]) + 1) % 10) + text[told.start(2) + 1 :]
    found = lines(sets.tampered(weekly, tmp_path / "set", {"briefing.json": changed.encode()}))
    assert len(found) == 1 and re.match(r"briefing\.json W\S+ fact \w+ value: printed: \d", found[0])
    assert f"what follows: {told[2]}" in found[0] and "from scores.csv MLI/2024-W38/" in found[0]


def test_a_changed_sentence_in_the_json_says_what_follows(weekly: Path, tmp_path: Path) -> None:
    text = (weekly / "briefing.fr.json").read_text(encoding="utf-8")
    assert text.count("événements") > 0
    changed = text.replace("événements", "évènements", 1).encode()
    found = lines(sets.tampered(weekly, tmp_path / "set", {"briefing.fr.json": changed}))
    assert len(found) == 1 and "évènements" in found[0] and "événements" in found[0]


def test_a_changed_digit_and_a_number_of_no_fact_are_found_in_the_text_of_a_pdf(weekly: Path, tmp_path: Path) -> None:
    page = (weekly / "briefing.html").read_text(encoding="utf-8")
    sentence = re.search(r"Security pressure in Mali went from (\d+) to (\d+) in 4 weeks\.", page)
    assert sentence is not None
    other = page[: sentence.start(2)] + str(int(sentence[2]) + 1) + page[sentence.end(2) :]
    other = re.sub(r"(<main[^>]*>)", r"\1<p>About 8471 fled.</p>", other)
    (tmp_path / "briefing.pdf").write_bytes(printed_again(weekly, other))
    found = lines(tmp_path / "briefing.pdf")
    assert re.match(r"briefing\.pdf page \d W5\.trends\.\d: printed: ", found[0])
    assert f'what follows: "{sentence[0]}"' in found[0] and "scores.csv MLI/2024-W38/security score" in found[0]
    assert any("page 1: the number 8471 stands in no fact" in line and "fled" in line for line in found)


def printed_again(folder: Path, page: str) -> bytes:
    """The PDF of another page with the files of the set's PDF inside."""
    kept = read_pdf("", (folder / "briefing.pdf").read_bytes()).files
    return render_pdf(page, meta=meta(folder), attachments=[Attachment(n, n, c) for n, c in kept.items()])


def meta(folder: Path) -> Meta:
    told = json.loads((folder / "briefing.json").read_bytes())["meta"]
    return TypeAdapter(Meta).validate_json(json.dumps(told))


def test_a_pdf_whose_edition_was_renamed_proves_nothing(weekly: Path, tmp_path: Path) -> None:
    """No edition that run.json names is in it, so its pages would be compared with nothing."""
    kept = read_pdf("", (weekly / "briefing.pdf").read_bytes()).files
    kept = {n: c for n, c in kept.items() if n != "briefing.json"} | {"briefing.de.json": b"{}"}
    page = "<html lang='en'><title>t</title><main><p>About 8471 fled.</p></main></html>"
    attached = [Attachment(n, n, c) for n, c in kept.items()]
    (tmp_path / "forged.pdf").write_bytes(render_pdf(page, meta=meta(weekly), attachments=attached))
    found = lines(tmp_path / "forged.pdf")
    assert any(line.startswith("forged.pdf attachment briefing.de.json: is no edition") for line in found), found
    assert "forged.pdf: carries not exactly one of the editions that run.json names" in found


def test_a_folder_without_an_edition_or_with_another_is_found_though_the_sums_are_mended(
    weekly: Path, tmp_path: Path
) -> None:
    target = sets.tampered(weekly, tmp_path / "set", {"briefing.de.json": b"{}"}, forged=False)
    (target / "briefing.fr.json").unlink()
    kept = {p.name: p.read_bytes() for p in target.iterdir() if p.name != SUMS}
    (target / SUMS).write_bytes(sums(kept))
    found = [str(finding) for finding in verify(target, NOWHERE, None).findings]
    for name in ("briefing.fr.json", "briefing.pdf", "briefing.fr.pdf"):
        assert f"{name}: {MISSING}" in found
    assert any(line.startswith("briefing.de.json: is no edition") for line in found)


@pytest.mark.parametrize(
    ("column", "other", "source"),
    [("toll_best", "770", "claims.csv"), ("claimed_max", "770", "claims.csv"), ("n_origins", "9", "evidence.csv"),
     ("n_outlets", "9", "mentions.csv"), ("contested", "", "claims.csv")],
)  # fmt: skip
def test_what_an_event_says_beyond_its_mentions_voices_and_claims_is_found(
    weekly: Path, column: str, other: str, source: str
) -> None:
    replay = Replay(open_given(weekly).files)
    known = replay.known.now
    assert list(unlike_sources(known, replay.ratings)) == [] and len(known.events) > 5
    events = known.events.copy()
    at = events.index[events["status"] == "retracted" if column == "contested" else events["toll_best"].notna()][0]
    events.loc[at, column] = float(other) if other else not events.loc[at, column]
    found = [str(f) for f in unlike_sources(replace(known, events=events), replay.ratings)]
    place = f"events.csv {events.loc[at, 'event_id']} {column}: printed: "
    assert any(line.startswith(place) and source in line for line in found), found


def test_an_altered_quotation_is_found_by_its_digest_and_its_coded_row(weekly: Path, tmp_path: Path) -> None:
    told = json.loads((weekly / "briefing.json").read_bytes())
    source = told["citations"][0]
    before, source["span"]["quote"] = source["span"]["quote"], source["span"]["quote"] + " by night"
    content = json.dumps(told, sort_keys=True, ensure_ascii=False, indent=1) + "\n"
    found = lines(sets.tampered(weekly, tmp_path / "set", {"briefing.json": content.encode()}))
    place = f"briefing.json source 1 quotation of {source['article_id']}: "
    assert any(line.startswith(place) and "its digest" in line for line in found)
    assert any(f'what follows: "{before}"; from mentions.csv, claims.csv' in line for line in found)


def test_a_quotation_forged_everywhere_is_found_where_the_text_is_at_hand(
    weekly: Path, root: Path, tmp_path: Path
) -> None:
    mentions = (weekly / "mentions.csv").read_text(encoding="utf-8")
    row = next(line for line in mentions.splitlines() if '"attacked an army post"' in line)
    forged = mentions.replace(row, row.replace("an army post", "an army base"), 1).encode()
    target = sets.tampered(weekly, tmp_path / "set", {"mentions.csv": forged})
    assert not any("the article's text" in line for line in lines(target))
    found = lines(target, root / "articles.jsonl")
    assert any("army base" in line and "army post\"; from the article's text" in line for line in found)


def test_an_article_ledger_that_is_not_of_these_texts_is_found(weekly: Path, root: Path, tmp_path: Path) -> None:
    other = tmp_path / "articles.jsonl"
    text = (root / "articles.jsonl").read_text(encoding="utf-8")
    other.write_text(text.replace("sold crop 3", "sold crop 4"), encoding="utf-8")
    found = lines(sets.tampered(weekly, tmp_path / "set", {}), other)
    assert any(line.startswith("articles.csv m0-3:") for line in found)


@pytest.mark.parametrize("kind", ["sec_attack_security_forces", "sec_armed_group_activity"])
def test_one_removed_mention_is_found_though_every_digest_is_mended(weekly: Path, tmp_path: Path, kind: str) -> None:
    rows = (weekly / "mentions.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    gone = max(n for n, line in enumerate(rows) if f'"{kind}"' in line and ",true," in line)
    content = "".join(rows[:gone] + rows[gone + 1 :]).encode()
    found = lines(sets.tampered(weekly, tmp_path / "set", {"mentions.csv": content}))
    wanted = rf"observations\.csv MLI 2024-W\d\d {kind} n_mentions: printed: .* from mentions\.csv"
    assert any(re.match(wanted, line) for line in found), found


def test_an_event_without_the_mentions_of_a_voice_is_found(weekly: Path, tmp_path: Path) -> None:
    rows = (weekly / "mentions.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    content = "".join(row for row in rows if not row.startswith('"r0-afp"')).encode()
    found = lines(sets.tampered(weekly, tmp_path / "set", {"mentions.csv": content}))
    assert any(re.match(r"evidence\.csv \S+ \S+ r0-afp: printed: a voice for the event", line) for line in found)


def test_a_file_that_is_not_the_one_the_briefing_rests_on_is_told_by_name(weekly: Path, tmp_path: Path) -> None:
    rows = (weekly / "focus.csv").read_bytes() + b'"nobody","MLI",0,false\n'
    found = lines(sets.tampered(weekly, tmp_path / "set", {"focus.csv": rows}, forged=False))
    assert any(line.startswith("focus.csv: is not the file briefing.json rests on") for line in found)


def test_another_configuration_is_found_by_the_scores_that_do_not_follow(weekly: Path, tmp_path: Path) -> None:
    told = json.loads((weekly / "config.json").read_bytes())
    next(one for one in told["indicators"] if one["id"] == "sec_attack_security_forces")["hi"] *= 2
    content = (json.dumps(told, sort_keys=True, ensure_ascii=False, indent=1) + "\n").encode()
    found = lines(sets.tampered(weekly, tmp_path / "set", {"config.json": content}))
    assert any(re.match(r"scores\.csv MLI 2024-W\d\d \w+ score: printed: ", line) for line in found)
    assert any("under config.json" in line for line in found)
    assert sum(line.startswith("scores.csv") for line in found) <= 21


def test_a_mention_or_event_that_cannot_be_is_told_and_not_a_crash(weekly: Path, tmp_path: Path) -> None:
    for n, (name, content) in enumerate({"events.csv": b'"a"\n1\n', "config.json": b"[", "run.json": b"{}"}.items()):
        found = lines(sets.tampered(weekly, tmp_path / str(n), {name: content}))
        assert any(f"{name}: cannot be read" in line for line in found), (name, found)


def test_without_its_evidence_nothing_is_proven(weekly: Path, tmp_path: Path) -> None:
    target = sets.tampered(weekly, tmp_path / "set", {})
    (target / "evidence.csv").unlink()
    found = lines(target)
    assert "SHA256SUMS: evidence.csv is missing" in found
    assert any(line.startswith("evidence.csv: is missing, so the numbers cannot be worked out again") for line in found)


def test_the_command_says_what_it_proved_and_leaves_with_0_11_or_2(
    riskbrief: Callable[..., Called], weekly: Path, tmp_path: Path
) -> None:
    good = riskbrief("-C", tmp_path, "verify", weekly)
    assert good.code == 0 and good.out.startswith("everything follows: ") and "not at hand" in good.err
    (tmp_path / "empty.pdf").write_bytes(b"%PDF-1.7 nothing")
    bad = riskbrief("-C", tmp_path, "verify", tmp_path / "empty.pdf")
    assert bad.code == 11 and "empty.pdf: cannot be read as a PDF" in bad.err
    bare = tmp_path / "bare.pdf"
    bare.write_bytes(render_pdf("<html lang='en'><title>t</title><p>a</p></html>", meta=meta(weekly), attachments=[]))
    assert riskbrief("verify", bare).code == 11
    assert riskbrief("verify", tmp_path / "none.pdf").code == 2 and riskbrief("verify", tmp_path).code == 2


def test_a_fact_read_from_a_table_names_the_cell_that_holds_it_and_every_other_its_formula(weekly: Path) -> None:
    with (weekly / "scores.csv").open(encoding="utf-8", newline="") as file:
        cells = {f"{r['region_id']}/{r['week']}/{r['node']}": r for r in csv.DictReader(file)}
    told = [f for s in sentences(json.loads((weekly / "briefing.json").read_bytes())) for f in s["facts"]]
    named = [f["source"].split(" ") for f in told]
    assert {file for file, *_ in named} >= {"scores.csv", "formula"} and len({tuple(n) for n in named}) > 20
    for fact, (file, ref, *column) in zip(told, named, strict=True):
        if file == "scores.csv":
            assert round(fact["value"], 6) == float(cells[ref][column[0]]), fact
    assert all(f["format"].split(" ")[0] in FORMATS for f in told if isinstance(f["value"], int | float))


def test_the_schema_of_the_briefing_names_its_version_and_what_a_fact_and_a_quotation_say() -> None:
    made = schema("briefing")
    assert made["properties"]["schema_version"] == {"const": 1} and "schema_version" in made["required"]
    assert {"value", "unit", "format", "source"} <= made["$defs"]["Fact"]["properties"].keys()
    assert {"field", "start", "end", "sha256", "article_sha256"} <= made["$defs"]["Evidence"]["properties"].keys()
