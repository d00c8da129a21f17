"""Signed copies: what was published stays in them byte for byte, and a change after signing is found."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import example_briefing as example
import published_sets as sets
from conftest import Called
from pdf_faults import faults
from printing import FILES, html_of, short
from riskbrief.pipeline.publish import sums
from riskbrief.pipeline.signing import VARIABLE, fingerprint
from riskbrief.pipeline.standing import SUMS, damage
from riskbrief.pipeline.verifying import verify
from riskbrief.proof.pdf import read_pdf
from riskbrief.proof.signatures import Signature, faulty, read_signatures, unsigned
from riskbrief.render.pdf import render_pdf

pytest.importorskip("pyhanko", reason="pyHanko (extra `sign`) is not installed: nothing is signed in these tests")

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from riskbrief.proof import signatures_child
from signing_keys import PASSPHRASE, write_key

Riskbrief = Callable[..., Called]


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keys")
    for name, days in (("Desk", 30), ("Other", 30), ("Gone", -1)):
        write_key(folder, name, days=days)
    return folder


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return render_pdf(html_of(short(example.briefing(), "w1")), meta=example.meta(), attachments=FILES)


@pytest.fixture
def folder(tmp_path: Path, pdf: bytes) -> Path:
    """A published set with a link to it, as far as signing looks at one."""
    files = {"briefing.pdf": pdf, "manifest.json": b"{}"}
    target = tmp_path / "weekly" / ".runs" / "2024-W38" / "0123456789ab"
    target.mkdir(parents=True)
    for name, content in (files | {SUMS: sums(files)}).items():
        (target / name).write_bytes(content)
    (tmp_path / "weekly" / "latest").symlink_to(target)
    return tmp_path / "weekly" / "latest"


@pytest.fixture
def sign(riskbrief: Riskbrief, keys: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Called]:
    def call(target: Path, key: str = "Desk", passphrase: str = PASSPHRASE) -> Called:
        monkeypatch.setenv(VARIABLE, passphrase)
        return riskbrief("sign", target, "--key", keys / f"{key}.p12")

    return call


def checked(content: bytes) -> list[Signature]:
    """What the child process says, asked in this one."""
    return [Signature(**one) for one in signatures_child.json.loads(signatures_child.signatures(content))]


def test_a_signed_copy_of_a_set_begins_with_the_published_bytes_and_the_set_stays_whole(
    folder: Path, sign: Callable[..., Called], pdf: bytes, keys: Path
) -> None:
    done = sign(folder)
    copy = folder.parent / "signed-2024-W38" / "briefing.signed.pdf"
    assert (done.code, done.out) == (0, f"{copy}\n")
    content = copy.read_bytes()
    assert content.startswith(pdf) and damage(folder) == [] and PASSPHRASE not in done.err
    assert faults(copy) == [], "still archivable and accessible"
    assert replace(read_pdf("", content), signed=False) == read_pdf("", pdf)
    [found] = read_signatures("", content) or []
    assert (found.fault, found.signer, found.issuer) == ("", "Common Name: Desk", "Common Name: Desk")
    certificate = fingerprint(keys / "Desk.pem")
    assert list(unsigned("", [found], certificate)) == [] and found.certificate == certificate
    assert list(unsigned("", [found], fingerprint(keys / "Other.pem"))) and list(unsigned("", [], certificate))
    assert sign(copy).code == 11, "a signed one is not signed again"


def test_whatever_is_changed_or_added_after_signing_is_found(
    folder: Path, sign: Callable[..., Called], tmp_path: Path
) -> None:
    path = Path(sign(folder).out.strip())
    content, published = path.read_bytes(), (folder / "briefing.pdf").read_bytes()
    at = content.index(b"\n%") + 3  # in a comment that no reader looks at
    changed = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
    later = io.BytesIO()
    update = IncrementalPdfFileWriter(io.BytesIO(content))
    update.update_root()
    update.write(later)
    sealed = content.index(b"/Contents <", len(published)) + 400
    forged = content[:sealed] + bytes([content[sealed] ^ 1]) + content[sealed + 1 :]
    told = [checked(c)[0].fault for c in (content, changed, content + b"\n", later.getvalue(), forged)]
    assert told[0] == "" and "was changed after" in told[1] and told[4]
    assert all("something was added" in fault for fault in told[2:4])
    assert list(faulty("briefing.pdf", checked(changed))) and not list(faulty("briefing.pdf", checked(content)))


def test_a_key_that_cannot_be_used_is_an_error_of_configuration_that_tells_no_secret(
    folder: Path, sign: Callable[..., Called], keys: Path
) -> None:
    (keys / "None.p12").write_bytes(b"no key")
    for key, passphrase, word in (("Desk", "wrong 9", "passphrase right"), ("None", PASSPHRASE, "PKCS#12"),
                                  ("Gone", PASSPHRASE, "holds from")):  # fmt: skip
        done = sign(folder, key, passphrase)
        assert done.code == 3 and word in done.err and passphrase not in done.err, key
    assert not list(folder.parent.glob("signed-*"))


def test_a_passphrase_in_a_file_serves_as_well(folder: Path, riskbrief: Riskbrief, keys: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(f"{PASSPHRASE}\n")
    done = riskbrief("sign", folder, "--key", keys / "Desk.p12", "--passphrase-file", tmp_path / "secret")
    assert done.code == 0 and Path(done.out.strip()).is_file()


def test_a_damaged_set_is_not_signed(folder: Path, sign: Callable[..., Called], tmp_path: Path) -> None:
    (folder / "manifest.json").write_bytes(b"{ }")
    done = sign(folder)
    assert done.code == 11 and "manifest.json has changed" in done.err
    assert sign(tmp_path).code == 2, "no published folder"


def test_without_the_extra_the_command_says_what_to_install(
    folder: Path, sign: Callable[..., Called], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [n for n in sys.modules if n.startswith(("pyhanko", "riskbrief.signing"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pyhanko", None)
    done = sign(folder)
    assert done.code == 2 and "pip install 'riskbrief[sign]'" in done.err
    assert signatures_child.signatures(b"") == b"null"


@pytest.mark.slow
def test_a_signed_weekly_still_follows_and_says_who_signed_it(
    sign: Callable[..., Called], keys: Path, tmp_path: Path
) -> None:
    weekly = sets.published(sets.workspace(tmp_path / "workspace"), "weekly")
    first, _ = map(Path, sign(weekly).out.split())
    proof = verify(first, tmp_path / "nowhere", None, fingerprint(keys / "Other.pem"))
    [other] = proof.findings
    assert "is not signed with the certificate" in str(other) and proof.counts["pages"] > 0
    assert any("intact and covers the whole file" in note and "Common Name: Desk" in note for note in proof.notes)
