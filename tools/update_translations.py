"""Bring resources/translations up to date with the words in the source, and say what lacks a translation.

    python tools/update_translations.py            rewrite the .ts files and compile them to .qm
    python tools/update_translations.py --check    change nothing; exit with 1 if something would change or is missing

The .ts files are Qt's: any editor for them, such as Qt Linguist, opens them. Strings are read from Python's own syntax
tree, because lupdate takes strings after a nested function for strings of no class, and skips those with named escapes
and those in calls that a method follows; what it leaves out stays English without a word.
"""

from __future__ import annotations

import argparse
import ast
import os
import string
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "sketchxai_desktop"
TRANSLATIONS = ROOT / "resources" / "translations"
#: The context of `tr` of app/language.py.
_PROGRAM = "Program"
_LANGUAGE_MODULE = "sketchxai_desktop.app.language"
#: Words that are data in rooms without Qt, and are translated where they are shown (widgets/common_words.py):
#: the class whose objects hold them, and which of its fields they are.
_TABLES = {
    "sketchxai_desktop/explain/registry.py": ("Method", (1, 3)),
    "sketchxai_desktop/explain/measures.py": ("Measure", (1, 2, 4)),
}
_WORDS = "Words"
#: The context of sentences that rooms without Qt make (core/sentences.py), and what they are made with.
_SENTENCES = "Sentences"
_SENTENCE_TYPES = ("Sentence", "UserError", "LineError", "HostilePickleError")
#: Where a template is a variable; and what only the terminal says, in English.
_MAKER = "sketchxai_desktop/core/sentences.py"
_TERMINAL = ("sketchxai_desktop/cli/", "sketchxai_desktop/__main__.py", "sketchxai_desktop/system_libraries.py")

Key = tuple[str, str]  # context, source text


@dataclass(frozen=True)
class Found:
    """What a source file says.

    Attributes:
        strings: (context, text) of every translatable string.
        problems: calls that cannot be read, with file and line.
    """

    strings: tuple[Key, ...]
    problems: tuple[str, ...]


class _Reader(ast.NodeVisitor):
    """Walks one module with the classes and functions around each call."""

    def __init__(self, name: str, module: ast.Module) -> None:
        self._name = name
        self.strings: list[Key] = []
        self.problems: list[str] = []
        self._class = ""
        #: What `tr` and `_tr` mean in the scopes around, innermost last: a context, or "" for nothing known.
        self._meanings: list[dict[str, str]] = [dict(_meanings_of_module(module))]

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        outer, self._class = self._class, node.name
        self.generic_visit(node)
        self._class = outer

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        if _context_of_helper(node) is not None:
            return  # the one place where a variable is translated
        self._meanings.append({})
        for inner in ast.walk(node):  # before its calls are read: an alias may be one of several in one line
            if isinstance(inner, ast.Assign):
                self._read_alias(inner)
        self.generic_visit(node)
        self._meanings.pop()

    def _read_alias(self, node: ast.Assign) -> None:
        for target in node.targets:
            pairs = (
                zip(target.elts, node.value.elts, strict=False)
                if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple)
                else [(target, node.value)]
            )
            for name, value in pairs:
                if isinstance(name, ast.Name) and isinstance(value, ast.Attribute) and value.attr == "tr":
                    self._meanings[-1][name.id] = self._class if ast.unparse(value) == "self.tr" else ""

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if node.attr == "tr" and ast.unparse(node.value) not in ("self", "language"):
            self._complain(node, f"{ast.unparse(node)} is looked up in the class of {ast.unparse(node.value)}")
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if (table := _TABLES.get(self._name)) is not None and name == table[0]:
            for number in table[1]:
                self._take(node, _WORDS, node.args[number : number + 1], table=True)
        if name in ("tr", "_tr"):
            if isinstance(node.func, ast.Attribute):
                context = self._class if ast.unparse(node.func) == "self.tr" else ""
            else:
                context = next((m[name] for m in reversed(self._meanings) if name in m), "")
            self._take(node, context, node.args[:1])
        elif name == "translate" and "QCoreApplication" in ast.unparse(node.func):
            context = _literal(node.args[0]) if node.args else None
            self._take(node, context or "", node.args[1:2])
        elif name in _SENTENCE_TYPES and not self._name.startswith(_TERMINAL):
            self._take_sentence(node)
        self.generic_visit(node)

    def _take_sentence(self, node: ast.Call) -> None:
        """A template, or two with an if between them, and the values of its fields."""
        given = {keyword.arg for keyword in node.keywords}
        if None in given and self._name == _MAKER:
            return
        texts = _literals(node.args[0]) if len(node.args) == 1 else ()
        fields = [_fields(text) for text in texts]
        if not texts:
            self._complain(node, "a sentence is made of one whole literal and its values by name")
        elif None in fields or set().union(*filter(None, fields)) != given:
            self._complain(node, f"its fields are not its values, {sorted(map(str, given))}")
        else:
            # What consists of fields alone is the same in every language.
            self.strings += [(_SENTENCES, text) for text in texts if any(map(str.isalpha, _words(text)))]

    def _take(self, node: ast.Call, context: str, arguments: list[ast.expr], *, table: bool = False) -> None:
        text = _literal(arguments[0]) if arguments else None
        name = getattr(node.func, "attr", "")
        if text is None:
            self._complain(node, "only a whole literal can be translated")
        elif not context:
            self._complain(node, "it is not clear where this is looked up; say self.tr, or tr of app/language.py")
        elif not table and len(node.args) > (2 if name == "translate" else 1):
            self._complain(node, "disambiguations and plural forms are not read")
        else:
            self.strings.append((context, text))

    def _complain(self, node: ast.expr, what: str) -> None:
        self.problems.append(f"{self._name}:{node.lineno}: {what}")


def _literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _literals(node: ast.expr) -> tuple[str, ...]:
    """The literal, or those of "a if x else b"; () where one is none."""
    nodes = (node.body, node.orelse) if isinstance(node, ast.IfExp) else (node,)
    texts = tuple(text for text in map(_literal, nodes) if text is not None)
    return texts if len(texts) == len(nodes) else ()


def _fields(template: str) -> set[str] | None:
    """Names of its fields; None where there is one without a name, or a brace too many."""
    try:
        names = {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}
    except ValueError:
        return None
    return names if all(map(str.isidentifier, names)) else None


def _words(template: str) -> str:
    """What is not in fields."""
    return "".join(text for text, *_ in string.Formatter().parse(template))


def _context_of_helper(node: ast.FunctionDef) -> str | None:
    """ "Canvas" for `def _tr(text): return QCoreApplication.translate("Canvas", text)`."""
    last, given = node.body[-1], [argument.arg for argument in node.args.args]
    if len(given) != 1 or not (isinstance(last, ast.Return) and isinstance(last.value, ast.Call)):
        return None
    call = last.value
    helps = ast.unparse(call.func) == "QCoreApplication.translate" and ast.unparse(call.args[-1]) == given[0]
    return _literal(call.args[0]) if helps else None


def _meanings_of_module(module: ast.Module) -> Iterator[tuple[str, str]]:
    for node in module.body:
        if isinstance(node, ast.ImportFrom) and node.module == _LANGUAGE_MODULE:
            yield from ((alias.asname or alias.name, _PROGRAM) for alias in node.names if alias.name == "tr")
        elif isinstance(node, ast.FunctionDef) and (context := _context_of_helper(node)) is not None:
            yield node.name, context


def read(path: Path) -> Found:
    """What one module says."""
    module = ast.parse(path.read_text(encoding="utf-8"))
    reader = _Reader(path.relative_to(ROOT).as_posix(), module)
    reader.visit(module)
    return Found(tuple(reader.strings), tuple(reader.problems))


def read_all() -> Found:
    """What the whole program says, each string once."""
    found = [read(path) for path in sorted(SOURCES.rglob("*.py"))]
    strings = dict.fromkeys(key for one in found for key in one.strings)
    return Found(tuple(strings), tuple(problem for one in found for problem in one.problems))


def load(ts: Path) -> dict[Key, str]:
    """The finished translations of a .ts file; {} when there is none."""
    if not ts.is_file():
        return {}
    translations: dict[Key, str] = {}
    for context in ET.parse(ts).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is not None and translation.get("type") is None and translation.text:
                key = context.findtext("name", ""), message.findtext("source", "")
                translations[key] = translation.text
    return translations


def merged(strings: tuple[Key, ...], old: Mapping[Key, str]) -> dict[Key, str]:
    """`strings` with their translations, "" where there is none; a string that moved to another class keeps its own."""
    elsewhere: dict[str, set[str]] = {}
    for (_, text), translation in old.items():
        elsewhere.setdefault(text, set()).add(translation)

    def translation(key: Key) -> str:
        same = elsewhere.get(key[1], set())
        return old.get(key) or (next(iter(same)) if len(same) == 1 else "")

    return {key: translation(key) for key in sorted(strings)}


def as_ts(language: str, translations: Mapping[Key, str]) -> str:
    """The content of a .ts file. No lines of the source in it: they change with every edit."""
    lines = ['<?xml version="1.0" encoding="utf-8"?>', "<!DOCTYPE TS>"]
    lines.append(f'<TS version="2.1" language="{language}" sourcelanguage="en">')
    last = None
    for (context, text), translation in translations.items():
        if context != last:
            lines += ["</context>"] * (last is not None) + ["<context>", f"    <name>{escape(context)}</name>"]
            last = context
        state = "" if translation else ' type="unfinished"'
        lines += [
            "    <message>",
            f"        <source>{escape(text)}</source>",
            f"        <translation{state}>{escape(translation)}</translation>",
            "    </message>",
        ]
    lines += ["</context>"] * (last is not None) + ["</TS>", ""]
    return "\n".join(lines)


def compile_ts(ts: Path, qm: Path) -> None:
    """Run Qt's lrelease, which comes with PySide6.

    Raises:
        subprocess.CalledProcessError: the file is broken.
    """
    import PySide6

    lrelease = Path(PySide6.__file__).parent / ("lrelease.exe" if os.name == "nt" else "lrelease")
    subprocess.run([str(lrelease), "-silent", str(ts), "-qm", str(qm)], check=True, stdin=subprocess.DEVNULL)


def main() -> int:
    parser = argparse.ArgumentParser(description="Bring the translations up to date with the source.")
    parser.add_argument("--check", action="store_true", help="change nothing, and fail if something would change")
    check = parser.parse_args().check
    found = read_all()
    for problem in found.problems:
        print(problem)
    wrong = bool(found.problems)
    for ts in sorted(TRANSLATIONS.glob("*.ts")):
        language = ts.stem.rpartition("_")[2]
        old = load(ts)
        new = merged(found.strings, old)
        missing = [key for key, translation in new.items() if not translation]
        obsolete = sorted(old.keys() - new.keys())
        for word, keys in (("missing", missing), ("obsolete", obsolete)):
            for context, text in keys:
                print(f"{ts.name}: {word}: {context}: {text!r}")
        print(f"{ts.name}: {len(new)} strings, {len(missing)} missing, {len(obsolete)} obsolete")
        content = as_ts(language, new)
        wrong |= bool(missing) or (check and content != ts.read_text(encoding="utf-8"))
        if not check:
            ts.write_text(content, encoding="utf-8", newline="\n")
            compile_ts(ts, ts.with_suffix(".qm"))
    return int(wrong)


if __name__ == "__main__":
    sys.exit(main())
