"""The body of an e-mail: what a reader needs first, in both forms alike; nothing from outside breaks out of it."""

from __future__ import annotations

import email
import email.policy
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest

import example_briefing as example
from riskbrief.document import Briefing, Sentence
from riskbrief.render.mail import WIDTH, MailBody, mail_body
from test_render_html import Page

TEMPLATES = Path(__file__).parents[1] / "templates"
LINK = "https://example.org/" + "a" * 90 + "/briefing.html"
HOSTILE = [
    "Calm\r\nBcc: everyone@example.org",
    "Calm\n\n--boundary\nContent-Type: text/html\n\n<b>x",
    "<script>alert(1)</script>",
    "</title></head><img src=//example.org/x>",
    '" style="x" onload="alert(1)',
    "{{ 7*7 }}{% raw %}",
    "pay\u202emoc.elpmaxe\u2028Subject: x\u0085y\x00",
    "W" * 300,
]


def body(briefing: Briefing | None = None, **options: object) -> MailBody:
    return mail_body(briefing or example.briefing(), template_dirs=[TEMPLATES], **options)  # type: ignore[arg-type]


def test_both_forms_hold_bottom_line_board_alerts_gaps_and_the_names_of_files() -> None:
    told = body(attachments=["briefing.pdf", "briefing.json"], link=LINK)
    flat = " ".join(told.text.split())
    page = " ".join(Page(told.html).text.split())
    briefing = example.briefing()
    parts = {s.template: s.parts for s in briefing.sections}
    [lead, *_] = [s for s in parts["bottom_line"]["lead"] if isinstance(s, Sentence)]  # type: ignore[union-attr]
    wanted = [briefing.headline, lead.text, "Highest risk", "Mali", "5 Critical", "Alerts", "What is not known"]
    wanted += ["briefing.pdf", "briefing.json", "Gap 1.", "Alert 1.", "Synthetic demonstration"]
    for text in wanted:
        assert text in flat and text in page, text
    assert LINK in told.text.splitlines()
    assert f'href="{LINK}"' in told.html


def test_a_line_of_text_has_at_most_78_characters_but_for_the_link() -> None:
    lines = body(link=LINK).text.splitlines()
    assert [line for line in lines if len(line) > WIDTH] == [LINK]
    assert max(len(line) for line in lines if line != LINK) > WIDTH - 10


@pytest.mark.parametrize("text", HOSTILE)
def test_text_from_outside_adds_no_line_no_header_and_no_element(text: str) -> None:
    """As title, sentence, cell and file name."""
    clean = body(attachments=["x"])
    dirty = body(replace(example.with_text(text), headline=text), attachments=[text])
    assert {tag for tag, _ in Page(dirty.html).tags} == {tag for tag, _ in Page(clean.html).tags}
    assert {name for _, found in Page(dirty.html).tags for name in found} <= {
        name for _, found in Page(clean.html).tags for name in found
    }
    assert not any(c in dirty.text + dirty.html for c in "\r\x00\u202e\u2028\u0085")
    assert "49" not in dirty.text or "49" in clean.text
    assert all(len(line) <= WIDTH for line in dirty.text.splitlines())
    message = EmailMessage(policy=email.policy.SMTP)
    message.set_content(dirty.text)
    message.add_alternative(dirty.html, subtype="html")
    read = email.message_from_bytes(message.as_bytes(), policy=email.policy.SMTP)
    assert sorted(read.keys()) == ["Content-Type", "MIME-Version"]
    assert [part.get_content_type() for part in read.iter_parts()] == ["text/plain", "text/html"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("link", ["javascript:alert(1)", "file:///etc/passwd", "https://", "//example.org", ""])
def test_only_a_web_address_becomes_a_link(link: str) -> None:
    told = body(link=link)
    assert "<a " not in told.html
    assert "Read it on the web" not in told.text


def test_the_page_carries_its_styles_in_its_elements_and_fetches_nothing() -> None:
    tags = Page(body(link=LINK).html).tags
    assert not {tag for tag, _ in tags} & {"style", "script", "img", "link", "iframe", "svg"}
    assert not [name for _, found in tags for name in found if name == "src" or name.startswith("on")]
    assert [found["scope"] for tag, found in tags if tag == "th"].count("col") == 4


def test_a_week_without_alert_or_gap_says_so_and_a_section_without_data_gives_its_own_words() -> None:
    whole = example.briefing()
    silent = replace(
        whole, sections=tuple(replace(s, parts={}, no_data=f"No data for {s.template}.") for s in whole.sections)
    )
    told = body(silent)
    for text in ("No data for bottom_line.", "No alert this week.", "No gap was measured."):
        assert text in told.text and text in told.html
    assert "Highest risk" not in told.text


def test_the_same_briefing_gives_the_same_characters() -> None:
    assert body(link=LINK) == body(link=LINK)
    assert body(example.briefing("fr")).html.count('lang="fr"') == 1
