"""Which device to compute on, and what to say when it is not the one that was asked for."""

from __future__ import annotations

import os

import torch

from sketchxai_desktop.core.sentences import Sentence


def pick_device(wanted: str = "auto") -> tuple[torch.device, str | None]:
    """The device for "auto", "cpu" or "cuda", and a sentence when the wish could not be granted."""
    if wanted == "cpu":
        return torch.device("cpu"), None
    if not torch.cuda.is_available():
        message = Sentence("No usable CUDA graphics card was found; computing on the CPU instead.")
        return torch.device("cpu"), message if wanted == "cuda" else None
    try:
        torch.zeros(1, device="cuda")
    except RuntimeError as error:
        return torch.device("cpu"), Sentence(
            "The graphics card cannot be used ({reason}); computing on the CPU instead.", reason=brief(error)
        )
    return torch.device("cuda"), None


def limit_threads() -> None:
    """Let torch use half of the processor's threads, four at most; fewer if it was told so (OMP_NUM_THREADS).

    A sketch has a handful of tokens: more threads hardly help, and on a busy machine, where each operation waits
    for the slowest of them, they cost a hundredfold.
    """
    torch.set_num_threads(min(torch.get_num_threads(), max(1, min(4, _usable_cores() // 2))))


def _usable_cores() -> int:
    """Cores that this process may run on, which can be fewer than the machine has."""
    if hasattr(os, "sched_getaffinity"):  # not on macOS and Windows
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 2


def brief(error: BaseException) -> str:
    """The first line of torch's often page-long messages."""
    return next(iter(str(error).splitlines()), type(error).__name__).rstrip(".")


def is_device_failure(error: RuntimeError) -> bool:
    """Whether an error means that the graphics card is out of memory, busy or gone."""
    if isinstance(error, torch.OutOfMemoryError):
        return True
    accelerator_error = getattr(torch, "AcceleratorError", None)
    if accelerator_error is not None and isinstance(error, accelerator_error):
        return True
    return any(word in str(error) for word in ("CUDA", "cuBLAS", "CUBLAS", "cuDNN", "CUDNN"))
