"""What a PyTorch file says of its weights, checked before torch builds anything.

torch's restricted unpickler runs no code of the file, but it fills any amount of memory that the file names
(`bytearray(2**40)`, a storage of any size) and hashes nested tuples, which takes forever. Here the same program is
carried out with stand-ins, and only what weights are made of is let through.
"""

from __future__ import annotations

import io
import pickle
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sketchxai_desktop.core.safe_unpickle import HostilePickleError, limited_load

#: Bytes of the program, and its operations: each of a thousand tensors takes about 40.
_MAX_BYTES, _MAX_OPERATIONS = 16_000_000, 1_000_000
_MOST_NESTED = 50
_ZIP_MAGIC = b"PK\x03\x04"
#: How files from before PyTorch 1.6 begin.
_OLD_MAGIC = 0x1950A86A20F9469CFC6C
_ITEM_BYTES = {
    **dict.fromkeys(("Double", "Long", "ComplexFloat"), 8),
    **dict.fromkeys(("Float", "Int"), 4),
    **dict.fromkeys(("Half", "BFloat16", "Short"), 2),
    **dict.fromkeys(("Byte", "Char", "Bool"), 1),
}


class HostileWeightsError(HostilePickleError):
    """The file asks for something other than named weights. ``str(error)`` names it."""


class _Name:
    """In place of a class or function that the file names."""

    def __init__(self, name: str) -> None:
        self.name = name


class _Thing:
    """In place of what that would have made; nothing is ever asked of it."""


class _Dictionary(_Thing):
    """In place of an OrderedDict."""


_CALLABLE = {
    "collections.OrderedDict": _Dictionary,
    "torch._utils._rebuild_tensor": _Thing,
    "torch._utils._rebuild_tensor_v2": _Thing,
    "torch._utils._rebuild_parameter": _Thing,
}
_STORAGES = {f"torch.{kind}Storage": size for kind, size in _ITEM_BYTES.items()}


def _word(value: Any) -> str:
    # Old files hold texts as bytes. Never str(value): see `_push`.
    text = value.decode("latin-1") if isinstance(value, bytes) else value
    if not isinstance(text, str):
        raise HostileWeightsError("a name that is no text")
    return text


_Base: Any = pickle._Unpickler  # type: ignore[attr-defined,unused-ignore]


def _by_code(handlers: Any) -> dict[int, Any]:
    """Handlers by the number of their operation; the inherited ones where only operations are given."""
    if isinstance(handlers, dict):
        return {code[0]: handler for code, handler in handlers.items()}
    return {code[0]: _Base.dispatch[code[0]] for code in handlers}


class _Checker(_Base):  # type: ignore[misc]
    """Carries out a pickle with stand-ins. `limit` says how many bytes a storage of a key may have."""

    def __init__(self, stream: io.BytesIO, limit: Callable[[str], int]) -> None:
        super().__init__(stream, encoding="latin1")
        self._limit = limit
        #: Bytes of the storages, by key.
        self.claimed: dict[str, int] = {}

    def find_class(self, module: str, name: str) -> _Name:
        whole = f"{module}.{name}"
        if whole not in _CALLABLE and whole not in _STORAGES:
            raise HostileWeightsError(whole[:100])
        return _Name(whole)

    def persistent_load(self, pid: Any) -> _Thing:
        # ("storage", type, key, device, numbers), and in old files a view or None behind them
        if not (isinstance(pid, tuple) and len(pid) in (5, 6) and _word(pid[0]) == "storage"):
            raise HostileWeightsError("something else than numbers")
        kind, key, count = pid[1], _word(pid[2]), pid[4]
        if not isinstance(kind, _Name) or kind.name not in _STORAGES or type(count) is not int or count < 0:
            raise HostileWeightsError("numbers of an unknown type")
        size = count * _STORAGES[kind.name]
        if size > self._limit(key):
            raise HostileWeightsError("more numbers than the file holds")
        self.claimed[key] = size
        return _Thing()

    def load(self) -> Any:
        return limited_load(self, _MAX_OPERATIONS)

    # Operations ------------------------------------------------------------------------------------------

    def _reduce(self) -> None:
        self.stack.pop()
        name = self.stack[-1]
        if not isinstance(name, _Name) or name.name not in _CALLABLE:
            raise HostileWeightsError("a call of something that is no function")
        self.stack[-1] = _CALLABLE[name.name]()

    def _build(self) -> None:
        self.stack.pop()
        if not isinstance(self.stack[-1], _Thing):
            raise HostileWeightsError("an object with a state of its own")

    def _set_items(self) -> None:
        items = self.pop_mark()
        self._set(items)

    def _set_item(self) -> None:
        value, key = self.stack.pop(), self.stack.pop()
        self._set([key, value])

    def _set(self, items: list[Any]) -> None:
        if not isinstance(self.stack[-1], dict | _Dictionary):
            raise HostileWeightsError("entries of something that is no dictionary")
        # Hashing tuples of tuples takes forever.
        if len(items) % 2 or not all(isinstance(key, str | bytes | int | float) for key in items[::2]):
            raise HostileWeightsError("names that are no texts")

    def _append(self) -> None:
        self.stack.pop()
        self._require_list()

    def _appends(self) -> None:
        self.pop_mark()
        self._require_list()

    def _require_list(self) -> None:
        if not isinstance(self.stack[-1], list):
            raise HostileWeightsError("entries of something that is no list")

    def _tuple(self) -> None:
        items = tuple(self.pop_mark())
        self._push(items)

    def _tuple_of(self, count: int) -> None:
        items = tuple(self.stack[-count:])
        del self.stack[-count:]
        self._push(items)

    def _push(self, items: tuple[Any, ...]) -> None:
        # Tuples in tuples in tuples: fifty bytes can make a million million million of them.
        if any(isinstance(part, tuple) for item in items if isinstance(item, tuple) for part in item):
            raise HostileWeightsError("far too many things in one another")
        self.append(items)

    def _mark(self) -> None:
        _Base.load_mark(self)
        if len(self.metastack) > _MOST_NESTED:
            raise HostileWeightsError("far too many things in one another")

    def _nothing(self) -> None:
        raise HostileWeightsError("objects")

    # What torch's own unpickler knows, and no more.
    _known = (
        *(pickle.PROTO, pickle.STOP, pickle.MARK, pickle.GLOBAL, pickle.REDUCE, pickle.BUILD, pickle.BINPERSID),
        *(pickle.APPEND, pickle.APPENDS, pickle.SETITEM, pickle.SETITEMS, pickle.TUPLE, pickle.TUPLE1, pickle.TUPLE2),
        *(pickle.TUPLE3, pickle.NONE, pickle.NEWFALSE, pickle.NEWTRUE, pickle.EMPTY_TUPLE, pickle.EMPTY_LIST),
        *(pickle.EMPTY_DICT, pickle.BININT, pickle.BININT1, pickle.BININT2, pickle.BINFLOAT, pickle.BINUNICODE),
        *(pickle.SHORT_BINSTRING, pickle.BINGET, pickle.LONG_BINGET, pickle.BINPUT, pickle.LONG_BINPUT, pickle.LONG1),
    )
    _own = {  # noqa: RUF012
        pickle.REDUCE: _reduce,
        pickle.BUILD: _build,
        pickle.SETITEM: _set_item,
        pickle.SETITEMS: _set_items,
        pickle.APPEND: _append,
        pickle.APPENDS: _appends,
        pickle.MARK: _mark,
        pickle.TUPLE: _tuple,
        pickle.TUPLE1: lambda self: self._tuple_of(1),
        pickle.TUPLE2: lambda self: self._tuple_of(2),
        pickle.TUPLE3: lambda self: self._tuple_of(3),
    }
    dispatch = {  # noqa: RUF012
        **dict.fromkeys(range(256), _nothing),
        **_by_code(_known),
        **_by_code(_own),
    }


def require_weights(path: Path) -> None:
    """Look through a file that `torch.load` is to read.

    Raises:
        OSError: it cannot be read.
        HostileWeightsError: it asks for something other than named weights, or for more than it holds.
        ValueError: it is damaged.
    """
    with path.open("rb") as file:
        size = file.seek(0, io.SEEK_END)
        file.seek(0)
        head = file.read(_MAX_BYTES)
    try:
        if head.startswith(_ZIP_MAGIC):
            with zipfile.ZipFile(path) as archive:
                _check_archive(archive)
        else:
            _check_old(io.BytesIO(head), size)
    except (OSError, HostilePickleError):
        raise
    except Exception as error:
        # Damaged bytes can make archives and unpicklers raise nearly anything.
        raise ValueError(f"it is damaged ({type(error).__name__})") from error


def _check_archive(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    names = [entry.filename.casefold() for entry in entries]
    programs = [entry for entry in entries if entry.filename.casefold().endswith("data.pkl")]
    # torch reads archives with a library of its own: nothing that two readers could understand in two ways.
    if len(set(names)) < len(names) or len(programs) != 1 or archive.comment or min(e.header_offset for e in entries):
        raise HostileWeightsError("an archive that can be read in two ways")
    if any(entry.compress_type != zipfile.ZIP_STORED for entry in entries):
        raise HostileWeightsError("compressed content, which PyTorch's own files never have")
    program = programs[0]
    folder, _, rest = program.filename.rpartition("/")
    if program.file_size > _MAX_BYTES or "/" in folder or rest != "data.pkl":
        raise HostileWeightsError("a program that is no list of weights")
    sizes = {entry.filename: entry.file_size for entry in entries}
    _Checker(io.BytesIO(archive.read(program)), lambda key: sizes.get(f"{folder}/data/{key}", 0)).load()


def _check_old(stream: io.BytesIO, size: int) -> None:
    """Magic number, version, facts on the system, the weights, keys of their storages; then the numbers."""
    checkers = [_Checker(stream, lambda _key: size) for _ in range(5)]
    magic, _, _, _, keys = (checker.load() for checker in checkers)
    if type(magic) is not int or magic != _OLD_MAGIC:
        raise ValueError("it does not begin as PyTorch's files do")
    if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
        raise HostileWeightsError("numbers without keys")
    if sum(checkers[3].claimed.values()) > size:
        raise HostileWeightsError("more numbers than the file holds")
