"""pyqtgraph is imported when the first chart is made: it takes as long as all the rest of the window."""

from __future__ import annotations

from typing import Any

from sketchxai_desktop.rendering.palette import Theme


def prepare_charts(theme: Theme) -> None:
    """Import pyqtgraph and set what charts begin with; call before a module of charts is imported."""
    import pyqtgraph

    pyqtgraph.setConfigOptions(background=theme.background, foreground=theme.muted, antialias=True)


def theme_axes(plot: Any, theme: Theme) -> None:
    """Lines and numbers of a pyqtgraph plot's axes in the colours of a look."""
    import pyqtgraph

    for side in ("left", "bottom"):
        axis = plot.getAxis(side)
        axis.setPen(pyqtgraph.mkPen(theme.grid))
        axis.setTextPen(pyqtgraph.mkPen(theme.muted))
