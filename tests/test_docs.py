"""The documentation: its commands run, its generated pages are up to date."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from samverkan.cli import main

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
#: Lines that CI runs by other means, or that would not end.
ELSEWHERE = ("make", "git", "pip", "curl", "python", "samverkan serve", "http")


def _commands() -> list[tuple[str, str]]:
    found = []
    for page in PAGES:
        for block in re.findall(r"```sh\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
            for line in block.replace("\\\n", " ").splitlines():
                command = line.split("#")[0].strip()
                if command and not command.startswith(ELSEWHERE):
                    found.append((page.name, command))
    return found


def test_there_are_commands_to_run():
    assert len(_commands()) > 5


@pytest.mark.parametrize(("page", "command"), _commands())
def test_every_command_in_the_documentation_runs(page: str, command: str, tmp_path: Path):
    program, *words = shlex.split(command)
    assert program == "samverkan"
    if ">" in words:
        words = words[: words.index(">")]
    words = [str(ROOT / w) if w.startswith(("data/", "tests/")) else w for w in words]
    runner = CliRunner()
    with runner.isolated_filesystem(tmp_path):
        result = runner.invoke(main, words)

    assert result.exit_code in (0, 1), result.output
    assert result.output


def test_the_coverage_page_is_what_the_command_writes():
    written = CliRunner().invoke(main, ["requirements", "--format", "markdown"])

    assert written.exit_code == 0, written.output
    assert (ROOT / "docs" / "requirements.md").read_text(encoding="utf-8") == written.output
