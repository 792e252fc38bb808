"""Sentences know what they are made of, are plain English text all the same, and never read what they are given."""

from __future__ import annotations

import copy
import errno
import gc
import os
import pickle
import weakref
from pathlib import Path

import orjson
import pytest

from sketchxai_desktop.core.errors import UserError
from sketchxai_desktop.core.quickdraw import LineError
from sketchxai_desktop.core.sentences import Sentence, either, joined, reason_of


def test_a_sentence_is_english_text() -> None:
    sentence = Sentence("{file} has {count:,} lines.", file=Path("a.ndjson"), count=12345)
    assert sentence == "a.ndjson has 12,345 lines."
    assert (sentence.template, sentence.values) == (
        "{file} has {count:,} lines.",
        {"file": Path("a.ndjson"), "count": 12345},
    )
    assert orjson.dumps({"left out": sentence}) == b'{"left out":"a.ndjson has 12,345 lines."}'


def test_braces_in_values_are_text() -> None:
    hostile = "{file.__class__} {0} {{x}} {"
    inner = Sentence("in {file}", file=hostile)
    assert str(UserError("{file}: {reason}", file=hostile, reason=inner)) == f"{hostile}: in {hostile}"
    assert Sentence(hostile) == hostile  # without values nothing is filled in


def test_an_error_in_a_sentence_keeps_what_it_knows_but_not_its_traceback() -> None:
    class Large:
        pass

    def fail() -> weakref.ref[Large]:
        large = Large()
        try:
            raise LineError("stroke {number} has no points", number=2)
        except LineError as error:
            kept.append(UserError("{path}, line {line}: {reason}.", path="a", line=1, reason=error))
        return weakref.ref(large)

    kept: list[UserError] = []
    large = fail()
    gc.collect()
    assert large() is None
    assert str(kept[0]) == "a, line 1: stroke 2 has no points."
    reason = kept[0].args[0].values["reason"]
    assert (reason.template, reason.values) == ("stroke {number} has no points", {"number": 2})


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_helper_processes_can_send_them(protocol: int) -> None:
    error = UserError("{a}: {b}", a="{x}", b=Sentence("why {c}", c=1))
    for again in (pickle.loads(pickle.dumps(error, protocol)), copy.deepcopy(error)):
        assert str(again) == "{x}: why 1"
        assert again.args[0].values["b"].template == "why {c}"


def test_reasons_of_the_system_have_neither_number_nor_path() -> None:
    error = OSError(errno.ENOENT, os.strerror(errno.ENOENT), "file")
    assert reason_of(error) == os.strerror(errno.ENOENT)
    assert isinstance(reason_of(OSError(errno.ENOENT, "No such file or directory", "file")), Sentence)
    assert reason_of(OSError(errno.EBUSY, "some reason")) == "some reason"
    assert reason_of(OSError("only text")) == "only text"
    assert reason_of(IsADirectoryError(0, Sentence("it is a folder"))) == "it is a folder"


def test_other_exceptions_say_what_they_say() -> None:
    assert reason_of(ValueError("no {number}")) == "no {number}"
    assert isinstance(reason_of(ValueError(Sentence("it is too long"))), Sentence)
    assert reason_of(KeyError(Sentence("x"), 2)) == str(KeyError("x", 2))


def test_joined_keeps_the_parts() -> None:
    one, other = Sentence("One {x}.", x="{y}"), "{z}"
    both = joined([one, other])
    assert both == "One {y}. {z}"
    assert list(both.values.values()) == [one, other]
    assert joined([]) == ""


def test_either() -> None:
    assert either(["cat"]) == "cat"
    assert either(["cat", "car", "cap"]) == "cat or car or cap"
