"""Every command of the program: its words, its shortcut, what it does and when it is off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QActionGroup, QKeySequence

from sketchxai_desktop.app.language import shown_edit_name, tr
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
    _add_model(program)
    _add_explain(program)
    _add_analyse(program)
    _add_help(program)
    program.habits.add_commands()
    program.window.fill_tool_bar()
    program.habits.fill_tool_bar()
    _add_menus(program)


def _add_file(p: Program) -> None:
    add = p.window.registry.add
    files = p.files
    add("file.new", tr("Ne&w Drawing"), p.habits.start_new, shortcut=Keys.New, icon_name="new",
        tip=tr("Begin with an empty page; the drawing before is kept"))  # fmt: skip
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
        p.habits.clipboard.copy_picture,
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
        "file.report",
        tr("Repor&t…"),
        p.reports.ask_and_make,
        shortcut="Ctrl+Shift+E",
        tip=tr("One page on this sketch: prediction, embeddings, attributions, inversion and network"),
        why_not=p.reports.why_not,
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
    add, canvas, session = p.window.registry.add, p.window.canvas, p.session
    undo = add("edit.undo", tr("&Undo"), session.undo, shortcut=Keys.Undo, icon_name="undo", why_not=p.why_no_undo)
    redo = add("edit.redo", tr("&Redo"), session.redo, shortcut=["Ctrl+Shift+Z", "Ctrl+Y"], icon_name="redo",
               why_not=p.why_no_redo)  # fmt: skip

    def name_them() -> None:
        done, undone = shown_edit_name(session.undo_name), shown_edit_name(session.redo_name)
        undo.setText(tr("&Undo {}").format(done) if done else tr("&Undo"))
        redo.setText(tr("&Redo {}").format(undone) if undone else tr("&Redo"))
        for action in (undo, redo):
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            action.setToolTip(f"{action.text().replace('&', '')} ({keys})")

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
    add(
        "edit.word",
        tr("This Is &a…"),
        p.training.ask_word,
        shortcut="Ctrl+L",
        why_not=p.why_no_sketch,
        tip=tr("Say what the sketch shows, so that a network can learn it"),
    )
    canvas.set_context_actions(
        p.window.registry.actions("edit.duplicate", "edit.earlier", "edit.later", "edit.delete", "edit.clear")
    )


def _add_view(p: Program) -> None:
    add, canvas, settings = p.window.registry.add, p.window.canvas, p.settings
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
    for name, text, tip, keys in (
        ("view.left", tr("&Left Panels"), tr("Show or hide the sketches and the undo history"), "Ctrl+B"),
        ("view.below", tr("&Lower Panel"), tr("Show or hide the inversion"), "Ctrl+J"),
        ("view.right", tr("Ri&ght Panels"), tr("Show or hide strokes and explanations"), "Ctrl+Alt+B"),
    ):
        # The window's switches do the work.
        add(name, text, lambda _on: None, checked=True, tip=tip, shortcut=keys, icon_name=name.replace(".", "-"))
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
    add, panel, session = p.window.registry.add, p.window.inversion, p.session
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
    add("run.back", tr("&Back to the Sketch"), p.back_to_sketch, shortcut="Esc", why_not=p.why_at_sketch,
        tip=tr("Show the sketch instead of the run or the preview"))  # fmt: skip


def _add_help(p: Program) -> None:
    add = p.window.registry.add
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


def _add_model(p: Program) -> None:
    add = p.window.registry.add
    add(
        "model.published",
        tr("&Get Published Checkpoints…"),
        p.checkpoints.show_published,
        tip=tr("Download networks that the authors of SketchXAI have published on Hugging Face"),
    )
    add(
        "model.train",
        tr("&Train on My Sketches…"),
        p.training.show,
        tip=tr("Let the open network learn your own drawings and categories"),
    )


def _add_explain(p: Program) -> None:
    add, explain = p.window.registry.add, p.explanations
    add("view.strokes", tr("Show &Strokes"), p.window.show_strokes, shortcut="Ctrl+1",
        tip=tr("Every stroke as the network sees it"))  # fmt: skip
    add("view.explain", tr("Show &Explanation"), explain.show_page, shortcut="Ctrl+2",
        tip=tr("Why the network says what it says"))  # fmt: skip
    for name, text, tip in (
        ("scores", tr("&Strokes That Count"), tr("How much each stroke counts, by many methods")),
        ("tests", tr("&Are They True?"), tr("Methods of explanation, put to the test")),
        ("changes", tr("Smallest &Change"), tr("What flips the answer")),
        ("time", tr("&Time Line"), tr("What the network says after each stroke")),
        ("attention", tr("Atte&ntion"), tr("Which stroke looks at which")),
        ("stroke", tr("&What If"), tr("Where the network wants the selected stroke, and how else it could be")),
        ("compare", tr("Com&pare"), tr("A pinned sketch beside the present one")),
    ):
        add(f"explain.{name}", text, lambda name=name: explain.show_page(name), tip=tip)
    add("explain.run", tr("&Run All Methods"), explain.run_all, shortcut="Ctrl+Shift+A",
        why_not=p.why_no_inversion, tip=tr("Ask every method of attribution"))  # fmt: skip
    add("explain.test", tr("Run All T&ests"), explain.test_all, why_not=p.why_no_inversion,
        tip=tr("Put every method to the test on this sketch"))  # fmt: skip
    for kind, text, tip in (
        ("removal", tr("&Fewest Strokes Removed"), tr("Find the fewest strokes whose removal flips the answer")),
        ("movement", tr("&Least Movement"), tr("Find a small movement of strokes that flips the answer")),
        ("swap", tr("&One Swap of Order"), tr("Find two strokes whose orders, swapped, flip the answer")),
    ):
        add(f"explain.{kind}", text, lambda kind=kind: explain.show_change(kind), why_not=p.why_no_inversion, tip=tip)
    add("explain.pin", tr("P&in This Sketch"), explain.pin, shortcut="Ctrl+Shift+P", why_not=explain.why_no_pin,
        tip=tr("Keep this sketch to compare others with it"))  # fmt: skip
    add("explain.unpin", tr("&Unpin"), explain.unpin, why_not=explain.why_no_unpin,
        tip=tr("Forget the pinned sketch"))  # fmt: skip


def _add_analyse(p: Program) -> None:
    add, analysis = p.window.registry.add, p.analysis
    add(
        "analyse.shapes",
        tr("&Shapes and Groups"),
        analysis.show_shapes,
        shortcut="Ctrl+G",
        tip=tr("Groups of look-alike strokes, and a map of them"),
    )
    add(
        "analyse.recast",
        tr("&Input / Primitives / Ours"),
        analysis.show_recast,
        tip=tr("Redraw the sketch with primitives and with the medoids of its groups, and ask again"),
    )
    add(
        "analyse.orders",
        tr("Shuffle the &Order"),
        analysis.show_order_test,
        tip=tr("How the answer changes when the strokes are given other orders"),
    )
    add(
        "analyse.statistics",
        tr("S&tatistics of the File"),
        analysis.show_statistics,
        tip=tr("Strokes, points, categories and countries of the opened file"),
        why_not=p.why_no_file,
    )
    add(
        "analyse.evaluate",
        tr("&Evaluate This File…"),
        p.evaluation.show,
        tip=tr("How often the network names the drawings of the opened file rightly, and where it is wrong"),
        why_not=lambda: p.why_no_file() or p.why_no_model(),
    )
    add(
        "analyse.scores",
        tr("&Test Explanations on This File…"),
        p.scoring.show,
        tip=tr("Methods of explanation by measures of their truth, over the drawings of the opened file"),
        why_not=lambda: p.why_no_file() or p.why_no_model(),
    )


def _add_menus(p: Program) -> None:
    registry, bar = p.window.registry, p.window.menuBar()
    file_menu = bar.addMenu(tr("&File"))
    file_menu.addActions(registry.actions("file.new", "file.open"))
    p.file_menus.add_to(file_menu)
    file_menu.addActions(registry.actions("file.save", "file.append"))
    file_menu.addSeparator()
    file_menu.addActions(registry.actions("file.next", "file.previous"))
    file_menu.addSeparator()
    file_menu.addActions(registry.actions("file.checkpoint", "file.export", "file.report", "file.copy"))
    file_menu.addSeparator()
    file_menu.addActions(registry.actions("file.quit"))
    layout: dict[str, list[list[str]]] = {
        tr("&Edit"): [
            ["edit.undo", "edit.redo", "view.history"],
            ["edit.copy", "edit.copy-svg", "edit.paste"],
            ["tool.draw", "tool.select"],
            ["edit.duplicate", "edit.earlier", "edit.later", "edit.delete"],
            ["edit.clear"],
            ["edit.word"],
            ["file.settings"],
        ],
        tr("&View"): [
            ["view.fit", "view.zoom-in", "view.zoom-out"],
            ["view.dots", "view.numbers", "view.ghost", "view.traces"],
            ["scheme.rainbow", "scheme.viridis", "scheme.ink"],
            ["theme.system", "theme.light", "theme.dark"],
            ["view.present"],
        ],
        tr("&Inversion"): [["run.start", "run.pause", "run.step", "run.stop"], ["run.use", "run.back"]],
        tr("E&xplain"): [
            [
                "explain.scores",
                "explain.tests",
                "explain.changes",
                "explain.time",
                "explain.attention",
                "explain.stroke",
                "explain.compare",
            ],
            ["explain.run", "explain.test"],
            ["explain.removal", "explain.movement", "explain.swap"],
            ["explain.pin", "explain.unpin"],
        ],
        tr("&Analyse"): [
            ["analyse.shapes", "analyse.recast", "analyse.orders"],
            ["analyse.statistics", "analyse.evaluate", "analyse.scores"],
        ],
        tr("&Help"): [["help.palette", "help.shortcuts"], ["help.model", "help.show-log", "help.log", "help.about"]],
    }
    for title, groups in layout.items():
        if title == tr("&Help"):
            fixed = ["file.checkpoint", "model.published", "model.train", "", "help.model"]
            p.checkpoints.add_menu(bar.addMenu(tr("&Network")), fixed)
        menu = bar.addMenu(title)
        for number, group in enumerate(groups):
            if number:
                menu.addSeparator()
            menu.addActions(registry.actions(*group))
        if title == tr("&View"):
            menu.addSeparator()
            menu.addActions(registry.actions("view.strokes", "view.explain"))
            menu.addSeparator()
            window = p.window
            for dock in (window.browser_dock, window.inspector_dock, window.explain_dock, window.inversion_dock):
                menu.addAction(dock.toggleViewAction())
            menu.addSeparator()
            menu.addActions(registry.actions("view.left", "view.below", "view.right"))
            menu.addActions(registry.actions("view.layout"))
