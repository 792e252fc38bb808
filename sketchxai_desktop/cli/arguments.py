"""What may be written on the command line. Imports nothing heavy: --help answers at once."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from sketchxai_desktop.core.errors import UserError

PROGRAM = "sketchxai"
DEVICES = ("auto", "cpu", "cuda")

_COMMANDS_HELP = """\
commands:
  classify FILE    name every drawing of a file
  invert FILE      move the strokes of one drawing until the network sees a category (recovery or transfer)
  train            train a network of your own on .ndjson files
  evaluate C DATA  measure a checkpoint on labelled drawings
  evaluate-inversion C DATA
                   measure its inversions, beside those of a network with random weights
  explain FILE     say how much each stroke of one drawing counts
  score-explanations FILE
                   put methods of explanation to the test
  report FILE      everything about one drawing as one HTML page
  get-model NAME   download a checkpoint that the authors of SketchXAI have published
  get-data         download drawings of chosen categories from Quick, Draw!
  statistics FILE  count strokes, points, categories and countries of a file

Each has its own help: sketchxai classify --help. A file that is named like a command opens as ./classify.
C is a bundled checkpoint (such as tiny-30) or a path. Lines and strokes count from 1.
"""


class Parser(argparse.ArgumentParser):
    """Complains with a `UserError` of one sentence instead of printing and leaving."""

    def __init__(self, prog: str, description: str, epilog: str | None = None) -> None:
        super().__init__(
            prog=prog,
            description=description,
            epilog=epilog,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )

    def error(self, message: str) -> NoReturn:
        raise UserError(f"{self.prog}: {message.rstrip('.')}; see {self.prog} --help.")


def whole_number(lowest: int, highest: int | None = None) -> Callable[[str], int]:
    """An argument type: whole numbers in a range."""

    def convert(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            raise argparse.ArgumentTypeError(f'"{text}" is not a whole number') from None
        if value < lowest or (highest is not None and value > highest):
            limits = f"{lowest} or more" if highest is None else f"from {lowest} to {highest}"
            raise argparse.ArgumentTypeError(f"it must be {limits}, not {value}")
        return value

    return convert


def number(text: str) -> float:
    """An argument type: a number."""
    try:
        return float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f'"{text}" is not a number') from None


def strokes(text: str) -> tuple[int, ...]:
    """An argument type: "1,3" to the 0-based orders (0, 2)."""
    try:
        orders = tuple(int(part) - 1 for part in text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(f'"{text}" is not a list of stroke numbers such as 1,3') from None
    if min(orders) < 0:
        raise argparse.ArgumentTypeError("strokes count from 1")
    return orders


def window_parser() -> Parser:
    """Without a command: the window."""
    parser = Parser(PROGRAM, "See why a network says what it says of a sketch. Without a command: the window.")
    parser.usage = (
        f"{PROGRAM} [FILE.ndjson] [--checkpoint C] [--device D] [--new-instance] [--temp-config]\n"
        f"       {PROGRAM} COMMAND ..."
    )
    parser.epilog = _COMMANDS_HELP
    parser.add_argument(
        "file", nargs="?", type=Path, metavar="FILE", help="drawings to open: .ndjson, .ndjson.gz, .npz"
    )
    parser.add_argument("--version", action="store_true", help="print the version and leave")
    parser.add_argument("--smoke-test", action="store_true", help="try everything once without a screen and leave")
    _add_checkpoint(parser)
    parser.add_argument("--device", choices=DEVICES, help="where to compute (default: as the settings say)")
    parser.add_argument("--new-instance", action="store_true", help="a window of its own, whatever is open already")
    parser.add_argument(
        "--temp-config", action="store_true", help="settings, state, cache and drawings only until the window is closed"
    )
    return parser


def classify_parser() -> Parser:
    """`sketchxai classify`."""
    parser = Parser(f"{PROGRAM} classify", "Name every drawing of a file, of any length.")
    _add_file(parser)
    _add_checkpoint(parser)
    _add_device(parser)
    parser.add_argument(
        "--top", type=whole_number(1), default=5, metavar="K", help="categories per drawing (default 5)"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object per drawing and line")
    return parser


def invert_parser() -> Parser:
    """`sketchxai invert`."""
    parser = Parser(
        f"{PROGRAM} invert",
        "Stroke location inversion: move only the strokes' locations until the network sees the target.",
    )
    _add_file(parser)
    parser.add_argument("--line", type=whole_number(1), required=True, metavar="N", help="which drawing of the file")
    parser.add_argument(
        "--mode", choices=("recovery", "transfer"), required=True, help="from scattered strokes, or from the drawing"
    )
    parser.add_argument("--target", metavar="CATEGORY", help="recovery: the drawing's own word unless given")
    _add_checkpoint(parser)
    parser.add_argument("--steps", type=whole_number(1), default=100, metavar="N", help="default 100")
    parser.add_argument("--paths", type=whole_number(1), default=1, metavar="P", help="placements (default 1)")
    parser.add_argument("--seed", type=whole_number(0), default=0, metavar="N", help="of the noise (default 0)")
    parser.add_argument("--noise", type=number, default=0.1, metavar="X", help="of the placement (default 0.1)")
    parser.add_argument("--step-size", type=number, default=10.0, metavar="X", help="of the first step (default 10)")
    parser.add_argument("--strokes", type=strokes, metavar="1,3", help="which may move (default: all)")
    parser.add_argument("--start", type=Path, metavar="START.json", help="[[x, y], ...] instead of noise")
    parser.add_argument("--record", type=Path, metavar="RUN.json", help="write every state of every path")
    parser.add_argument("--gif", type=Path, metavar="OUT.gif", help="write an animation")
    parser.add_argument("--style", choices=("panels", "sketch", "grid"), default="panels", help="default panels")
    parser.add_argument("--size", type=whole_number(128, 1024), default=512, metavar="PX", help="default 512")
    parser.add_argument("--fps", type=number, default=5.0, metavar="N", help="frames per second (default 5)")
    _add_device(parser)
    return parser


def train_parser() -> Parser:
    """`sketchxai train`."""
    parser = Parser(
        f"{PROGRAM} train",
        "Train a network on drawings with words. The same command goes on with a run that was cut short.",
        "DIR is a folder of .ndjson, .ndjson.gz or Sketch-RNN .npz files (category: the file's name), or such a file.\n"
        "Several graphics cards or machines: torchrun --nproc-per-node N -m sketchxai_desktop train ...",
    )
    folders = {"nargs": "+", "type": Path, "metavar": "DIR"}
    parser.add_argument("--train", required=True, help="drawings to learn from", **folders)  # type: ignore[arg-type]
    parser.add_argument("--valid", default=[], help="drawings to choose by", **folders)  # type: ignore[arg-type]
    parser.add_argument("--test", default=[], help="drawings to report on, once, at the end", **folders)  # type: ignore[arg-type]
    parser.add_argument(
        "--split",
        metavar="A/B/C",
        help="divide --train instead, into learn/choose/report by a hash of each drawing, as in 90/5/5; or: own, as "
        ".npz files are divided themselves",
    )
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="for the checkpoint, its card, the log")
    parser.add_argument("--name", metavar="NAME", help="of the checkpoint (default: size and number of categories)")
    parser.add_argument(
        "--data",
        metavar="TEXT",
        help="what the drawings are and under what licence, for the card: quickdraw, or words of your own (default: "
        "what the drawings say of themselves)",
    )
    parser.add_argument(
        "--categories", metavar="LIST", help="paper-30, a,b,c or a file with one a line (default: all words found)"
    )
    parser.add_argument("--size", choices=("tiny", "base"), default="tiny", help="default tiny")
    parser.add_argument("--without", default="", metavar="A,B", help="leave order, shape or location out")
    parser.add_argument("--dropout", type=number, default=0.0, metavar="X", help="in the encoder (default 0)")
    parser.add_argument("--start-from", metavar="C", help="begin with this checkpoint's weights, as far as they fit")
    parser.add_argument("--distil-from", metavar="C", help="imitate this checkpoint's probabilities, too")
    parser.add_argument("--distil-weight", type=number, metavar="X", help="share of that in the loss (default 0.5)")
    parser.add_argument("--epochs", type=whole_number(1), metavar="N", help="passes over the drawings (default 4)")
    parser.add_argument("--batch-size", type=whole_number(1), metavar="N", help="drawings per step (default 128)")
    parser.add_argument("--learning-rate", type=number, metavar="X", help="the highest (default 0.0007)")
    parser.add_argument("--schedule", choices=("cosine", "linear", "constant"), help="default cosine, down to 1 %%")
    parser.add_argument("--warm-up", type=number, metavar="X", help="share of the steps (default 0.04)")
    parser.add_argument("--weight-decay", type=number, metavar="X", help="default 0.05")
    parser.add_argument(
        "--label-smoothing", type=number, metavar="X", help="default 0: it would cap the confidence inversion reaches"
    )
    parser.add_argument("--ema", type=number, metavar="X", help="decay of the averaged weights (default 0.999)")
    parser.add_argument(
        "--balance",
        type=number,
        metavar="E",
        help="a category of n drawings gets a share of n^(1-E): 0 as it is (default), 1 all equally often",
    )
    parser.add_argument(
        "--augment", metavar="LIST", help="none or some of affine (the default), drop-strokes, noise, drop-points, "
        "swap-neighbours, reverse-strokes, each with a strength if wanted: noise:0.5",
    )  # fmt: skip
    parser.add_argument(
        "--precision", choices=("auto", "float32", "bf16"), help="default auto: bf16 where it is native"
    )
    parser.add_argument("--seed", type=whole_number(0), metavar="N", help="default 0")
    parser.add_argument("--validate-every", type=whole_number(1), metavar="N", help="steps (default: once an epoch)")
    parser.add_argument("--max-minutes", type=number, metavar="X", help="stop then; the same command goes on later")
    parser.add_argument("--threads", type=whole_number(1), metavar="N", help="of the CPU (default: torch decides)")
    parser.add_argument(
        "--helpers", type=whole_number(0), metavar="N", help="processes that prepare batches (default: 0 on a CPU)"
    )
    parser.add_argument("--cache", type=Path, metavar="DIR", help="for packed drawings")
    _add_device(parser)
    return parser


def evaluate_parser() -> Parser:
    """`sketchxai evaluate`."""
    parser = Parser(f"{PROGRAM} evaluate", "Measure a checkpoint on labelled drawings.")
    _add_evaluated(parser)
    _add_measured(parser)
    parser.add_argument("--batch-size", type=whole_number(1), default=64, metavar="N", help="default 64")
    parser.add_argument("--card", type=Path, metavar="CARD.md", help="write the model card; DATA are the test drawings")
    parser.add_argument(
        "--valid", nargs="+", type=Path, metavar="DIR", help="the drawings that the model was chosen by"
    )
    _add_device(parser)
    return parser


def evaluate_inversion_parser() -> Parser:
    """`sketchxai evaluate-inversion`."""
    parser = Parser(
        f"{PROGRAM} evaluate-inversion",
        "Measure stroke location inversion on labelled drawings, beside the same network with random weights.",
    )
    _add_evaluated(parser)
    parser.add_argument(
        "--mode", choices=("recovery", "transfer"), required=True, help="from scattered strokes, or from the drawing"
    )
    parser.add_argument("--paths", type=whole_number(1, 4096), default=1, metavar="P", help="placements (default 1)")
    parser.add_argument("--steps", type=whole_number(1, 100_000), default=100, metavar="N", help="default 100")
    parser.add_argument(
        "--targets", metavar="A,B", help="recovery: only their drawings; transfer: to each (default: one at random)"
    )
    _add_measured(parser)
    _add_device(parser)
    return parser


def get_model_parser() -> Parser:
    """`sketchxai get-model`."""
    parser = Parser(f"{PROGRAM} get-model", "Download a checkpoint that the authors of SketchXAI have published.")
    parser.add_argument("name", nargs="?", metavar="NAME", help="one of those that --list names")
    parser.add_argument("--list", action="store_true", help="name the published checkpoints, without asking the hub")
    return parser


def get_data_parser() -> Parser:
    """`sketchxai get-data`."""
    parser = Parser(
        f"{PROGRAM} get-data",
        "Download drawings from Google's public Quick, Draw! bucket. The same command goes on where it was stopped.",
    )
    parser.add_argument("--categories", required=True, metavar="LIST", help="cat,dog or paper-30 or all")
    parser.add_argument("--form", choices=("simplified", "raw"), default="simplified", help="default simplified")
    parser.add_argument("--limit", type=whole_number(1), metavar="N", help="only the first N drawings of each category")
    parser.add_argument("--out", type=Path, metavar="DIR", help="default quickdraw-simplified or quickdraw-raw")
    return parser


def statistics_parser() -> Parser:
    """`sketchxai statistics`."""
    parser = Parser(f"{PROGRAM} statistics", "Count strokes, points, categories and countries of a file of any length.")
    _add_file(parser)
    parser.add_argument("--csv", type=Path, metavar="OUT.csv", help="write all counts as a table")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    return parser


def explain_parser() -> Parser:
    """`sketchxai explain`."""
    parser = Parser(f"{PROGRAM} explain", "Say how much each stroke of one drawing counts, by every known method.")
    _add_file(parser)
    parser.add_argument("--line", type=whole_number(1), required=True, metavar="N", help="which drawing of the file")
    parser.add_argument("--target", metavar="CATEGORY", help="what to explain (default: what the network says)")
    parser.add_argument("--versus", metavar="CATEGORY", help="why the target and not this one")
    _add_explained(parser)
    parser.add_argument(
        "--parts",
        type=whole_number(2),
        metavar="N",
        help="score parts of strokes, too, cut at their points into pieces of at most N points (2: every line)",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument(
        "--html", type=Path, metavar="PAGE.html", help="write a page with pictures, tests and counterfactuals"
    )
    return parser


def score_explanations_parser() -> Parser:
    """`sketchxai score-explanations`."""
    parser = Parser(
        f"{PROGRAM} score-explanations",
        "Put methods of explanation to the test on the drawings of a file that have 2 to 12 strokes. What is explained "
        "is what the network says of each.",
    )
    _add_file(parser)
    parser.add_argument("--limit", type=whole_number(1), required=True, metavar="N", help="usable drawings to look at")
    _add_explained(parser)
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--html", type=Path, metavar="PAGE.html", help="write a page with the table")
    parser.add_argument(
        "--markdown", type=Path, metavar="TABLE.md", help="write the table and what it says as Markdown"
    )
    return parser


def report_parser() -> Parser:
    """`sketchxai report`."""
    parser = Parser(
        f"{PROGRAM} report",
        "Make one self-contained page on one drawing: prediction, embeddings, attributions, inversion and network.",
    )
    _add_file(parser)
    parser.add_argument("--line", type=whole_number(1), required=True, metavar="N", help="which drawing of the file")
    parser.add_argument("--html", type=Path, required=True, metavar="OUT.html", help="the page")
    parser.add_argument("--seed", type=whole_number(0), default=0, metavar="N", help="of what is sampled (default 0)")
    _add_checkpoint(parser)
    _add_device(parser)
    return parser


#: Every command's arguments; the modules of the same names (with _ for -) carry them out.
COMMANDS: dict[str, Callable[[], Parser]] = {
    "classify": classify_parser,
    "invert": invert_parser,
    "train": train_parser,
    "evaluate": evaluate_parser,
    "evaluate-inversion": evaluate_inversion_parser,
    "get-model": get_model_parser,
    "get-data": get_data_parser,
    "statistics": statistics_parser,
    "explain": explain_parser,
    "score-explanations": score_explanations_parser,
    "report": report_parser,
}


def parse(argv: Sequence[str]) -> tuple[str | None, argparse.Namespace]:
    """The command (None: the window) and its arguments.

    Raises:
        UserError: they make no sense; the sentence says which.
        SystemExit: after --help was printed.
    """
    if argv and argv[0] in COMMANDS:
        return argv[0], COMMANDS[argv[0]]().parse_args(argv[1:])
    return None, window_parser().parse_args(argv)


def _add_file(parser: Parser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="drawings: .ndjson, .ndjson.gz or Sketch-RNN .npz")


def _add_checkpoint(parser: Parser) -> None:
    parser.add_argument("--checkpoint", metavar="C", help="a bundled name (such as tiny-30) or a path")


def _add_evaluated(parser: Parser) -> None:
    parser.add_argument("checkpoint", metavar="CHECKPOINT", help="a bundled name or a path")
    parser.add_argument(
        "data",
        nargs="+",
        type=Path,
        metavar="DATA",
        help=".ndjson, .ndjson.gz, .npz (its test part) or folders of them",
    )


def _add_measured(parser: Parser) -> None:
    parser.add_argument(
        "--limit", type=whole_number(1), metavar="N", help="a random sample of N drawings (default: all)"
    )
    parser.add_argument(
        "--seed", type=whole_number(0), default=0, metavar="N", help="of all that is random (default 0)"
    )
    parser.add_argument("--json", action="store_true", help="everything as one JSON object")
    parser.add_argument("--html", type=Path, metavar="PAGE.html", help="write a page with pictures")


def _add_explained(parser: Parser) -> None:
    parser.add_argument("--methods", default="all", metavar="A,B", help="such as exact_shapley,lime (default: all)")
    parser.add_argument(
        "--output",
        choices=("probability", "logit"),
        default="probability",
        help="what is explained (default probability)",
    )
    parser.add_argument(
        "--removal",
        choices=("drop", "compact"),
        default="drop",
        help="without a stroke the orders of the others stay (drop, the default) or close up",
    )
    parser.add_argument("--seed", type=whole_number(0), default=0, metavar="N", help="of what is sampled (default 0)")
    _add_checkpoint(parser)
    _add_device(parser)


def _add_device(parser: Parser) -> None:
    parser.add_argument("--device", choices=DEVICES, default="auto", help="where to compute (default auto)")
