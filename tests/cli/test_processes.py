"""The command as a process of its own: what a shell, a pipe and a terminal see of it."""

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import GAPS, SMALL

COMMAND = [sys.executable, "-m", "samverkan"]


def _run(*words: str, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *words], cwd=folder, capture_output=True, text=True, timeout=60, check=False
    )


def test_the_exit_code_tells_whether_data_conform(tmp_path: Path):
    (tmp_path / "broken.ttl").write_text("<http://x/s> <http://x/p>\n", encoding="utf-8")
    results = [_run("validate", path, folder=tmp_path) for path in (SMALL, GAPS, "broken.ttl")]

    assert [result.returncode for result in results] == [0, 1, 2]
    assert results[2].stdout == ""
    assert results[2].stderr == (
        "samverkan: broken.ttl:2:1: Unexpected end; correct the file there and try again\n"
    )


def test_a_mistake_in_a_query_shows_the_line_and_a_caret(tmp_path: Path):
    (tmp_path / "mine.rq").write_text("SELECT ?ägare {\n  ?s ?p }", encoding="utf-8")
    result = _run("query", "mine.rq", "--dataset", SMALL, folder=tmp_path)

    assert result.returncode == 2
    assert result.stderr == (
        "samverkan: the query is not SPARQL: line 2, column 9: } cannot stand here; a triple has "
        "three parts: subject, predicate, object\n"
        "  ?s ?p }\n"
        "        ^\n"
    )


def test_a_reader_that_goes_leaves_no_trace():
    reader, writer = os.pipe()
    os.close(reader)
    try:
        result = subprocess.run(
            [*COMMAND, "queries"], stdout=writer, stderr=subprocess.PIPE, text=True, check=False
        )
    finally:
        os.close(writer)

    assert result.returncode == 141
    assert result.stderr == ""


def test_a_terminal_gets_a_table_and_a_pipe_gets_csv():
    ours, theirs = pty.openpty()
    try:
        subprocess.run(
            [*COMMAND, "allocate", "100", "--reference-date", "2018-12-31"],
            stdout=theirs,
            stderr=subprocess.PIPE,
            check=True,
        )
        shown = os.read(ours, 65536).decode()
    finally:
        os.close(ours)
        os.close(theirs)
    piped = _run("allocate", "100", "--reference-date", "2018-12-31").stdout

    assert piped.splitlines()[0] == "code,municipality,inhabitants,share_sek"
    plain = re.sub(r"\x1b\[[0-9;]*m", "", shown)
    assert plain.split()[:4] == ["code", "municipality", "inhabitants", "share_sek"]


def test_swedish_letters_pass_whatever_the_locale():
    environment = {**os.environ, "LC_ALL": "C", "LANG": "C"}
    result = subprocess.run(
        [*COMMAND, "allocate", "1", "--reference-date", "2018-12-31", "-m", "Åmål"],
        env=environment,
        capture_output=True,
        check=True,
    )

    assert "Åmåls kommun" in result.stdout.decode()


@pytest.mark.parametrize("words", [["serve", "--help"], ["--version"]])
def test_a_question_about_the_command_is_answered_at_once(words: list[str]):
    result = _run(*words)

    assert result.returncode == 0
    assert "samverkan" in result.stdout
