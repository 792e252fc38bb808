"""Words and names out of files: they never lead to another folder, and never become elements of a page."""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sketchxai_desktop.core.files import file_name_for
from sketchxai_desktop.core.quickdraw import parse_line
from sketchxai_desktop.core.run import InversionSettings, Run
from sketchxai_desktop.core.sketch import Sketch, Stroke
from sketchxai_desktop.evaluation.inversion import InversionEvaluation
from sketchxai_desktop.reports.explanation_svg import attribution_svg
from sketchxai_desktop.reports.inversion_page import inversion_page
from sketchxai_desktop.reports.sketch_svg import sketch_svg
from sketchxai_desktop.widgets.inversion_export_formats import proposed_name
from tests.reports.test_pages import UNKNOWN, estimate, evaluation_html, poster_run, scores, summary

SKETCH = Sketch((Stroke([[0, 0], [10, 30], [20, 5]]), Stroke([[5, 5]])), word="cat")
EVIL = (
    "../../etc/passwd", "..", ".", "/etc/passwd", "C:\\Windows\\system.ini", "\\\\host\\share", "a/b", "a\0b", "~",
    "%2e%2e%2f", "\u202egnp.exe", "-rf", "x" * 5000, "\n", "", " ", "\ud800",
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "' onload='alert(1)", "</title></style><script>",
    "<svg/onload=alert(1)>", "{{ 7 * 7 }}", "{% raw %}", "]]><x>", "-->", "javascript:alert(1)", "&lt;script&gt;",
    "</text><script>", "url(http://example.org)", "expression(alert(1))",
)  # fmt: skip


def check_name(name: str, tmp_path: Path) -> None:
    place = tmp_path / name
    assert place.parent == tmp_path
    assert place.resolve().parent == tmp_path.resolve()
    assert "/" not in name
    assert "\\" not in name
    assert not name.startswith((".", "~"))
    place.write_bytes(b"")  # a name that the file system takes
    place.unlink()


@pytest.mark.parametrize("word", EVIL)
def test_a_word_leads_to_no_other_folder(word: str, tmp_path: Path) -> None:
    check_name(f"{file_name_for(word)}.ndjson", tmp_path)
    for mode in ("recovery", "transfer"):
        check_name(proposed_name(Run(SKETCH, InversionSettings(mode, word), word, word, "tiny")), tmp_path)  # type: ignore[arg-type]


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200))
def test_no_text_at_all_does(tmp_path_factory: pytest.TempPathFactory, word: str) -> None:
    check_name(f"{file_name_for(word)}.ndjson", tmp_path_factory.getbasetemp())


def test_ordinary_words_stay_as_they_are() -> None:
    for word in ("ice cream", "t-shirt", "The Eiffel Tower", "\u00e4pfel"):
        assert file_name_for(word) == word
    assert file_name_for(None) == file_name_for("///") == "sketch"


# Pages ------------------------------------------------------------------------------------------------------


class Structure(HTMLParser):
    """Elements and names of attributes, in order: what a page is made of, without what it says."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.made: list[tuple[str, tuple[str, ...]]] = []
        self.values: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.made.append((tag, tuple(name for name, _ in attrs)))
        self.values += [value or "" for name, value in attrs if name in ("href", "src", "style")]


def _evaluation(name: str) -> str:
    return evaluation_html((name, name + "b", name + "c"), source=name, left_out=[name], problems=[name])


def _inversion(name: str) -> str:
    measured = InversionEvaluation(
        "transfer", 20, 40, 2, 100, scores(0.9, UNKNOWN), scores(0.1, UNKNOWN), estimate(0.8),
        ((name, 20, estimate(0.9)),), 2000, 0,
    )  # fmt: skip
    runs = [poster_run("transfer", name, name), poster_run("recovery", name, name)]
    return inversion_page(summary(name, (name, name + "b", name + "c")), measured, runs, [name], source=name)


def _pictures(name: str) -> str:
    return sketch_svg(SKETCH, title=name) + attribution_svg(SKETCH, [0.5, -0.5], title=name, numbers=True)


PAGES: dict[str, Callable[[str], str]] = {"evaluation": _evaluation, "inversion": _inversion, "pictures": _pictures}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", [e for e in EVIL if e not in ("", " ", "\n")])
def test_names_do_not_change_what_a_page_is_made_of(page: str, name: str) -> None:
    plain, evil = Structure(PAGES[page]("plain")), Structure(PAGES[page](name))
    assert evil.made == plain.made
    assert not {"script", "img", "iframe", "object", "link"} & {tag for tag, _ in evil.made}
    assert not [n for _, names in evil.made for n in names if n.startswith("on")]
    assert not [v for v in evil.values if "javascript" in v or "alert" in v or "url(" in v]


def test_the_word_comes_through_the_whole_way() -> None:
    """From the line of a file: nothing between cleans the word, so the ends have to."""
    sketch = parse_line(b'{"word": "../../etc/<script>", "drawing": [[[1, 2], [3, 4]]]}')
    assert sketch.word == "../../etc/<script>"
    assert file_name_for(sketch.word) == "etcscript"
