"""`sketchxai evaluate`: measure a checkpoint on labelled drawings."""

from __future__ import annotations

import json
from argparse import Namespace

from sketchxai_desktop import paths
from sketchxai_desktop.cli.loading import load_chosen, move_to
from sketchxai_desktop.cli.output import percent, printable
from sketchxai_desktop.training.evaluate import describe, score
from sketchxai_desktop.training.model_card import facts_of, weakest
from sketchxai_desktop.training.packing import pack


def run(arguments: Namespace) -> int:
    """Carry the command out. Returns the exit status.

    Raises:
        UserError: the checkpoint cannot be used, or no drawing shows one of its categories.
    """
    checkpoint = load_chosen(arguments.checkpoint)
    cache = arguments.cache or paths.cache_dir() / "packs"
    drawings = pack([arguments.data], cache, list(checkpoint.categories), checkpoint.network.config.order_slots)
    move_to(checkpoint, arguments.device)
    scores = score(checkpoint.network, drawings, checkpoint.categories)
    if arguments.json:
        print(json.dumps({"checkpoint": checkpoint.name, **facts_of(scores)}))
        return 0
    print(f"{checkpoint.name}: {describe(scores)}.")
    width = max(map(len, scores.per_category))
    for category, share in sorted(scores.per_category.items(), key=lambda item: item[0].casefold()):
        print(f"  {printable(category):<{width}}  {percent(share)}")
    print("Weakest: " + ", ".join(f"{printable(c)} {percent(share).strip()}" for c, share in weakest(scores, 5)) + ".")
    return 0
