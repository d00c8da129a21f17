"""As-of by sequence: whatever happens afterwards, what was known at a past point reads the same."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from riskbrief.store.appending import Batch, append
from riskbrief.store.care import faults
from riskbrief.store.knowing import Cut, cut_at, known, moved
from riskbrief.store.opening import opened
from test_store import HOUR, START, row

NAMES = st.sampled_from(["a", "b", "c", "d"])


class Record(RuleBasedStateMachine):
    """Articles come, change, go and come back while the clock runs on or steps back; issues are remembered."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "store.db"
        self.now, self.truth = START, dict[str, str]()
        self.issues: list[tuple[Cut, dict[str, str]]] = []

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.folder.cleanup()

    @rule(names=st.lists(NAMES, min_size=1, unique=True), text=st.sampled_from(["one", "two", "three"]))
    def come(self, names: list[str], text: str) -> None:
        with opened(self.path, create=True) as db:
            append(db, Batch([row(n, text) for n in names]), now=self.now)
        self.truth |= dict.fromkeys(names, text)

    @rule(names=st.lists(NAMES, min_size=1, unique=True))
    def go(self, names: list[str]) -> None:
        with opened(self.path, create=True) as db:
            append(db, Batch([], gone=names), now=self.now)
        for name in names:
            self.truth.pop(name, None)

    @rule(hours=st.integers(-30, 60))
    def time_passes(self, hours: int) -> None:
        self.now += hours * HOUR

    @rule()
    def an_issue_is_published(self) -> None:
        with opened(self.path, create=True) as db:
            self.issues.append((cut_at(db, None), dict(self.truth)))

    @precondition(lambda self: self.path.exists())
    @invariant()
    def every_issue_can_be_read_again(self) -> None:
        with opened(self.path) as db:
            for cut, then in self.issues:
                articles = known(db, cut).articles
                assert dict(zip(articles["article_id"], articles["text"], strict=True)) == then
            assert faults(db) == []

    @precondition(lambda self: len(self.issues) > 1)
    @invariant()
    def what_moved_is_the_difference_of_two_issues(self) -> None:
        (before, old), (now, new) = self.issues[-2:]
        with opened(self.path) as db:
            end = START + timedelta(days=9)
            found = list(moved(db, before, now, published_before=end, arrived_before=end, arrived_then=end))
        kinds = {m.article_id: m.kind for m in found}
        differs = {n for n in old | new if old.get(n) != new.get(n)}
        kind = {n: "late" if n not in old else "changed" if n in new else "deleted" for n in differs}
        assert kinds == kind


Record.TestCase.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
TestRecord = Record.TestCase
