"""From a template and values to one self-contained page.

A page is a template that extends `base.html.j2` and a module that fills it. Everything is escaped unless it is
`Markup`, which only the drawing functions of this room make.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from sketchxai_desktop import __version__
from sketchxai_desktop.core.files import atomic_path
from sketchxai_desktop.evaluation.estimate import percent, percent_interval
from sketchxai_desktop.rendering.palette import DARK, LIGHT, Theme, hex_colour, legible
from sketchxai_desktop.reports.charts import estimate_bar

TEMPLATES = Path(__file__).resolve().parent / "templates"
#: Colour of what is wrong, told from the accent without colour vision by where it stands.
_WRONG = (214, 77, 30)


def render(template: str, **values: Any) -> str:
    """The page as text.

    Args:
        template: name of a file of `templates/`.
        values: what it asks for; a missing one is an error (`jinja2.UndefinedError`).
    """
    return _environment().get_template(template).render(**values)


def write_page(html: str, path: Path) -> None:
    """Write a page whole or not at all. Raises UserError when the file cannot be written."""
    with atomic_path(path) as temporary:
        temporary.write_text(html, encoding="utf-8", newline="\n", errors="replace")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(percent=percent, interval=percent_interval, whole=_whole, bar=estimate_bar)
    environment.globals.update(version=__version__, light=_variables(LIGHT), dark=_variables(DARK))
    return environment


def _whole(number: float) -> str:
    """1234567 as "1,234,567"."""
    return f"{number:,.0f}"


def _variables(theme: Theme) -> Markup:
    """The theme's colours as CSS variables."""
    names = ("background", "surface", "ink", "grid", "text", "muted", "accent", "original", "ghost")
    colours = {name: getattr(theme, name) for name in names} | {"wrong": legible(_WRONG, theme)}
    return Markup(" ").join(Markup(f"--{name}: {hex_colour(colour)};") for name, colour in colours.items())
