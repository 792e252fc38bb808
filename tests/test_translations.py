"""Every string of the window has its translation, and the compiled translations are those of the source."""

from __future__ import annotations

import ast
import functools
import importlib.util
import re
import string
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]
TRANSLATIONS = ROOT / "resources" / "translations"
SOURCES = sorted(TRANSLATIONS.glob("*.ts"))


def _tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("update_translations", ROOT / "tools" / "update_translations.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


tool = _tool()
tool.read_all = functools.cache(tool.read_all)  # two hundred files
Key = tuple[str, str]


def _fields(text: str) -> Counter[str]:
    """Placeholders with what they do; separators of thousands are each language's own."""
    try:
        parsed = list(string.Formatter().parse(text))
    except ValueError:
        return Counter()
    return Counter(
        f"{name}!{kind}:{(spec or '').replace(',', '')}" for _, name, spec, kind in parsed if name is not None
    )


def _accelerators(text: str) -> int:
    return len(re.findall(r"&(?=\w)", text.replace("&&", "")))


@pytest.fixture(scope="module")
def strings() -> tuple[Key, ...]:
    return tool.read_all().strings


@pytest.fixture(scope="module", params=SOURCES, ids=lambda path: path.stem)
def translated(request: pytest.FixtureRequest) -> dict[Key, str]:
    return tool.load(request.param)


def test_there_is_a_second_language() -> None:
    assert TRANSLATIONS / "sketchxai_de.ts" in SOURCES


def test_every_call_can_be_read() -> None:
    problems = tool.read_all().problems
    assert not problems, "\n".join(problems)


def test_nothing_is_missing(strings: tuple[Key, ...], translated: dict[Key, str]) -> None:
    missing = [key for key in strings if not translated.get(key)]
    assert not missing, f"run tools/update_translations.py and translate: {missing}"


def test_nothing_is_left_over(strings: tuple[Key, ...], translated: dict[Key, str]) -> None:
    left = sorted(translated.keys() - set(strings))
    assert not left, f"run tools/update_translations.py: {left}"


def test_placeholders_are_the_same(translated: dict[Key, str]) -> None:
    wrong = {text: ours for (_, text), ours in translated.items() if _fields(text) != _fields(ours)}
    assert not wrong


def test_accelerators_are_kept(translated: dict[Key, str]) -> None:
    wrong = {text: ours for (_, text), ours in translated.items() if _accelerators(text) != _accelerators(ours)}
    assert not wrong


def test_ends_are_the_same(translated: dict[Key, str]) -> None:
    """An ellipsis promises a dialog, a space keeps words apart, a full stop makes a sentence."""

    def ends(text: str) -> tuple[bool, ...]:
        sentence = " " in text and text.endswith(".")  # not an abbreviation
        return (text[0] == " ", text[-1] == " ", text.endswith("…"), sentence, "\n" in text)

    wrong = {text: ours for (_, text), ours in translated.items() if ends(text) != ends(ours)}
    assert not wrong


def test_file_filters_keep_their_patterns(translated: dict[Key, str]) -> None:
    wrong = {
        text: ours
        for (_, text), ours in translated.items()
        if re.findall(r"\*\.\w+", text) != re.findall(r"\*\.\w+", ours)
    }
    assert not wrong


@pytest.mark.parametrize("ts", SOURCES, ids=lambda path: path.stem)
def test_source_is_as_the_tool_writes_it(ts: Path) -> None:
    found = tool.read_all()
    content = tool.as_ts(ts.stem.rpartition("_")[2], tool.merged(found.strings, tool.load(ts)))
    assert ts.read_text(encoding="utf-8") == content, "run tools/update_translations.py"


@pytest.mark.parametrize("ts", SOURCES, ids=lambda path: path.stem)
def test_compiled_file_is_that_of_its_source(ts: Path, tmp_path: Path) -> None:
    made = tmp_path / "made.qm"
    tool.compile_ts(ts, made)
    assert made.read_bytes() == ts.with_suffix(".qm").read_bytes(), "run tools/update_translations.py"


def _read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str) -> object:
    monkeypatch.setattr(tool, "ROOT", tmp_path)
    path = tmp_path / "module.py"
    path.write_text(source, encoding="utf-8")
    return tool.read(path)


def test_tool_reads_what_is_translated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = _read(
        tmp_path,
        monkeypatch,
        """
from sketchxai_desktop.app.language import tr
class Outer(QObject):
    def method(self):
        tr, other = self.tr, 1
        def inner():
            return tr("in a nested function")
        self.tr("two " "literals\\N{HORIZONTAL ELLIPSIS}").format(1)
        QCoreApplication.translate("Elsewhere", "named").strip()
    class Inner(QObject):
        def method(self):
            self.tr("inner")
    def after(self):
        self.tr("after the inner class")
def free():
    tr("free")
def _tr(text):
    return QCoreApplication.translate("Canvas", text)
def painted():
    _tr("painted")
def without_qt():
    raise UserError("{file} has {count:,} lines." if x else "{file} has one line.", file=path.name, count=3)
    raise LineError("no [xs, ys]")
    raise UserError("{path}: {reason}", path=path, reason=Sentence("a reason"))
""",
    )
    assert not found.problems
    assert set(found.strings) == {
        ("Outer", "in a nested function"),
        ("Outer", "two literals…"),
        ("Elsewhere", "named"),
        ("Inner", "inner"),
        ("Outer", "after the inner class"),
        ("Program", "free"),
        ("Canvas", "painted"),
        ("Sentences", "{file} has {count:,} lines."),
        ("Sentences", "{file} has one line."),
        ("Sentences", "no [xs, ys]"),
        ("Sentences", "a reason"),
    }


@pytest.mark.parametrize(
    "call",
    [
        "self.window.tr('x')",
        "tr('nobody knows where')",
        "self.tr(variable)",
        "self.tr(f'{x} strokes')",
        "self.tr('a' + b)",
        "self.tr('x', 'a second meaning')",
        "raise UserError(f'{path} is damaged.')",
        "raise UserError('It is damaged: ' + reason)",
        "raise UserError('{} is damaged.'.format(path))",
        "raise UserError(sentence)",
        "raise UserError('{} is damaged.', path)",
        "raise UserError('{0} is damaged.', path=path)",
        "raise UserError('{path.name} is damaged.', path=path)",
        "raise UserError('{path} is damaged.')",
        "raise UserError('It is damaged.', path=path)",
        "raise UserError('{path is damaged.', path=path)",
        "raise UserError('{path} is damaged.', **values)",
        "raise errors.UserError(f'{path} is damaged.')",
        "raise LineError(str(error))",
        "notes.append(Sentence(f'{count} drawings'))",
        "Sentence('one' if count == 1 else f'{count}')",
    ],
)
def test_tool_complains_of_what_it_cannot_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    found = _read(tmp_path, monkeypatch, f"class Widget(QObject):\n    def method(self):\n        {call}\n")
    assert found.problems


def test_every_kind_of_sentence_is_read() -> None:
    """A new exception that is made of a template would stay English without a word."""
    kinds = {
        node.name
        for path in tool.SOURCES.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
        and {ast.unparse(base) for base in node.bases} & {"SentenceError", *tool._SENTENCE_TYPES}
    }
    # The one takes a Sentence, the other is never shown.
    assert kinds - {"_TryAgain", "HostileWeightsError"} <= set(tool._SENTENCE_TYPES)


def test_a_string_that_moved_keeps_its_translation() -> None:
    old = {("Old", "Open"): "Öffnen", ("A", "Run"): "Lauf", ("B", "Run"): "Starten"}
    new = tool.merged((("New", "Open"), ("C", "Run"), ("A", "Run")), old)
    assert new == {("A", "Run"): "Lauf", ("C", "Run"): "", ("New", "Open"): "Öffnen"}
