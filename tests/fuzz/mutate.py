"""Damage, as disks, editors and attackers do it: reproducible from a seed."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

#: Where readers stumble: ends of ranges, signs, things that only look like numbers.
NUMBERS = (
    *(b"0", b"-1", b"1", b"2", b"255", b"65536", b"1000000000", b"2147483648", b"-9223372036854775809", b"1e400"),
    *(b"-1e400", b"1e-400", b"NaN", b"Infinity", b"-0.0", b"0x10", b"1_000", b"true", b"null", b"1" + b"0" * 400),
)
BYTES = (0, 1, 9, 10, 13, 32, 34, 39, 45, 47, 48, 57, 91, 92, 93, 123, 125, 127, 128, 192, 237, 254, 255)
_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")
_LONGEST = 200_000


class Mutator:
    """Gives damaged variants of good examples, one after another.

    Args:
        examples: what the reader accepts.
        tokens: pieces of the format, put in anywhere.
        seed: the same one gives the same variants.
    """

    def __init__(self, examples: Sequence[bytes], tokens: Sequence[bytes] = (), seed: int = 0) -> None:
        self._examples, self._tokens = list(examples), list(tokens) or [b"\0"]
        self._random = random.Random(seed)
        self._ways = (
            self._flip, self._byte, self._token, self._number, self._delete, self._double, self._cut, self._splice,
            self._swap, self._repeat,
        )  # fmt: skip

    def next(self) -> bytes:
        """An example with one to six kinds of damage."""
        data = self._random.choice(self._examples)
        for _ in range(1 + min(int(self._random.expovariate(0.7)), 5)):
            data = self._random.choice(self._ways)(data)[:_LONGEST]
        return data

    def _span(self, data: bytes, longest: int) -> tuple[int, int]:
        start = self._random.randrange(len(data) + 1)
        return start, min(len(data), start + 1 + int(longest * self._random.random() ** 3))

    def _flip(self, data: bytes) -> bytes:
        if not data:
            return data
        at = self._random.randrange(len(data))
        return data[:at] + bytes([data[at] ^ 1 << self._random.randrange(8)]) + data[at + 1 :]

    def _byte(self, data: bytes) -> bytes:
        at = self._random.randrange(len(data) + 1)
        return data[:at] + bytes([self._random.choice(BYTES)]) + data[at + self._random.randrange(2) :]

    def _token(self, data: bytes) -> bytes:
        start, end = self._span(data, 8)
        return data[:start] + self._random.choice(self._tokens) + data[self._random.choice((start, end)) :]

    def _number(self, data: bytes) -> bytes:
        start = self._random.randrange(len(data) + 1)
        found = _NUMBER.search(data, start) or _NUMBER.search(data)
        return data if found is None else data[: found.start()] + self._random.choice(NUMBERS) + data[found.end() :]

    def _delete(self, data: bytes) -> bytes:
        start, end = self._span(data, max(len(data) // 2, 1))
        return data[:start] + data[end:]

    def _double(self, data: bytes) -> bytes:
        start, end = self._span(data, max(len(data) // 2, 1))
        return data[:end] + data[start:end] + data[end:]

    def _cut(self, data: bytes) -> bytes:
        return data[: self._random.randrange(len(data) + 1)]

    def _splice(self, data: bytes) -> bytes:
        other = self._random.choice(self._examples)
        return data[: self._random.randrange(len(data) + 1)] + other[self._random.randrange(len(other) + 1) :]

    def _swap(self, data: bytes) -> bytes:
        first, middle = self._span(data, 30)
        _, end = self._span(data[middle:], 30)
        return data[:first] + data[middle : middle + end] + data[first:middle] + data[middle + end :]

    def _repeat(self, data: bytes) -> bytes:
        start, end = self._span(data, 12)
        return data[:start] + data[start:end] * self._random.choice((2, 3, 10, 100, 1000)) + data[end:]
