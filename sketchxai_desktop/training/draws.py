"""Random numbers that belong to a drawing of a step, whatever else is drawn, by whichever process.

A generator that is drawn from in turn would give other numbers when a batch is divided among processes or prepared
ahead of time, and its state would have to be saved. Here a number is a hash of where it is used.
Source of the hash: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014 (SplitMix64).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt

Keys = npt.NDArray[np.uint64]
Numbers = npt.NDArray[np.float32]

_STEP = 0x9E3779B97F4A7C15


def _times_step(number: int) -> np.uint64:
    """number * _STEP modulo 2^64 (NumPy's scalars would warn of the overflow that is meant here)."""
    return np.uint64(number * _STEP % 2**64)


def _mixed(values: Keys) -> Keys:
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


@lru_cache(maxsize=256)
def _key(*numbers: int) -> Keys:
    key = np.zeros(1, np.uint64)
    for number in numbers:
        key = _mixed(key + _times_step(number + 1))
    key.flags.writeable = False
    return key


@dataclass(frozen=True)
class Draws:
    """Random numbers of B drawings.

    Attributes:
        keys: (B,) one per drawing.
    """

    keys: Keys

    @classmethod
    def of(cls, seed: int, step: int, positions: npt.NDArray[np.int64]) -> Draws:
        """For the drawings at `positions` of the batch of a step."""
        return cls(_mixed(_key(seed, step) + (positions.astype(np.uint64) + np.uint64(1)) * _times_step(1)))

    def named(self, name: str) -> Draws:
        """Other numbers for another use."""
        return replace(self, keys=_mixed(self.keys ^ _key(*name.encode())))

    def uniform(self, owners: npt.NDArray[np.int64], places: npt.NDArray[np.int64], columns: int = 1) -> Numbers:
        """(M, columns) numbers in 0..1 for M things, of which thing m is number `places[m]` of drawing `owners[m]`."""
        base = self.keys[owners] + places.astype(np.uint64) * _times_step(0x10001)
        return np.stack([_to_unit(base + _times_step(k + 1)) for k in range(columns)], axis=1)

    def normal(self, owners: npt.NDArray[np.int64], places: npt.NDArray[np.int64]) -> Numbers:
        """(M, 2) numbers of a standard normal distribution."""
        first, second = self.uniform(owners, places, 2).T
        radius = np.sqrt(-2 * np.log1p(-first.astype(np.float64)))
        angle = 2 * np.pi * second.astype(np.float64)
        return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1).astype(np.float32)

    def uniform_each(self, columns: int = 1) -> Numbers:
        """(B, columns) numbers in 0..1, one row per drawing."""
        everyone = np.arange(len(self.keys))
        return self.uniform(everyone, np.zeros_like(everyone), columns)

    def normal_each(self) -> Numbers:
        """(B, 2) numbers of a standard normal distribution, one row per drawing."""
        everyone = np.arange(len(self.keys))
        return self.normal(everyone, np.zeros_like(everyone))


def _to_unit(values: Keys) -> Numbers:
    """The 24 best bits as a number in 0..1, 1 excluded."""
    return (_mixed(values) >> np.uint64(40)).astype(np.float32) * np.float32(2.0**-24)
