"""Every command of the program: its words, its shortcut, what it does and when it is off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QActionGroup, QKeySequence

from sketchxai_desktop.session import RunState

if TYPE_CHECKING:
    from sketchxai_desktop.app.program import Program

Keys = QKeySequence.StandardKey


def add_commands(program: Program) -> None:
    """Fill the window's registry, menus and toolbar."""
    _add_file(program)
    _add_edit(program)
    _add_view(program)
    _add_inversion(program)
    _add_help(program)
    program.window.fill_tool_bar()
    _add_menus(program)


def _add_file(p: Program) -> None:
    add, tr = p.window.registry.add, p.window.tr
    files = p.files
    add(
        "file.open",
        tr("&Open…"),
        files.ask_and_open,
        shortcut=Keys.Open,
        icon_name="open",
        tip=tr("Open drawings (.ndjson, .ndjson.gz, .npz) or a checkpoint"),
    )
    add(
        "file.save",
        tr("&Save Sketch…"),
        lambda: files.ask_and_save(append=False),
        shortcut=Keys.Save,
        icon_name="save",
        tip=tr("Save the sketch as .ndjson"),
        why_not=p.why_no_sketch,
    )
    add(
        "file.append",
        tr("&Append Sketch to File…"),
        lambda: files.ask_and_save(append=True),
        tip=tr("Add the sketch as a new line to an .ndjson file"),
        why_not=p.why_no_sketch,
    )
    add(
        "file.copy",
        tr("&Copy Picture"),
        p.copy_picture,
        shortcut="Ctrl+Shift+C",
        icon_name="copy",
        tip=tr("Copy the canvas to the clipboard as a picture"),
        why_not=p.why_no_sketch,
    )
    add(
        "file.export",
        tr("&Export Inversion…"),
        p.window.inversion.open_export,
        shortcut="Ctrl+E",
        icon_name="export",
        tip=tr("Save the run as GIF, APNG, WebP, filmstrip, SVG or JSON"),
        why_not=p.why_no_run,
    )
    add(
        "file.checkpoint",
        tr("Open Chec&kpoint…"),
        files.ask_and_open_checkpoint,
        shortcut="Ctrl+Shift+O",
        icon_name="model",
        tip=tr("Use a network from a file or from a folder with config.json"),
    )
    add(
        "file.next",
        tr("&Next Sketch"),
        p.window.browser.choose_next,
        shortcut="Ctrl+PgDown",
        icon_name="next",
        tip=tr("Open the next drawing of the file"),
        why_not=p.why_no_file,
    )
    add(
        "file.previous",
        tr("&Previous Sketch"),
        p.window.browser.choose_previous,
        shortcut="Ctrl+PgUp",
        icon_name="previous",
        tip=tr("Open the previous drawing of the file"),
        why_not=p.why_no_file,
    )
    add("file.quit", tr("&Quit"), p.window.close, shortcut="Ctrl+Q", tip=tr("Leave the program"))  # fmt: skip


def _add_edit(p: Program) -> None:
    add, tr, canvas, session = p.window.registry.add, p.window.tr, p.window.canvas, p.session
    undo = add("edit.undo", tr("&Undo"), session.undo, shortcut=Keys.Undo, icon_name="undo", why_not=p.why_no_undo)
    redo = add("edit.redo", tr("&Redo"), session.redo, shortcut=["Ctrl+Shift+Z", "Ctrl+Y"], icon_name="redo",
               why_not=p.why_no_redo)  # fmt: skip

    def name_them() -> None:
        undo.setText(tr("&Undo {}").format(session.undo_name or "").strip())
        redo.setText(tr("&Redo {}").format(session.redo_name or "").strip())
        undo.setToolTip(f"{undo.text().replace('&', '')} (Ctrl+Z)")
        redo.setToolTip(f"{redo.text().replace('&', '')} (Ctrl+Shift+Z)")

    session.history_changed.connect(name_them)
    drawing = add(
        "tool.draw",
        tr("&Draw"),
        lambda on: canvas.set_tool("draw") if on else None,
        shortcut="D",
        icon_name="draw",
        checked=True,
        tip=tr("Draw strokes with mouse or pen"),
    )
    selecting = add("tool.select", tr("&Select"), lambda on: canvas.set_tool("select") if on else None, shortcut="S",
                    icon_name="select", checked=False, tip=tr("Select and move strokes"))  # fmt: skip
    group = QActionGroup(p.window)
    group.addAction(drawing)
    group.addAction(selecting)
    canvas.tool_changed.connect(lambda tool: (drawing if tool == "draw" else selecting).setChecked(True))
    add(
        "edit.delete",
        tr("D&elete Stroke"),
        canvas.delete_selected,
        shortcut=["Del", "Backspace"],
        icon_name="trash",
        why_not=p.why_no_selection,
        tip=tr("Delete the selected stroke"),
    )
    add(
        "edit.duplicate",
        tr("D&uplicate Stroke"),
        canvas.duplicate_selected,
        shortcut="Ctrl+D",
        icon_name="duplicate",
        why_not=p.why_no_selection,
        tip=tr("Add a copy of the selected stroke"),
    )
    add(
        "edit.earlier",
        tr("Draw &Earlier"),
        lambda: canvas.reorder_selected(-1),
        shortcut="[",
        icon_name="earlier",
        why_not=p.why_no_selection,
        tip=tr("Give the selected stroke the order before"),
    )
    add(
        "edit.later",
        tr("Draw &Later"),
        lambda: canvas.reorder_selected(1),
        shortcut="]",
        icon_name="later",
        why_not=p.why_no_selection,
        tip=tr("Give the selected stroke the order after"),
    )
    add("edit.clear", tr("&Clear Drawing"), canvas.clear, shortcut="Ctrl+Backspace", icon_name="clear",
        why_not=p.why_no_sketch, tip=tr("Remove all strokes; undo brings them back"))  # fmt: skip
    canvas.set_context_actions(
        p.window.registry.actions("edit.duplicate", "edit.earlier", "edit.later", "edit.delete", "edit.clear")
    )


def _add_view(p: Program) -> None:
    add, tr, canvas, settings = p.window.registry.add, p.window.tr, p.window.canvas, p.settings
    add("view.fit", tr("&Fit Sketch"), canvas.fit, shortcut="Ctrl+0", icon_name="fit", tip=tr("Show the whole sketch"))
    add("view.zoom-in", tr("Zoom &In"), canvas.zoom_in, shortcut=["Ctrl++", "Ctrl+="], icon_name="zoom-in")
    add("view.zoom-out", tr("Zoom &Out"), canvas.zoom_out, shortcut="Ctrl+-", icon_name="zoom-out")
    for name, text, tip, field in (
        ("view.dots", tr("&Start Dots"), tr("Dots where strokes start: their locations"), "show_dots"),
        ("view.numbers", tr("Order &Numbers"), tr("The order of each stroke beside its start"), "show_numbers"),
        ("view.ghost", tr("&Ghost of the Original"), tr("The original layout behind a run's"), "show_ghost"),
        ("view.traces", tr("&Traces"), tr("Where locations travelled in a run"), "show_traces"),
    ):
        add(name, text, p.switch(field), checked=getattr(settings, field), tip=tip)
    _choices(p, "theme", {"system": tr("Theme: System"), "light": tr("Theme: Light"), "dark": tr("Theme: Dark")})
    _choices(
        p, "scheme", {"rainbow": tr("Colours: Rainbow"), "viridis": tr("Colours: Viridis"), "ink": tr("Colours: Ink")}
    )
    add(
        "view.layout",
        tr("&Reset Layout"),
        p.window.apply_default_layout,
        tip=tr("Panels back to where they were at first"),
    )


def _choices(p: Program, field: str, texts: dict[str, str]) -> None:
    group = QActionGroup(p.window)
    for value, text in texts.items():
        chosen = getattr(p.settings, field) == value
        group.addAction(p.window.registry.add(f"{field}.{value}", text, p.choose(field, value), checked=chosen))


def _add_inversion(p: Program) -> None:
    add, tr, panel, session = p.window.registry.add, p.window.tr, p.window.inversion, p.session
    add(
        "run.start",
        tr("&Run"),
        panel.run,
        shortcut="Ctrl+R",
        icon_name="run",
        why_not=p.why_no_inversion,
        tip=tr("Scatter or transfer the strokes and let the network move them"),
    )
    add(
        "run.pause",
        tr("&Pause or Resume"),
        lambda: p.runs.resume() if session.run_state is RunState.PAUSED else p.runs.pause(),
        shortcut="Ctrl+P",
        icon_name="pause",
        why_not=p.why_not_running,
    )
    add("run.step", tr("&Single Step"), p.runs.step, shortcut="Ctrl+.", icon_name="step", why_not=p.why_not_running)
    add("run.stop", tr("S&top"), p.runs.stop, shortcut="Ctrl+Shift+R", icon_name="stop", why_not=p.why_not_running)
    add(
        "run.use",
        tr("&Use This Layout"),
        session.use_shown_layout,
        shortcut="Ctrl+Return",
        why_not=p.why_no_layout,
        tip=tr("Put the shown layout on the canvas, as one edit"),
    )
    add("run.back", tr("&Back to the Sketch"), session.show_sketch, shortcut="Esc", why_not=p.why_no_layout,
        tip=tr("Show the sketch instead of the run"))  # fmt: skip


def _add_help(p: Program) -> None:
    add, tr = p.window.registry.add, p.window.tr
    add(
        "help.palette",
        tr("&Command Palette…"),
        p.show_palette,
        shortcut="Ctrl+K",
        icon_name="search",
        tip=tr("Find and run any command"),
    )
    add("help.shortcuts", tr("&Keyboard Shortcuts"), p.show_shortcuts, shortcut="F1")
    add("help.model", tr("About This &Network"), p.show_model, icon_name="model", why_not=p.why_no_model)
    add(
        "help.log",
        tr("Copy &Diagnostics"),
        p.copy_diagnostics,
        tip=tr("Versions, device and recent log lines, for a bug report"),
    )
    add("help.about", tr("&About SketchXAI Desktop"), p.show_about, icon_name="info")  # fmt: skip


def _add_menus(p: Program) -> None:
    registry, bar, tr = p.window.registry, p.window.menuBar(), p.window.tr
    file_menu = bar.addMenu(tr("&File"))
    file_menu.addActions(registry.actions("file.open"))
    p.recent_menu = file_menu.addMenu(tr("Open &Recent"))
    p.kept_menu = file_menu.addMenu(tr("&My Drawings"))
    p.kept_menu.aboutToShow.connect(p.fill_kept)
    file_menu.addActions(registry.actions("file.save", "file.append"))
    file_menu.addSeparator()
    file_menu.addActions(registry.actions("file.next", "file.previous"))
    file_menu.addSeparator()
    file_menu.addActions(registry.actions("file.checkpoint", "file.export", "file.copy"))
    file_menu.addSeparator()
    file_menu.addActions(registry.actions("file.quit"))
    layout: dict[str, list[list[str]]] = {
        tr("&Edit"): [
            ["edit.undo", "edit.redo"],
            ["tool.draw", "tool.select"],
            ["edit.duplicate", "edit.earlier", "edit.later", "edit.delete"],
            ["edit.clear"],
        ],
        tr("&View"): [
            ["view.fit", "view.zoom-in", "view.zoom-out"],
            ["view.dots", "view.numbers", "view.ghost", "view.traces"],
            ["scheme.rainbow", "scheme.viridis", "scheme.ink"],
            ["theme.system", "theme.light", "theme.dark"],
        ],
        tr("&Inversion"): [["run.start", "run.pause", "run.step", "run.stop"], ["run.use", "run.back"]],
        tr("&Help"): [["help.palette", "help.shortcuts"], ["help.model", "help.log", "help.about"]],
    }
    for title, groups in layout.items():
        menu = bar.addMenu(title)
        for number, group in enumerate(groups):
            if number:
                menu.addSeparator()
            menu.addActions(registry.actions(*group))
        if title == tr("&View"):
            menu.addSeparator()
            for dock in (p.window.browser_dock, p.window.inspector_dock, p.window.inversion_dock):
                menu.addAction(dock.toggleViewAction())
            menu.addActions(registry.actions("view.layout"))
