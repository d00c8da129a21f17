"""Promises of live sources: what feeds, pages and APIs send becomes articles, or a named state and a count."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fault_server import FaultServer, quick
from riskbrief.definitions.fetching import FetchRules
from riskbrief.definitions.outlets import Source
from riskbrief.errors import ConfigurationError
from riskbrief.ingest.answers import FetchState
from riskbrief.ingest.collect import Intake, collect
from riskbrief.ingest.live import LiveParams
from riskbrief.ingest.readers import READERS
from riskbrief.ingest.records import Reading

NOW = datetime(2024, 9, 22, 5, 15, tzinfo=UTC)
GOOD_DATE = "Fri, 20 Sep 2024 08:00:00 +0200"
STORY = "Soldiers closed the market of the town for the day. Traders were told to come back on Monday morning. "


@pytest.fixture
def server() -> Iterator[FaultServer]:
    made = FaultServer()
    yield made
    made.close()


def item(name: str = "a1", date: str = GOOD_DATE, extra: str = "", title: str = "Market day") -> str:
    dated = f"<pubDate>{date}</pubDate>" if date else ""
    return (
        f"<item><title>{title}</title><link>https://paper.example/{name}</link><guid>tag:{name}</guid>{dated}"
        f"<description>&lt;p&gt;All calm &amp;amp; quiet.&lt;/p&gt;</description>{extra}</item>"
    )


def rss(*items: str, head: str = '<?xml version="1.0" encoding="utf-8"?>') -> str:
    return f'{head}<rss version="2.0"><channel><title>Paper</title>{"".join(items)}</channel></rss>'


def page(title: str, text: str, date: str = "2024-09-19", charset: str = "utf-8") -> str:
    return (
        f'<html><head><meta charset="{charset}"><title>{title}</title><meta property="article:published_time" '
        f'content="{date}T08:00:00Z"></head><body><nav><a href="/x">Home</a></nav><article><h1>{title}</h1>'
        f"<p>{text}</p><p>{text}</p></article><footer>All rights reserved</footer></body></html>"
    )


def source(url: str, reader: str = "rss", name: str = "paper", **options: object) -> Source:
    return Source(id=name, reader=reader, url=url, options=options)


def take(*sources: Source, rules: FetchRules | None = None, states: dict[str, FetchState] | None = None) -> Intake:
    return collect(sources, Path(), languages=("en", "fr"), now=NOW, states=states, rules=rules or quick())


def state(intake: Intake, name: str = "paper") -> str:
    return next(str(row["state"]) for row in intake.sources if row["source"] == name)


def message(intake: Intake) -> str:
    return str(intake.sources[0]["message"])


def test_a_feed_becomes_articles_known_since_they_were_fetched(server: FaultServer) -> None:
    url = server.page("/feed", rss(item(), item("a2", title="Two &lt;b&gt;men&lt;/b&gt;")), ETag='"v1"')
    intake = take(source(url, outlet="paper_daily"))
    first, second = intake.articles.to_dict("records")
    assert (first["article_id"], first["source_id"], first["text"]) == ("tag:a1", "paper_daily", "All calm & quiet.")
    assert (first["url"], second["title"]) == ("https://paper.example/a1", "Two men")
    assert first["published_at"] == datetime(2024, 9, 20, 6, tzinfo=UTC) and first["known_at"] == NOW
    assert state(intake) == "ok" and intake.states == {"paper": FetchState('"v1"', "")}
    assert intake.live == {"paper"} and intake.source_of == {"tag:a1": "paper", "tag:a2": "paper"}


def test_atom_is_read_like_rss(server: FaultServer) -> None:
    body = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>P</title><entry><id>urn:x:1</id><title>Calm</title><link '
        'href="/one"/><updated>2024-09-20T08:00:00Z</updated><content type="html">&lt;p&gt;Quiet.&lt;/p&gt;</content>'
        "</entry></feed>"
    )
    only = take(source(server.page("/atom", body))).articles.iloc[0]
    assert (only["article_id"], only["text"], only["url"]) == ("urn:x:1", "Quiet.", server.url("/one"))
    assert "date_updated" in only["flags"]


def test_an_unchanged_feed_is_as_good_as_ok(server: FaultServer) -> None:
    url = server.route("/feed", lambda x: x.answer(b"", "304 Not Modified"))
    intake = take(source(url), states={"paper": FetchState('"v1"')})
    assert state(intake) == "not_modified" and message(intake) == "" and not intake.all_failed
    assert intake.states == {"paper": FetchState('"v1"')}


DATES = {
    "Mon, 05 Aug 0025 10:00:00 GMT": "bad_date",
    "Thu, 01 Jan 1970 00:00:00 GMT": "bad_date",
    "Fri, 20 Sep 2024 08:00:00 +2600": "bad_date",
    "Fri, 20 Sep 2024 08:00:00 +1800": "bad_date",
    "Wed, 25 Sep 2024 08:00:00 GMT": "future_date",
    "Mon, 23 Sep 2024 08:00:00 GMT": "",
    "Sun, 22 Sep 2024 23:59:60 GMT": "",
    "2024-09-22T23:59:60Z": "",
    "Fri, 20 Sep 2024 08:00:00": "naive_date",
    "2024-09-20": "naive_date",
    "20/09/2024": "date_first_seen",
    "": "date_first_seen",
}


@pytest.mark.parametrize(("date", "fate"), DATES.items())
def test_a_date_that_cannot_be_is_counted_and_one_that_is_not_there_flagged(
    server: FaultServer, date: str, fate: str
) -> None:
    intake = take(source(server.page("/feed", rss(item(date=date), item("sound")))))
    assert state(intake) == "ok"
    if fate in {"bad_date", "future_date"}:
        assert intake.dropped == {fate: 1} and list(intake.articles["article_id"]) == ["tag:sound"]
    else:
        dated = intake.articles.set_index("article_id").loc["tag:a1"]
        assert intake.dropped == {} and (fate in dated["flags"] if fate else "date" not in dated["flags"])
        assert fate != "date_first_seen" or dated["published_at"] == NOW


def test_a_feed_that_breaks_off_keeps_its_whole_items_and_is_truncated(server: FaultServer) -> None:
    whole = rss(*(item(f"a{n}") for n in range(6))).encode()
    half = whole[: len(whole) * 2 // 3]
    server.page("/half", half, ETag='"v1"')
    server.route("/cut", lambda x: x.send(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n" + half))
    for path in ("/half", "/cut"):
        intake = take(source(server.url(path)))
        assert state(intake) == "truncated" and len(intake.articles) == half.count(b"</item>") == 3
        assert intake.dropped == {"cut_item": 1} and intake.states == {"paper": FetchState()}


def test_a_feed_with_a_fault_in_it_is_read_to_its_end(server: FaultServer) -> None:
    url = server.page("/feed", rss(item(title="Fish & chips &#27; <"), item("a2")) + "<!-- cached -->")
    intake = take(source(url))
    assert state(intake) == "ok" and list(intake.articles["article_id"]) == ["tag:a1", "tag:a2"]
    assert any("not well-formed" in note for note in intake.notes)


REFUSED = {
    "page": "<html><body><h1>502 Bad Gateway</h1></body></html>",
    "login": page("Please log in", "Your session is over."),
    "empty": "",
    "json": '{"error": "no"}',
    "xxe": '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + rss(item(title="&x;"), head=""),
    "xxe_web": '<!DOCTYPE r [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x"> %x;]>' + rss(item(), head=""),
    "lol": "<!DOCTYPE l [<!ENTITY a 'lol'>" + "".join(
        f"<!ENTITY a{n} '{'&a' + str(n - 1 or '') + ';'}{'&a' + str(n - 1 or '') + ';'}'>" for n in range(1, 30)
    ) + "]>" + rss(item(title="&a29;"), head=""),
}  # fmt: skip


@pytest.mark.parametrize("body", REFUSED.values(), ids=REFUSED)
def test_what_is_no_feed_is_rejected_and_the_other_sources_go_on(server: FaultServer, body: str) -> None:
    bad, good = server.page("/bad", body), server.page("/good", rss(item()))
    intake = take(source(bad), source(good, name="other"))
    assert (state(intake), state(intake, "other")) == ("rejected", "ok")
    assert len(intake.articles) == 1 and message(intake) and not intake.all_failed


def test_an_entity_bomb_in_utf_16_is_rejected_too(server: FaultServer) -> None:
    url = server.page("/bad", REFUSED["lol"].encode("utf-16"))
    assert state(take(source(url))) == "rejected"


def test_a_feed_of_nothing_but_tags_is_rejected_before_it_is_parsed(server: FaultServer) -> None:
    url = server.page("/deep", rss(item(extra="<a>" * 5000)))
    assert state(take(source(url), rules=quick(tags=4000))) == "rejected"


def test_a_sound_feed_without_items_is_empty(server: FaultServer) -> None:
    intake = take(source(server.page("/feed", rss())))
    assert state(intake) == "empty" and message(intake) == "it holds no article"


def test_a_feed_that_has_nothing_new_is_stale(server: FaultServer) -> None:
    url = server.page("/feed", rss(item(date="Mon, 02 Sep 2024 08:00:00 GMT")))
    intake = take(source(url))
    assert state(intake) == "stale" and "2024-09-02" in message(intake) and len(intake.articles) == 1


LABELS = [
    ("utf-8", "iso-8859-1", "iso-8859-1"), ("cp1252", "utf-8", "utf-8"), ("utf-8", "", "us-ascii"),
    ("utf-16", "utf-8", "utf-8"), ("utf-8-sig", "", "iso-8859-1"), ("iso-8859-2", "iso-8859-2", ""),
    ("cp1251", "", "windows-1251"),
]  # fmt: skip


@pytest.mark.parametrize(("truth", "http", "xml"), LABELS)
def test_a_wrong_label_of_the_encoding_spoils_no_letter(server: FaultServer, truth: str, http: str, xml: str) -> None:
    words = {"iso-8859-2": "Łódź", "cp1251": "Ёлка"}.get(truth, "Ségou – l’état")
    head = f'<?xml version="1.0" encoding="{xml}"?>' if xml else ""
    body = rss(item(title=words), head=head).encode(truth)
    kind = f"application/rss+xml; charset={http}" if http else "application/rss+xml"
    assert take(source(server.page("/feed", body, Content_Type=kind))).articles.iloc[0]["title"] == words


def test_the_page_of_an_item_replaces_its_one_sentence_and_one_that_cannot_be_had_does_not(server: FaultServer) -> None:
    server.page("/one", page("Market closed", STORY))
    feed = rss(item("a1"), item("a2")).replace("https://paper.example/a1", server.url("/one"))
    feed = feed.replace("https://paper.example/a2", server.url("/gone"))
    intake = take(source(server.page("/feed", feed), fetch_articles=True))
    first, second = intake.articles["text"]
    assert first.startswith("Soldiers closed") and "rights reserved" not in first and second == "All calm & quiet."
    assert any("1 page could not be read" in note for note in intake.notes)
    few = take(source(server.url("/feed"), fetch_articles=True), rules=quick(pages=1))
    assert any("beyond `fetch.pages`" in note for note in few.notes)


def test_a_page_is_an_article_with_its_own_title_and_date(server: FaultServer) -> None:
    intake = take(source(server.page("/p", page("Marché fermé", STORY).encode("cp1252")), "html"))
    only = intake.articles.iloc[0]
    assert only["title"] == "Marché fermé" and only["published_at"].date().isoformat() == "2024-09-19"
    assert "decoded_cp1252" in only["flags"] and only["source_id"] == "paper"


def test_a_page_that_lists_articles_leads_to_them_and_nowhere_else(server: FaultServer) -> None:
    links = "".join(
        f'<a href="{x}">x</a>' for x in ("/news/1", "/about", "/news/1#top", "javascript:alert(1)", "/news/9")
    )
    server.page("/list", f"<html><body>{links}</body></html>")
    server.page("/news/1", page("Calm", STORY))
    intake = take(source(server.url("/list"), "html", links="/news/"))
    assert list(intake.articles["url"]) == [server.url("/news/1")] and intake.dropped == {"page_not_read": 1}
    assert not server.asked("/about")


def test_a_page_no_extractor_understands_is_taken_without_its_tags_and_flagged(server: FaultServer) -> None:
    body = "<html><body>" + "<div>" * 5000 + "All calm." + "</div>" * 5000 + "</body></html>"
    only = take(source(server.page("/deep", body), "html")).articles.iloc[0]
    assert only["text"] == "All calm." and {"stripped_page", "date_first_seen"} <= set(only["flags"].split(";"))
    server.page("/many", page("Calm", STORY))
    many = take(source(server.url("/many"), "html"), rules=quick(page_tags=5)).articles.iloc[0]
    assert "stripped_page" in many["flags"] and STORY.strip() in many["text"]


def test_a_picture_where_a_page_should_be_is_rejected(server: FaultServer) -> None:
    assert state(take(source(server.page("/p", b"\x89PNG", Content_Type="image/png"), "html"))) == "rejected"


@pytest.mark.parametrize(
    ("rules", "status", "read"),
    [("User-agent: *\nDisallow: /news/", "200 OK", False), ("User-agent: other\nDisallow: /", "200 OK", True),
     ("", "404 Not Found", True), ("", "500 Down", False)],
)  # fmt: skip
def test_what_robots_txt_excludes_is_left_alone(server: FaultServer, rules: str, status: str, read: bool) -> None:
    server.page("/robots.txt", rules, status=status)
    server.page("/list", "<a href='/news/1'>x</a>")
    server.page("/news/1", page("Calm", STORY))
    intake = take(source(server.url("/list"), "html", links="/news/"), rules=quick(robots=True))
    assert len(intake.articles) == int(read) and bool(server.asked("/news/1")) == read
    assert intake.dropped == ({} if read else {"page_not_read": 1})


def report(number: int, **fields: object) -> dict[str, object]:
    usual: dict[str, object] = {
        "title": "Access", "body": STORY, "url": "https://reliefweb.int/node/1", "language": [{"code": "en"}],
        "source": [{"shortname": "OCHA West"}], "date": {"original": "2024-09-18T00:00:00+00:00"},
    }  # fmt: skip
    return {"id": str(number), "fields": usual | fields}


def test_reports_of_reliefweb_are_articles_of_who_wrote_them(server: FaultServer) -> None:
    server.page("/second", json.dumps({"data": [report(2, source=None), report(3, date={"original": "0025-01-01"})]}))
    first = {"data": [report(1), {"id": "9"}], "links": {"next": {"href": server.url("/second")}}}
    intake = take(source(server.page("/v2", json.dumps(first)), "reliefweb"))
    assert list(intake.articles["article_id"]) == ["reliefweb:1", "reliefweb:2"]
    assert list(intake.articles["source_id"]) == ["ocha_west", "reliefweb"]
    assert intake.dropped == {"bad_date": 1, "no_text": 1}


def test_the_next_page_of_an_answer_may_not_lead_to_another_host(server: FaultServer) -> None:
    decoy = FaultServer()
    first = {"data": [report(1)], "links": {"next": {"href": decoy.url("/", "localhost")}}}
    assert state(take(source(server.page("/v2", json.dumps(first)), "reliefweb"))) == "ok"
    decoy.close()
    assert decoy.connections == 0


@pytest.mark.parametrize(
    ("body", "told"), [('{"data": [', "truncated"), ("<html>", "rejected"), ('{"error": 1}', "rejected"),
                       ("[" * 100_000, "rejected"), ('{"data": ' + "9" * 5000 + "}", "rejected")],
)  # fmt: skip
def test_an_answer_that_is_no_json_of_reports_is_told(server: FaultServer, body: str, told: str) -> None:
    assert state(take(source(server.page("/v2", body), "reliefweb"))) == told


def zipped(*files: tuple[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files:
            archive.writestr(name, text)
    return out.getvalue()


def event(number: int, country: str, url: str) -> str:
    row = [str(number)] + [""] * 60
    row[53], row[60] = country, url
    return "\t".join(row) + "\n"


def mention(number: int, url: str, kind: str = "1") -> str:
    return "\t".join([str(number), "", "", kind, "", url] + [""] * 10) + "\n"


def test_gdelt_points_to_articles_of_the_countries_asked_for(server: FaultServer) -> None:
    for n in (1, 2, 3):
        server.page(f"/{n}", page(f"Story {n}", STORY.replace("market", f"market {n}")))
    events = event(11, "ML", server.url("/1")) + event(12, "FR", server.url("/2")) + "broken\trow\n"
    mentions = mention(11, server.url("/3")) + mention(12, server.url("/2")) + mention(11, "BBC", "2")
    stamp = "20240922050000"
    server.page(f"/{stamp}.export.CSV.zip", zipped((f"{stamp}.export.CSV", events)))
    server.page(f"/{stamp}.mentions.CSV.zip", zipped((f"{stamp}.mentions.CSV", mentions)))
    listed = "".join(f"1 ab {server.url(f'/{stamp}.{k}.CSV.zip')}\n" for k in ("export", "mentions"))
    intake = take(source(server.page("/lastupdate.txt", listed), "gdelt", countries=["ML"]))
    assert list(intake.articles["title"]) == ["Story 1", "Story 3"] and intake.dropped == {"broken_row": 1}
    assert set(intake.articles["source_id"]) == {"127_0_0_1"} and not server.asked("/2")


ARCHIVES = {
    "two": zipped(("a", "x"), ("b", "y")), "none": b"PK\x03\x04broken", "half": zipped(("a", "x" * 9000))[:60],
    "bomb": zipped(("a", "0" * 30_000_000)), "text": b"nothing listed",
}  # fmt: skip


@pytest.mark.parametrize("body", ARCHIVES.values(), ids=ARCHIVES)
def test_an_archive_that_is_a_bomb_or_none_is_rejected(server: FaultServer, body: bytes) -> None:
    assert state(take(source(server.page("/x.zip", body), "gdelt"))) == "rejected"


def test_a_stalled_server_costs_its_own_source_only(server: FaultServer) -> None:
    slow = server.route("/slow", lambda x: x.wait_until_gone())
    sources = [source(slow, name=f"slow{n}") for n in range(3)] + [source(server.page("/good", rss(item())))]
    intake = take(*sources, rules=quick(request_seconds=0.5, tries=1))
    assert [row["state"] for row in intake.sources] == ["unreachable"] * 3 + ["ok"] and server.saw_close("/slow")


def test_a_reader_that_trips_costs_its_own_source_only(server: FaultServer) -> None:
    def trips(*_given: object) -> Reading:
        raise RecursionError("too deep\x1b[2J")

    READERS.register("trips", LiveParams)(trips)
    try:
        intake = take(source(server.url("/"), "trips"), source(server.page("/good", rss(item())), name="other"))
    finally:
        del READERS._members["trips"]
    assert (state(intake), state(intake, "other")) == ("rejected", "ok") and message(intake).isprintable()


def test_when_nobody_answers_all_failed(server: FaultServer) -> None:
    gone = server.page("/gone", "", status="404 Not Found")
    assert take(source(gone), source(server.page("/page", "<html>"), name="b")).all_failed


def test_without_an_instant_no_live_source_is_asked(server: FaultServer) -> None:
    intake = collect([source(server.page("/feed", rss(item())))], Path(), languages=("en",), rules=quick())
    assert intake.sources == [] and server.connections == 0


def test_wrong_places_and_options_are_told_all_at_once() -> None:
    wrong = [
        Source(id="a", reader="rss"), Source(id="b", reader="rss", url="file:///etc/passwd"),
        Source(id="c", reader="rss", url="https://u:p@x.example/"), Source(id="d", reader="jsonl", url="https://x.org"),
        Source(id="e", reader="rss", url="https://x.org", path="here"), source("https://x.org", name="f", fetch=True),
    ]  # fmt: skip
    with pytest.raises(ConfigurationError) as caught:
        take(*wrong)
    assert {problem.path[-1] for problem in caught.value.problems} == set("abcdef")


def test_a_message_of_a_stranger_reaches_no_terminal_as_it_came(server: FaultServer) -> None:
    hostile = "\x1b]0;owned\x07\u202e"
    url = server.page("/list", f"<a href='/news/{hostile}x'>x</a>" + "<a href='/news/gone%1b'>y</a>")
    intake = take(source(url, "html", links="/news/"))
    told = "".join(intake.notes) + json.dumps(intake.sources, ensure_ascii=False)
    assert told.isprintable()


def test_packed_feeds_are_read(server: FaultServer) -> None:
    url = server.page("/feed", gzip.compress(rss(item()).encode()), Content_Encoding="gzip")
    assert len(take(source(url)).articles) == 1


def test_the_same_answers_give_the_same_articles_in_the_order_of_the_sources(server: FaultServer) -> None:
    urls = [server.page(f"/{n}", rss(item(f"{n}a"), item(f"{n}b"))) for n in range(6)]
    sources = [source(url, name=f"s{n}") for n, url in enumerate(urls)]
    first, again = take(*sources), take(*sources)
    assert first.articles.equals(again.articles) and list(first.articles["article_id"][:3]) == [
        "tag:0a",
        "tag:0b",
        "tag:1a",
    ]
    later = collect(sources, Path(), languages=("en",), now=NOW + timedelta(hours=1), rules=quick())
    assert set(later.articles["known_at"]) == {NOW + timedelta(hours=1)}
