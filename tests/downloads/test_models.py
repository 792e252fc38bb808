"""Published checkpoints, from a server that speaks as the hub."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from sketchxai_desktop import paths
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.downloads.catalogue import PUBLISHED, SOURCE, Published, published
from sketchxai_desktop.downloads.models import download, look_up
from sketchxai_desktop.downloads.transfer import ATTEMPTS, Halt, Stopped
from tests.local_server import COMMIT, Fault, LocalServer, Resource

MODEL = PUBLISHED[0]
WEIGHTS = os.urandom(500_000)
FILES = {
    ".gitattributes": b"*.bin filter=lfs",
    "README.md": b"---\nlicense: apache-2.0\n---\n# A card\n",
    "config.json": b'{"hidden_size": 192}',
    "pytorch_model.bin": WEIGHTS,
}


@pytest.fixture
def hub(server: LocalServer) -> LocalServer:
    server.publish(MODEL.repository, FILES)
    return server


def cdn(hub: LocalServer) -> str:
    return next(path for path in hub.resources if path.startswith("/cdn/"))


def everything(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.name != SOURCE}


def test_names(server: LocalServer) -> None:
    assert [m.name for m in PUBLISHED] == [
        "SketchXAI-Tiny-QuickDraw345",
        "SketchXAI-Base-QuickDraw345",
        "SketchXAI-Base-QuickDraw30",
    ]
    for text in ("SketchXAI-Base-QuickDraw30", "WinKawaks/SketchXAI-Base-QuickDraw30", "base-quickdraw30"):
        assert published(text) is PUBLISHED[2]
    with pytest.raises(UserError, match=r"Did you mean SketchXAI-Tiny-QuickDraw345\?"):
        published("tiny-quickdraw34")
    with pytest.raises(UserError, match="There are SketchXAI-Tiny"):
        published("../../etc/passwd")
    assert server.asked == []


def test_the_hub_says_what_there_is(hub: LocalServer) -> None:
    listing = look_up(MODEL)
    assert listing.commit == COMMIT
    assert listing.licence == "apache-2.0"
    assert [(f.name, f.size, f.kind) for f in listing.files] == [
        ("config.json", 20, "git"),
        ("pytorch_model.bin", 500_000, "sha256"),
        ("README.md", len(FILES["README.md"]), "git"),
    ]
    assert listing.page == f"{hub.url}/{MODEL.repository}"
    assert "authorization" not in hub.asked[0].headers


def test_no_token_leaves_the_computer(hub: LocalServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", "made_up_for_this_test")
    download(look_up(MODEL))
    assert not [a for a in hub.asked if "authorization" in a.headers]


def test_it_lands_whole_with_its_source(hub: LocalServer) -> None:
    told: list[tuple[int, int]] = []
    assert not MODEL.is_here
    folder = download(look_up(MODEL), lambda *a: told.append(a))
    assert folder == MODEL.folder == paths.user_models() / "SketchXAI-Tiny-QuickDraw345"
    assert everything(folder) == {k: v for k, v in FILES.items() if k != ".gitattributes"}
    assert MODEL.is_here
    assert paths.downloaded_checkpoints() == [MODEL.name]
    assert [p.name for p in paths.user_models().iterdir()] == [MODEL.name]
    source = json.loads((folder / SOURCE).read_text())
    assert (source["commit"], source["licence"]) == (COMMIT, "apache-2.0")
    total = sum(map(len, everything(folder).values()))
    assert told == sorted(told)
    assert told[-1] == (total, total)
    # The version that was looked up is what is fetched, whatever is published meanwhile.
    assert all(COMMIT in a.path or a.path.startswith(("/cdn/", "/api/")) for a in hub.asked)


def test_safetensors_are_preferred(hub: LocalServer) -> None:
    hub.publish(MODEL.repository, {**FILES, "model.safetensors": b"s" * 1000})
    folder = download(look_up(MODEL))
    assert "pytorch_model.bin" not in everything(folder)
    assert everything(folder)["model.safetensors"] == b"s" * 1000


def test_cancelled_and_taken_up(hub: LocalServer) -> None:
    halt = Halt()
    with pytest.raises(Stopped):
        download(look_up(MODEL), lambda done, _: halt.stop() if done > 100_000 else None, halt)
    assert not MODEL.is_here
    assert not MODEL.folder.exists()
    assert paths.downloaded_checkpoints() == []
    begun = MODEL.bytes_here
    assert 0 < begun < len(WEIGHTS)
    hub.asked.clear()
    download(look_up(MODEL))
    assert everything(MODEL.folder)["pytorch_model.bin"] == WEIGHTS
    (again,) = hub.contents_asked(cdn(hub))
    assert 0 < int(again.range.removeprefix("bytes=").removesuffix("-")) <= begun
    assert not [a for a in hub.asked if a.path.endswith("/config.json")], "it was there already, and checked"


def test_broken_connections(hub: LocalServer) -> None:
    hub.fail(cdn(hub), Fault(cut=100_000), Fault(cut=0), Fault(status=503), Fault(cut=200_000))
    download(look_up(MODEL))
    assert everything(MODEL.folder)["pytorch_model.bin"] == WEIGHTS
    hub.fail(cdn(hub), *(Fault(cut=0) for _ in range(ATTEMPTS)))
    (MODEL.folder / "pytorch_model.bin").unlink()
    with pytest.raises(UserError, match=r"^The connection to 127.0.0.1 broke\.$"):
        download(look_up(MODEL))


def test_a_wrong_checksum_is_thrown_away(hub: LocalServer) -> None:
    listing = look_up(MODEL)
    damaged = bytes([WEIGHTS[0] ^ 1]) + WEIGHTS[1:]
    hub.resources[cdn(hub)] = Resource(damaged, '"x"')
    with pytest.raises(UserError, match=r"^pytorch_model.bin arrived damaged: its checksum is not the one"):
        download(listing)
    assert not MODEL.is_here
    assert not (MODEL.unfinished / "pytorch_model.bin.part").exists()
    hub.resources[cdn(hub)] = Resource(WEIGHTS, '"x"')
    hub.resources[f"/{MODEL.repository}/resolve/{COMMIT}/README.md"] = Resource(b"x" * len(FILES["README.md"]))
    with pytest.raises(UserError, match=r"^README.md arrived damaged"):
        download(listing)


def test_a_beginning_that_was_damaged_is_replaced(hub: LocalServer) -> None:
    halt = Halt()
    with pytest.raises(Stopped):
        download(look_up(MODEL), lambda done, _: halt.stop() if done > 100_000 else None, halt)
    part = MODEL.unfinished / "pytorch_model.bin.part"
    part.write_bytes(bytes(part.stat().st_size))  # as after a crash of the computer
    download(look_up(MODEL))
    assert everything(MODEL.folder)["pytorch_model.bin"] == WEIGHTS


def test_a_new_version_replaces_the_old_one_whole(hub: LocalServer) -> None:
    download(look_up(MODEL))
    newer = {"config.json": b'{"hidden_size": 48}', "model.safetensors": b"n" * 3000}
    hub.publish(MODEL.repository, newer)
    download(look_up(MODEL))
    assert everything(MODEL.folder) == newer


@pytest.mark.parametrize(
    ("status", "complaint"),
    [
        (401, r"^127.0.0.1 refuses WinKawaks/.* \(401\): it asks for a login, and this program never sends one\.$"),
        (403, "asks for a login"),
        (404, r"^127.0.0.1 has no WinKawaks/SketchXAI-Tiny-QuickDraw345 \(404\)\.$"),
        (500, r"error 500"),
    ],
)
def test_refusals_are_one_sentence(hub: LocalServer, status: int, complaint: str) -> None:
    hub.fail(hub.info_path(MODEL.repository), Fault(status=status))
    with pytest.raises(UserError, match=complaint):
        look_up(MODEL)
    listing = look_up(MODEL)
    if status < 500:
        hub.fail(f"/{MODEL.repository}/resolve/{COMMIT}/pytorch_model.bin", Fault())
        hub.fail(cdn(hub), Fault(status=status))
        with pytest.raises(UserError, match=r"127.0.0.1 .*\.$"):
            download(listing)


def test_what_is_not_published_is_named(server: LocalServer) -> None:
    with pytest.raises(UserError, match=r"has no WinKawaks/SketchXAI-Base-QuickDraw30"):
        look_up(PUBLISHED[2])


@pytest.mark.parametrize(
    "content",
    [b"<html>Please log in</html>", b"[]", b"{}", b'{"id": "x/y", "siblings": [{}]}', b'{"id": 5, "siblings": 5}'],
)
def test_a_page_that_asks_for_a_login_is_no_hub(server: LocalServer, content: bytes) -> None:
    server.resources[server.info_path(MODEL.repository)] = Resource(content)
    with pytest.raises(UserError, match=r"^127.0.0.1 (answered with something else|has no weights)"):
        look_up(MODEL)


def test_files_without_checksum_or_of_absurd_size_are_refused(hub: LocalServer) -> None:
    info = hub.resources[hub.info_path(MODEL.repository)]
    said = json.loads(info.content)
    del said["siblings"][2]["blobId"]
    info.content = json.dumps(said).encode()
    with pytest.raises(UserError, match=r"does not say size and checksum of config.json"):
        look_up(MODEL)
    hub.publish(MODEL.repository, {**FILES, "config.json": b" " * 2_000_000})
    with pytest.raises(UserError, match=r"config.json on 127.0.0.1 has 2,000,000 bytes"):
        look_up(MODEL)
    hub.publish(MODEL.repository, {"config.json": b"{}"})
    with pytest.raises(UserError, match=r"has no weights"):
        look_up(MODEL)


def test_without_a_network(monkeypatch: pytest.MonkeyPatch, server: LocalServer) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:1")
    with pytest.raises(UserError, match=r"^127.0.0.1 cannot be reached \(Connection refused\)\. Check the network"):
        look_up(MODEL)
    monkeypatch.setenv("HF_ENDPOINT", "nonsense")
    with pytest.raises(UserError, match=r"^HF_ENDPOINT is no address: nonsense\."):
        look_up(MODEL)


def test_file_names_of_the_hub_never_become_paths(hub: LocalServer, tmp_path: Path) -> None:
    hub.publish(
        MODEL.repository, {**FILES, "../../../evil.bin": b"x", "/etc/evil": b"y", "sub/model.safetensors": b"z"}
    )
    assert {f.name for f in look_up(MODEL).files} == {"config.json", "pytorch_model.bin", "README.md"}


def test_here_means_complete(hub: LocalServer) -> None:
    download(look_up(MODEL))
    (MODEL.folder / "pytorch_model.bin").write_bytes(b"short")
    assert not MODEL.is_here
    for note in ("[]", "{", '{"files": {"../x": 1}}', '{"files": {"config.json": 20}}'):
        (MODEL.folder / SOURCE).write_text(note)
        assert not MODEL.is_here
    assert not Published("nothing", "a/b", "Tiny", 3).is_here
