"""`sketchxai get-data`: fetch drawings of chosen categories from Quick, Draw!."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

import httpx2

from sketchxai_desktop.cli.output import notify, progress_bar, say
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.downloads.quickdraw import (
    ATTRIBUTION,
    Fetched,
    get_category,
    known_categories,
    write_attribution,
)
from sketchxai_desktop.downloads.transfer import open_client


def run(arguments: Namespace) -> int:
    """Carry the command out. Returns the exit status.

    Raises:
        UserError: a category is unknown, or drawings cannot be had or stored.
    """
    categories = known_categories(arguments.categories)
    folder = arguments.out or Path(f"quickdraw-{arguments.form}")
    if folder.exists() and not folder.is_dir():
        raise UserError(f"{folder} is a file; name a folder with --out.")
    write_attribution(folder)
    try:
        with open_client() as client:
            for category in categories:
                _report(_fetch(client, category, folder, arguments))
    except KeyboardInterrupt:
        notify("Stopped. What has arrived is kept; the same command goes on.")
        raise
    notify(ATTRIBUTION)
    return 0


def _fetch(client: httpx2.Client, category: str, folder: Path, arguments: Namespace) -> Fetched:
    by_drawings = arguments.limit is not None
    with progress_bar(arguments.limit, category, " drawings" if by_drawings else "B") as bar:
        bar.unit_scale = not by_drawings

        def progress(drawings: int, done: int, total: int | None) -> None:
            now = drawings if by_drawings else done
            if not by_drawings:
                bar.total = total
            if now < bar.n:
                bar.reset(bar.total)  # the file has changed and begins again
            bar.update(now - bar.n)

        return get_category(client, category, arguments.form, folder, arguments.limit, progress)


def _report(fetched: Fetched) -> None:
    kind = "all" if fetched.complete else "the first"
    here = "" if fetched.new else ", here already"
    say(f"{fetched.path}: {kind} {fetched.drawings:,} drawings{here}")
