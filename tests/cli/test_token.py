"""`samverkan token`: what it prints, keeps and refuses."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from samverkan.cli import main
from samverkan.dates import today
from samverkan.serving.tokens import Tokens

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(main, ["token", *words])


def test_a_token_is_printed_alone_and_what_there_is_to_know_beside_it(run: Run, tmp_path: Path):
    result = run("add", "power-bi")

    assert result.exit_code == 0
    assert re.fullmatch(r"smv_[\w-]{43}\n", result.stdout)
    until = today() + timedelta(days=365)
    assert f"power-bi: good through {until}, kept as a hash in" in result.stderr
    assert "not shown again" in result.stderr
    assert Tokens(tmp_path / "samverkan-tokens.json").opens(result.stdout.strip())


def test_how_long_it_is_good_can_be_said(run: Run):
    run("add", "short", "--days", "1")
    run("add", "until", "--until", "2199-12-31")
    listed = json.loads(run("list", "--format", "json").stdout)

    tomorrow = (today() + timedelta(days=1)).isoformat()
    assert [one["expires"] for one in listed] == [tomorrow, "2199-12-31"]


def test_the_list_shows_states_and_no_token(run: Run):
    token = run("add", "Budgetgruppen, Åmål").stdout.strip()
    run("add", "old")
    told = run("revoke", "old")
    listed = run("list", "--format", "table").stdout

    assert re.fullmatch(r"old \([0-9a-f]{8}\) opens nothing any more\n", told.stdout)
    assert re.search(r"Budgetgruppen, Åmål +valid ", listed)
    assert re.search(r"old +revoked ", listed)
    assert token not in listed and token[4:12] not in listed


def test_an_empty_list_says_how_to_begin(run: Run):
    assert "add one: samverkan token add" in run("list", "--format", "table").stdout


def test_the_settings_say_where_the_file_is(run: Run, tmp_path: Path):
    (tmp_path / "samverkan.toml").write_text('tokens = "elsewhere.json"\n', encoding="utf-8")
    run("add", "one")
    run("add", "two", "--tokens", "third.json")

    assert (tmp_path / "elsewhere.json").is_file()
    assert (tmp_path / "third.json").is_file()
    assert not (tmp_path / "samverkan-tokens.json").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("add", "a", "--days", "1", "--until", "2199-01-01"), "say the same; give one"),
        (("add", "a", "--until", "2009-01-01"), "--until 2009-01-01 is past; give a day to come"),
        (("add", "a", "--until", "soon"), "write year, month and day"),
        (("add", "a", "--days", "0"), "0 is not in the range"),
        (("add", ""), "is no name; say whose the token is"),
        (("add", "a", "--tokens", "no/where.json"), "no such file or directory"),
        (("add", "a", "--config", "no.toml"), "no such file; leave --config out"),
        (("revoke", "a"), "'a' is no token; `samverkan token list` shows those there are"),
        (("list", "--tokens", "."), "is a directory"),
    ],
)
def test_a_mistake_is_told_in_one_line_with_what_to_do(words: tuple[str, ...], told: str, run: Run):
    result = run(*words)

    assert result.exit_code == 2
    assert told in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize("command", [(), ("add",), ("list",), ("revoke",)])
def test_help_teaches_by_examples(command: tuple[str, ...], run: Run):
    told = run(*command, "--help").stdout

    assert f"samverkan token {' '.join(command) or 'add'}" in told
