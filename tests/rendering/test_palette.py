from __future__ import annotations

import numpy as np
import pytest

from sketchxai_desktop.rendering.palette import (
    DARK,
    LIGHT,
    SCHEMES,
    STROKE_CONTRAST,
    Theme,
    contrast,
    hex_colour,
    legible,
    luminance,
    stroke_colour,
)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda t: t.name)
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("count", [1, 2, 7, 50, 196])
def test_strokes_stand_out_from_page_and_surface(theme: Theme, scheme: str, count: int) -> None:
    for order in range(count):
        colour = stroke_colour(order, count, scheme, theme)
        assert min(contrast(colour, theme.background), contrast(colour, theme.surface)) >= STROKE_CONTRAST


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda t: t.name)
def test_words_can_be_read(theme: Theme) -> None:
    for ground in (theme.background, theme.surface):
        assert contrast(theme.text, ground) >= 7
        assert contrast(theme.muted, ground) >= 4.5
        assert contrast(theme.accent, ground) >= 3
        assert contrast(theme.original, ground) >= 3


def test_known_contrast() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.01)


def test_rainbow_runs_from_violet_over_green_to_red() -> None:
    first, middle, last = (stroke_colour(k, 3, "rainbow", LIGHT) for k in range(3))
    assert first[2] > first[0] > first[1]
    assert middle[1] == max(middle)
    assert last == (255, 0, 0)


def test_rainbow_ends_need_no_change_on_white() -> None:
    # The map's own ends, 8 bits: (0.5, 0, 1) and (1, 0, 0).
    assert stroke_colour(0, 9, "rainbow", LIGHT) == (128, 0, 255)
    assert stroke_colour(8, 9, "rainbow", LIGHT) == (255, 0, 0)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda t: t.name)
def test_viridis_can_be_told_by_lightness_alone(theme: Theme) -> None:
    lightness = [luminance(stroke_colour(k, 12, "viridis", theme)) for k in range(12)]
    assert (np.diff(lightness) > 0).all()


def test_ink_is_one_colour() -> None:
    assert {stroke_colour(k, 5, "ink", DARK) for k in range(5)} == {DARK.ink}


def test_legible_leaves_good_colours_alone() -> None:
    assert legible((128, 0, 255), LIGHT) == (128, 0, 255)
    assert legible((255, 255, 0), LIGHT) != (255, 255, 0)


def test_refuses_orders_that_do_not_exist() -> None:
    for order, count in ((3, 3), (-1, 3), (0, 0)):
        with pytest.raises(ValueError, match="no stroke"):
            stroke_colour(order, count)
    with pytest.raises(ValueError, match="scheme"):
        stroke_colour(0, 1, "jet")  # type: ignore[arg-type]


def test_hex() -> None:
    assert hex_colour((1, 171, 255)) == "#01abff"
