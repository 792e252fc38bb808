"""Drawings from a server that speaks as Google's bucket."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import httpx2
import pytest

from sketchxai_desktop.core.categories import PAPER_30, quickdraw_345
from sketchxai_desktop.core.drawing_file import open_drawings
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.downloads.quickdraw import (
    ATTRIBUTION_FILE,
    Fetched,
    get_category,
    known_categories,
    write_attribution,
)
from sketchxai_desktop.downloads.transfer import ATTEMPTS, Halt, Stopped
from tests.local_server import Fault, LocalServer, Resource

COUNT = 3000
Lines = Callable[..., bytes]


def google(content: bytes, etag: str = '"one"') -> Resource:
    md5 = base64.b64encode(hashlib.md5(content, usedforsecurity=False).digest()).decode()
    return Resource(content, etag, {"x-goog-hash": f"crc32c=AAAAAA==,md5={md5}"})


@pytest.fixture
def content(lines: Lines) -> bytes:
    return lines(COUNT)


@pytest.fixture
def path() -> str:
    return "/full/simplified/cat.ndjson"


@pytest.fixture
def bucket(server: LocalServer, content: bytes, path: str) -> LocalServer:
    server.resources[path] = google(content)
    return server


@pytest.fixture
def get(client: httpx2.Client, tmp_path: Path) -> Callable[..., Fetched]:
    return lambda limit=None, category="cat", form="simplified", **more: get_category(
        client, category, form, tmp_path, limit, **more
    )


Get = Callable[..., Fetched]


def first(content: bytes, count: int) -> bytes:
    return b"".join(content.splitlines(keepends=True)[:count])


def test_category_names() -> None:
    assert known_categories("cat, dog,cat") == ("cat", "dog")
    assert known_categories("THE EIFFEL TOWER,animal_migration") == ("The Eiffel Tower", "animal migration")
    assert known_categories("all") == quickdraw_345()
    assert known_categories("paper-30") == PAPER_30
    with pytest.raises(UserError, match=r'no category "bicylce"\. Did you mean bicycle'):
        known_categories("cat,bicylce")
    with pytest.raises(UserError, match=r'no category "../../etc/passwd"\.$'):
        known_categories("../../etc/passwd")
    with pytest.raises(UserError, match="at least one"):
        known_categories(" , ")


def test_a_whole_category(bucket: LocalServer, get: Get, content: bytes, tmp_path: Path) -> None:
    told: list[tuple[int, int, int | None]] = []
    fetched = get(progress=lambda *a: told.append(a))
    assert (fetched.drawings, fetched.complete, fetched.new) == (COUNT, True, COUNT)
    assert fetched.path == tmp_path / "cat.ndjson"
    assert fetched.path.read_bytes() == content
    assert sorted(p.name for p in tmp_path.iterdir()) == ["cat.ndjson", "cat.ndjson.source.json"]
    assert told[-1] == (COUNT, len(content), len(content))
    bucket.asked.clear()
    again = get()
    assert (again.drawings, again.complete, again.new) == (COUNT, True, 0)
    assert bucket.asked == []


def test_what_arrives_opens_as_drawings(bucket: LocalServer, get: Get) -> None:
    source = open_drawings(get(5).path)
    try:
        assert len(source) == 5
        assert source.sketch(4).word == "cat"
    finally:
        source.close()


@pytest.mark.parametrize("limit", [1, 7, 1000, COUNT - 1, COUNT])
def test_the_transfer_ends_after_so_many_lines(bucket: LocalServer, get: Get, content: bytes, limit: int) -> None:
    fetched = get(limit)
    assert fetched.path.read_bytes() == first(content, limit)
    assert (fetched.drawings, fetched.complete, fetched.new) == (limit, False, limit)


def test_a_limit_beyond_the_end(bucket: LocalServer, get: Get, content: bytes) -> None:
    fetched = get(COUNT + 1)
    assert (fetched.drawings, fetched.complete) == (COUNT, True)
    assert fetched.path.read_bytes() == content


def test_only_as_much_is_asked_for_as_is_needed(bucket: LocalServer, get: Get, content: bytes, path: str) -> None:
    told: list[int] = []
    get(5, progress=lambda _d, done, _t: told.append(done))
    assert max(told) == len(first(content, 5))


def test_more_drawings_are_added_to_a_finished_file(bucket: LocalServer, get: Get, content: bytes, path: str) -> None:
    get(100)
    bucket.asked.clear()
    fetched = get(250)
    assert (fetched.drawings, fetched.new) == (250, 150)
    assert fetched.path.read_bytes() == first(content, 250)
    (asked,) = bucket.contents_asked(path)
    assert asked.range == f"bytes={len(first(content, 100))}-"
    assert asked.headers["if-range"] == '"one"'
    bucket.asked.clear()
    fewer = get(50)
    assert (fewer.drawings, fewer.new) == (250, 0), "what is there stays"
    assert bucket.asked == []
    whole = get()
    assert (whole.drawings, whole.complete) == (COUNT, True)
    assert whole.path.read_bytes() == content


def test_a_file_that_changed_is_begun_again(bucket: LocalServer, get: Get, path: str, lines: Lines) -> None:
    get(100)
    changed = lines(500, word="cat", points=12)
    bucket.resources[path] = google(changed, '"two"')
    fetched = get(300)
    assert fetched.path.read_bytes() == first(changed, 300)
    assert fetched.drawings == 300


def test_broken_connections(bucket: LocalServer, get: Get, content: bytes, path: str) -> None:
    bucket.fail(path, Fault(cut=50_000), Fault(cut=0), Fault(status=503), Fault(cut=70_001), Fault(ignore_range=True))
    told: list[int] = []
    fetched = get(2000, progress=lambda drawings, *_: told.append(drawings))
    assert fetched.path.read_bytes() == first(content, 2000)
    assert fetched.drawings == told[-1] == 2000


def test_given_up_and_taken_up(bucket: LocalServer, get: Get, content: bytes, path: str, tmp_path: Path) -> None:
    bucket.fail(path, Fault(cut=50_000), *(Fault(cut=0) for _ in range(ATTEMPTS)))
    with pytest.raises(UserError, match="What has arrived is kept; try again to go on"):
        get()
    assert not (tmp_path / "cat.ndjson").exists()
    assert (tmp_path / "cat.ndjson.part").stat().st_size == 50_000
    bucket.faults.clear()
    bucket.asked.clear()
    assert get().path.read_bytes() == content
    assert bucket.asked[0].range == "bytes=50000-"


def test_stopped_and_taken_up_with_another_limit(bucket: LocalServer, get: Get, content: bytes) -> None:
    halt = Halt()
    with pytest.raises(Stopped):
        get(progress=lambda drawings, *_: halt.stop() if drawings > 500 else None, halt=halt)
    bucket.asked.clear()
    fetched = get(200)
    assert bucket.asked == [], "more than that was there already"
    assert fetched.path.read_bytes() == first(content, 200)


def test_interrupted_like_by_ctrl_c(bucket: LocalServer, get: Get, content: bytes, tmp_path: Path) -> None:
    def interrupt(drawings: int, *_: object) -> None:
        if drawings > 500:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        get(progress=interrupt)
    there = (tmp_path / "cat.ndjson.part").read_bytes()
    assert there
    assert content.startswith(there)
    assert get().path.read_bytes() == content


def test_a_wrong_checksum_is_thrown_away(bucket: LocalServer, get: Get, path: str, tmp_path: Path) -> None:
    bucket.resources[path].headers["x-goog-hash"] = "md5=" + base64.b64encode(bytes(16)).decode()
    with pytest.raises(UserError, match=r"cat.ndjson arrived damaged"):
        get()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "page", [b"<html>log in</html>", b"<html>\nlog in\n</html>", b'{"error": 5}', b'{"error": 5}\n', b"", b"\n\n"]
)
def test_a_page_is_not_taken_for_drawings(
    bucket: LocalServer, get: Get, page: bytes, path: str, tmp_path: Path
) -> None:
    bucket.resources[path] = Resource(page)
    with pytest.raises(UserError, match=r"sent something else than drawings for cat\."):
        get()
    assert list(tmp_path.iterdir()) == []


def test_other_peoples_files_stay_as_they_are(bucket: LocalServer, get: Get, tmp_path: Path) -> None:
    (tmp_path / "cat.ndjson").write_text("mine")
    with pytest.raises(UserError, match="is there already, and it is not"):
        get()
    (tmp_path / "cat.ndjson").unlink()
    get(5)
    with pytest.raises(UserError, match="holds simplified drawings, not raw ones"):
        get(5, form="raw")
    with (tmp_path / "cat.ndjson").open("a") as file:
        file.write("more")
    with pytest.raises(UserError, match="no longer, what was downloaded"):
        get(50)
    assert (tmp_path / "cat.ndjson").read_text().endswith("more")


def test_names_are_quoted_and_forms_are_folders(bucket: LocalServer, get: Get, lines: Lines, tmp_path: Path) -> None:
    bucket.resources["/full/raw/The Eiffel Tower.ndjson"] = google(lines(3, "The Eiffel Tower"))
    assert get(category="The Eiffel Tower", form="raw").path.name == "The Eiffel Tower.ndjson"
    with pytest.raises(UserError, match="no category"):
        get(category="../cat")


def test_a_last_line_without_an_end_counts(bucket: LocalServer, get: Get, path: str, lines: Lines) -> None:
    bucket.resources[path] = google(lines(3).rstrip(b"\n"))
    assert get().drawings == 3


def test_missing_category_and_no_network(bucket: LocalServer, get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UserError, match=r"^127.0.0.1 has no http://.*/full/simplified/dog.ndjson \(404\)\.$"):
        get(category="dog")
    monkeypatch.setenv("SKETCHXAI_QUICKDRAW_URL", "http://127.0.0.1:1/full")
    with pytest.raises(UserError, match=r"cannot be reached"):
        get(category="dog")


def test_the_notes_say_whose_the_drawings_are(bucket: LocalServer, get: Get, tmp_path: Path) -> None:
    get(5)
    assert "CC BY 4.0" in json.loads((tmp_path / "cat.ndjson.source.json").read_text())["attribution"]
    write_attribution(tmp_path / "new")
    assert "Google" in (tmp_path / "new" / ATTRIBUTION_FILE).read_text()
