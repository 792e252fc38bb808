"""One file over HTTP: broken connections, ranges, changed files, stopping."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import httpx2
import pytest

from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.downloads import transfer
from sketchxai_desktop.downloads.part import Part
from sketchxai_desktop.downloads.transfer import ATTEMPTS, Halt, Stopped, fetch
from tests.local_server import Fault, LocalServer, Resource

CONTENT = os.urandom(700_001)
PATH = "/some/file"


@pytest.fixture
def part(tmp_path: Path) -> Part:
    return Part(tmp_path / "file")


@pytest.fixture
def url(server: LocalServer) -> str:
    server.resources[PATH] = Resource(CONTENT, '"one"')
    return server.url + PATH


def test_it_arrives_and_lands(client: httpx2.Client, url: str, part: Part) -> None:
    told: list[tuple[int, int | None]] = []
    assert fetch(client, url, part, progress=lambda *a: told.append(a), halt=Halt())
    assert not part.target.exists()
    part.land()
    assert part.target.read_bytes() == CONTENT
    assert [p.name for p in part.target.parent.iterdir()] == ["file"]
    assert told[0] == (0, len(CONTENT))
    assert told[-1] == (len(CONTENT), len(CONTENT))
    assert sorted(told) == told


def test_broken_connections_are_taken_up_where_they_broke(
    client: httpx2.Client, url: str, part: Part, server: LocalServer
) -> None:
    server.fail(PATH, *(Fault(cut=100_000) for _ in range(6)))  # more than ATTEMPTS, but each brings something
    assert fetch(client, url, part, halt=Halt())
    assert part.path.read_bytes() == CONTENT
    ranges = [a.range for a in server.contents_asked(PATH)]
    assert ranges[0] == ""
    starts = [int(r.removeprefix("bytes=").removesuffix("-")) for r in ranges[1:]]
    assert starts == [100_000 * k for k in range(1, 7)]
    assert all(a.headers["if-range"] == '"one"' for a in server.contents_asked(PATH)[1:])
    assert all(a.headers["accept-encoding"] == "identity" for a in server.asked)


def test_it_is_given_up_in_a_sentence_and_what_arrived_is_kept(
    client: httpx2.Client, url: str, part: Part, server: LocalServer
) -> None:
    server.fail(PATH, Fault(cut=5000), *(Fault(cut=0) for _ in range(ATTEMPTS)))
    with pytest.raises(UserError, match=r"^The connection to 127.0.0.1 broke\. What has arrived is kept; try again"):
        fetch(client, url, part, halt=Halt())
    assert part.path.read_bytes() == CONTENT[:5000]
    server.faults.clear()
    assert fetch(client, url, part, halt=Halt())
    assert part.path.read_bytes() == CONTENT


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_server_that_is_overloaded_is_asked_again(
    client: httpx2.Client, url: str, part: Part, server: LocalServer, status: int
) -> None:
    server.fail(PATH, Fault(status=status, headers={"Retry-After": "0"}), Fault(status=status))
    assert fetch(client, url, part, halt=Halt())
    assert len(server.asked) == 3
    server.fail(PATH, *(Fault(status=status) for _ in range(ATTEMPTS)))
    part.discard()
    with pytest.raises(UserError, match=f"could not be used: it answered with error {status}"):
        fetch(client, url, part, halt=Halt())


def test_pauses_between_attempts_grow_and_respect_the_server(
    client: httpx2.Client, url: str, part: Part, server: LocalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr(transfer, "FIRST_PAUSE", 0.5)
    monkeypatch.setattr(Halt, "wait", lambda _, seconds: waited.append(seconds))
    server.fail(PATH, Fault(status=503), Fault(status=503), Fault(status=429, headers={"Retry-After": "7"}))
    assert fetch(client, url, part, halt=Halt())
    assert waited == [0.5, 1.0, 7.0]


@pytest.mark.parametrize(
    ("status", "complaint"),
    [(401, "asks for a login"), (403, "asks for a login"), (404, "has no"), (410, "has no"), (418, "error 418")],
)
def test_answers_that_stay_the_same_are_not_asked_for_again(
    client: httpx2.Client, url: str, part: Part, server: LocalServer, status: int, complaint: str
) -> None:
    server.fail(PATH, Fault(status=status))
    with pytest.raises(UserError, match=complaint):
        fetch(client, url, part, halt=Halt())
    assert len(server.asked) == 1
    assert not part.path.exists()


def test_no_network_is_one_sentence_at_once(
    client: httpx2.Client, part: Part, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setattr(Halt, "wait", lambda *_: pytest.fail("it waited for a network that is not there"))
    with pytest.raises(UserError, match=r"^127.0.0.1 cannot be reached \(Connection refused\)\. Check the network"):
        fetch(client, "http://127.0.0.1:1/file", part, halt=Halt())
    with pytest.raises(
        UserError, match=r"^no.such.host.invalid cannot be reached .*\. Check the network connection\.$"
    ):
        fetch(client, "http://no.such.host.invalid/file", part, halt=Halt())


def test_a_server_that_says_nothing_is_given_up(
    url: str, part: Part, server: LocalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transfer, "_TIMEOUT", httpx2.Timeout(0.05))
    server.fail(PATH, *(Fault(cut=0, stall=True) for _ in range(ATTEMPTS)))
    with transfer.open_client() as impatient, pytest.raises(UserError, match=r"^127.0.0.1 stopped answering\.$"):
        fetch(impatient, url, part, halt=Halt())


def test_a_file_that_changed_is_begun_again(client: httpx2.Client, url: str, part: Part, server: LocalServer) -> None:
    server.fail(PATH, Fault(cut=5000), Fault(status=404))
    with pytest.raises(UserError):
        fetch(client, url, part, halt=Halt())
    assert part.size == 5000
    changed = os.urandom(300_000)
    server.resources[PATH] = Resource(changed, '"two"')
    begun: list[int] = []
    assert fetch(client, url, part, begun=lambda there, *_: begun.append(there), halt=Halt())
    assert part.path.read_bytes() == changed
    assert begun == [0]
    assert part.version_of(url) == '"two"'


def test_a_server_that_does_not_look_at_the_condition_is_found_out(
    client: httpx2.Client, url: str, part: Part, server: LocalServer
) -> None:
    part.begin(url, '"old"')
    part.path.write_bytes(b"x" * 1000)
    server.fail(PATH, Fault(ignore_if_range=True))
    assert fetch(client, url, part, halt=Halt())
    assert part.path.read_bytes() == CONTENT


@pytest.mark.parametrize("etag", ["", 'W/"weak"'])
def test_without_a_version_nothing_is_put_together(
    client: httpx2.Client, url: str, part: Part, server: LocalServer, etag: str
) -> None:
    server.resources[PATH] = Resource(CONTENT, etag)
    server.fail(PATH, Fault(cut=5000))
    assert fetch(client, url, part, halt=Halt())
    assert part.path.read_bytes() == CONTENT
    assert [a.range for a in server.asked] == ["", ""]


def test_a_server_without_ranges_sends_everything_again(
    client: httpx2.Client, url: str, part: Part, server: LocalServer
) -> None:
    server.fail(PATH, Fault(cut=5000), Fault(ignore_range=True))
    assert fetch(client, url, part, halt=Halt())
    assert part.path.read_bytes() == CONTENT


def test_a_part_of_another_address_is_not_used(
    client: httpx2.Client, url: str, part: Part, server: LocalServer
) -> None:
    part.begin(url + "2", '"one"')
    part.path.write_bytes(b"x" * 1000)
    assert fetch(client, url, part, halt=Halt())
    assert part.path.read_bytes() == CONTENT


@pytest.mark.parametrize("size", [None, len(CONTENT)])
def test_a_part_that_was_whole_needs_nothing_more(
    client: httpx2.Client, url: str, part: Part, server: LocalServer, size: int | None
) -> None:
    part.begin(url, '"one"')
    part.path.write_bytes(CONTENT)
    assert fetch(client, url, part, size=size, halt=Halt())
    assert part.path.read_bytes() == CONTENT
    assert len(server.asked) == (1 if size is None else 0)


def test_more_than_was_announced_is_refused(client: httpx2.Client, url: str, part: Part) -> None:
    with pytest.raises(UserError, match="sent more of file than it said"):
        fetch(client, url, part, size=1000, halt=Halt())


def test_stopping_keeps_what_arrived(client: httpx2.Client, url: str, part: Part) -> None:
    halt = Halt()
    with pytest.raises(Stopped):
        fetch(client, url, part, progress=lambda done, _: halt.stop() if done else None, halt=halt)
    assert 0 < part.size < len(CONTENT)
    assert part.path.read_bytes() == CONTENT[: part.size]
    assert fetch(client, url, part, halt=Halt())
    assert part.path.read_bytes() == CONTENT


def test_stopping_wakes_a_thread_that_waits_for_a_silent_server(
    client: httpx2.Client, url: str, part: Part, server: LocalServer
) -> None:
    server.fail(PATH, Fault(cut=300_000, stall=True))
    halt = Halt()
    ended: list[BaseException] = []
    waiting = threading.Event()

    def progress(done: int, _total: int | None) -> None:
        if done == 300_000:
            waiting.set()

    def work() -> None:
        try:
            fetch(client, url, part, progress=progress, halt=halt)
        except BaseException as error:
            ended.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    assert waiting.wait(20)
    halt.stop()
    thread.join(5)  # the read itself would wait for 20 s
    alive = thread.is_alive()
    server.go_on.set()
    thread.join()
    assert not alive
    assert isinstance(ended[0], Stopped)
    assert part.path.read_bytes() == CONTENT[:300_000]


def test_a_full_disk_is_a_sentence(client: httpx2.Client, url: str, part: Part) -> None:
    part.require_room(1000)
    with pytest.raises(UserError, match=r"^file needs 1,000,000,000,000 MB more, and the disk of .* has .* MB left\.$"):
        part.require_room(10**18)
    with pytest.raises(UserError, match="Could not write"):
        fetch(client, url, Part(part.target / "no" / "such" / "folder"), halt=Halt())
    if Path("/dev/full").exists():
        part.path.symlink_to("/dev/full")
        part.begin = lambda *_: None  # type: ignore[method-assign]
        with pytest.raises(UserError, match="No space left on device"):
            fetch(client, url, part, halt=Halt())


def test_one_download_at_a_time(part: Part) -> None:
    with part.locked(), pytest.raises(UserError, match="is being downloaded already"), Part(part.target).locked():
        pass
    with Part(part.target).locked():
        pass
    assert list(part.target.parent.iterdir()) == []
