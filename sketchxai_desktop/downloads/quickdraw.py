"""Drawings from Google's public bucket: whole categories or the first so many drawings of each."""

from __future__ import annotations

import base64
import difflib
import hashlib
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import quote, urlsplit

import httpx2
import orjson

from sketchxai_desktop.core.categories import PAPER_30, quickdraw_345
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.files import atomic_path
from sketchxai_desktop.core.sentences import Sentence, either
from sketchxai_desktop.downloads.part import Part, read_note, writing
from sketchxai_desktop.downloads.transfer import Halt, address_from, fetch

Form = Literal["simplified", "raw"]
FORMS: tuple[Form, ...] = ("simplified", "raw")
#: Set it to fetch from a mirror of the bucket.
BASE_VARIABLE = "SKETCHXAI_QUICKDRAW_URL"
_BUCKET = "https://storage.googleapis.com/quickdraw_dataset/full"
ATTRIBUTION_FILE = "ATTRIBUTION.txt"
ATTRIBUTION = (
    "The Quick, Draw! Dataset, made available by Google, Inc. under the Creative Commons Attribution 4.0 "
    "International license (CC BY 4.0), https://creativecommons.org/licenses/by/4.0/. "
    "Source: https://github.com/googlecreativelab/quickdraw-dataset."
)
_READ = 1024 * 1024
_LONGEST_LINE = 16 * 1024 * 1024

#: Told (drawings there, bytes there, bytes of the whole file if known).
DrawingProgress = Callable[[int, int, int | None], None]


@dataclass(frozen=True)
class Fetched:
    """What became of one category.

    Attributes:
        path: the file; drawings: how many it holds; complete: whether these are all that there are;
        new: drawings that were not there before.
    """

    path: Path
    drawings: int
    complete: bool
    new: int


def base_url() -> str:
    """Of the bucket or a mirror. Raises UserError if that is no address."""
    return address_from(BASE_VARIABLE, _BUCKET)


def known_categories(text: str) -> tuple[str, ...]:
    """From "cat,dog", "paper-30" or "all"; case does not matter.

    Raises:
        UserError: one is none of the 345; the message suggests near names.
    """
    names = {name.casefold(): name for name in quickdraw_345()}
    if text.strip().casefold() == "all":
        return tuple(names.values())
    if text.strip().casefold() == "paper-30":
        return PAPER_30
    chosen: dict[str, None] = {}
    for part in (p.strip() for p in text.split(",")):
        if not part:
            continue
        name = names.get(part.casefold().replace("_", " "))
        if name is None:
            near = difflib.get_close_matches(part.casefold(), names, n=3)
            hint = Sentence(" Did you mean {names}?", names=either([names[n] for n in near])) if near else ""
            raise UserError('Quick, Draw! has no category "{part}".{hint}', part=part, hint=hint)
        chosen[name] = None
    if not chosen:
        raise UserError("Name at least one category, such as cat,dog.")
    return tuple(chosen)


def get_category(
    client: httpx2.Client,
    category: str,
    form: Form,
    folder: Path,
    limit: int | None = None,
    progress: DrawingProgress = lambda _drawings, _done, _total: None,
    halt: Halt | None = None,
) -> Fetched:
    """Fetch `folder`/`category`.ndjson; goes on with what an earlier call has left, or adds to what it has finished.

    Args:
        category: one of the 345.
        limit: drawings, from the beginning of the file; None: all.

    Raises:
        Stopped: by `halt`; what has arrived is kept.
        UserError: it cannot be had, or a file that is not ours stands in the way; says why.
    """
    if category not in quickdraw_345():
        raise UserError('Quick, Draw! has no category "{category}".', category=category)
    url = f"{base_url()}/{form}/{quote(category)}.ndjson"
    part = Part(folder / f"{category}.ndjson")
    with part.locked():
        return _Category(part, url, form, limit, progress).get(client, halt or Halt())


class _Category:
    """One file on its way."""

    def __init__(self, part: Part, url: str, form: Form, limit: int | None, progress: DrawingProgress) -> None:
        self.part, self.url, self.form, self.limit, self.progress = part, url, form, limit, progress
        self.target = part.target
        self._note = self.target.with_name(self.target.name + ".source.json")
        self._drawings = self._counted = 0  # in so many bytes
        self._beginning = b""  # up to the first line's end
        self._md5 = ""

    def get(self, client: httpx2.Client, halt: Halt) -> Fetched:
        before = 0
        if self.target.exists():
            here = self._finished_before()
            if here.complete or (self.limit is not None and here.drawings >= self.limit):
                return here
            before = here.drawings
            if self.part.size < self.target.stat().st_size:
                self.part.begin_with(self.url, self._version_before(), self.target)
        self._count()
        if self.limit is not None and self._drawings >= self.limit and self.part.version_of(self.url):
            complete = False
        else:
            complete = fetch(
                client,
                self.url,
                self.part,
                enough=self._enough,
                begun=self._begun,
                progress=lambda done, total: self.progress(self._drawings, done, total),
                halt=halt,
            )
        self._trim(complete)
        if complete:
            self._look_at_beginning(b"", last=True)
            self._require_checksum()
        version = self.part.version_of(self.url)
        self.part.land()
        self._write_note(version, complete)
        return Fetched(self.target, self._drawings, complete, max(0, self._drawings - before))

    def _finished_before(self) -> Fetched:
        """Raises UserError if the file that is there is not what an earlier call has put there."""
        note = read_note(self._note)
        size, drawings = note.get("bytes"), note.get("drawings")
        if size != self.target.stat().st_size or type(drawings) is not int:
            raise UserError(
                "{path} is there already, and it is not, or no longer, what was downloaded. Move it away, or choose "
                "another folder with --out.",
                path=self.target,
            )
        if note.get("form") != self.form:
            raise UserError(
                "{path} holds {kept} drawings, not {form} ones. Choose another folder with --out.",
                path=self.target,
                kept=note.get("form"),
                form=self.form,
            )
        return Fetched(self.target, drawings, note.get("complete") is True, 0)

    def _version_before(self) -> str:
        note = read_note(self._note)
        return str(note.get("version", "")) if note.get("url") == self.url else ""

    def _begun(self, there: int, total: int | None, headers: Mapping[str, str]) -> None:
        if total is not None and self.limit is None:
            self.part.require_room(total - there)
        if not there:
            self._beginning, self._drawings = b"", 0
        elif there != self._counted:
            self._count()
        self._md5 = _md5_in(headers)

    def _count(self) -> None:
        """Drawings in what is there."""
        self._drawings, self._counted, self._beginning = 0, self.part.size, b""
        if not self._counted:
            return
        with writing(self.part.path), self.part.path.open("rb") as file:
            while chunk := file.read(_READ):
                self._look_at_beginning(chunk)
                self._drawings += chunk.count(b"\n")

    def _enough(self, chunk: bytes) -> int | None:
        self._look_at_beginning(chunk)
        lines = chunk.count(b"\n")
        missing = None if self.limit is None else self.limit - self._drawings
        if missing is None or lines < missing:
            self._drawings += lines
            self._counted += len(chunk)
            return None
        end = -1
        for _ in range(missing):
            end = chunk.index(b"\n", end + 1)
        self._drawings += missing
        return end + 1

    def _look_at_beginning(self, chunk: bytes, *, last: bool = False) -> None:
        """Networks that want a login answer every request with a page; such a page must not become a file.

        Raises:
            UserError: the first line is no drawing.
        """
        if b"\n" in self._beginning:
            return
        self._beginning += chunk[:_LONGEST_LINE]
        line, newline, _ = self._beginning.partition(b"\n")
        if not (newline or last) and len(line) < _LONGEST_LINE and line[:1] == b"{":
            return
        try:
            drawing = orjson.loads(line)
        except orjson.JSONDecodeError:
            drawing = None
        if not isinstance(drawing, dict) or not isinstance(drawing.get("drawing"), list):
            self.part.discard()
            raise UserError(
                "{host} sent something else than drawings for {category}. Networks that ask for a login in the "
                "browser do that.",
                host=urlsplit(self.url).hostname,
                category=self.target.stem,
            )
        self._beginning = b"\n"

    def _trim(self, complete: bool) -> None:
        """A part that already held more drawings than are wanted now ends after the last wanted one."""
        if self.limit is not None and self._drawings > self.limit:
            left = self.limit
            with writing(self.part.path), self.part.path.open("rb+") as file:
                while left:
                    file.readline()
                    left -= 1
                file.truncate(file.tell())
            self._drawings = self.limit
        if not complete:
            return
        with writing(self.part.path), self.part.path.open("rb") as file:
            if self.part.size:
                file.seek(-1, os.SEEK_END)
                self._drawings += file.read(1) != b"\n"

    def _require_checksum(self) -> None:
        if not self._md5:
            return
        with writing(self.part.path), self.part.path.open("rb") as file:
            found = hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()
        if found != self._md5:
            self.part.discard()
            raise UserError(
                "{file} arrived damaged: its checksum is not the one that {host} publishes. It was thrown away; try "
                "again.",
                file=self.target.name,
                host=urlsplit(self.url).hostname,
            )

    def _write_note(self, version: str, complete: bool) -> None:
        note = {
            "url": self.url,
            "version": version,
            "form": self.form,
            "drawings": self._drawings,
            "complete": complete,
            "bytes": self.target.stat().st_size,
            "attribution": ATTRIBUTION,
        }
        with writing(self._note):
            self._note.write_text(json.dumps(note, indent=1), encoding="utf-8")


def _md5_in(headers: Mapping[str, str]) -> str:
    """Hexadecimal, of "x-goog-hash: crc32c=...,md5=..."; "" if there is none."""
    for part in headers.get("x-goog-hash", "").split(","):
        kind, _, value = part.strip().partition("=")
        if kind == "md5":
            try:
                return base64.b64decode(value, validate=True).hex()
            except ValueError:
                return ""
    return ""


def write_attribution(folder: Path) -> None:
    """Say beside the drawings whose they are.

    Raises:
        UserError: the folder cannot be written to.
    """
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with atomic_path(folder / ATTRIBUTION_FILE) as temporary:
        temporary.write_text(ATTRIBUTION + "\n", encoding="utf-8")
