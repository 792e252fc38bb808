"""Sketch-RNN files: good ones of every age, hostile ones, damaged ones."""

from __future__ import annotations

import io
import pickle
import pickletools
import struct
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sketchxai_desktop.core import sketchrnn
from sketchxai_desktop.core.drawing_file import Filter, LineError, check_lines, open_drawings, scan_metadata
from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.quickdraw import format_line, parse_line
from sketchxai_desktop.core.safe_unpickle import HostilePickleError, load_arrays
from sketchxai_desktop.core.sketchrnn import from_stroke3, word_of

# Two strokes, (10, 20) (13, 16) and (14, 16) (14, 26), then a tap at (0, 0).
ROWS = [[10, 20, 0], [3, -4, 1], [1, 0, 0], [0, 10, 1], [-14, -26, 1]]


def objects(*drawings: Any) -> Any:
    array = np.empty(len(drawings), object)
    array[:] = drawings
    return array


def drawings(count: int, kind: Any = np.int16) -> Any:
    random = np.random.default_rng(count)
    made = []
    for size in random.integers(1, 60, count):
        rows = random.integers(-40, 40, (size, 3))
        rows[:, 2] = random.integers(0, 2, size)
        made.append(rows.astype(kind))
    return objects(*made)


def save(path: Path, **arrays: Any) -> Path:
    np.savez_compressed(path, **arrays)
    return path


def save_pickle(path: Path, data: bytes, count: int = 1, name: str = "train") -> Path:
    """A file whose array is this pickle."""
    member = io.BytesIO()
    np.lib.format.write_array_header_1_0(member, {"descr": "|O", "fortran_order": False, "shape": (count,)})
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{name}.npy", member.getvalue() + data)
    return path


@pytest.mark.parametrize("kind", [np.int16, np.float32, np.float64, np.int8, ">i2", np.uint8])
def test_drawings_of_every_type_of_number(tmp_path: Path, kind: Any) -> None:
    rows = np.abs(ROWS) if kind is np.uint8 else np.array(ROWS)
    source = open_drawings(
        save(tmp_path / "sketchrnn_cat.npz", train=objects(rows.astype(kind), rows.astype(kind)[:2]))
    )
    sketch = source.sketch(0)
    assert [len(s) for s in sketch.strokes] == [2, 2, 1]
    if kind is not np.uint8:
        expected = [[[10, 20], [13, 16]], [[14, 16], [14, 26]], [[0, 0]]]
        assert [s.points.tolist() for s in sketch.strokes] == expected
    assert not any(s.raw for s in sketch.strokes)
    assert sketch.word == source.word(0) == "cat"
    assert parse_line(format_line(sketch)) == sketch
    source.close()


def test_train_valid_and_test_follow_one_another(tmp_path: Path) -> None:
    parts = {"test": drawings(3), "train": drawings(20), "valid": drawings(5), "std": np.zeros(2)}
    source = open_drawings(save(tmp_path / "cat.full.npz", **parts))
    assert len(source) == 28
    assert source.complete
    assert source.progress == 1.0
    assert source.damage is None
    assert not source.step()
    assert (source.line_number(27), source.index_of_line(28), source.index_of_line(29)) == (28, 27, None)
    expected = [*parts["train"], *parts["valid"], *parts["test"]]
    for k, rows in enumerate(expected):
        points = np.concatenate([s.points for s in source.sketch(k).strokes])
        assert np.array_equal(points, np.cumsum(rows[:, :2], axis=0))
        assert len(source.sketch(k)) == int(rows[:-1, 2].sum()) + 1
    metadata = scan_metadata(source)
    assert metadata.words == ("cat",)
    assert len(Filter("ca").indices(metadata)) == 28
    assert check_lines(source).total == 0
    with pytest.raises(IndexError):
        source.sketch(28)
    source.close()
    with pytest.raises(LineError, match="closed"):
        source.sketch(0)


@pytest.mark.parametrize("protocol", range(6))
def test_pickles_of_every_protocol(tmp_path: Path, protocol: int) -> None:
    array = objects(np.array(ROWS, np.int16), np.array(ROWS[:1], np.float32))
    source = open_drawings(save_pickle(tmp_path / "a.npz", pickle.dumps(array, protocol=protocol), 2))
    assert source.sketch(0).point_count == 5
    assert source.sketch(1).strokes[0].points.tolist() == [[10, 20]]
    source.close()


@pytest.mark.parametrize("module", [b"numpy.core.multiarray", b"numpy._core.multiarray"])
def test_pickles_written_by_python_2_and_by_any_numpy(tmp_path: Path, module: bytes) -> None:
    content = np.array(ROWS, "<i2").tobytes()
    text = b"U" + bytes([len(content)]) + content
    inner = (
        b"c"
        + module
        + b"\n_reconstruct\n(cnumpy\nndarray\n(I0\ntU\x01btR(I1\n(I5\nI3\ntcnumpy\ndtype\n(U\x02i2I0\nI1\ntR"
        b"(I3\nU\x01<NNNI-1\nI-1\nI0\ntbI00\n" + text + b"tb"
    )
    outer = (
        b"\x80\x02c"
        + module
        + b"\n_reconstruct\n(cnumpy\nndarray\n(I0\ntU\x01btR(I1\n(I1\ntcnumpy\ndtype\n(U\x02O8I0\nI1\n"
        b"tR(I3\nU\x01|NNNI-1\nI-1\nI63\ntbI00\n(l" + inner.replace(b"", b"") + b"atb."
    )
    source = open_drawings(save_pickle(tmp_path / "cat.npz", outer))
    assert [len(s) for s in source.sketch(0).strokes] == [2, 2, 1]
    source.close()


def test_drawings_of_equal_length(tmp_path: Path) -> None:
    block = np.array([ROWS, ROWS], np.int16)
    for name, array in {"plain": block, "objects": block.astype(object)}.items():
        source = open_drawings(save(tmp_path / f"{name}.npz", train=array))
        assert len(source) == 2
        assert source.sketch(1).point_count == 5
        source.close()


def test_the_content_counts_not_the_extension(tmp_path: Path) -> None:
    path = save(tmp_path / "cat.npz", train=drawings(4))
    renamed = path.rename(tmp_path / "cat.bin")
    source = open_drawings(renamed)
    assert len(source) == 4
    source.close()


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("sketchrnn_cat.npz", "cat"),
        ("sketchrnn-ice cream.full.npz", "ice cream"),
        ("cat.npz", "cat"),
        ("cat.full.npz", "cat"),
        ("sketchrnn_The Mona Lisa.npz", "The Mona Lisa"),
        ("sketchrnn%2Fhot%20dog.npz", "hot dog"),
        ("cat (1).npz", "cat"),
        ("t-shirt.npz", "t-shirt"),
        (".npz", None),
    ],
)
def test_the_word_is_in_the_file_name(name: str, word: str | None) -> None:
    assert word_of(Path(name)) == word


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (np.zeros((0, 3)), "no strokes"),
        (np.zeros((4, 2)), "not a list of"),
        (np.zeros(3), "not a list of"),
        (np.array([[np.nan, 0, 0]]), "out of range"),
        (np.array([[np.inf, 0, 0], [-np.inf, 0, 0]]), "out of range"),
        (np.full((1000, 3), 1e5), "out of range"),
        (np.ones((20_001, 3)) * [0, 0, 1], "20001 strokes"),
        (np.zeros((1_000_001, 3), np.int8), "1000001 points"),
        (np.array([["a", "b", "c"]]), "not a list of"),
    ],
)
def test_bad_drawings_have_reasons(rows: Any, reason: str) -> None:
    with pytest.raises(LineError, match=reason):
        from_stroke3(rows)


def test_a_bad_drawing_does_not_spoil_the_others(tmp_path: Path) -> None:
    good = np.array(ROWS, np.int16)
    source = open_drawings(save(tmp_path / "a.npz", train=objects(good, np.zeros((2, 5)), None, 7, "text", good)))
    problems = check_lines(source)
    assert [n for n, _ in problems.listed] == [2, 3, 4, 5]
    assert source.sketch(5).point_count == 5
    source.close()


# Hostile files


class Evil:
    """Something whose pickle runs a function."""

    def __init__(self, function: Any, *arguments: Any) -> None:
        self.call = (function, arguments)

    def __reduce__(self) -> Any:
        return self.call


def test_a_pickle_that_runs_a_command_is_refused_and_not_run(tmp_path: Path) -> None:
    import os

    target = tmp_path / "executed"
    for evil in (Evil(os.mkdir, str(target)), Evil(eval, f"__import__('os').mkdir({str(target)!r})")):
        for content in (objects(np.array(ROWS), evil), objects([{"a": (evil,)}])):
            path = save(tmp_path / "cat.npz", train=content)
            with pytest.raises(UserError, match=r"was refused: it asks for .*nothing in it was executed"):
                open_drawings(path)
    assert not target.exists()


@pytest.mark.parametrize(
    "program",
    [
        b"cos\nsystem\n(Vtrue\ntR.",
        b"cbuiltins\ngetattr\n.",
        b"cnumpy.core.multiarray\nfromfile\n.",
        b"cnumpy\nload\n.",
        b"cnumpy\nndarray.tofile\n.",
        b"\x80\x04\x8c\x05numpy\x8c\x0endarray.tofile\x93.",
        b"(inumpy\nndarray\n.",
        b"(cnumpy\nndarray\no.",
        b"\x80\x02cnumpy\nndarray\n(I9\nt\x81.",
        b"\x80\x02\x82\x01.",
        b"Pname\n.",
        b"Vname\nQ.",
        b"cnumpy\nndarray\n}Vrestore\nI1\nsb.",
        b"cnumpy\nndarray\n(N(Vrestore\nI1\ndtb.",
        b"cnumpy.core.multiarray\n_reconstruct\nNb.",
        b"cnumpy.core.multiarray\n_reconstruct\n(cnumpy\ndtype\n(I0\ntVb\ntR.",
        b"cnumpy\ndtype\n(VM8\ntR.",
        b"cnumpy\ndtype\n(Vi4,i4\ntR.",
        b"c_codecs\nencode\n(Va\nVbz2\ntR.",
        b"N.",
        b"(lI1\na.",
        b"}.",
    ],
)
def test_programs_that_are_no_arrays_are_refused(tmp_path: Path, program: bytes) -> None:
    with pytest.raises(HostilePickleError):
        load_arrays(program)
    with pytest.raises(UserError, match="refused"):
        open_drawings(save_pickle(tmp_path / "a.npz", program))


def reconstructed(shape: bytes, kind: bytes, data: bytes) -> bytes:
    return (
        b"cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\ntVb\ntR(I1\n"
        + shape
        + b"cnumpy\ndtype\n(V"
        + kind
        + b"\nI0\nI1\ntRI00\n"
        + data
        + b"tb."
    )


@pytest.mark.parametrize(
    "program",
    [
        reconstructed(b"(I99999999999\nt", b"i1", b"Vabc\n"),
        reconstructed(b"(I1000\nt", b"i1", b"Vabc\n"),
        reconstructed(b"(I-1\nt", b"i1", b"Vabc\n"),
        reconstructed(b"(I1\nt", b"O8", b"Vabc\n"),
        reconstructed(b"(I1000000\nI1000000\nt", b"O8", b"(l"),
        reconstructed(b"(I3\nt", b"i2", b"Vabc\n"),
        reconstructed(b"(I1\nt", b"i1", b"I5\n"),
        b"\x80\x05\x96\xff\xff\xff\xff\xff\xff\xff\x7f.",
        b"\x80\x04\x8e\xff\xff\xff\xff\xff\xff\xff\x7f.",
        b"\x80\x04\x95\xff\xff\xff\xff\xff\xff\xff\x7f.",
        b"Nr\xff\xff\xff\x7f0" * 10,
        b"(" * 100_000,
        b"I" + b"9" * 100_000 + b"\n.",
        b"",
    ],
)
def test_impossible_sizes_and_damage_are_refused_at_once(tmp_path: Path, program: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        load_arrays(program)
    with pytest.raises(UserError):
        open_drawings(save_pickle(tmp_path / "a.npz", program))


@pytest.mark.parametrize("ending", [b"}\x8c\x01a\x94h\x010s.", b"R.", b"cnumpy\ndtype\nq\x000h\x00"])
def test_nested_tuples_do_not_hang(ending: bytes) -> None:
    """(x, x) of (x, x) of ...: a few bytes, but hashing or printing it takes 2**200 steps."""
    nested = b"\x80\x04N" + b"2\x86" * 200
    as_key = b"\x80\x04}N" + b"2\x86" * 200 + b"Ns."
    as_type = b"\x80\x04cnumpy\ndtype\nN" + b"2\x86" * 200 + b"\x85R."
    for program in (nested + ending, as_key, as_type):
        with pytest.raises(ValueError, match=r"."):
            load_arrays(program)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_damaged_pickle_is_refused_or_an_array(data: st.DataObject) -> None:
    good = bytearray(pickle.dumps(objects(np.array(ROWS, np.int16), np.array(ROWS, np.int16)), protocol=4))
    for _ in range(data.draw(st.integers(1, 4))):
        good[data.draw(st.integers(0, len(good) - 1))] = data.draw(st.integers(0, 255))
    try:
        array = load_arrays(bytes(good))
    except ValueError:
        return
    for item in array.value if isinstance(array.value, list) else []:
        try:
            from_stroke3(sketchrnn._rows(item))
        except LineError:
            pass


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from([o.code.encode("latin-1") for o in pickletools.opcodes] + [b"\n", b"\0", b"1"]), max_size=30
    )
)
def test_random_programs_are_refused(codes: list[bytes]) -> None:
    with pytest.raises(ValueError, match=r"."):
        load_arrays(b"".join(codes))


# Damaged and misleading zip files


def test_files_that_are_something_else(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="none of the arrays train, valid and test"):
        open_drawings(save(tmp_path / "a.npz", labels=np.zeros(3)))
    for number, array in enumerate((np.zeros(3), np.zeros((3, 3)), np.array(["a", "b"]), np.zeros((2, 2), object))):
        with pytest.raises(UserError, match="cannot be read as a Sketch-RNN file"):
            open_drawings(save(tmp_path / f"{number}.npz", train=array))
    (tmp_path / "text.npz").write_bytes(b"no zip at all")
    with pytest.raises(UserError, match="cannot be read as a Sketch-RNN file"):
        open_drawings(tmp_path / "text.npz")


def test_zip_bombs_are_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.npz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("train.npy", bytes(3_000_000))
    monkeypatch.setattr(sketchrnn, "MAX_UNPACKED_BYTES", 2_000_000)
    with pytest.raises(UserError, match="unpacks to more than"):
        open_drawings(path)
    # The same with a directory that lies about the size.
    lying = bytearray(path.read_bytes())
    at = lying.index(b"PK\x01\x02")
    lying[at + 24 : at + 28] = struct.pack("<I", 100)
    path.write_bytes(lying)
    with pytest.raises(UserError, match="cannot be read"):
        open_drawings(path)


def test_headers_with_gigantic_shapes(tmp_path: Path) -> None:
    for kind, shape in (("<i2", (10**15, 5, 3)), ("<i2", (10**30, 1, 3)), ("|O", (10**15,)), ("<i2", (-1, 5, 3))):
        member = io.BytesIO()
        np.lib.format.write_array_header_1_0(member, {"descr": kind, "fortran_order": False, "shape": shape})
        path = tmp_path / "a.npz"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("train.npy", member.getvalue() + pickle.dumps(drawings(2)))
        with pytest.raises(UserError):
            open_drawings(path)


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_any_damage_to_the_file_is_a_sentence(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("npz")
    content = bytearray(save(folder / "a.npz", train=drawings(3)).read_bytes())
    for _ in range(data.draw(st.integers(1, 3))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    (folder / "a.npz").write_bytes(content[: data.draw(st.integers(1, len(content)))])
    try:
        source = open_drawings(folder / "a.npz")
    except UserError:
        return
    check_lines(source)
    source.close()
