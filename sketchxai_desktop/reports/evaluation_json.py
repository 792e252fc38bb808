"""What `sketchxai evaluate --json` prints, and what the window saves."""

from __future__ import annotations

from sketchxai_desktop.core.summary import CheckpointSummary
from sketchxai_desktop.evaluation.drawings import Skipped
from sketchxai_desktop.evaluation.evaluation import Evaluation


def evaluation_record(
    checkpoint: CheckpointSummary, skipped: Skipped, evaluation: Evaluation, valid: Evaluation | None = None
) -> dict[str, object]:
    """Ready for JSON: which network, everything that was measured, and what was left out."""
    return {
        "checkpoint": checkpoint.name,
        "sha256": checkpoint.sha256,
        **evaluation.to_json(),
        "left_out": {
            "unknown_words": dict(skipped.unknown_words.most_common()),
            "without_word": skipped.without_word,
            "without_extent": skipped.without_extent,
            "bad_lines": skipped.bad_lines,
            "problems": skipped.problems,
        },
        **({} if valid is None else {"validation": valid.to_json()}),
    }
