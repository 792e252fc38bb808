"""Published checkpoints from the Hugging Face hub: what there is, and fetching it whole, checked, or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import httpx2

from sketchxai_desktop import __version__, paths
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.downloads.catalogue import CARD, CONFIG, SOURCE, WEIGHTS, Published
from sketchxai_desktop.downloads.part import Part, writing
from sketchxai_desktop.downloads.transfer import Halt, address_from, explain, fetch, open_client, refuse

_HUB = "https://huggingface.co"
_PATIENCE = 20.0
#: A configuration or a card larger than this is none.
_MAX_TEXT = 1_000_000


@dataclass(frozen=True)
class RemoteFile:
    """A file of a repository.

    Attributes:
        name: one of those that a checkpoint is made of; never taken from the hub.
        size: bytes. kind, checksum: "sha256" of the content, or "git", the SHA-1 that git calls the content by.
    """

    name: str
    size: int
    kind: str
    checksum: str


@dataclass(frozen=True)
class Listing:
    """What the hub says of a checkpoint.

    Attributes:
        commit: the version; files: what is needed of it; licence: "" if none is stated; page: to read about it.
    """

    model: Published
    commit: str
    files: tuple[RemoteFile, ...]
    licence: str
    page: str

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)


def endpoint() -> str:
    """The hub, or the mirror that HF_ENDPOINT names. Raises UserError if that is no address."""
    return address_from("HF_ENDPOINT", _HUB)


def look_up(model: Published) -> Listing:
    """Ask the hub for version, files, checksums and licence.

    Raises:
        UserError: it cannot be reached or does not answer as a hub.
    """
    from huggingface_hub.errors import HfHubHTTPError, OfflineModeIsEnabled
    from huggingface_hub.hf_api import HfApi

    hub = endpoint()
    host = urlsplit(hub).hostname or hub
    # Published checkpoints are for everybody: a token that may be stored on this computer is not sent.
    api = HfApi(endpoint=hub, library_name="sketchxai-desktop", library_version=__version__, token=False)
    try:
        info = api.model_info(model.repository, revision="main", files_metadata=True, timeout=_PATIENCE)
    except OfflineModeIsEnabled:
        raise UserError("The hub is not asked, because HF_HUB_OFFLINE is set; unset it to download.") from None
    except HfHubHTTPError as error:
        refuse(error.response.status_code, host, model.repository)
    except httpx2.HTTPError as error:
        raise UserError("{reason}.", reason=explain(error, hub)) from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise UserError(
            "{host} answered with something else than a description of {repository}. Networks that ask for a "
            "login in the browser do that.",
            host=host,
            repository=model.repository,
        ) from error
    return Listing(model, str(info.sha or ""), _files(info, host), _licence(info), f"{hub}/{model.repository}")


def _files(info: Any, host: str) -> tuple[RemoteFile, ...]:
    known = {sibling.rfilename: sibling for sibling in info.siblings or ()}
    weights = next((name for name in WEIGHTS if name in known), None)
    if weights is None or CONFIG not in known:
        raise UserError(
            "{host} has no weights with a {config} in {repository}.", host=host, config=CONFIG, repository=info.id
        )
    wanted = [CONFIG, weights, *([CARD] if CARD in known else [])]
    return tuple(_remote_file(known[name], host) for name in wanted)


def _remote_file(sibling: Any, host: str) -> RemoteFile:
    sha256 = getattr(sibling.lfs, "sha256", None)
    checksum = sha256 or sibling.blob_id
    size = getattr(sibling.lfs, "size", None) or sibling.size
    if not isinstance(checksum, str) or type(size) is not int or size < 0:
        raise UserError(
            "{host} does not say size and checksum of {file}, so it cannot be checked.",
            host=host,
            file=sibling.rfilename,
        )
    if sibling.rfilename in (CONFIG, CARD) and size > _MAX_TEXT:
        raise UserError(
            "{file} on {host} has {size:,} bytes, too many for what it should be.",
            file=sibling.rfilename,
            host=host,
            size=size,
        )
    return RemoteFile(sibling.rfilename, size, "sha256" if sha256 else "git", checksum)


def _licence(info: Any) -> str:
    stated = getattr(info.card_data, "license", None) if info.card_data is not None else None
    if isinstance(stated, str):
        return stated
    tags = [tag for tag in info.tags or () if isinstance(tag, str)]
    return next((tag.removeprefix("license:") for tag in tags if tag.startswith("license:")), "")


def download(
    listing: Listing, progress: Callable[[int, int], None] = lambda _done, _total: None, halt: Halt | None = None
) -> Path:
    """Fetch what `look_up` found into the user's folder of models; goes on with what an earlier call has left.

    Args:
        progress: told (bytes there, bytes of all files).

    Returns:
        The folder. It appears when every file is there and has the checksum that the hub publishes.

    Raises:
        Stopped: by `halt`; what has arrived is kept.
        UserError: it cannot be had; says why.
    """
    model, halt = listing.model, halt or Halt()
    folder = model.unfinished
    whole = Part(paths.user_models() / model.name)  # its lock guards the folder
    with whole.locked(), open_client() as client:
        with writing(folder):
            folder.mkdir(parents=True, exist_ok=True)
        done = 0
        for file in listing.files:
            before = done

            def tell(there: int, _total: int | None, before: int = before) -> None:
                progress(before + there, listing.size)

            _fetch_checked(client, listing, file, folder, tell, halt)
            done += file.size
            progress(done, listing.size)
        sizes = {file.name: file.size for file in listing.files}
        source = {
            "repository": model.repository,
            "commit": listing.commit,
            "page": listing.page,
            "licence": listing.licence,
            "files": sizes,
        }
        with writing(folder):
            (folder / SOURCE).write_text(json.dumps(source, indent=1), encoding="utf-8")
            _drop_others(folder, {SOURCE, *sizes})
            _replace_folder(folder, model.folder)
    return model.folder


def _fetch_checked(
    client: httpx2.Client,
    listing: Listing,
    file: RemoteFile,
    folder: Path,
    progress: Callable[[int, int | None], None],
    halt: Halt,
) -> None:
    target = folder / file.name
    if target.is_file() and target.stat().st_size == file.size and _checksum(target, file.kind) == file.checksum:
        return
    part = Part(target)
    url = f"{endpoint()}/{listing.model.repository}/resolve/{quote(listing.commit or 'main')}/{file.name}"
    part.require_room(file.size - part.size)
    resumed = part.size > 0
    while True:
        fetch(client, url, part, version=file.checksum, size=file.size, progress=progress, halt=halt)
        if part.size == file.size and _checksum(part.path, file.kind) == file.checksum:
            part.land()
            return
        part.discard()
        if not resumed:
            raise UserError(
                "{file} arrived damaged: its checksum is not the one that {host} publishes. It was thrown away; try "
                "again.",
                file=file.name,
                host=urlsplit(url).hostname,
            )
        resumed = False  # the beginning may be what was damaged, by a crash for example


def _checksum(path: Path, kind: str) -> str:
    with writing(path), path.open("rb") as file:
        if kind == "sha256":
            return hashlib.file_digest(file, "sha256").hexdigest()
        content = file.read()
    # What git calls a file by; it guards against accidents, which is all that it is used for here.
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def _drop_others(folder: Path, keep: set[str]) -> None:
    """Left from another version: weights in the other format would be taken for these."""
    for path in folder.iterdir():
        if path.name not in keep and path.is_file():
            path.unlink()


def _replace_folder(new: Path, target: Path) -> None:
    """An older version steps aside first: a folder that has content cannot be replaced."""
    old = target.with_name(f".{target.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    with suppress(FileNotFoundError):
        os.replace(target, old)
    os.replace(new, target)
    shutil.rmtree(old, ignore_errors=True)
