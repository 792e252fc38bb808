"""Settings are stored whole, read with suspicion, and survive a change of their format."""

from __future__ import annotations

import json

import pytest

from sketchxai_desktop.app.settings import Settings, load_settings, save_settings, settings_file


def store(content: object) -> None:
    settings_file().parent.mkdir(parents=True, exist_ok=True)
    settings_file().write_text(json.dumps(content))


def test_what_is_saved_is_loaded() -> None:
    settings = Settings(theme="dark", watch=False, watch_rate=25, first_checkpoint="tiny-30", keep_drawings=False)
    save_settings(settings)
    assert load_settings() == settings
    assert json.loads(settings_file().read_text())["format"] == 2


@pytest.mark.parametrize("head", [{"format": 1}, {}])
def test_the_first_format_is_migrated(head: dict[str, int]) -> None:
    store({**head, "checkpoint": "mine.safetensors", "theme": "dark", "recent_files": ["a.ndjson"]})
    settings = load_settings()
    assert settings.last_checkpoint == "mine.safetensors"
    assert settings.first_checkpoint == ""
    assert (settings.theme, settings.recent_files) == ("dark", ("a.ndjson",))
    save_settings(settings)
    assert load_settings() == settings


def test_the_second_format_does_not_look_at_names_of_the_first() -> None:
    store({"format": 2, "checkpoint": "old", "last_checkpoint": "new"})
    assert load_settings().last_checkpoint == "new"


def test_settings_of_a_later_version_are_kept_aside() -> None:
    later = {"format": 9, "theme": "dark", "telepathy": True}
    store(later)
    settings = load_settings()
    assert settings.theme == "dark"
    save_settings(settings)
    assert json.loads(settings_file().with_suffix(".later.json").read_text()) == later


@pytest.mark.parametrize(("stored", "used"), [(0, 1), (61, 60), (-5, 1), (30, 30), (True, 10), ("fast", 10), (1e9, 10)])
def test_the_rate_stays_in_its_range(stored: object, used: int) -> None:
    store({"format": 2, "watch_rate": stored})
    assert load_settings().watch_rate == used
