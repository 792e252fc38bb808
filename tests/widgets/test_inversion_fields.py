"""The inversion form's fields: categories, lists of strokes, numbers, settings."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QLocale, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDoubleSpinBox, QWidget
from pytestqt.qtbot import QtBot

from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.run import STEP_SIZES, InversionSettings
from sketchxai_desktop.core.sketch import Sketch
from sketchxai_desktop.rendering.palette import Theme
from sketchxai_desktop.widgets.category_box import CategoryBox
from sketchxai_desktop.widgets.inversion_fields import NumberBox, StrokeChoice, named_number, parse_strokes
from sketchxai_desktop.widgets.inversion_form import SettingsForm, default_target
from sketchxai_desktop.widgets.inversion_grid import grid_layout

NAMES = ("airplane", "alarm clock", "bicycle", "camera", "Car", "clock", "The Mona Lisa")
Show = Callable[..., QWidget]


@pytest.fixture
def box(show: Show) -> CategoryBox:
    box = CategoryBox()
    box.set_categories(NAMES)
    show(box, 220, 30)
    return box


@pytest.fixture
def form(show: Show, bicycle: Sketch) -> SettingsForm:
    form = SettingsForm()
    form.set_categories(NAMES)
    form.set_sketch(bicycle)
    form.set_ranked(("bicycle", "camera"))
    show(form, 310, 200)
    return form


# Categories ---------------------------------------------------------------------------------------------


def test_any_part_of_a_name_in_any_case_completes(box: CategoryBox, qtbot: QtBot) -> None:
    chosen: list[str] = []
    box.category_edited.connect(chosen.append)
    box.edit.setFocus()
    qtbot.keyClicks(box.edit, "MONA")
    popup = box.completer().popup()
    qtbot.waitUntil(popup.isVisible)
    assert [popup.model().index(k, 0).data() for k in range(popup.model().rowCount())] == ["The Mona Lisa"]
    assert box.category() is None
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert box.category() == "The Mona Lisa"
    assert chosen[-1] == "The Mona Lisa"


def test_enter_takes_the_first_match(box: CategoryBox, qtbot: QtBot) -> None:
    box.edit.setFocus()
    qtbot.keyClicks(box.edit, "clo")
    box.completer().popup().hide()
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert box.category() == "alarm clock"


@pytest.mark.parametrize(("typed", "name"), [("cAR", "Car"), ("mona", "The Mona Lisa"), ("c", "c")])
def test_leaving_the_field_takes_the_name_that_was_meant(box: CategoryBox, qtbot: QtBot, typed: str, name: str) -> None:
    box.setFocus()
    qtbot.waitUntil(box.hasFocus)
    qtbot.keyClicks(box, typed)
    box.completer().popup().hide()
    box.clearFocus()
    assert box.currentText() == name


def test_an_unknown_name_is_no_category(box: CategoryBox, qtbot: QtBot) -> None:
    box.set_category("camera")
    with qtbot.waitSignal(box.category_changed) as told:
        box.edit.selectAll()
        qtbot.keyClicks(box.edit, "zebrafish")
    assert told.args == [""]
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert box.category() is None
    assert box.currentText() == "zebrafish"


def test_new_categories_keep_the_choice_that_is_still_there(box: CategoryBox) -> None:
    box.set_category("camera")
    box.set_categories(("tree", "camera"))
    assert box.category() == "camera"
    box.set_categories(("tree", "sun"))
    assert box.category() is None
    assert box.currentText() == ""


def test_arrow_keys_go_through_the_list(box: CategoryBox, qtbot: QtBot) -> None:
    box.set_category("bicycle")
    qtbot.keyClick(box, Qt.Key.Key_Down)
    assert box.category() == "camera"


# Lists of strokes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "strokes"),
    [
        ("1", (0,)),
        ("1,3,5", (0, 2, 4)),
        (" 5, 3 ;1 ", (0, 2, 4)),
        ("2-4", (1, 2, 3)),
        ("4 - 2, 1", (0, 1, 2, 3)),
        ("1,1,1-2", (0, 1)),
        ("1 2", (0, 1)),
    ],
)
def test_lists_of_strokes(text: str, strokes: tuple[int, ...]) -> None:
    assert parse_strokes(text, 5) == strokes


@pytest.mark.parametrize("text", ["", " , ", "0", "6", "1-9", "one", "1.5", "-1", "1-2-3", "9999999"])
def test_other_lists_are_refused(text: str) -> None:
    with pytest.raises(UserError):
        parse_strokes(text, 5)


def test_stroke_choice_shows_its_list_only_when_needed(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    choice = StrokeChoice(holder)
    assert choice.strokes(4, None) is None
    choice.setCurrentIndex(StrokeChoice.SELECTED)
    assert choice.listed.isHidden()
    assert choice.strokes(4, 2) == (2,)
    with pytest.raises(UserError, match="No stroke is selected"):
        choice.strokes(4, None)
    choice.setCurrentIndex(StrokeChoice.LISTED)
    assert not choice.listed.isHidden()
    qtbot.keyClicks(choice.listed, "2,4")
    assert choice.strokes(4, None) == (1, 3)


def test_numbers_are_shown_short_and_typed_freely(qtbot: QtBot) -> None:
    box = NumberBox(0.0, 1000.0, 10.0)
    qtbot.addWidget(box)
    assert box.text() == "10"
    box.selectAll()
    qtbot.keyClicks(box, "0.025")
    assert box.value() == pytest.approx(0.025)
    assert box.text() == "0.025"


# Settings -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mode", "word", "ranked", "target"),
    [
        ("recovery", "Bicycle", ("camera", "clock"), "bicycle"),
        ("recovery", "dragon", ("camera", "clock"), "camera"),
        ("recovery", None, (), None),
        ("transfer", "bicycle", ("bicycle", "camera"), "camera"),
        ("transfer", "bicycle", ("camera", "bicycle"), "camera"),
        ("transfer", None, ("camera", "clock"), "clock"),
        ("transfer", "bicycle", (), "airplane"),
        ("transfer", None, (), None),
    ],
)
def test_default_target(mode: str, word: str | None, ranked: tuple[str, ...], target: str | None) -> None:
    assert default_target(mode, word, ranked, NAMES) == target  # type: ignore[arg-type]


def test_the_form_begins_as_in_the_paper(form: SettingsForm) -> None:
    assert form.settings() == InversionSettings("recovery", "bicycle", paths=4, steps=100, seed=0, noise=0.1)


def test_every_field_reaches_the_settings(form: SettingsForm, qtbot: QtBot) -> None:
    qtbot.mouseClick(form.transfer, Qt.MouseButton.LeftButton)
    form.set_target("clock")
    for field, text in ((form.paths, "7"), (form.steps, "250"), (form.seed, "99"), (form.noise, "0.3")):
        field.selectAll()
        qtbot.keyClicks(field, text)
    form.more.rule_box.setCurrentIndex(2)
    form.more.penalty_box.setValue(1.5)
    form.step_size.setValue(0.2)
    form.set_selection(3)
    form.strokes.setCurrentIndex(StrokeChoice.SELECTED)
    assert form.settings() == InversionSettings(
        "transfer",
        "clock",
        steps=250,
        paths=7,
        seed=99,
        noise=0.3,
        step_size=0.2,
        strokes=(3,),
        rule="adam",
        bounds_penalty=1.5,
    )


def test_a_rule_brings_its_step_size_unless_one_was_chosen(form: SettingsForm) -> None:
    form.more.rule_box.setCurrentIndex(1)
    assert form.step_size.value() == STEP_SIZES["momentum"]
    assert form.settings().step_size is None
    assert not form.more.is_default
    form.step_size.setValue(4.0)
    form.more.rule_box.setCurrentIndex(0)
    assert form.settings().step_size == 4.0


def test_numbers_cannot_leave_their_range(form: SettingsForm, qtbot: QtBot) -> None:
    for field, text in ((form.paths, "65"), (form.steps, "1001")):
        field.selectAll()
        qtbot.keyClicks(field, text)
        qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert form.paths.value() <= 64
    assert form.steps.value() <= 1000


def test_the_target_follows_the_mode_and_keeps_what_was_chosen(form: SettingsForm, qtbot: QtBot) -> None:
    assert form.target.category() == "bicycle"
    qtbot.mouseClick(form.transfer, Qt.MouseButton.LeftButton)
    assert form.target.category() == "camera"
    form.set_target("clock")
    qtbot.mouseClick(form.recovery, Qt.MouseButton.LeftButton)
    assert form.target.category() == "bicycle"
    qtbot.mouseClick(form.transfer, Qt.MouseButton.LeftButton)
    assert form.target.category() == "clock"


def test_another_drawing_brings_its_own_target(form: SettingsForm, face: Sketch) -> None:
    form.set_target("camera")
    form.set_sketch(face.with_strokes(face.strokes[:2]))
    form.set_ranked(("clock", "camera"))
    assert form.target.category() == "clock"  # the network does not know "face"


def test_drawing_on_keeps_the_chosen_target(form: SettingsForm, bicycle: Sketch) -> None:
    form.set_target("camera")
    form.set_sketch(bicycle.without_strokes([0]))
    form.set_ranked(("clock", "airplane"))
    assert form.target.category() == "camera"


def test_what_is_typed_survives_a_new_answer_of_the_network(form: SettingsForm, qtbot: QtBot) -> None:
    form.activateWindow()
    form.target.edit.setFocus()
    qtbot.waitUntil(form.target.edit.hasFocus)
    form.target.edit.selectAll()
    qtbot.keyClicks(form.target.edit, "cam")
    form.set_ranked(("clock", "airplane"))
    assert form.target.currentText() == "cam"


def test_a_random_target_is_another_one(form: SettingsForm, qtbot: QtBot) -> None:
    seen = set()
    for _ in range(60):
        before = form.target.category()
        qtbot.mouseClick(form.random_button, Qt.MouseButton.LeftButton)
        assert form.target.category() not in (None, before, "bicycle")
        seen.add(form.target.category())
    assert len(seen) > 3


def test_dice_throw_another_seed(form: SettingsForm, qtbot: QtBot) -> None:
    before = form.seed.value()
    qtbot.mouseClick(form.dice, Qt.MouseButton.LeftButton)
    assert form.seed.value() != before
    assert form.settings().seed == form.seed.value()


def test_what_cannot_be_used_is_said_at_once(form: SettingsForm, qtbot: QtBot) -> None:
    assert form.error.isHidden()
    form.strokes.setCurrentIndex(StrokeChoice.LISTED)
    qtbot.keyClicks(form.strokes.listed, "1,77")
    assert "no stroke 77" in form.error.text()
    assert not form.error.isHidden()
    form.strokes.listed.clear()
    qtbot.keyClicks(form.strokes.listed, "1,5")
    assert form.error.isHidden()
    assert form.settings().strokes == (0, 4)


def test_more_opens_and_is_marked_when_it_differs(form: SettingsForm, qtbot: QtBot) -> None:
    qtbot.mouseClick(form.more_button, Qt.MouseButton.LeftButton)
    assert form.more.isVisible()
    qtbot.keyClick(form.more, Qt.Key.Key_Escape)
    assert not form.more.isVisible()
    plain = form.more_button.text()
    form.more.penalty_box.setValue(2.0)
    assert form.more_button.text() != plain


def test_every_control_has_a_name_and_a_tooltip(form: SettingsForm, theme: Theme) -> None:
    form.set_theme(theme)
    fields = (form.target, form.paths, form.steps, form.step_size, form.noise, form.seed, form.strokes, form.dice)
    for field in (*fields, form.random_button, form.more.rule_box, form.more.penalty_box):
        assert field.accessibleName(), field
        assert field.toolTip(), field
    assert not form.dice.icon().isNull()


@pytest.mark.parametrize(("paths", "width", "height"), [(1, 190, 180), (4, 190, 180), (12, 600, 280), (64, 190, 180)])
def test_the_grid_fits_or_scrolls(paths: int, width: int, height: int) -> None:
    columns, side, scrolls = grid_layout(paths, width, height)
    rows = -(-paths // columns)
    assert columns * side <= width
    assert side >= 24
    assert scrolls == (rows * side > height)


def test_a_low_grid_shows_whole_pictures() -> None:
    columns, side, scrolls = grid_layout(4, 110, 80)
    assert [columns, scrolls] == [1, True]
    assert side <= 80
    columns, side, scrolls = grid_layout(4, 137, 80)
    assert [columns, scrolls] == [2, True], "two small ones rather than one beside empty space"
    assert side >= 60


@pytest.mark.parametrize("locale", ["C", "de_LI", "de_DE"])
@pytest.mark.parametrize("typed", ["2.5", "2,5"])
def test_decimals_may_be_typed_behind_a_point_or_a_comma(qtbot: QtBot, locale: str, typed: str) -> None:
    boxes: list[QDoubleSpinBox] = [NumberBox(0.1, 10.0, 1.0), named_number("Hold", 0.0, 60.0, 1.0, " s")]
    for box in boxes:
        qtbot.addWidget(box)
        box.setLocale(QLocale(locale))
        box.selectAll()
        qtbot.keyClicks(box, typed)
        assert box.value() == 2.5


def test_the_keys_of_export_are_not_taken_for_the_end_of_a_line(form: SettingsForm) -> None:
    keys = Qt.KeyboardModifier.ControlModifier
    for field in (form.target, form.paths, form.noise, form.strokes.listed):
        event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_E, keys, "\x05")
        QApplication.sendEvent(field, event)
        assert not event.isAccepted()
