"""`sketchxai get-model`: fetch a published checkpoint into the user's folder of models."""

from __future__ import annotations

from argparse import Namespace

from sketchxai_desktop.cli.output import notify, printable, progress_bar, say
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.summary import CheckpointSummary
from sketchxai_desktop.downloads.catalogue import PUBLISHED, Published, published


def run(arguments: Namespace) -> int:
    """Carry the command out. Returns the exit status.

    Raises:
        UserError: there is no such checkpoint, or it cannot be had or used.
    """
    if arguments.list:
        _list()
        return 0
    if arguments.name is None:
        raise UserError("Name a checkpoint; sketchxai get-model --list says which there are.")
    model = published(arguments.name)
    if model.is_here:
        say(f"{model.name} is here already.")
    else:
        _download(model)
    _describe(model)
    return 0


def _list() -> None:
    width = max(len(model.name) for model in PUBLISHED)
    for model in PUBLISHED:
        state = "here" if model.is_here else "begun" if model.bytes_here else "not here"
        say(f"{model.name:<{width}}  {state:<8}  {model.title}")


def _download(model: Published) -> None:
    from sketchxai_desktop.downloads.models import download, look_up

    listing = look_up(model)
    licence = printable(listing.licence) or "not stated"
    say(f"{model.name}: {listing.size / 1e6:,.1f} MB, licence {licence}, {listing.page}")
    with progress_bar(listing.size, model.name, "B") as bar:
        bar.unit_scale = True
        bar.initial = model.bytes_here  # what is there already says nothing about the speed

        def progress(done: int, _total: int) -> None:
            bar.update(done - bar.n)

        try:
            download(listing, progress)
        except KeyboardInterrupt:
            notify("Stopped. What has arrived is kept; the same command goes on.")
            raise


def _describe(model: Published) -> None:
    """What arrived, read as it would be for use: a file that cannot be used is noticed now."""
    from sketchxai_desktop.cli.interrupts import interrupts_deferred

    with interrupts_deferred():
        from sketchxai_desktop.core.checkpoint_summary import describe_checkpoint
    summary = describe_checkpoint(model.folder)
    say(_facts(summary))
    say(f"Use it as --checkpoint {model.name}; it is in {model.folder}.")


def _facts(summary: CheckpointSummary) -> str:
    slots = "masked" if summary.masked else f"always {summary.order_slots}, not masked"
    return (
        f"{summary.architecture}, {summary.parameters:,} parameters, {len(summary.categories)} categories, "
        f"empty stroke slots {slots}, SHA-256 {summary.sha256}"
    )
