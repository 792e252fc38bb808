"""Write docs/command-line.md from the parsers, so that it says what the program takes.

Run from the repository root: python tools/make_cli_reference.py
"""

from __future__ import annotations

import argparse
from pathlib import Path

from sketchxai_desktop.cli.arguments import COMMANDS, PROGRAM, Parser, window_parser

PAGE = Path(__file__).resolve().parents[1] / "docs" / "command-line.md"

_HEAD = """\
# Command line

<!-- Written by tools/make_cli_reference.py from the parsers; changes made here are lost. -->

Everything that needs no eyes works without the window. `sketchxai --help` and `sketchxai COMMAND --help` print what
stands here.

- **C** is a network: a bundled one by name (such as `tiny-30`), a downloaded one by name, or a path. See
  [Networks](networks.md).
- **FILE** holds drawings: `.ndjson`, `.ndjson.gz` or `.npz`. See [File formats](files.md). A file that is named like a
  command opens as `./classify`.
- Lines and strokes count from 1.
- Results go to standard output; progress and remarks go to standard error, so that results can be piped.
- The exit status is 0 when all went well, 2 with one sentence on standard error when something was wrong, and 130 after
  Ctrl+C.
"""

#: What people mostly want of each command; a test parses them.
_EXAMPLES = {
    "": ["sketchxai drawings.ndjson", "sketchxai --checkpoint my-network.safetensors --device cpu"],
    "classify": [
        "sketchxai classify drawings.ndjson --top 3",
        "sketchxai classify drawings.ndjson --json > answers.jsonl",
    ],
    "invert": [
        "sketchxai invert drawings.ndjson --line 1 --mode recovery --paths 4 --gif recovery.gif --style grid",
        "sketchxai invert drawings.ndjson --line 1 --mode transfer --target camera --gif camera.gif --record run.json",
    ],
    "train": [
        "sketchxai train --train drawings --split 90/5/5 --categories cat,dog --out runs/cats-and-dogs",
        "sketchxai train --train train --valid valid --start-from tiny-30 --epochs 2 --out runs/further",
    ],
    "evaluate": ["sketchxai evaluate tiny-30 test --html evaluation.html"],
    "evaluate-inversion": [
        "sketchxai evaluate-inversion tiny-30 test --mode recovery --limit 100 --html inversion.html"
    ],
    "get-model": ["sketchxai get-model --list"],
    "get-data": ["sketchxai get-data --categories cat,dog --limit 1000 --out drawings"],
    "statistics": ["sketchxai statistics drawings.ndjson --csv counts.csv"],
    "explain": [
        "sketchxai explain drawings.ndjson --line 1 --methods exact_shapley,leave_one_out",
        "sketchxai explain drawings.ndjson --line 1 --target bicycle --versus eyeglasses --html why.html",
    ],
    "score-explanations": ["sketchxai score-explanations drawings.ndjson --limit 20 --html methods.html"],
}


def page() -> str:
    """The whole page."""
    parts = [_HEAD, _section("The window", window_parser(), _EXAMPLES[""])]
    parts += [_section(f"`{name}`", parser(), _EXAMPLES.get(name, [])) for name, parser in COMMANDS.items()]
    return "\n".join(parts)


def _section(title: str, parser: Parser, examples: list[str]) -> str:
    # What argparse keeps of its arguments has no other door, and its own text changes from one Python to the next.
    actions = [action for action in parser._actions if not isinstance(action, argparse._HelpAction)]
    needed = [_written(a) for a in actions if a.required and a.option_strings]
    places = [f"[{a.metavar}]" if a.nargs == "?" else str(a.metavar) for a in actions if not a.option_strings]
    optional = ["[options]"] if any(a.option_strings and not a.required for a in actions) else []
    lines = [f"## {title}", "", parser.description or "", "", "```"]
    lines += [" ".join([parser.prog, *places, *needed, *optional]), "```", ""]
    if parser.epilog and parser.prog != PROGRAM:
        lines += [" ".join(parser.epilog.split()), ""]
    lines += ["| argument | meaning |", "|---|---|"]
    lines += [f"| `{_written(a)}` | {_meaning(a)} |" for a in actions]
    if examples:
        lines += ["", "```", *examples, "```"]
    return "\n".join([*lines, ""])


def _written(action: argparse.Action) -> str:
    """An argument as it is typed."""
    value = action.metavar or (f"{{{','.join(map(str, action.choices))}}}" if action.choices else "")
    if action.nargs == "+":
        value = f"{value} ..."
    if not action.option_strings:
        return str(value)
    name = action.option_strings[0]
    return name if action.nargs == 0 else f"{name} {value}"


def _meaning(action: argparse.Action) -> str:
    text = (action.help or "").replace("%%", "%")
    text = text.replace("|", "\\|")  # else it would end the table's cell
    return f"{text} (required)" if action.required and action.option_strings else text


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
