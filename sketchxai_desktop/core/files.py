"""Files are replaced whole or not at all."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path

from sketchxai_desktop.core.errors import UserError


@contextlib.contextmanager
def atomic_path(path: Path) -> Iterator[Path]:
    """A temporary path beside `path` that takes its place when the block ends without an exception.

    Until then, and if anything fails, whatever stood at `path` stays untouched. A symbolic link is followed:
    the file it points to is replaced. An existing file keeps its permission bits.

    Raises:
        UserError: the folder or the file cannot be written to, or the disk is full.
    """
    path = Path(path)
    temporary: Path | None = None
    try:
        target = Path(os.path.realpath(path))
        mode = _mode_of(target)
        # A short name of its own: the file's name may already be as long as the file system allows.
        temporary = target.with_name(f".{secrets.token_hex(8)}.part")
        yield temporary
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        # Some writers make files that only their owner may read; a new file gets what the user's umask allows.
        temporary.chmod(mode if mode is not None else 0o666 & ~_umask())
        os.replace(temporary, target)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UserError(f"Could not write {path}: {reason}. Nothing was changed; choose another folder.") from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)


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
        raise IsADirectoryError(0, "it is a folder")
    if not stat.S_ISREG(mode):
        # Replacing /dev/null by a file would break the system it happens on.
        raise OSError(0, "it is not a regular file")
    if not os.access(target, os.W_OK):
        raise PermissionError(0, "it is read-only")
    return stat.S_IMODE(mode)
