"""Unpickle NumPy arrays of arrays without running anything that the file asks for.

A pickle is a program. Here it can build numbers, texts, lists, tuples and the three stand-ins below, and
nothing else: NumPy itself is never called with what the file says before that was checked.
"""

from __future__ import annotations

import io
import pickle
from typing import Any

import numpy as np
import numpy.typing as npt

from sketchxai_desktop.core.sentences import Sentence, SentenceError

#: Numbers in one array; a drawing has some hundreds.
MAX_NUMBERS = 30_000_000
#: Operations of one pickle; a drawing takes about 25. Each can take a hundred bytes of memory for its one in the file.
MAX_OPERATIONS = 20_000_000
_KINDS = ("i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "b1")


class HostilePickleError(SentenceError, ValueError):
    """The pickle asks for something other than arrays of numbers. ``str(error)`` names it."""


class StandInType:
    """In place of numpy.dtype: a type of numbers or "O"."""

    def __init__(self, name: Any = "", *_options: Any) -> None:
        text = _text(name)
        self.order = text[0] if text[:1] in tuple("<>|=") else "="
        self.name = text.lstrip("<>|=")
        if self.name not in (*_KINDS, "O", "O4", "O8"):
            raise HostilePickleError("an array of type {name!r}", name=text[:40])

    def restore(self, state: Any) -> None:
        """Take the byte order from the state that NumPy stored."""
        order = _text(state[1])
        if order not in tuple("<>|="):
            raise HostilePickleError("an unknown byte order")
        self.order = order

    @property
    def holds_objects(self) -> bool:
        return self.name.startswith("O")


def _text(value: Any) -> str:
    # Never str(value): a few bytes can nest tuples so that printing them takes forever.
    if not isinstance(value, str | bytes):
        raise HostilePickleError("an array that describes itself wrongly")
    return value.decode("latin-1") if isinstance(value, bytes) else value


class StandInArray:
    """In place of numpy.ndarray. `value` is an array of numbers, or a list for an array of objects."""

    def __init__(self) -> None:
        self.value: Any = None
        self.shape: tuple[int, ...] = ()

    def restore(self, state: Any) -> None:
        """Take the content that NumPy stored: (version, shape, type, columns first, data)."""
        shape, kind, columns_first, data = state[-4:]
        self._set(data, kind, shape, "F" if columns_first else "C")

    def _set(self, data: Any, kind: Any, shape: Any, order: str) -> None:
        if not (isinstance(kind, StandInType) and isinstance(shape, tuple)):
            raise HostilePickleError("an array that describes itself wrongly")
        if len(shape) > 4 or not all(type(n) is int and 0 <= n <= MAX_NUMBERS for n in shape):
            raise HostilePickleError("an array of impossible size")
        self.shape = shape
        self.value = _objects(data, shape) if kind.holds_objects else _numbers(data, kind, shape, order)


def _objects(data: Any, shape: tuple[int, ...]) -> list[Any]:
    count = 1
    for n in shape:
        count *= n
    if not isinstance(data, list) or len(data) != count:
        raise HostilePickleError("an array whose size does not fit its content")
    return data


def _numbers(data: Any, kind: StandInType, shape: tuple[int, ...], order: str) -> npt.NDArray[Any]:
    # Pickles by Python 2 hold bytes as text, one character each.
    content = data.encode("latin-1") if isinstance(data, str) else data
    if not isinstance(content, bytes | bytearray):
        raise HostilePickleError("an array without numbers")
    values = np.frombuffer(content, np.dtype(kind.order + kind.name)) if content else np.zeros(0)
    # Unlike reshape with -1, this refuses any shape that does not fit the content.
    return values.reshape(shape, order="F" if order == "F" else "C")


def _reconstruct(subtype: Any, _shape: Any, _kind: Any) -> StandInArray:
    if subtype is not StandInArray:
        raise HostilePickleError("an array of a foreign class")
    return StandInArray()


def _frombuffer(data: Any, kind: Any, shape: Any, order: Any) -> StandInArray:
    array = StandInArray()
    array._set(data, kind, shape, _text(order))
    return array


def _encode(text: Any, encoding: Any = "latin1") -> bytes:
    """Python 3 stores bytes this way in old pickle protocols."""
    if not isinstance(text, str) or _text(encoding).replace("-", "").lower() != "latin1":
        raise HostilePickleError("a conversion of text")
    return text.encode("latin-1")


_ALLOWED: dict[tuple[str, str], Any] = {
    ("numpy", "ndarray"): StandInArray,
    ("numpy", "dtype"): StandInType,
    ("_codecs", "encode"): _encode,
}
for _package in ("numpy.core", "numpy._core"):
    _ALLOWED[f"{_package}.multiarray", "_reconstruct"] = _reconstruct
    _ALLOWED[f"{_package}.numeric", "_frombuffer"] = _frombuffer

# No array needs these. Dictionaries and sets hash what they are given, and hashing nested tuples takes forever.
_REFUSED = (
    *(pickle.EMPTY_DICT, pickle.EMPTY_SET),
    *(pickle.DICT, pickle.SETITEM, pickle.SETITEMS, pickle.ADDITEMS, pickle.FROZENSET),
    *(pickle.INST, pickle.OBJ, pickle.NEWOBJ, pickle.NEWOBJ_EX, pickle.EXT1, pickle.EXT2, pickle.EXT4),
    *(pickle.PERSID, pickle.BINPERSID),
)

_Base: Any = pickle._Unpickler  # type: ignore[attr-defined,unused-ignore]


def limited_load(unpickler: Any, most: int) -> Any:
    """`load` of an unpickler in Python that ends after so many operations.

    Raises:
        HostilePickleError: it has more.
    """
    unpickler._unframer = pickle._Unframer(unpickler._file_read, unpickler._file_readline)  # type: ignore[attr-defined]
    unpickler.read, unpickler.readinto = unpickler._unframer.read, unpickler._unframer.readinto
    unpickler.readline = unpickler._unframer.readline
    unpickler.metastack, unpickler.stack, unpickler.proto = [], [], 0
    unpickler.append = unpickler.stack.append
    read, dispatch = unpickler.read, unpickler.dispatch
    try:
        for _ in range(most):
            operation = read(1)
            if not operation:
                raise EOFError
            dispatch[operation[0]](unpickler)
    except pickle._Stop as stop:  # type: ignore[attr-defined]
        return stop.value
    raise HostilePickleError("far more objects than its size can explain")


class _Unpickler(_Base):  # type: ignore[misc]
    """The unpickler in Python, because in C a few bytes make it reserve any amount of memory."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _ALLOWED:
            raise HostilePickleError("{name}", name=f"{module}.{name}"[:100])
        return _ALLOWED[module, name]

    def _build(self) -> None:
        state = self.stack.pop()
        target = self.stack[-1]
        # The inherited way would let the file set attributes of anything, the stand-in classes included.
        if not isinstance(target, StandInArray | StandInType):
            raise HostilePickleError("an object with a state of its own")
        target.restore(state)

    def _bytearray(self) -> None:
        size = int.from_bytes(self.read(8), "little")
        # The inherited way reserves the memory before it looks whether the file has that much.
        self.append(bytearray(self.read(size)))

    def _refuse(self) -> None:
        raise HostilePickleError("objects")

    dispatch = {  # noqa: RUF012
        **_Base.dispatch,
        pickle.BUILD[0]: _build,
        pickle.BYTEARRAY8[0]: _bytearray,
        **dict.fromkeys((code[0] for code in _REFUSED), _refuse),
    }


def load_arrays(data: bytes, operations: int = MAX_OPERATIONS) -> StandInArray:
    """The array that a pickle written by ``numpy.save`` holds.

    Args:
        operations: refuse a pickle of more.

    Raises:
        HostilePickleError: it asks for anything but arrays of numbers; nothing was executed.
        ValueError: it is damaged.
    """
    try:
        array = limited_load(_Unpickler(io.BytesIO(data), encoding="latin1"), operations)
    except HostilePickleError:
        raise
    except Exception as error:
        # Damaged bytes can make an unpickler raise nearly anything: IndexError, KeyError, struct.error, ...
        raise ValueError(Sentence("the data is damaged ({kind})", kind=type(error).__name__)) from error
    if not isinstance(array, StandInArray):
        raise HostilePickleError("something that is no array")
    return array
