"""The command, called as a function; views of a dataset are made once for all tests."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from conftest import FIXTURES
from once import opened_once, prepared_once
from samverkan.cli import checking, main, views

SMALL = str(FIXTURES / "small")
GAPS = str(FIXTURES / "small-gaps")


@pytest.fixture(autouse=True)
def views_are_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "prepare", prepared_once)
    monkeypatch.setattr(checking, "open_view", opened_once)


@pytest.fixture
def run() -> Callable[..., Result]:
    """Run the command; an exception that it does not handle is one of the test."""

    def command(*words: str | Path) -> Result:
        return CliRunner().invoke(main, [str(word) for word in words], catch_exceptions=False)

    return command


@pytest.fixture
def refused(run: Callable[..., Result]) -> Callable[..., str]:
    """Run the command, which must refuse its work; what it says of that."""

    def command(*words: str | Path) -> str:
        result = run(*words)
        assert result.exit_code == 2, result.output
        assert result.stdout == ""
        assert "Traceback" not in result.stderr
        return result.stderr.removesuffix("\n")

    return command


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], Path]:
    """Write a file into the test's own folder."""

    def file(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return file
