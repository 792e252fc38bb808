"""Write the weighted mean of checkpoints as a new checkpoint.

usage: average_checkpoints.py OUT.safetensors CHECKPOINT=SHARE [CHECKPOINT=SHARE ...]

A CHECKPOINT is a bundled name or a path. The first one says which categories there are, and its training facts go
with the result; of the others the rows of its categories are taken. Measure the result with `sketchxai evaluate` on
validation drawings before you believe in it.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import torch

from sketchxai_desktop import paths
from sketchxai_desktop.core.checkpoint import load_checkpoint, save_checkpoint
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.training.averaging import average_checkpoints


def _path_of(name: str) -> Path:
    return paths.models() / f"{name}.safetensors" if name in paths.bundled_checkpoints() else Path(name)


def main() -> None:
    if len(sys.argv) < 3 or "-h" in sys.argv or "--help" in sys.argv:
        sys.exit(__doc__)
    parts = [argument.rpartition("=") for argument in sys.argv[2:]]
    try:
        checkpoints = [load_checkpoint(_path_of(name)) for name, _, _ in parts]
        mean = average_checkpoints(checkpoints, [float(share) for _, _, share in parts])
    except (UserError, ValueError) as error:
        sys.exit(str(error))
    made_of = [
        {"sha256": checkpoint.sha256, "share": float(share)}
        for checkpoint, (_, _, share) in zip(checkpoints, parts, strict=True)
    ]
    save_checkpoint(replace(mean, training={**mean.training, "mean_of": made_of}), Path(sys.argv[1]), torch.float16)


if __name__ == "__main__":
    main()
