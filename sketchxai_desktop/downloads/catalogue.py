"""The checkpoints that the authors have published, and which of them are here. Asks nobody."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from pathlib import Path

from sketchxai_desktop import paths
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.sentences import Sentence
from sketchxai_desktop.downloads.part import read_note

CONFIG = "config.json"
#: What the weights may be called, best first: the first kind cannot hold code.
WEIGHTS = ("model.safetensors", "pytorch_model.bin")
CARD = "README.md"
#: Where a downloaded checkpoint came from; `core.checkpoint_summary` reads it.
SOURCE = "source.json"


@dataclass(frozen=True)
class Published:
    """A checkpoint on the hub.

    Attributes:
        name: of its folder here, and what the user calls it.
        repository: "owner/name" on the hub.
        size: "Tiny" or "Base"; categories: how many.
    """

    name: str
    repository: str
    size: str
    categories: int

    @property
    def title(self) -> str:
        """As in "SketchXAINet-Tiny, 345 categories"."""
        return f"SketchXAINet-{self.size}, {self.categories} categories"

    @property
    def folder(self) -> Path:
        """Where it is, or will be."""
        return paths.user_models() / self.name

    @property
    def is_here(self) -> bool:
        """All files are there with the sizes they had when they were checked."""
        files = read_note(self.folder / SOURCE).get("files")
        if not isinstance(files, dict) or CONFIG not in files or not set(WEIGHTS) & set(files):
            return False
        known = (CONFIG, CARD, *WEIGHTS)
        return all(name in known and _size(self.folder / name) == size for name, size in files.items())

    @property
    def bytes_here(self) -> int:
        """Of a download that was cut short."""
        return sum(_size(file) or 0 for file in self.unfinished.glob("*") if file.suffix != ".json")

    @property
    def unfinished(self) -> Path:
        """Folder of a download that is not complete."""
        return paths.user_models() / f".{self.name}.part"


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None


_OWNER = "WinKawaks"


def _published(size: str, categories: int) -> Published:
    name = f"SketchXAI-{size}-QuickDraw{categories}"
    return Published(name, f"{_OWNER}/{name}", size, categories)


PUBLISHED: tuple[Published, ...] = (_published("Tiny", 345), _published("Base", 345), _published("Base", 30))


def published(name: str) -> Published:
    """The checkpoint of that name; owner and "SketchXAI-" may be left out, case does not matter.

    Raises:
        UserError: there is none; the message suggests near names.
    """
    wanted = _short(name)
    for model in PUBLISHED:
        if _short(model.name) == wanted:
            return model
    near = difflib.get_close_matches(wanted, [_short(m.name) for m in PUBLISHED], n=1)
    if near:
        hint = Sentence("Did you mean {names}?", names=next(m.name for m in PUBLISHED if _short(m.name) == near[0]))
    else:
        hint = Sentence("There are {names}.", names=", ".join(m.name for m in PUBLISHED))
    raise UserError('No checkpoint "{name}" is published. {hint}', name=name, hint=hint)


def _short(name: str) -> str:
    return name.strip().casefold().removeprefix(_OWNER.casefold() + "/").removeprefix("sketchxai-")
