"""Promises of the network client: whatever a server does, a request ends, costs little, reaches no private machine."""

from __future__ import annotations

import gzip
import socket
import ssl
import threading
import tracemalloc
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from time import sleep

import pytest
import trustme

from fault_server import Exchange, FaultServer, quick
from riskbrief.definitions.fetching import FetchRules
from riskbrief.ingest.answers import FetchError, FetchState, Page
from riskbrief.ingest.fetch import NOTHING
from riskbrief.ingest.visit import Road, Visit

NOW = datetime(2024, 9, 22, 5, 15, tzinfo=UTC)
SHORT = {"request_seconds": 0.5, "tries": 1}


@pytest.fixture
def server() -> Iterator[FaultServer]:
    made = FaultServer()
    yield made
    made.close()


def ask(url: str, rules: FetchRules | None = None, state: FetchState = NOTHING) -> Page:
    rules = rules or quick()
    return Visit(url, Road(rules), NOW, state).main(rules.decoded_bytes)


def refused(url: str, rules: FetchRules | None = None) -> FetchError:
    with pytest.raises(FetchError) as caught:
        ask(url, rules)
    return caught.value


def head(length: int | None = None, **headers: str) -> bytes:
    told = ({"Content-Length": str(length)} if length is not None else {}) | headers
    return ("HTTP/1.1 200 OK\r\n" + "".join(f"{k}: {v}\r\n" for k, v in told.items()) + "\r\n").encode()


def drip_body(x: Exchange) -> None:
    x.send(head(1_000_000))
    x.drip(b"a")


def drip_head(x: Exchange) -> None:
    x.send(b"HTTP/1.1 200 OK\r\n")
    x.drip(b"X-Slow: yes\r\n")


def endless_continue(x: Exchange) -> None:
    x.drip(b"HTTP/1.1 100 Continue\r\n\r\n", every=0.01)


@pytest.mark.parametrize("fault", [drip_body, drip_head, endless_continue, Exchange.wait_until_gone])
def test_a_server_that_drips_or_says_nothing_is_cut_off(server: FaultServer, fault: object) -> None:
    url = server.route("/slow", fault)  # type: ignore[arg-type]
    error = refused(url, quick(**SHORT))
    assert error.state == "unreachable" and "within 0.5 seconds" in str(error)
    assert server.saw_close("/slow")


def test_silence_within_an_answer_ends_it_before_the_whole_time_is_over(server: FaultServer) -> None:
    server.route("/slow", lambda x: (x.send(head(10) + b"half"), x.wait_until_gone()))
    error = refused(server.url("/slow"), quick(read_seconds=0.2, tries=1))
    assert error.state == "truncated" and server.saw_close("/slow")


@pytest.mark.parametrize(
    ("said", "drip"), [(b"", b""), (b"HTTP/1.1 400 Bad Request\r\n\r\n", b""), (b"\x16\x03\x03\x40\x00", b"\x00")]
)
def test_a_server_that_never_finishes_a_tls_handshake_is_cut_off(said: bytes, drip: bytes) -> None:
    closed = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            with listener.accept()[0] as connection, suppress(ConnectionError):
                connection.settimeout(20)
                connection.sendall(said)
                while drip:  # one byte at a time of a record that would take a quarter of an hour
                    connection.sendall(drip)
                    sleep(0.05)
                while connection.recv(4096):
                    pass
            closed.set()

        threading.Thread(target=serve, daemon=True).start()
        error = refused(f"https://127.0.0.1:{listener.getsockname()[1]}/", quick(**SHORT))
    assert error.state == "unreachable" and closed.wait(20)


@pytest.fixture
def secure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[FaultServer]:
    authority, path = trustme.CA(), tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(path))
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    made = FaultServer(context)
    yield made
    made.close()


def test_an_answer_that_drips_through_tls_is_cut_off(secure: FaultServer) -> None:
    secure.page("/sound", "whole")
    assert ask(secure.url("/sound")).body == b"whole"
    error = refused(secure.route("/slow", drip_body), quick(**SHORT))
    assert error.state == "unreachable" and "within 0.5 seconds" in str(error)
    assert secure.saw_close("/slow")


def test_a_certificate_nobody_vouches_for_is_refused(secure: FaultServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    error = refused(secure.page("/", "whole"))
    assert error.state == "unreachable" and "no secure connection" in str(error) and not secure.asked("/")


HALVES = {
    "length": head(1000) + b"half",
    "chunk": head(**{"Transfer-Encoding": "chunked"}) + b"40\r\nhalf",
    "chunks": head(**{"Transfer-Encoding": "chunked"}) + b"4\r\nhalf\r\n",
    "gzip": head(**{"Content-Encoding": "gzip"}) + gzip.compress(b"whole" * 1000)[:-12],
}


@pytest.mark.parametrize("sent", HALVES.values(), ids=HALVES)
def test_half_an_answer_is_never_taken_as_whole(server: FaultServer, sent: bytes) -> None:
    url = server.route("/half", lambda x: x.send(sent))
    error = refused(url)
    assert error.state == "truncated" and error.page is not None and error.page.cut
    assert len(server.asked("/half")) == 2, "a broken answer is asked for again"


def test_an_endless_answer_stops_at_the_limit_of_bytes(server: FaultServer) -> None:
    def endless(x: Exchange) -> None:
        x.send(head())
        x.pour(b"a" * 65_536)

    error = refused(server.route("/endless", endless), quick(wire_bytes=1_000_000))
    assert error.state == "rejected" and "1,000,000 bytes" in str(error)
    assert server.saw_close("/endless") and len(server.asked("/endless")) == 1


def test_an_endless_line_in_a_head_or_chunk_stops_at_the_limit_of_bytes(server: FaultServer) -> None:
    def chunk(x: Exchange) -> None:
        x.send(head(**{"Transfer-Encoding": "chunked"}))
        x.pour(b"0" * 65_536)

    assert refused(server.route("/chunk", chunk), quick(wire_bytes=1_000_000)).state in {"rejected", "truncated"}
    server.route("/head", lambda x: (x.send(b"HTTP/1.1 200 OK\r\nX: "), x.pour(b"a" * 65_536)))
    assert refused(server.url("/head"), quick(tries=1)).state == "unreachable"
    assert server.saw_close("/chunk") and server.saw_close("/head")


def test_a_bomb_is_refused_before_it_is_built(server: FaultServer) -> None:
    bomb = gzip.compress(b"\0" * 200_000_000, 9)
    url = server.page("/bomb", bomb, Content_Encoding="gzip")
    tracemalloc.start()
    error = refused(url, quick(decoded_bytes=10_000_000))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert error.state == "rejected" and "unpacked" in str(error) and peak < 40_000_000
    assert "100 times" in str(refused(url)), "and by its ratio where it would stay under the limit of bytes"


def test_a_large_answer_that_is_no_bomb_stops_at_the_limit_too(server: FaultServer) -> None:
    noise = Random(1).randbytes(300_000)
    server.page("/plain", noise)
    server.page("/packed", gzip.compress(noise), Content_Encoding="gzip")
    for path in ("/plain", "/packed"):
        assert "200,000 bytes" in str(refused(server.url(path), quick(decoded_bytes=200_000)))
        assert ask(server.url(path), quick(decoded_bytes=300_000)).body == noise


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "compress"])
def test_an_encoding_nobody_asked_for_is_refused(server: FaultServer, encoding: str) -> None:
    assert refused(server.page("/odd", b"abc", Content_Encoding=encoding)).state == "rejected"


def test_redirects_are_followed_a_few_times_and_loops_end(server: FaultServer) -> None:
    server.page("/end", "whole")
    for n in range(5):
        target = "/end" if n == 4 else f"/hop{n + 1}"
        server.page(f"/hop{n}", "", status="302 Found", Location=target)
    assert ask(server.url("/hop0")).body == b"whole"
    server.page("/loop", "", status="301 Moved", Location="/loop")
    error = refused(server.url("/loop"))
    assert error.state == "rejected" and "more than 5 redirects" in str(error)
    assert len(server.asked("/loop")) == 6


DECOYS = ["localhost", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "[::ffff:127.0.0.1]", "0"]


@pytest.mark.parametrize("host", DECOYS)
def test_no_redirect_reaches_a_private_machine_however_its_address_is_spelt(server: FaultServer, host: str) -> None:
    decoy = FaultServer()
    url = server.page("/jump", "", status="302 Found", Location=decoy.url("/secret", host))
    error = refused(url)
    decoy.close()
    assert error.state == "rejected" and "private, loopback or metadata" in str(error)
    assert decoy.connections == 0


@pytest.mark.parametrize(
    "target", ["file:///etc/hostname", "ftp://127.0.0.1/x", "gopher://a/", "//", "http://", "data:,x"]
)
def test_redirects_to_other_schemes_are_refused(server: FaultServer, target: str) -> None:
    url = server.page("/jump", "", status="307 Temporary", Location=target)
    assert refused(url, quick(redirects=1)).state == "rejected"


def test_a_private_host_is_asked_only_when_its_source_stands_on_one(server: FaultServer) -> None:
    closed = quick(allow_private=[])
    assert refused(server.page("/feed", "x"), closed).state == "rejected"
    assert server.connections == 0
    outside = Visit("http://news.example/feed", Road(quick()), NOW)
    with pytest.raises(FetchError, match="private"):
        outside.get(server.url("/feed"), 1000)
    assert server.connections == 0, "a public feed cannot name an internal host, though the host is allowed"


def test_too_many_requests_waits_as_long_as_asked_and_asks_again(server: FaultServer) -> None:
    def busy(x: Exchange) -> None:
        x.answer(b"", "429 Too Many", Retry_After="1") if x.number == 0 else x.answer(b"whole")

    assert ask(server.route("/busy", busy)).body == b"whole"
    assert len(server.asked("/busy")) == 2


def test_a_wait_beyond_the_time_of_the_source_is_not_begun(server: FaultServer) -> None:
    for text in ("99999", "Fri, 31 Dec 2999 23:59:59 GMT"):
        server.page("/busy", "", status="429 Too Many", Retry_After=text)
        assert refused(server.url("/busy"), quick(tries=3, source_seconds=100)).wait == 120
    assert len(server.asked("/busy")) == 2


@pytest.mark.parametrize("text", ["soon", "-5", "9" * 5000, ""])
def test_a_retry_after_that_says_nothing_is_passed_over(server: FaultServer, text: str) -> None:
    url = server.route(
        "/busy", lambda x: x.answer(b"", "503 Busy", Retry_After=text) if not x.number else x.answer(b"ok")
    )
    assert ask(url).body == b"ok"


@pytest.mark.parametrize(("status", "times"), [("503 Busy", 3), ("408 Timeout", 3), ("404 Gone", 1), ("403 No", 1)])
def test_only_passing_failures_are_asked_again(server: FaultServer, status: str, times: int) -> None:
    error = refused(server.page("/fail", "", status=status), quick(tries=3))
    assert (error.state, error.status) == ("unreachable", int(status[:3]))
    assert len(server.asked("/fail")) == times


def test_a_closed_port_and_an_unknown_name_are_unreachable(server: FaultServer) -> None:
    server.close()
    assert refused(server.url()).state == "unreachable"
    assert refused("http://no-such-host.invalid/").state == "unreachable"


def test_an_unchanged_answer_is_not_sent_again(server: FaultServer) -> None:
    def feed(x: Exchange) -> None:
        if x.headers.get("if-none-match") == '"v1"':
            assert x.headers["if-modified-since"] == "Sat, 21 Sep 2024 00:00:00 GMT"
            x.answer(b"", "304 Not Modified")
        else:
            x.answer(b"whole", ETag='"v1"', Last_Modified="Sat, 21 Sep 2024 00:00:00 GMT")

    url = server.route("/feed", feed)
    first = ask(url)
    again = ask(url, state=first.state)
    assert (first.status, again.status, again.body, again.state) == (200, 304, b"", first.state)
    server.page("/odd", "", status="304 Not Modified")
    assert refused(server.url("/odd")).state == "unreachable", "a 304 nobody asked for is no answer"


def test_requests_say_who_asks_and_take_nothing_from_the_environment(
    server: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    ask(server.page("/", "whole"))
    headers = server.asked("/")[0].headers
    assert headers["user-agent"] == "riskbrief (news monitoring; desk@example.org)"
    assert not {"cookie", "authorization"} & set(headers)


def test_a_configured_proxy_is_asked_and_private_numbers_stay_refused(server: FaultServer) -> None:
    seen: list[str] = []
    server.routes["http://news.example/feed"] = lambda x: (seen.append(x.path), x.answer(b"by proxy"))[1]
    rules = quick(proxy=server.url(""), allow_private=[])
    assert ask("http://news.example/feed", rules).body == b"by proxy" and len(seen) == 1
    assert refused("http://169.254.169.254/latest", rules).state == "rejected"


def test_two_requests_to_one_host_keep_their_distance(server: FaultServer) -> None:
    road = Road(quick(delay_seconds=1000, source_seconds=5))
    visit = Visit(server.page("/", "whole"), road, NOW)
    assert visit.main(1000).body == b"whole"
    with pytest.raises(FetchError, match="may not be asked before"):
        visit.get(server.url("/"), 1000)
    assert len(server.asked("/")) == 1


def test_ending_the_run_cuts_off_what_is_being_asked(server: FaultServer) -> None:
    road = Road(quick())
    started = threading.Event()
    url = server.route("/slow", lambda x: (started.set(), x.wait_until_gone()))
    threading.Thread(target=lambda: (started.wait(20), road.slots.end()), daemon=True).start()
    with pytest.raises(FetchError):
        Visit(url, road, NOW).main(1000)
    assert server.saw_close("/slow")
