"""The log: a CSV file, and what TensorBoard reads."""

from __future__ import annotations

import csv
import importlib.util
import struct
from pathlib import Path
from typing import Any

import pytest

from sketchxai_desktop.training import run_log
from sketchxai_desktop.training.run_log import RunLog
from sketchxai_desktop.training.settings import TrainingSettings


def rows_of(folder: Path) -> list[dict[str, str]]:
    with (folder / "log.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def write(folder: Path, first: int, last: int, mark: float) -> None:
    with RunLog(folder, first) as log:
        for step in range(first + 1, last + 1):
            log.add(step, {"epoch": step / 4, "loss": mark + step, "learning_rate": 1e-3, "seconds": 2.6})
        log.add(last, {"valid_top1": 0.5, "valid_top5": 0.9, "valid_macro_top1": 0.25})


def test_rows_after_the_resumed_step_are_replaced(tmp_path: Path) -> None:
    write(tmp_path, 0, 6, 100)
    write(tmp_path, 4, 7, 200)
    rows = rows_of(tmp_path)
    assert [r["step"] for r in rows] == ["1", "2", "3", "4", "5", "6", "7", "7"]
    assert [float(r["loss"]) for r in rows[:-1]] == [101, 102, 103, 104, 205, 206, 207]
    assert rows[-1]["valid_macro_top1"] == "0.25"
    assert rows[-1]["loss"] == ""
    assert rows[0]["seconds"] == "3"
    header = (tmp_path / "log.csv").read_text(encoding="utf-8").splitlines()[0]
    assert header.startswith("step,epoch,loss,")
    assert header.endswith(",valid_macro_top1")


def events_of(folder: Path) -> list[Any]:
    """Read as TensorBoard does: records of length, checksum, protocol buffer, checksum."""
    from tensorboardX.proto.event_pb2 import Event

    events = []
    for path in sorted((folder / "tensorboard").iterdir()):
        data = path.read_bytes()
        at = 0
        while at < len(data):
            (size,) = struct.unpack_from("<Q", data, at)
            event = Event()
            event.ParseFromString(data[at + 12 : at + 12 + size])
            events.append(event)
            at += size + 16
    return events


@pytest.mark.skipif(importlib.util.find_spec("tensorboardX") is None, reason="the extra train is not installed")
def test_tensorboard_finds_the_same_numbers(tmp_path: Path) -> None:
    write(tmp_path, 0, 3, 100)
    write(tmp_path, 2, 4, 200)
    events = events_of(tmp_path)
    scalars = [(v.tag, e.step, v.simple_value) for e in events for v in e.summary.value]
    assert [s for s in scalars if s[0] == "training/loss"] == [
        ("training/loss", step, value) for step, value in [(1, 101), (2, 102), (3, 103), (3, 203), (4, 204)]
    ]
    assert ("validation/macro_top1", 4, 0.25) in scalars
    # Tells TensorBoard to forget what was logged from here on before.
    assert [e.step for e in events if e.session_log.status == 1][-1] == 3


def test_without_the_writer_there_is_the_csv_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_log, "tensorboard_is_there", lambda: False)
    write(tmp_path, 0, 2, 0)
    assert len(rows_of(tmp_path)) == 3
    assert not (tmp_path / "tensorboard").exists()


def test_schedules() -> None:
    steps = 200
    for schedule, last, middle in [("cosine", 0.01, 0.505), ("linear", 0.01, 0.505), ("constant", 1.0, 1.0)]:
        settings = TrainingSettings(learning_rate=2.0, schedule=schedule, warm_up=0.1)
        rates = [settings.rate(step, steps) / 2 for step in range(steps)]
        assert rates[:20] == pytest.approx([(k + 1) / 20 for k in range(20)])
        assert rates[-1] == pytest.approx(last, abs=0.01)
        assert rates[110] == pytest.approx(middle, abs=0.01)
        assert rates[20:] == sorted(rates[20:], reverse=True)


def test_the_average_forgets_the_start() -> None:
    settings = TrainingSettings(ema=0.99)
    assert settings.decay(0) == 0.1
    assert settings.decay(40) == pytest.approx(41 / 50)
    assert settings.decay(5000) == 0.99


def test_settings_come_back_from_what_was_saved() -> None:
    settings = TrainingSettings(augment=("noise:0.5",), balance=0.5, start="ab")
    assert TrainingSettings.from_json(settings.to_json()) == settings
    old = TrainingSettings.from_json('{"epochs": 9, "augment": false, "something": 3}')
    assert (old.epochs, old.augment, old.balance) == (9, (), 0.0)
