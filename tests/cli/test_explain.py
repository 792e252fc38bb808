"""`sketchxai explain`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sketchxai_desktop.core.checkpoint import load_checkpoint
from sketchxai_desktop.core.inspection import classify_sketches
from sketchxai_desktop.core.quickdraw import parse_line
from sketchxai_desktop.core.simplify import simplify
from sketchxai_desktop.core.sketch import Sketch, Stroke
from sketchxai_desktop.explain import recoveries
from sketchxai_desktop.explain.cutting import cut_strokes, part_names
from sketchxai_desktop.explain.methods import kernel_shap, lime
from sketchxai_desktop.explain.question import Part
from sketchxai_desktop.explain.registry import METHODS

Run = Callable[..., Any]


@pytest.fixture(autouse=True)
def _few_samples(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recoveries, "STEPS", 3)
    monkeypatch.setattr(recoveries, "PATHS", 2)
    monkeypatch.setattr(lime, "SAMPLES", 32)
    monkeypatch.setattr(kernel_shap, "SAMPLES", 32)


@pytest.fixture
def explain(sketchxai: Run, drawings: Path, checkpoint: Path) -> Run:
    """The command on the drawings."""

    def run(line: int, *options: object) -> Any:
        return sketchxai("explain", drawings, "--line", line, "--checkpoint", checkpoint, *options)

    return run


@pytest.mark.parametrize("output", ["probability", "logit"])
@pytest.mark.parametrize("removal", ["drop", "compact"])
def test_json_is_the_contract(explain: Run, drawings: Path, checkpoint: Path, output: str, removal: str) -> None:
    answer = explain(1, "--target", "Cat", "--methods", "all", "--output", output, "--removal", removal, "--json")
    assert answer.status == 0, answer.err
    assert answer.err == ""
    found = json.loads(answer.out)
    assert list(found) == ["line", "target", "output", "value", "base", "methods", "seconds"]
    assert (found["line"], found["target"], found["output"]) == (1, "cat", output)
    assert list(found["methods"]) == list(found["seconds"]) == list(METHODS)
    assert all(len(scores) == 3 for scores in found["methods"].values())
    assert sum(found["methods"]["exact_shapley"]) == pytest.approx(found["value"] - found["base"], abs=1e-9)
    if output == "probability":
        sketch = parse_line(drawings.read_bytes().splitlines()[0])
        assert found["value"] == pytest.approx(classify_sketches(load_checkpoint(checkpoint), [sketch])[0, 3], abs=1e-5)


def test_the_target_is_what_the_network_says(explain: Run, drawings: Path, checkpoint: Path) -> None:
    loaded = load_checkpoint(checkpoint)
    sketch = parse_line(drawings.read_bytes().splitlines()[0])
    best = loaded.categories[int(classify_sketches(loaded, [sketch])[0].argmax())]
    assert json.loads(explain(1, "--methods", "random", "--json").out)["target"] == best


def test_comparisons_take_the_other_off(explain: Run) -> None:
    options = ("--methods", "exact_shapley", "--output", "logit", "--json")
    both = json.loads(explain(1, "--target", "cat", "--versus", "DOOR", *options).out)
    cat, door = (json.loads(explain(1, "--target", name, *options).out) for name in ("cat", "door"))
    assert both["versus"] == "door"
    assert both["value"] == pytest.approx(cat["value"] - door["value"], abs=1e-4)
    wanted = [a - b for a, b in zip(*(f["methods"]["exact_shapley"] for f in (cat, door)), strict=True)]
    assert both["methods"]["exact_shapley"] == pytest.approx(wanted, abs=1e-4)


def test_a_table_for_people(explain: Run) -> None:
    answer = explain(1, "--target", "cat", "--methods", "leave_one_out,anchors", "--versus", "door")
    assert answer.status == 0, answer.err
    rows = answer.out.splitlines()
    assert rows[0] == 'drawings.ndjson, line 1: Why "cat" and not "door"? small, probability, orders kept'
    assert rows[1].startswith("all strokes ")
    assert rows[2].split() == ["method", "seconds", "stroke", "1", "stroke", "2", "stroke", "3"]
    assert [row.split()[0] for row in rows[3:5]] == ["leave_one_out", "anchors"]
    assert rows[5].startswith("Anchors: Anchor: ")


def test_the_same_seed_says_the_same(explain: Run) -> None:
    options = ("--methods", "lime,kernel_shap,random,inversion_gain", "--json")
    first, again, other = (json.loads(explain(1, *options, "--seed", k).out)["methods"] for k in (1, 1, 2))
    assert first == again
    assert first["random"] != other["random"]


def test_a_page(explain: Run, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    answer = explain(1, "--target", "cat", "--methods", "exact_shapley,grad_cam", "--html", page)
    assert answer.status == 0, answer.err
    assert answer.err == f"Wrote {page}.\n"
    html = page.read_text(encoding="utf-8")
    for text in (
        "Why “cat”?",
        "Exact Shapley",
        "Grad-CAM",
        "Random (control)",
        "Fewest strokes removed",
        "Deletion AUC",
    ):
        assert text in html
    assert html.count('<svg class="sketch"') == 2 + 2 + 3  # strokes and legend, methods, changes
    assert "http" not in html.replace("http-equiv", "")


def test_one_stroke(explain: Run, tmp_path: Path) -> None:
    answer = explain(6, "--json", "--html", tmp_path / "page.html")
    assert answer.status == 0, answer.err
    assert all(len(scores) == 1 for scores in json.loads(answer.out)["methods"].values())


@pytest.mark.parametrize(
    ("line", "options", "complaint"),
    [
        (2, [], "line 2 is no drawing"),
        (5, [], "All points of this sketch coincide"),
        (1, ["--target", "camra"], "Did you mean camera?"),
        (1, ["--target", "cat", "--versus", "cat"], "compared with itself"),
        (1, ["--methods", "lime,shap"], 'no method "shap"'),
        (1, ["--html", "no/such/folder/p.html"], "there is no folder"),
        (1, ["--output", "odds"], "invalid choice"),
        (1, ["--parts", "1"], "it must be 2 or more"),
        (1, ["--parts", "3", "--methods", "grad_cam,attention_last"], "None of these methods can score parts"),
    ],
)
def test_what_cannot_be_done_is_said(
    explain: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: int, options: list[str], complaint: str
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = explain(line, *options)
    assert answer.refused(complaint), answer.err
    assert answer.out == ""


# Parts of strokes ---------------------------------------------------------------------------------------

#: A box, a zigzag, a hook and a tap; its last points are not at its edges.
_LONG = [
    [[0, 255, 255, 0, 0], [0, 0, 255, 255, 0]],
    [[40, 80, 120, 160, 200, 210], [60, 110, 50, 120, 70, 90]],
    [[60, 60, 90, 130, 150], [150, 200, 220, 210, 180]],
    [[100, 100], [140, 140]],
]


@pytest.fixture
def explain_long(sketchxai: Run, tmp_path: Path, checkpoint: Path) -> Run:
    """The command on a drawing whose strokes are long enough to be cut."""
    path = tmp_path / "long.ndjson"
    path.write_text(json.dumps({"word": "cat", "drawing": _LONG}) + "\n", encoding="utf-8")

    def run(*options: object) -> Any:
        return sketchxai("explain", path, "--line", 1, "--checkpoint", checkpoint, *options)

    return run


def _long() -> Sketch:
    return simplify(parse_line(json.dumps({"word": "cat", "drawing": _LONG}).encode()))


def _parts_of(most_points: int) -> list[Part]:
    return list(cut_strokes(_long().strokes, most_points))


def test_parts_come_beside_the_whole_strokes(explain_long: Run) -> None:
    options = ("--target", "cat", "--methods", "leave_one_out,gradient_x_input,exact_shapley,grad_cam", "--json")
    whole, found = (json.loads(explain_long(*options, *more).out) for more in ((), ("--parts", "3")))
    parts = found.pop("parts")
    assert "parts" not in whole
    whole.pop("seconds"), found.pop("seconds")
    assert found == whole, "what is said of whole strokes stays as it is"
    wanted = _parts_of(3)
    assert parts["most_points"] == 3
    assert parts["pieces"] == [
        {"stroke": p.stroke + 1, "first_point": p.first + 1, "last_point": p.last + 1} for p in wanted
    ]
    assert len(wanted) > 3
    assert list(parts["methods"]) == ["leave_one_out", "gradient_x_input", "exact_shapley"]
    assert list(parts["seconds"]) == list(parts["methods"])
    assert {len(scores) for scores in parts["methods"].values()} == {len(wanted)}
    gone = found["value"] - found["base"]
    assert sum(parts["methods"]["exact_shapley"]) == pytest.approx(gone, abs=1e-6)
    for stroke, score in enumerate(found["methods"]["gradient_x_input"]):
        own = [s for s, p in zip(parts["methods"]["gradient_x_input"], wanted, strict=True) if p.stroke == stroke]
        assert sum(own) == pytest.approx(score, abs=1e-5)


def test_leaving_out_a_part_is_what_the_network_says_without_it(explain_long: Run, checkpoint: Path) -> None:
    """Orders closed up, a sketch without the end of a stroke can be drawn."""
    options = ("--target", "cat", "--methods", "leave_one_out", "--removal", "compact", "--parts", "2", "--json")
    found = json.loads(explain_long(*options).out)
    seen = _long()
    shorter = seen.with_strokes([*seen.strokes[:2], Stroke(seen.strokes[2].points[:-1]), seen.strokes[3]])
    assert shorter.bounds == seen.bounds
    without = classify_sketches(load_checkpoint(checkpoint), [shorter])[0, 3]
    # The last part but one: the tap is a part, too.
    assert found["parts"]["methods"]["leave_one_out"][-2] == pytest.approx(found["value"] - without, abs=1e-5)


def test_parts_have_a_table_with_a_row_each(explain_long: Run) -> None:
    answer = explain_long("--target", "cat", "--methods", "grad_cam,leave_one_out,anchors", "--parts", "3")
    assert answer.status == 0, answer.err
    rows = answer.out.splitlines()
    start = rows.index("parts of up to 3 points")
    assert rows[start - 1] == ""
    assert rows[start + 1].split() == ["part", "points", "leave_one_out", "anchors"]
    wanted = _parts_of(3)
    table = [row.split() for row in rows[start + 2 : start + 2 + len(wanted)]]
    assert [row[0] for row in table] == part_names(wanted)
    assert table[0][1:4] == [str(wanted[0].first + 1), "to", str(wanted[0].last + 1)]
    assert rows[-1] == "whole strokes only: grad_cam"


def test_a_page_with_parts(explain_long: Run, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    answer = explain_long("--methods", "exact_shapley,grad_cam", "--parts", "3", "--html", page)
    assert answer.status == 0, answer.err
    html = page.read_text(encoding="utf-8")
    assert "Parts of strokes" in html
    assert html.count('<svg class="sketch"') == 2 + 2 + 1 + 3  # strokes and legend, methods, parts, changes
    wanted = _parts_of(3)
    for name in part_names(wanted):
        assert f"<title>Part {name}: " in html
        assert f'<td class="text">{name}</td>' in html
    assert html.count('class="cut"') == sum(part.first > 0 for part in wanted)
