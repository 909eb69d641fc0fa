"""The documentation: its commands run, its generated pages are up to date."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from once import opened_once, prepared_once
from registers.conftest import write_book
from samverkan.cli import checking, main, requirements, views

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
#: Lines that CI runs by other means, or that would not end.
ELSEWHERE = ("make", "git", "pip", "curl", "python", "samverkan serve", "http")


@pytest.fixture(autouse=True)
def views_are_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "prepare", prepared_once)
    for module in (checking, requirements):
        monkeypatch.setattr(module, "open_view", opened_once)


def _blocks() -> list[tuple[str, list[str]]]:
    """The commands of each code block, by page: they may build on one another."""
    found = []
    for page in PAGES:
        for block in re.findall(r"```sh\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
            lines = [line.split("#")[0].strip() for line in block.replace("\\\n", " ").splitlines()]
            commands = [line for line in lines if line and not line.startswith(ELSEWHERE)]
            if commands:
                found.append((page.name, commands))
    return found


def test_there_are_commands_to_run():
    assert sum(len(commands) for _, commands in _blocks()) > 5


@pytest.mark.parametrize(("page", "commands"), _blocks())
def test_every_command_in_the_documentation_runs(
    page: str, commands: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    settings = [["Kommun", "1461"]]
    rows = [["Nyckel", "Namn", "Funktion"], ["ekonomi", "Ekonomi", "Ekonomi"]]
    write_book(tmp_path / "register.xlsx", {"Instruktion": settings, "Applikationer": rows})
    for command in commands:
        program, *words = shlex.split(command)
        assert program == "samverkan", page
        if ">" in words:
            words = words[: words.index(">")]
        here = [str(ROOT / w) if w.startswith(("data/", "tests/")) else w for w in words]
        result = CliRunner().invoke(main, here)

        assert result.exit_code in (0, 1), result.output
        assert result.output


def test_the_coverage_page_is_what_the_command_writes():
    written = CliRunner().invoke(main, ["requirements", "--format", "markdown"])

    assert written.exit_code == 0, written.output
    assert (ROOT / "docs" / "requirements.md").read_text(encoding="utf-8") == written.output
