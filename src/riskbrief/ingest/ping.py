"""One short message to a health check, over the same guarded connections that sources are asked by."""

from __future__ import annotations

import time

from urllib3 import Timeout
from urllib3.exceptions import HTTPError

from riskbrief.ingest.answers import FetchError
from riskbrief.ingest.fetch import checked
from riskbrief.ingest.manners import AGENT
from riskbrief.ingest.peers import bare
from riskbrief.ingest.wire import Guard, manager

SECONDS, TRIES, WAIT = 10.0, 3, 1.0
MOST_READ = 100_000  # bytes of an answer that nobody reads


def ping(
    url: str, body: bytes = b"", *, proxy: str = "", seconds: float = SECONDS, tries: int = TRIES, wait: float = WAIT
) -> str:
    """POST `body` to an address of the operator's own choice, which may be private; redirects are not followed.

    `seconds`: the longest one try may take; `wait`: seconds between tries. Returns why it failed, empty when the
    address answered with a 2xx. Raises nothing: what watches a run must not break it.
    """
    said = ""
    for number in range(tries):
        if number:
            time.sleep(wait)
        said = _tried(url, body, proxy, seconds)
        if not said:
            return ""
    return said


def _tried(url: str, body: bytes, proxy: str, seconds: float) -> str:
    """Why one try failed, without the address: it is as good as a password."""
    try:
        status = _posted(url, body, proxy, seconds)
    except FetchError:
        return "its host may not be asked, or it says too much"
    except (HTTPError, OSError, UnicodeError, ValueError) as error:
        late = isinstance(error, TimeoutError)
        return f"no answer within {seconds:g} seconds" if late else f"no connection ({type(error).__name__})"
    return "" if 200 <= status < 300 else f"answered {status}"


def _posted(url: str, body: bytes, proxy: str, seconds: float) -> int:
    own = {bare(checked(one).host or "") for one in (url, proxy) if one}
    with Guard(own, MOST_READ, seconds) as guard:
        try:
            response = manager(guard, proxy).urlopen(
                "POST", url, body=body, headers={"User-Agent": AGENT, "Content-Type": "text/plain; charset=utf-8"},
                redirect=False, retries=False, preload_content=False, decode_content=False,
                timeout=Timeout(connect=seconds, read=seconds),
            )  # fmt: skip
        except (HTTPError, OSError) as error:
            raise (TimeoutError if guard.late else error) from error
        return response.status
