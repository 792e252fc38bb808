"""One line to a Sketch and back: any bytes, any sketch."""

from __future__ import annotations

import json
import math
import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sketchxai_desktop.core import quickdraw
from sketchxai_desktop.core.quickdraw import Facts, LineError, check_line, format_line, parse_facts, parse_line
from sketchxai_desktop.core.sketch import Sketch, Stroke

coordinates = st.floats(-1e6, 1e6, width=32)
any_text = st.text(st.characters(exclude_categories=()), max_size=20)
texts = st.none() | st.text(max_size=20)


@st.composite
def strokes(draw: st.DrawFn) -> Stroke:
    size = draw(st.integers(1, 8))
    points = [[draw(coordinates), draw(coordinates)] for _ in range(size)]
    if draw(st.booleans()):
        return Stroke(np.array(points))
    times = draw(st.lists(st.floats(0, 1e9, width=32), min_size=size, max_size=size))
    return Stroke(np.array(points), times=np.array(times), raw=True)


sketches = st.builds(
    Sketch,
    st.lists(strokes(), min_size=1, max_size=5).map(tuple),
    word=texts,
    country=texts,
    recognized=st.none() | st.booleans(),
    key_id=texts,
    timestamp=texts,
)

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from([1e400, math.nan, math.inf, 10**400]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=12,
)


def parse_or_reason(line: bytes | str) -> Sketch | str:
    """What every reader does; anything but LineError fails the test. `check_line` must agree."""
    try:
        sketch = parse_line(line)
    except LineError as error:
        with pytest.raises(LineError, match=r".+"):
            check_line(line)
        return str(error) or pytest.fail("a reason without words")
    check_line(line)
    assert len(sketch) > 0
    assert all(np.isfinite(s.points).all() for s in sketch.strokes)
    return sketch


@given(st.binary(max_size=200))
def test_any_bytes_are_a_sketch_or_a_reason(line: bytes) -> None:
    assert isinstance(parse_or_reason(line), str)


@given(json_values)
def test_any_drawing_is_a_sketch_or_a_reason(drawing: object) -> None:
    parse_or_reason(json.dumps({"word": "cat", "drawing": drawing}))


@given(st.lists(st.lists(st.lists(st.integers(-5, 300), max_size=4), max_size=4), max_size=4))
def test_shapes_near_a_drawing_are_a_sketch_or_a_reason(drawing: list[list[list[int]]]) -> None:
    good = bool(drawing) and all(len(s) in (2, 3) and s[0] and len({len(c) for c in s}) == 1 for s in drawing)
    assert isinstance(parse_or_reason(json.dumps({"drawing": drawing})), Sketch) == good


@given(sketches, st.integers(0, 400), st.binary(min_size=1, max_size=3))
def test_a_damaged_line_is_a_sketch_or_a_reason(sketch: Sketch, at: int, junk: bytes) -> None:
    line = format_line(sketch)
    parse_or_reason(line[:at] + junk + line[at + len(junk) :])


@given(sketches)
def test_written_sketches_read_back_equal(sketch: Sketch) -> None:
    line = format_line(sketch)
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert parse_line(line) == sketch
    assert parse_facts(line) == Facts(sketch.word, sketch.country, sketch.recognized)


@given(any_text)
def test_any_word_can_be_written(word: str) -> None:
    read = parse_line(format_line(Sketch((Stroke(np.zeros((1, 2))),), word=word)))
    assert read.word == word.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def test_a_word_of_half_a_surrogate_pair_is_written_with_a_replacement() -> None:
    assert parse_line(format_line(Sketch((Stroke(np.zeros((1, 2))),), word="a\ud800b"))).word == "a\ufffdb"


@pytest.mark.parametrize(
    ("drawing", "reason"),
    [
        ("[[[1,2],[3,true]]]", "not numbers"),
        ("[[[1,2],[3,null]]]", "not numbers"),
        ('[[[1,2],[3,"4"]]]', "not numbers"),
        ("[[[1,2],[3,[4]]]]", "not numbers"),
        ("[[[1,2],[3,4],[5,false]]]", "times that are not numbers"),
        ("[[[1,2],[3,1e300]]]", "coordinates out of range"),
        ("[[[1,2],[3,123456789012345678901234567890]]]", "out of range"),
        ("[[[1,2],[3,4],[5,1e16]]]", "times out of range"),
        ("[[[1,2],[3]]]", "different lengths"),
        ("[[[1,2]]]", r"not \[xs, ys\]"),
        ("[[[],[]]]", "no points"),
        ("[[1,2]]", "not made of lists"),
        ("[]", "no strokes"),
        ("7", "not a list"),
        ("[[[1],[NaN]]]", "not valid JSON"),
        ("[[[1],[Infinity]]]", "not valid JSON"),
        ("[[[1],[1e400]]]", "not valid JSON"),
        ("[" * 100_000 + "]" * 100_000, "not valid JSON"),
    ],
)
def test_reasons_name_what_is_wrong(drawing: str, reason: str) -> None:
    with pytest.raises(LineError, match=reason):
        parse_line(f'{{"drawing":{drawing}}}')


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"", "cut off"),
        (b'{"drawing":[[[1', "cut off"),
        (b"[1,2]", "cut off|not a JSON object"),
        (b'{"word":"cat"}', 'no "drawing"'),
        (b"\x00\x01\x02}", "binary"),
        (b'{"word":"\\ud800","drawing":[[[1],[1]]]}', "not valid JSON"),
        (b'{"word":"\xff","drawing":[[[1],[1]]]}', "not valid JSON"),
    ],
)
def test_reasons_for_whole_lines(line: bytes, reason: str) -> None:
    with pytest.raises(LineError, match=reason):
        parse_line(line)


def test_limits_on_length_and_strokes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quickdraw, "MAX_STROKES", 2)
    parse_line(b'{"drawing":[[[1],[1]],[[1],[1]]]}')
    with pytest.raises(LineError, match="3 strokes"):
        parse_line(b'{"drawing":[[[1],[1]],[[1],[1]],[[1],[1]]]}')
    monkeypatch.setattr(quickdraw, "MAX_LINE_BYTES", 1024**2)
    with pytest.raises(LineError, match="longer than 1 MB"):
        parse_line(b" " * (1024**2 + 1))


def test_the_last_of_duplicate_keys_counts_in_both_readers() -> None:
    line = b'{"word":"a","drawing":[[[1],[1]]],"word":"b","drawing":[[[2],[2]]]}'
    assert parse_line(line).word == parse_facts(line).word == "b"
    assert parse_line(line).strokes[0].points[0, 0] == 2


@pytest.mark.parametrize(
    "line",
    [
        b'{"drawing":[[[1],[1]]],"word":"]","countrycode":"DE","recognized":true}',
        b'{"word":"drawing","drawing":[[[1],[1]]]}',
        b'{"word":"\\"drawing\\":[","drawing":[[[1],[1]]],"recognized":false}',
        b'{"drawing" : [[[1],[1]]] , "key_id": 5, "word": 12}',
        b'{"word":"\\u00e9\\n","recognized":"yes","countrycode":null,"drawing":[[[1],[1]]]}',
        b'{"other":[1,{"drawing":[2]}],"word":"x","drawing":[[[1],[1]]]}',
    ],
)
def test_facts_agree_with_the_parser_on_awkward_lines(line: bytes) -> None:
    sketch = parse_line(line)
    assert parse_facts(line) == Facts(sketch.word, sketch.country, sketch.recognized)


@given(st.binary(max_size=60))
def test_facts_of_any_bytes(line: bytes) -> None:
    parse_facts(line)
    parse_facts(b'{"drawing"' + line + b"]}")


def test_whole_numbers_are_written_as_such() -> None:
    line = format_line(Sketch((Stroke(np.array([[1, 2], [3.5, -0.0]])),)))
    assert b"[[[1,3.5],[2,-0.0]]]" in line


def test_what_cannot_be_read_back_is_not_written() -> None:
    with pytest.raises(LineError, match="no strokes"):
        format_line(Sketch())
    with pytest.raises(LineError, match="out of range"):
        format_line(Sketch((Stroke(np.array([[1e9, 0]])),)))


def test_raw_strokes_without_times_get_a_count() -> None:
    stroke = parse_line(format_line(Sketch((Stroke(np.zeros((3, 2)), raw=True),)))).strokes[0]
    assert stroke.raw
    assert stroke.times is not None
    assert stroke.times.tolist() == [0, 1, 2]


def test_every_float32_survives() -> None:
    random = np.random.default_rng(0)
    values = np.array([struct.unpack("f", random.bytes(4))[0] for _ in range(4000)], np.float32)
    values = values[np.isfinite(values) & (np.abs(values) < 1e7)].reshape(-1, 1)
    sketch = Sketch((Stroke(np.hstack([values, values])),))
    assert parse_line(format_line(sketch)) == sketch


def test_real_lines_are_read_and_written(quickdraw: Path) -> None:
    for file in [*sorted(quickdraw.glob("raw/*.ndjson"))[:5], *sorted(quickdraw.glob("test/*.ndjson"))[:20]]:
        for line in file.read_bytes().splitlines():
            sketch = parse_line(line)
            assert sketch.word == file.stem
            assert all(s.raw == (file.parent.name == "raw") for s in sketch.strokes)
            assert parse_line(format_line(sketch)) == sketch
            if file.parent.name == "test":
                assert json.loads(format_line(sketch))["drawing"] == json.loads(line)["drawing"]
