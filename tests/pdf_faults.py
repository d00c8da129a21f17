"""What two independent checkers and our own reading of the standards find wrong with a PDF."""

from __future__ import annotations

from pathlib import Path

import outloud
import pdfua

import archive_rules
import font_rules

# pdfua 0.1.3 stops at a /K that is an array; test_pdf_structure.py holds the same: no heading is empty.
NOT_EVALUATED = {"UA-14-001"}


def faults(path: Path) -> list[str]:
    """Every error and warning, and every rule that could not be evaluated."""
    content = path.read_bytes()
    return [*_outloud(path), *_pdfua(path), *archive_rules.faults(content), *font_rules.faults(content)]


def _outloud(path: Path) -> list[str]:
    done = outloud.check(str(path))
    missed = [done.error] if done.error else []
    return missed + [f"{f.rule} page {f.page}: {f.message}" for f in done.findings if f.severity != "info"]


def _pdfua(path: Path) -> list[str]:
    report = pdfua.validate(str(path))
    assert report.outcomes
    missed = [o for o in report.outcomes if o.skipped_reason and o.rule_id not in NOT_EVALUATED]
    return [f"{o.rule_id} not evaluated: {o.skipped_reason}" for o in missed] + [
        f"{f.rule_id}: {f.message}" for f in report.findings if f.severity is not pdfua.Severity.INFO
    ]
