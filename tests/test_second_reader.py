"""The second reader: what it learns, what it says of a sentence, and why."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from riskbrief.errors import ConfigurationError, UnavailableError
from riskbrief.folding import fold
from riskbrief.secondreader import SecondReader
from riskbrief.secondreader.classes import AHEAD, lexicon, parse
from riskbrief.secondreader.curve import calibrate
from riskbrief.secondreader.labels import gather, read_labels
from riskbrief.secondreader.model import ASSET
from riskbrief.secondreader.train import Recipe, Trained, folds, train

LABELS = Path(__file__).parents[1] / "training" / "sentences.tsv"
ATTACK = "Gunmen on motorbikes killed fourteen villagers near Djibo on Tuesday night."
BAN = "Les autorités ont suspendu la radio et arrêté deux journalistes à Niamey."
PLAIN = "The new stadium opened in Accra with a concert."


@pytest.fixture(scope="module")
def reader() -> SecondReader:
    return SecondReader.load()


def small(tmp_path: Path, rows: str = "", name: str = "labels.tsv") -> Path:
    """Labels enough to train on: one writer, every fifth line of the committed file, and further rows."""
    lines = LABELS.read_text(encoding="utf-8").splitlines()[3::12]
    path = tmp_path / name
    path.write_text("\n".join([*lines, *rows.splitlines()]) + "\n", encoding="utf-8")
    return path


def quick(labels: Path, out: Path, families: dict[str, list[str]] | None = None) -> Trained:
    return train([labels], out, recipe=Recipe(rounds=2, kept=5000), families=families)


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Trained]:
    """Weights of the small labels alone, trained once."""
    folder = tmp_path_factory.mktemp("taught")
    return folder / "a.npz", quick(small(folder), folder / "a.npz")


def names(reader: SecondReader, text: str, language: str) -> list[str]:
    return [r.indicator_id for r in reader.read([text], [language])[0]]


def test_plain_reports_are_read_in_both_languages(reader: SecondReader) -> None:
    assert names(reader, ATTACK, "en")[0] == "sec_attack_civilians"
    assert names(reader, BAN, "fr")[0] == "inf_media_restriction"
    assert names(reader, PLAIN, "en") == []


def test_the_same_labels_give_the_same_bytes(taught: tuple[Path, Trained], tmp_path: Path) -> None:
    quick(small(tmp_path), tmp_path / "b.npz")
    assert taught[0].read_bytes() == (tmp_path / "b.npz").read_bytes()


def test_the_packaged_weights_are_small_and_know_every_indicator_of_the_labels(reader: SecondReader) -> None:
    assert ASSET.stat().st_size < 3_000_000
    assert set(reader.indicators) == {i for line in read_labels(LABELS) for i in line.counting}


def test_reasons_are_words_of_the_text_and_the_spans_say_where(reader: SecondReader) -> None:
    texts = [f"  « {BAN} » — œuvre d’un ﬁls", f"On 12 May: {ATTACK}"]
    found = [(text, r) for text, rs in zip(texts, reader.read(texts, ["fr", "en"]), strict=True) for r in rs]
    assert found
    for text, reading in found:
        assert 1 <= len(reading.reasons) <= 3
        assert reading.reasons == tuple(text[a:b] for a, b in reading.spans)
        covered = [i for a, b in reading.spans for i in range(a, b)]
        assert len(covered) == len(set(covered))
        assert all(word == word.strip(" ,.«»—") for word in reading.reasons)


def test_reasons_name_what_decided(reader: SecondReader) -> None:
    """Without its reasons the sentence speaks less for the indicator."""
    first = reader.read([ATTACK], ["en"])[0][0]
    without = ATTACK
    for start, end in sorted(first.spans, reverse=True):
        without = without[:start] + "something" + without[end:]
    place = reader.indicators.index(first.indicator_id)
    assert reader.probability([without], ["en"])[0, place] < first.probability / 2
    assert reader.reasons(ATTACK, first.indicator_id) == first.reasons


def test_a_word_that_speaks_against_is_no_reason(reader: SecondReader) -> None:
    assert reader.reasons("festival", "sec_attack_civilians") == ()
    assert reader.reasons("festival gunmen", "sec_attack_civilians") == ("gunmen",)


def test_accents_case_quotes_and_numbers_do_not_matter(reader: SecondReader) -> None:
    one = "L’armée a tué 12 civils à Ménaka, selon « une ONG »."
    same = [one.upper(), fold(one), one.replace("’", "'"), one.replace("12", "7"), f"\u200b {one}\n"]
    read = reader.probability([one, *same], ["fr"] * 6)
    assert read[0].max() > 0.3
    for other in read[1:]:
        np.testing.assert_array_equal(read[0], other)


def test_a_language_not_learnt_gives_nothing(reader: SecondReader) -> None:
    assert reader.read([ATTACK, ATTACK], ["ha", ""]) == [[], []]
    assert not reader.probability([ATTACK], ["ar"]).any()


def test_a_sentence_reads_the_same_whatever_is_read_with_it(reader: SecondReader) -> None:
    texts = [ATTACK, "", BAN, "…", PLAIN, "12"] * 60
    languages = ["en", "en", "fr", "fr", "en", "en"] * 60
    together = reader.probability(texts, languages)
    for k in range(6):
        np.testing.assert_array_equal(together[k::6], np.tile(reader.probability([texts[k]], [languages[k]]), (60, 1)))
    assert reader.read(texts, languages)[:6] == [
        reader.read([t], [w])[0] for t, w in zip(texts[:6], languages, strict=False)
    ]


def test_nothing_to_read_gives_nothing(reader: SecondReader) -> None:
    assert reader.read([], []) == []
    assert reader.read(["", "  \n ", "?!", "مرحبا"], ["en"] * 4) == [[], [], [], []]


def test_words_never_seen_say_nothing(reader: SecondReader) -> None:
    """Not even by chance: an unknown n-gram is not taken for a known one in the same place of the table."""
    odd, odder = (
        " ".join(a + b + c + middle + d for a in "qxz" for b in "jqx" for c in "zqj" for d in "xqz")
        for middle in ("qxzj", "jqzzx")
    )
    np.testing.assert_array_equal(reader.probability([odd], ["en"]), reader.probability([odder], ["en"]))
    assert reader.reasons(odd, "sec_attack_civilians") == ()


def test_a_lower_threshold_only_adds(reader: SecondReader) -> None:
    strict, loose = (reader.read([ATTACK], ["en"], least)[0] for least in (0.9, 0.001))
    assert strict == loose[: len(strict)]
    assert len(loose) > len(strict)
    assert [r.probability for r in loose] == sorted((r.probability for r in loose), reverse=True)


def test_runs_of_characters_stay_within_a_word_and_pairs_within_a_sentence() -> None:
    words, runs = parse(["ab cdef", "fgh"]).kinds[:2]
    assert list(zip(runs.sentence.tolist(), runs.first.tolist(), strict=True)) == [(0, 1), (0, 1), (1, 0)]
    pairs = [
        (s, a, b) for s, a, b in zip(*(x.tolist() for x in (words.sentence, words.first, words.last)), strict=True)
    ]
    assert (0, 0, 1) in pairs
    assert all(b - a <= 1 for _, a, b in pairs)
    assert max(b for s, _, b in pairs if s == 1) == 0


def test_a_word_has_one_key_wherever_it_stands() -> None:
    alone = parse(["attaque"]).kinds[0]
    among = parse(["une longue phrase avant", "puis l'attaque du 3 mai"]).kinds[0]
    assert alone.key[0] in among.key.tolist()
    assert len(set(alone.key.tolist())) == 3  # the word, the word that opens, the word that closes


def test_a_year_is_no_other_number() -> None:
    def keys(text: str) -> list[int]:
        return [int(key) for key in parse([text]).kinds[0].key]

    assert keys("in 1998") == keys("in 2012") != keys("in 312")
    assert keys("in 312") == keys("in 7") == keys("in 20123") == keys("in 2412")


def test_families_are_found_by_their_longest_phrase_and_never_across_sentences() -> None:
    known = lexicon(
        {"force": ["police", "army"], "place": ["Police Station", "station"], "burn": ["burn down", "army"]}
    )
    parsed = parse(["The police station burned", "a burn", "down army and police"], known)
    orders, beside = parsed.kinds[2:]
    spots = set(zip(beside.sentence.tolist(), beside.first.tolist(), beside.last.tolist(), strict=True))
    assert spots == {(0, 1, 2), (2, 1, 1), (2, 3, 3)}
    assert parsed.lengths.tolist() == [4, 2, 4]
    pairs = zip(*(getattr(orders, name).tolist() for name in ("sentence", "first", "other")), strict=True)
    assert sorted(pairs) == [(2, 1, 3), (2, 1, 3)]  # an army is of two families, and neither is before the other


def test_the_order_of_families_tells_who_acts(tmp_path: Path) -> None:
    known = lexicon({"armed": ["gunmen"], "force": ["soldiers"], "kill": ["killed"]})
    one, other, same = (
        set(parse([text], known).kinds[2].key.tolist())
        for text in ("Gunmen killed soldiers", "Soldiers killed gunmen", "Gunmen, they say, have killed nine soldiers")
    )
    assert one == same
    assert len(one & other) == 0
    assert len(one) == 3


def test_a_long_list_of_families_takes_no_longer_than_its_length() -> None:
    known = lexicon({"force": ["army"]})
    counts = [len(parse([" ".join(["army"] * size)], known).kinds[2].key) for size in (500, 1000)]
    assert counts[1] - counts[0] == 500 * AHEAD


def test_a_word_of_a_family_is_understood_though_no_label_uses_it(tmp_path: Path) -> None:
    """What labels teach of some words of a family holds for its other words, in another language too."""
    who = ["zoubidiens", "marlouks", "tchavires", "kordals", "bifrons", "yaguls", "dremoths", "poskars", "luvians"]
    did = ["grabuché", "frindolé", "masquillé"]
    rows = "\n".join(f"fr\tsec_attack_civilians\tHier, {w} ont {d} ici." for w in who for d in did)
    kin = {"band": [*who, "hulgarts", "wild riders"], "strike": [*did, "thrumbled"]}
    labels = small(tmp_path, rows)
    quick(labels, tmp_path / "without.npz")
    quick(labels, tmp_path / "with.npz", kin)
    without, with_kin = (SecondReader.load(tmp_path / f"{name}.npz") for name in ("without", "with"))
    k = without.indicators.index("sec_attack_civilians")
    for text in ("Some hulgarts thrumbled it.", "Then wild riders thrumbled it."):
        before, after = (r.probability([text], ["en"])[0, k] for r in (without, with_kin))
        assert after > 4 * before
    reasons = with_kin.reasons("Wild riders, qxqx jzjz, thrumbled.", "sec_attack_civilians")
    assert sorted(reasons) == ["Wild riders", "thrumbled"]


def test_what_is_only_denied_or_feared_is_less_probable(reader: SecondReader) -> None:
    k = reader.indicators.index("sec_attack_civilians")
    texts = [
        "Gunmen killed nine villagers in Kona on Tuesday.",
        "The army denied that gunmen had killed villagers in Kona.",
        "Residents of Kona fear that gunmen will attack their village.",
    ]
    said, *unsaid = reader.probability(texts, ["en"] * 3)[:, k]
    assert said > 0.8
    assert max(unsaid) < said / 2


def test_probabilities_are_the_shares_that_come_true() -> None:
    """Also apart for sentences that assert and for those that only deny or recall, and for short and long ones."""
    chance = np.random.default_rng(3)
    score = chance.normal(-0.6, 0.5, (9000, 3))
    said, lengths = chance.choice([-0.4, 0.4], len(score)), chance.choice([8, 40], len(score))
    doubt = 5 * np.minimum(said, 0) + np.log(lengths) - 3
    truth = chance.random(score.shape) < 1 / (1 + np.exp(-(6 * score + 0.5 + doubt[:, None])))
    found = calibrate(score, said, lengths, truth).probability(score, said, lengths)
    for some in (said < 0, said > 0, lengths == 8, lengths == 40):
        for least in (0.2, 0.4, 0.6, 0.8):
            inside = (found >= least) & (found < least + 0.2) & some[:, None]
            assert abs(found[inside].mean() - truth[inside].mean()) < 0.06


def test_analysts_labels_teach_it(taught: tuple[Path, Trained], tmp_path: Path) -> None:
    """A word that only an analyst's labels use is understood after training on them."""
    text = "Les zoubidiens ont encore frappé le marigot hier."
    before, after = taught[0], tmp_path / "after.npz"
    rows = "\n".join(
        f"fr\tsec_attack_civilians\tLes zoubidiens ont frappé {p} hier." for p in ("Kona", "Sévaré", "Dori", "Gao")
    )
    quick(small(tmp_path, rows), after)
    one, two = (SecondReader.load(p) for p in (before, after))
    k = one.indicators.index("sec_attack_civilians")
    assert two.probability([text], ["fr"])[0, k] > one.probability([text], ["fr"])[0, k] + 0.2


def test_statuses_that_do_not_count_are_not_taught_as_assertions(tmp_path: Path) -> None:
    path = tmp_path / "x.tsv"
    path.write_text("# made up\nen\ta:hedged, b:negated\tOne.\tme\nfr\t-\tDeux.\n", encoding="utf-8")
    one, two = read_labels(path)
    assert (one.counting, one.mentioned, one.writer) == (frozenset("a"), frozenset("ab"), "me")
    assert (two.counting, two.text) == (frozenset(), "Deux.")


def test_sentences_nearly_the_same_are_held_out_together(tmp_path: Path) -> None:
    path = tmp_path / "x.tsv"
    rows = [
        "Ten men were killed at the market of Kona",
        "Twelve men were killed at the market of Dori",
        "Rain fell on Lomé",
    ]
    path.write_text("".join(f"en\t-\t{r}\n" for r in rows), encoding="utf-8")
    fold_of = folds(read_labels(path), Recipe())
    assert fold_of[0] == fold_of[1] != fold_of[2]


def test_an_analyst_corrects_a_sentence_of_the_shipped_file(tmp_path: Path) -> None:
    shipped, own = tmp_path / "shipped.tsv", tmp_path / "audit.tsv"
    shipped.write_text("fr\ta\tÉté à Gao.\tw1\nfr\tb\tHiver.\tw1\n", encoding="utf-8")
    own.write_text("fr\t-\tété à gao.\n", encoding="utf-8")
    lines = gather([shipped, own])
    assert [(line.counting, line.writer) for line in lines] == [(frozenset(), "audit"), ({"b"}, "w1")]


def test_every_bad_label_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "bad.tsv"
    path.write_text("en\tsec_attack_civilians\tFine.\nenglish\tx:maybe\tBad.\nen only\n", encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        read_labels(path, known={"sec_attack_civilians"})
    assert [p.line for p in caught.value.problems] == [2, 2, 2, 3]
    assert all(p.remedy for p in caught.value.problems)
    with pytest.raises(UnavailableError):
        read_labels(tmp_path / "none.tsv")


def test_a_file_that_is_no_reader_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.npz"
    for content in (b"", b"not a zip", ASSET.read_bytes()[:5000]):
        path.write_bytes(content)
        with pytest.raises(ConfigurationError, match="is not a second reader"):
            SecondReader.load(path)


def test_held_out_figures_come_with_the_training(taught: tuple[Path, Trained]) -> None:
    path, done = taught
    micro = done.held_out.micro
    assert done.size == path.stat().st_size
    assert done.grams <= 5000
    assert sum(m.asserted for m in done.held_out.by_indicator.values()) == micro.asserted
    assert micro.f1 == pytest.approx(2 * micro.precision * micro.recall / (micro.precision + micro.recall))
