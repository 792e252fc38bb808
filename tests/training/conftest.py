"""Drawings of two kinds, made up: circles and zigzags."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch


@pytest.fixture(scope="session", autouse=True)
def _one_thread() -> None:
    torch.set_num_threads(1)


def _circle(rng: np.random.Generator) -> np.ndarray:
    angle = np.linspace(0, 2 * np.pi, int(rng.integers(8, 16))) + rng.uniform(0, 6)
    return np.stack([128 + 127 * np.cos(angle), 128 + 127 * np.sin(angle)], axis=1)


def _zigzag(rng: np.random.Generator) -> np.ndarray:
    n = int(rng.integers(5, 12))
    return np.stack([np.linspace(0, 255, n), 128 + 100 * (-1.0) ** np.arange(n)], axis=1)


def _line(rng: np.random.Generator, word: str) -> str:
    shape = {"circle": _circle, "Zigzag": _zigzag}[word](rng)
    points = np.clip(shape + rng.normal(0, 6, shape.shape), 0, 255).round().astype(int)
    strokes = [points.T.tolist()]
    strokes += [rng.integers(0, 256, (2, 3)).tolist() for _ in range(int(rng.integers(0, 3)))]
    return json.dumps({"word": word, "drawing": strokes})


@pytest.fixture(scope="session")
def make_drawings(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int, int], Path]:
    """A folder with that many drawings of each kind, made from a seed."""

    def make(seed: int, count: int) -> Path:
        folder = tmp_path_factory.mktemp("drawings")
        rng = np.random.default_rng(seed)
        for word in ("circle", "Zigzag"):
            lines = [_line(rng, word) for _ in range(count)]
            (folder / f"{word}.ndjson").write_text("\n".join(lines) + "\n", encoding="utf-8")
        return folder

    return make
