"""What each stroke's move wins in stroke location inversion.

Source: the explanation paths of Qu et al., "SketchXAI", CVPR 2023; reading scores off them is ours.
"""

from __future__ import annotations

import numpy as np
import torch

from sketchxai_desktop.explain.captum_tools import strokes_of
from sketchxai_desktop.explain.question import Attribution
from sketchxai_desktop.explain.recoveries import recoveries
from sketchxai_desktop.explain.value import ValueFunction


def attribute(value: ValueFunction, seed: int) -> Attribution:
    """Score of a stroke: output at the end of a recovery, minus output with this stroke put back to its start.

    Averaged over recoveries (see inversion displacement). No stroke is removed, and where strokes were drawn plays
    no part. Range: any number, in units of the output.
    """
    strokes = strokes_of(value)
    paths = recoveries(strokes, seed)
    n = value.players
    layouts = np.repeat(paths.ends[:, None], n + 1, axis=1)  # (P, 1 + S, S, 2): the end, then each stroke put back
    for k in range(n):
        layouts[:, k + 1, k] = paths.starts[:, k]
    outputs = []
    with torch.no_grad():
        for layout in layouts:
            strokes.check()
            places = torch.from_numpy(layout).to(strokes.network.device)
            outputs.append(strokes.output(strokes.network.classify_strokes(strokes.shapes, strokes.orders, places)))
    seen = torch.stack(outputs).double().cpu().numpy()
    return Attribution("inversion_gain", (seen[:, :1] - seen[:, 1:]).mean(axis=0), note=paths.note)
