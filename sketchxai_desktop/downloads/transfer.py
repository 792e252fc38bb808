"""One file over HTTP into a `Part`: resumed, retried, and stopped at once when the user says so."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import NoReturn
from urllib.parse import urlsplit

import httpx2

from sketchxai_desktop import __version__
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.sentences import Sentence, SentenceError, by_the_system
from sketchxai_desktop.downloads.part import Part

#: Told how many bytes are there and how many there will be (None: the server does not say).
Progress = Callable[[int, int | None], None]
#: Looks at the bytes that have arrived and says how many of them end the download; None: go on.
Enough = Callable[[bytes], int | None]
#: Told at every answer that brings content: bytes there before it (0: it begins again), bytes of the whole, headers.
Begun = Callable[[int, int | None, Mapping[str, str]], None]

USER_AGENT = f"sketchxai-desktop/{__version__}"
#: Attempts in a row that brought nothing, after which it is given up.
ATTEMPTS = 5
#: Seconds before the second attempt; doubled for each further one.
FIRST_PAUSE = 0.5
_LONGEST_PAUSE = 30.0
_TIMEOUT = httpx2.Timeout(20.0, connect=10.0)
_OVERLOADED = (408, 425, 429, 500, 502, 503, 504)


class Stopped(Exception):
    """The user stopped the download; what has arrived is kept."""


class Halt:
    """Stops a download from another thread, even while it waits for a server that says nothing.

    Args:
        asked: another way to ask for the end, looked at whenever something arrives.
    """

    def __init__(self, asked: Callable[[], bool] = lambda: False) -> None:
        self._event = threading.Event()
        self._asked = asked
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None

    def stop(self) -> None:
        """From any thread."""
        with self._lock:
            self._event.set()
            if self._socket is not None:
                # Wakes the thread that waits for it. Not the method of an SSLSocket, which other threads must not call.
                with suppress(OSError):
                    socket.socket.shutdown(self._socket, socket.SHUT_RDWR)

    @property
    def stopped(self) -> bool:
        return self._event.is_set() or self._asked()

    def check(self) -> None:
        """Raises Stopped if it is time."""
        if self.stopped:
            raise Stopped

    def wait(self, seconds: float) -> None:
        """Sleep unless it is stopped."""
        self._event.wait(seconds)
        self.check()

    def watch(self, response: httpx2.Response | None) -> None:
        """Which answer's connection `stop` cuts."""
        stream = None if response is None else response.extensions.get("network_stream")
        found = None if stream is None else stream.get_extra_info("socket")
        with self._lock:
            self._socket = found if isinstance(found, socket.socket) else None
        self.check()


def address_from(variable: str, default: str) -> str:
    """The address in an environment variable, for mirrors; `default` where it is not set.

    Raises:
        UserError: it is none.
    """
    address = (os.environ.get(variable) or default).rstrip("/")
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UserError(
            "{variable} is no address: {address}. It must begin with https:// or http://.",
            variable=variable,
            address=address,
        )
    return address


def open_client() -> httpx2.Client:
    """What requests are made with; proxies and certificates as the system says."""
    return httpx2.Client(follow_redirects=True, timeout=_TIMEOUT, headers={"User-Agent": USER_AGENT})


def fetch(
    client: httpx2.Client,
    url: str,
    part: Part,
    *,
    version: str = "",
    size: int | None = None,
    enough: Enough = lambda _: None,
    begun: Begun = lambda _there, _total, _headers: None,
    progress: Progress = lambda _done, _total: None,
    halt: Halt,
) -> bool:
    """Append to `part` until it is whole; goes on with what is there if it belongs to the same version.

    Args:
        version: which one is wanted, where that is known beforehand (a checksum); otherwise the server's ETag
            tells whether what is there is still a beginning of the file, and a changed file is begun again.
        size: bytes of the whole, where known.
        enough: sees every byte that arrives, not those that are there; see `Enough`.
        begun: see `Begun`.

    Returns:
        Whether it is whole; False if `enough` ended it.

    Raises:
        Stopped: by `halt`; what has arrived is kept.
        UserError: it cannot be had; says why.
    """
    failures, arrived = 0, False
    pause = FIRST_PAUSE
    while True:
        before = part.size
        try:
            halt.check()
            return _attempt(client, url, part, version, size, enough, begun, progress, halt)
        except (httpx2.TransportError, _TryAgain) as error:
            halt.check()
            if part.size > before:
                failures, arrived, pause = 0, True, FIRST_PAUSE
            failures += 1
            # A network that is not there at all will not come within seconds.
            if failures >= ATTEMPTS or (isinstance(error, httpx2.ConnectError) and not arrived):
                _give_up(error, url, kept=part.size > 0)
            wait = max(pause, error.seconds if isinstance(error, _TryAgain) else 0.0)
            halt.wait(min(wait, _LONGEST_PAUSE))
            pause = min(2 * pause, _LONGEST_PAUSE)
        except Exception:
            halt.check()  # a connection that is cut under a waiting thread can fail in any way
            raise
        finally:
            with suppress(Stopped):
                halt.watch(None)


class _TryAgain(SentenceError):
    """The server is there but does not help now."""

    def __init__(self, reason: Sentence, seconds: float = 0.0) -> None:
        super().__init__(reason)
        self.seconds = seconds


def _attempt(
    client: httpx2.Client,
    url: str,
    part: Part,
    version: str,
    size: int | None,
    enough: Enough,
    begun: Begun,
    progress: Progress,
    halt: Halt,
) -> bool:
    there = part.size
    known = part.version_of(url)
    if there and (not known or (version and known != version) or (size is not None and there > size)):
        there = 0
    if there and there == size:
        progress(there, size)
        return True
    # Compressed on the way, offsets would mean something else.
    headers = {"Accept-Encoding": "identity"}
    if there:
        headers["Range"] = f"bytes={there}-"
        if not version:
            headers["If-Range"] = known
    with client.stream("GET", url, headers=headers) as response:
        halt.watch(response)
        if response.status_code == 416 and there:
            if _whole_size(response) == there:
                return True
            part.discard()
            raise _TryAgain(Sentence("the file became shorter"))
        _require_content(response, url)
        resumed = response.status_code == 206
        if resumed and (_first_byte(response) != there or not there):
            part.discard()
            raise _TryAgain(Sentence("it sent another piece than was asked for"))
        if resumed and not version and _strong_etag(response) not in ("", known):
            part.discard()
            raise _TryAgain(Sentence("the file changed"))
        if not resumed:
            there = 0
            part.begin(url, version or _strong_etag(response))
        total = size if size is not None else _total(response, there)
        begun(there, total, response.headers)
        return _receive(response, part, there, total, enough, progress, halt)


def _receive(
    response: httpx2.Response,
    part: Part,
    there: int,
    total: int | None,
    enough: Enough,
    progress: Progress,
    halt: Halt,
) -> bool:
    progress(there, total)
    with part.appending() as file:
        # As they come: gathered to larger pieces, what is in hand when the connection breaks would be lost.
        for chunk in response.iter_raw():
            halt.check()
            kept = enough(chunk)
            file.write(chunk if kept is None else chunk[:kept])
            there += len(chunk) if kept is None else kept
            progress(there, total)
            if kept is not None:
                return False
            if total is not None and there > total:
                raise UserError(
                    "{host} sent more of {file} than it said there was.", host=response.url.host, file=part.target.name
                )
    if total is not None and there < total:
        raise _TryAgain(Sentence("the connection ended early"))
    return True


def _require_content(response: httpx2.Response, url: str) -> None:
    """Raises UserError or _TryAgain unless the answer brings content."""
    status, host = response.status_code, response.url.host
    if status in (200, 206):
        encoding = response.headers.get("content-encoding", "identity")
        if encoding != "identity":
            raise UserError(
                "{host} sent {url} compressed ({encoding}), which was not asked for.",
                host=host,
                url=url,
                encoding=encoding,
            )
        return
    if status in _OVERLOADED:
        after = response.headers.get("retry-after", "")
        reason = Sentence("it answered with error {status}", status=status)
        raise _TryAgain(reason, float(after) if after.isdigit() else 0.0)
    refuse(status, host, url)


def refuse(status: int, host: str, what: str) -> NoReturn:
    """One sentence for an answer that will be the same next time.

    Raises:
        UserError: always.
    """
    if status in (401, 403):
        raise UserError(
            "{host} refuses {what} ({status}): it asks for a login, and this program never sends one.",
            host=host,
            what=what,
            status=status,
        )
    if status in (404, 410):
        raise UserError("{host} has no {what} ({status}).", host=host, what=what, status=status)
    raise UserError(
        "{host} answered with error {status} when it was asked for {what}. Try again later.",
        host=host,
        status=status,
        what=what,
    )


def explain(error: Exception, url: str) -> Sentence:
    """What went wrong on the way, as a sentence without its full stop."""
    host = httpx2.URL(url).host
    if isinstance(error, httpx2.ConnectTimeout):
        return Sentence("{host} cannot be reached: it did not answer. Check the network connection", host=host)
    if isinstance(error, httpx2.TimeoutException):
        return Sentence("{host} stopped answering", host=host)
    if isinstance(error, httpx2.ProxyError):
        return Sentence("The proxy on the way to {host} refused ({reason})", host=host, reason=_reason(error))
    if isinstance(error, httpx2.ConnectError):
        return Sentence(
            "{host} cannot be reached ({reason}). Check the network connection", host=host, reason=_reason(error)
        )
    if isinstance(error, _TryAgain):
        return Sentence("{host} could not be used: {reason}", host=host, reason=error)
    return Sentence("The connection to {host} broke", host=host)


def _give_up(error: Exception, url: str, *, kept: bool) -> NoReturn:
    rest = Sentence(" What has arrived is kept; try again to go on.") if kept else ""
    raise UserError("{reason}.{rest}", reason=explain(error, url), rest=rest) from error


def _reason(error: Exception) -> str:
    """As in "Connection refused", without numbers and brackets around it."""
    return by_the_system(str(error).rpartition("] ")[2].strip().rstrip(".")) or type(error).__name__


def _strong_etag(response: httpx2.Response) -> str:
    """A version that holds for every byte; "" if the server names none."""
    etag: str = response.headers.get("etag", "")
    return "" if etag.startswith("W/") else etag


def _first_byte(response: httpx2.Response) -> int | None:
    """Of "bytes 100-199/500"."""
    first = response.headers.get("content-range", "").removeprefix("bytes ").partition("-")[0]
    return int(first) if first.isdigit() else None


def _whole_size(response: httpx2.Response) -> int | None:
    """Of "bytes 100-199/500" or "bytes */500"."""
    whole = response.headers.get("content-range", "").rpartition("/")[2]
    return int(whole) if whole.isdigit() else None


def _total(response: httpx2.Response, there: int) -> int | None:
    if response.status_code == 206:
        return _whole_size(response)
    length = response.headers.get("content-length", "")
    return there + int(length) if length.isdigit() else None
