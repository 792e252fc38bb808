"""Category names: which list a checkpoint without names of its own means."""

from __future__ import annotations

from sketchxai_desktop import paths

#: The 30 categories of the authors' published inversion model.
PAPER_30: tuple[str, ...] = (
    "airplane", "apple", "baseball bat", "bed", "bicycle", "book", "bread", "broom", "camera", "car",
    "cell phone", "chair", "clock", "cloud", "eye", "eyeglasses", "face", "flower", "headphones", "hot dog",
    "laptop", "pants", "shorts", "smiley face", "snake", "spider", "star", "sun", "table", "tree",
)  # fmt: skip


def quickdraw_345() -> tuple[str, ...]:
    """The 345 Quick, Draw! categories, sorted without regard to case."""
    text = paths.resource("categories-345.txt").read_text(encoding="utf-8")
    return tuple(text.splitlines())


def default_names(count: int) -> tuple[str, ...]:
    """Names for a checkpoint with `count` labels that brings none."""
    if count == len(PAPER_30):
        return PAPER_30
    if count == 345:
        return quickdraw_345()
    return tuple(f"category {k}" for k in range(count))
