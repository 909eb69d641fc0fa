"""The command as a whole: its help teaches, its errors are one line each."""

import re
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import Result

from samverkan import __version__
from samverkan.cli import main
from samverkan.cli import query as query_command

Run = Callable[..., Result]
Refused = Callable[..., str]
assert isinstance(main, click.Group)
COMMANDS = sorted(main.commands)


def test_the_commands_are_those_that_others_rely_on():
    assert {"validate", "query", "queries", "requirements", "allocate", "export", "serve"} <= set(
        COMMANDS
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_shows_it_at_work(name: str, run: Run):
    told = run(name, "--help").stdout

    assert re.search(rf"^  samverkan {name}", told, re.MULTILINE)
    options = [parameter for parameter in main.commands[name].params if parameter.name != "help"]
    assert all(getattr(option, "help", "") for option in options if option.name != "paths"
               and isinstance(option, click.Option))  # fmt: skip


def test_the_help_as_a_whole_begins_with_what_people_ask(run: Run):
    told = run("--help").stdout

    assert "Which applications lack a system owner?   samverkan query" in told
    assert "Exit codes: 0 conforms or done, 1 does not conform, 2 could not be done." in told
    assert "..." not in told.replace("COMMAND [ARGS]...", "")


def test_the_version_is_that_of_the_package(run: Run):
    assert run("--version").stdout == f"samverkan, version {__version__}\n"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["frobnicate"], "no such command 'frobnicate'; see `samverkan --help`"),
        (["query"], "missing argument 'NAME|FILE.rq'; see `samverkan query --help`"),
        (
            ["queries", "--format", "xml"],
            "invalid value for '--format': 'xml' is not one of 'table', 'csv', 'json'; "
            "see `samverkan queries --help`",
        ),
        (
            ["query", "who-owns", "--as-of", "2019-02-30"],
            "invalid value for '--as-of': '2019-02-30' is not a date; write year, month and day "
            "of a day that exists, such as 2019-10-01; see `samverkan query --help`",
        ),
        (
            ["allocate", "1"],
            "missing option '--reference-date'; see `samverkan allocate --help`",
        ),
    ],
)
def test_a_word_out_of_place_is_answered_in_one_line(words: list[str], told: str, refused: Refused):
    assert refused(*words) == f"samverkan: {told}"


def test_an_option_that_there_is_none_of_is_named(refused: Refused):
    assert re.fullmatch(
        r"samverkan: no such option:? '?--foo'?.*; see `samverkan query --help`",
        refused("query", "who-owns", "--foo"),
    )


def test_what_the_system_denies_is_told_in_one_line(
    refused: Refused, monkeypatch: pytest.MonkeyPatch
):
    def denied(*_: object) -> None:
        raise PermissionError(13, "Permission denied", "Min/Fil.ttl")

    monkeypatch.setattr(query_command, "view_to_ask", denied)

    assert refused("query", "who-owns") == "samverkan: Min/Fil.ttl: permission denied"


@pytest.mark.parametrize("command", [("validate",), ("query", "who-owns", "--dataset")])
@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.ttl", "<http://x/s> <http://x/p>\n x .", ":2:2: "),
        ("a.ttl", "[] a <http://x/o> .", ":1: a blank node stands at rdf:type; name the thing"),
        ("a.docx", "", ": cannot tell the format from the ending '.docx'; name it one of .ttl"),
        ("a.ttl", "", ": no RDF statement in it; check that it is the file that you mean"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_place_and_remedy(
    command: tuple[str, ...], name: str, text: str, told: str, write: Callable[..., Path],
    refused: Refused,
):  # fmt: skip
    path = write(name, text)
    message = refused(*command, path)

    assert message.startswith(f"samverkan: {path}{told}")
    assert "\n" not in message


@pytest.mark.parametrize(
    "command",
    [
        ("validate",),
        ("query", "who-owns", "--dataset"),
        ("requirements", "--dataset"),
        ("export", "--dataset"),
        ("serve", "--port", "0", "--dataset"),
    ],
)
def test_a_dataset_that_is_nowhere_is_told_by_every_command(
    command: tuple[str, ...], refused: Refused, tmp_path: Path
):
    unknown = refused(*command, "exampel")
    assert re.fullmatch(
        r"samverkan: 'exampel' is neither a dataset that comes with the package \(.*registers.*\) "
        "nor a file or folder; check the name or the path",
        unknown,
    )

    assert refused(*command, "no/such") == (
        "samverkan: no/such: no such file or folder; check the path"
    )
    assert refused(*command, tmp_path).startswith(
        f"samverkan: {tmp_path}: no RDF file in this folder; put one there"
    )
