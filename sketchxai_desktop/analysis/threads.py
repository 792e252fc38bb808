"""How much of the processor the numerical libraries may take."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator


def worker_threads() -> int:
    """Half of the processor's threads, four at most; fewer if it was told so (OMP_NUM_THREADS)."""
    half = max(1, min(4, (os.cpu_count() or 2) // 2))
    told = os.environ.get("OMP_NUM_THREADS", "")
    return min(half, int(told)) if told.isdigit() and int(told) > 0 else half


@contextlib.contextmanager
def few_threads() -> Iterator[None]:
    """Inside, scikit-learn and NumPy leave the window its share of the processor."""
    import threadpoolctl

    # Else scikit-learn asks other programs for the number of cores, and complains where there are none to ask.
    os.environ.setdefault("LOKY_MAX_CPU_COUNT", str(worker_threads()))
    with threadpoolctl.threadpool_limits(worker_threads()):
        yield
