"""Progress: told only of what takes long, only to a terminal, and gone afterwards."""

import sys
import threading

import pytest

from samverkan.cli import progress


class Shown(list[str]):
    """What was shown, and that something was."""

    def __init__(self) -> None:
        self.begun = threading.Event()


class Status:
    """What would be shown, as a list."""

    def __init__(self, shown: Shown) -> None:
        self.shown = shown

    def start(self) -> None:
        self.shown.append("start")
        self.shown.begun.set()

    def stop(self) -> None:
        self.shown.append("stop")


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Shown:
    import rich.console

    shown = Shown()
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(progress, "PATIENCE", 0.05)
    monkeypatch.setattr(rich.console.Console, "status", lambda *_: Status(shown))
    return shown


def test_what_takes_long_is_told_of_and_taken_away(shown: Shown):
    with progress.progress("Waiting"):
        assert shown.begun.wait(10)

    assert shown == ["start", "stop"]


def test_what_is_done_soon_is_not_told_of(shown: Shown):
    before = threading.active_count()
    with progress.progress("Blinking"):
        pass

    assert "start" not in shown
    assert threading.active_count() == before


def test_nothing_is_told_where_nobody_looks_on(shown: Shown, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: False, raising=False)
    with progress.progress("Waiting"):
        assert not shown.begun.wait(0.2)

    assert shown == []
