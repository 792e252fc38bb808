"""torch comes without what its compiler alone needs, until that is needed."""

from __future__ import annotations

import json
import subprocess
import sys

CODE = """
import json, sys
from sketchxai_desktop.workers.torch_import import import_torch

NAME = "torch._meta_registrations"
import_torch()
found = {"left out": NAME not in sys.modules, "no trace": not hasattr(sys.modules["torch"], "_meta_registrations")}
import_torch()
import torch
layer = torch.nn.Linear(3, 2)
found["computes"] = layer(torch.ones(4, 3)).shape == (4, 2) and "torch._decomp" not in sys.modules
%s
found["came"] = hasattr(sys.modules[NAME], "register_meta")
print(json.dumps(found))
"""
OPTIMISER = """
optimiser = torch.optim.AdamW(layer.parameters())
layer(torch.ones(4, 3)).sum().backward()
optimiser.step()
"""
PRETENDED = """
from torch._subclasses.fake_tensor import FakeTensorMode
with FakeTensorMode():
    answer = torch.nn.functional.conv2d(torch.empty(1, 3, 8, 8), torch.empty(2, 3, 3, 3))
found["pretends"] = answer.shape == (1, 2, 6, 6)
"""


def _run(use: str) -> None:
    answer = subprocess.run(
        [sys.executable, "-c", CODE % use], capture_output=True, text=True, timeout=120, check=False
    )
    assert answer.returncode == 0, answer.stderr
    found = json.loads(answer.stdout)
    assert all(found.values()), found


def test_an_optimiser_finds_what_was_left_out() -> None:
    _run(OPTIMISER)


def test_pretended_tensors_find_what_was_left_out() -> None:
    _run(PRETENDED)
