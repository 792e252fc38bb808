"""What the words of drawings say about a collection of them. No torch here: windows count while somebody types."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

#: Categories with fewer drawings are flagged: a network learns little from them.
FEW = 10


def few_drawings(words: Sequence[str | None], least: int = FEW) -> dict[str, int]:
    """Categories with fewer than `least` drawings, with their numbers; drawings without a word do not count."""
    numbers = Counter(word for word in words if word)
    return {word: n for word, n in sorted(numbers.items(), key=lambda item: item[0].casefold()) if n < least}
