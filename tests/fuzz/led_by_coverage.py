"""Inputs that reach code which earlier ones did not: ``python -m tests.fuzz.led_by_coverage SECONDS [TARGET ...]``.

Needs atheris; says so and ends well where there is none. Each reader gets so many seconds in a process of its own;
what breaks one is left in the folder that is named.
"""

from __future__ import annotations

import importlib.util
import logging
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

#: Readers in Python, where coverage can be seen; torch's and safetensors' own are not.
READERS = ("npz pickle", "lines", "START.json", "settings", "svg", "notes", "bin program", "codebook")


def fuzz(name: str, folder: Path) -> None:
    """Never returns: libFuzzer ends the process."""
    import atheris

    with atheris.instrument_imports(include=["sketchxai_desktop", "pickle", "zipfile", "svgelements"]):
        from tests.fuzz.targets import UserError, make_target, said
    target = make_target(name, folder)
    corpus = folder / "corpus"
    corpus.mkdir(exist_ok=True)
    for number, example in enumerate(target.examples):
        (corpus / str(number)).write_bytes(example)
    words = folder / "words"
    escaped = ["".join(f"\\x{byte:02x}" for byte in token) for token in target.tokens if 0 < len(token) < 60]
    words.write_text("".join(f'"{word}"\n' for word in escaped), encoding="ascii")

    def one(data: bytes) -> None:
        try:
            target.read(data)
        except UserError as error:
            said(error)

    options = [
        f"-max_total_time={sys.argv[3]}",
        "-timeout=20",
        "-rss_limit_mb=2500",
        "-max_len=4096",
        "-print_final_stats=1",
    ]
    atheris.Setup([sys.argv[0], *options, f"-dict={words}", f"-artifact_prefix={folder}/", str(corpus)], one)
    atheris.Fuzz()


def main() -> int:
    """Exit status."""
    if sys.argv[1] == "--one":
        logging.disable(logging.CRITICAL)
        warnings.simplefilter("ignore")
        fuzz(sys.argv[2], Path(sys.argv[4]))
    if importlib.util.find_spec("atheris") is None:
        print("atheris is not installed here, so no inputs are led by coverage.")
        return 0
    broken = []
    for name in sys.argv[2:] or READERS:
        folder = tempfile.mkdtemp(prefix="fuzz-")
        command = [sys.executable, "-m", "tests.fuzz.led_by_coverage", "--one", name, sys.argv[1], folder]
        answer = subprocess.run(command, capture_output=True, text=True, check=False)
        tried = [line for line in answer.stderr.splitlines() if "number_of_executed_units" in line]
        print(
            f"{name}: {tried[-1].split()[-1] if tried else 'no'} inputs, {'fine' if answer.returncode == 0 else folder}"
        )
        if answer.returncode:
            broken.append(name)
            print("\n".join([*answer.stdout.splitlines()[-15:], *answer.stderr.splitlines()[-15:]]))
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
