"""Files are replaced whole or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import time
from collections.abc import Iterator
from pathlib import Path

from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.sentences import Sentence, reason_of

#: Names of files that are not finished.
_UNFINISHED = f".{'[0-9a-f]' * 16}.part"
#: Seconds without a change after which nobody writes to such a file any more.
_LEFT_AFTER = 3600.0


def file_name_for(word: str | None) -> str:
    """A word of a drawing as a file's name without ending; whatever it may be, it leads to no other folder."""
    kept = "".join(c for c in word or "" if c.isalnum() or c in " -_").strip()
    return kept[:60].strip() or "sketch"


@contextlib.contextmanager
def atomic_path(path: Path) -> Iterator[Path]:
    """A temporary path beside `path` that takes its place when the block ends without an exception.

    Until then, and if anything fails, whatever stood at `path` stays untouched. A symbolic link is followed:
    the file it points to is replaced. An existing file keeps its permission bits. What a killed process had left
    unfinished in that folder an hour or more ago is taken away.

    Raises:
        UserError: the folder or the file cannot be written to, or the disk is full.
    """
    path = Path(path)
    temporary: Path | None = None
    try:
        target = Path(os.path.realpath(path))
        mode = _mode_of(target)
        # A short name of its own: the file's name may already be as long as the file system allows.
        temporary = target.with_name(f".{os.urandom(8).hex()}.part")
        forget_unfinished(target.parent)
        yield temporary
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        # Some writers make files that only their owner may read; a new file gets what the user's umask allows.
        temporary.chmod(mode if mode is not None else 0o666 & ~_umask())
        os.replace(temporary, target)
    except OSError as error:
        raise UserError(
            "Could not write {path}: {reason}. Nothing was changed; choose another folder.",
            path=path,
            reason=reason_of(error),
        ) from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)


def forget_unfinished(folder: Path, pattern: str = _UNFINISHED, unchanged_for: float = _LEFT_AFTER) -> None:
    """Remove what killed processes had begun to write.

    Args:
        pattern: of the names of files, or of folders of files.
        unchanged_for: seconds. A younger one may be in work, by another process or on another machine.
    """
    until = time.time() - unchanged_for
    with contextlib.suppress(OSError):
        for path in folder.glob(pattern):
            with contextlib.suppress(OSError):
                parts = [path, *path.rglob("*")] if path.is_dir() else [path]
                if max(part.stat().st_mtime for part in parts) < until:
                    shutil.rmtree(path) if path.is_dir() else path.unlink()


def _umask() -> int:
    """The process's umask, which can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _mode_of(target: Path) -> int | None:
    """Permission bits of an existing file, None if there is none.

    Raises:
        OSError: it must not be replaced.
    """
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(0, Sentence("it is a folder"))
    if not stat.S_ISREG(mode):
        # Replacing /dev/null by a file would break the system it happens on.
        raise OSError(0, Sentence("it is not a regular file"))
    if not os.access(target, os.W_OK):
        raise PermissionError(0, Sentence("it is read-only"))
    return stat.S_IMODE(mode)
