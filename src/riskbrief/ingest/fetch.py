"""One GET over the network: every hop checked, everything counted, nothing longer than it may take."""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import dataclass, replace
from urllib.parse import urljoin

from urllib3 import BaseHTTPResponse, Timeout
from urllib3.exceptions import HTTPError, InvalidHeader, LocationValueError, NameResolutionError, SSLError
from urllib3.util import Retry, Url, parse_url

from riskbrief.addresses import veiled
from riskbrief.definitions.fetching import FetchRules
from riskbrief.ingest.answers import FetchError, FetchState, Page
from riskbrief.ingest.manners import AGENT, Slots
from riskbrief.ingest.peers import bare, public
from riskbrief.ingest.unpack import Room, unpacked
from riskbrief.ingest.wire import Guard, manager

REDIRECTS = frozenset({301, 302, 303, 307, 308})
PASSING = frozenset({408, 425, 429, *range(500, 600)})
STEP = 65_536
NOTHING = FetchState()


@dataclass(frozen=True)
class Wish:
    """What is asked for. `private`: hosts that may be private; `most`: bytes once unpacked; `until`: monotonic end."""

    url: str
    until: float
    private: Collection[str] = ()
    most: int = 0
    state: FetchState = NOTHING


def checked(url: str) -> Url:
    """The parts of an http(s) address. Errors: FetchError (rejected) for any other address."""
    try:
        parts = parse_url(url)
    except HTTPError as error:
        raise FetchError("rejected", f"not an address: {veiled(url)}") from error
    if parts.scheme not in {"http", "https"} or not parts.host:
        raise FetchError("rejected", f"not an http or https address: {veiled(url)}")
    if parts.auth:
        raise FetchError("rejected", "an address that carries a name or password")
    return parts


def get(wish: Wish, rules: FetchRules, slots: Slots) -> Page:
    """The answer to one request, redirects followed by hand. It is cut off after `request_seconds`.

    Errors: FetchError.
    """
    private = {*wish.private, *([bare(checked(rules.proxy).host or "")] if rules.proxy else [])}
    seconds = max(0.01, min(rules.request_seconds, wish.until - time.monotonic()))
    with Guard(private, rules.wire_bytes, seconds) as guard, slots.watched(guard):
        try:
            return _followed(wish, rules, slots, guard)
        except (HTTPError, OSError, UnicodeError, ValueError) as error:
            raise _told(error, guard, seconds) from error


def _followed(wish: Wish, rules: FetchRules, slots: Slots, guard: Guard) -> Page:
    url = wish.url
    for _ in range(rules.redirects + 1):
        parts = checked(url)
        _refuse_private(parts, rules, guard)
        slots.take(bare(parts.host or ""), wish.until)
        response = _asked(parts.url, wish, rules, guard)
        if response.status not in REDIRECTS:
            return _page(parts.url, response, wish, rules, guard)
        response.close()
        url = urljoin(parts.url, response.headers.get("Location", "").strip())
    raise FetchError("rejected", f"more than {rules.redirects} redirects")


def _refuse_private(parts: Url, rules: FetchRules, guard: Guard) -> None:
    """A proxy resolves names itself: at least no private address may be written out."""
    try:
        hidden = bool(rules.proxy) and not public(bare(parts.host or ""))
    except ValueError:
        return
    if hidden and bare(parts.host or "") not in guard.private:
        raise FetchError("rejected", f"{parts.host} is a private, loopback or metadata address")


def _asked(url: str, wish: Wish, rules: FetchRules, guard: Guard) -> BaseHTTPResponse:
    headers = {
        "User-Agent": f"{AGENT} (news monitoring; {rules.contact or 'no contact given'})",
        "Accept": "application/rss+xml, application/atom+xml, application/json, text/html, text/csv, */*;q=0.5",
        "Accept-Encoding": "gzip",
        "Connection": "close",
        "If-None-Match": wish.state.etag,
        "If-Modified-Since": wish.state.modified,
    }
    return manager(guard, rules.proxy).urlopen(
        "GET", url, headers={k: v for k, v in headers.items() if v}, redirect=False, retries=False,
        preload_content=False, decode_content=False,
        timeout=Timeout(connect=rules.connect_seconds, read=rules.read_seconds),
    )  # fmt: skip


def _page(url: str, response: BaseHTTPResponse, wish: Wish, rules: FetchRules, guard: Guard) -> Page:
    headers, status = response.headers, response.status
    if status == 304 and wish.state != NOTHING:
        return Page(url, 304, b"", state=wish.state, wire=guard.read)
    if status != 200:
        wait = _asked_wait(headers.get("Retry-After", ""), rules)
        raise FetchError("unreachable", f"answered {status}", passing=status in PASSING, wait=wait, status=status)
    data, broken = _body(response)
    if guard.late:
        raise TimeoutError
    room = Room(min(wish.most or rules.decoded_bytes, rules.decoded_bytes), rules.ratio)
    body, short = unpacked(data, headers.get("Content-Encoding", ""), room)
    state = FetchState(_kept(headers.get("ETag", "")), _kept(headers.get("Last-Modified", "")))
    page = Page(url, 200, body, headers.get("Content-Type", ""), state, guard.read)
    if broken or short:
        page = replace(page, state=NOTHING, cut=True)
        raise FetchError("truncated", "the answer breaks off in the middle", passing=True, page=page)
    return page


def _body(response: BaseHTTPResponse) -> tuple[bytes, bool]:
    """The bytes as sent, and whether the server stopped before their end."""
    pieces: list[bytes] = []
    try:
        for piece in response.stream(STEP, decode_content=False):
            pieces.append(piece)
    except HTTPError:
        return b"".join(pieces), True
    return b"".join(pieces), False


def _kept(validator: str) -> str:
    """A validator that can be sent back as it came, or empty."""
    return validator if len(validator) <= 500 and validator.isprintable() else ""


def _asked_wait(header: str, rules: FetchRules) -> float:
    """Seconds that Retry-After asks for, capped; 0 when it says nothing readable."""
    try:
        policy = Retry(retry_after_max=int(rules.retry_after_seconds))
        return policy.parse_retry_after(header) if header else 0.0
    except (InvalidHeader, ValueError, OverflowError):
        return 0.0


def _told(error: Exception, guard: Guard, seconds: float) -> FetchError:
    """The failure in words: what is ours to say, never what a stranger wrote."""
    if isinstance(error, FetchError):
        return error
    if guard.late:
        return FetchError("unreachable", f"no whole answer within {seconds:.3g} seconds")
    if isinstance(error, NameResolutionError) or type(error).__name__ == "gaierror":
        return FetchError("unreachable", "its host name has no address", passing=True)
    if isinstance(error, SSLError):
        return FetchError("unreachable", f"no secure connection ({error})")
    if isinstance(error, UnicodeError | LocationValueError):
        return FetchError("rejected", "not an address that can be asked")
    return FetchError("unreachable", f"no connection, or it broke ({type(error).__name__})", passing=True)
