"""Watching: checks again when a file is saved, and waits for one that is half written."""

import importlib.util
import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import openpyxl
import pytest

from conftest import FIXTURES
from needs import needs
from registers.conftest import write_book
from samverkan.cli import watching
from samverkan.cli.checking import Asked
from samverkan.reporting import Checked

ROOT = Path(__file__).parent.parent.parent
Watch = Callable[..., tuple[subprocess.Popen, queue.Queue]]
#: Seconds in which a watch that sets itself off has checked again.
PAUSE = 2


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FIXTURES / "small", tmp_path / "small"))


@pytest.fixture
def watch() -> Iterator[Callable[..., tuple[subprocess.Popen, queue.Queue]]]:
    """Start the command; it, at work, and the lines that it prints."""
    needs(importlib.util.find_spec("watchfiles"), "watchfiles: pip install watchfiles")
    begun = []

    def _watch(*words: str | Path) -> tuple[subprocess.Popen, queue.Queue]:
        process = subprocess.Popen(
            [sys.executable, "-m", "samverkan", "validate", *map(str, words), "--watch"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT / "server"), "PYTHONUNBUFFERED": "1"},
        )
        begun.append(process)
        lines: queue.Queue = queue.Queue()
        reader = threading.Thread(
            target=lambda: [lines.put(line) for line in process.stdout or ()], daemon=True
        )
        reader.start()
        return process, lines

    yield _watch
    for process in begun:
        process.kill()
        process.wait()


def _until(lines: queue.Queue, told: str) -> str:
    while True:
        line = lines.get(timeout=60)
        if told in line:
            return line


def test_a_save_is_checked_and_a_broken_file_is_told_of_and_waited_for(folder: Path, watch: Watch):
    process, lines = watch(folder)
    file = folder / "mellerud.ttl"
    text = file.read_text(encoding="utf-8")

    assert "conforms" in _until(lines, "small: ")
    file.write_text(text.replace("smv:Application ;", "smv:Aplication ;", 1), encoding="utf-8")
    assert ".ttl:" in _until(lines, ": violation")
    file.write_text(text[: len(text) // 2], encoding="utf-8")
    assert "mellerud.ttl:" in _until(lines, "samverkan: ")
    file.write_text(text, encoding="utf-8")
    assert "conforms: 0 violations" in _until(lines, "small: conforms")
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=60) == 0


def test_an_interrupt_ends_the_watch_though_a_library_swallows_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
):
    needs(importlib.util.find_spec("watchfiles"), "watchfiles: pip install watchfiles")

    def swallow(_: Asked) -> list[Checked]:
        with suppress(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(5)
        return []

    monkeypatch.setattr(watching, "check", swallow)
    before = signal.getsignal(signal.SIGINT)
    written: list[object] = []
    watching.watch(Asked(paths=(str(folder),)), written.append, ())

    assert written == [[]]
    assert signal.getsignal(signal.SIGINT) is before


def test_what_a_check_writes_itself_sets_off_no_other(tmp_path: Path, watch: Watch):
    path = tmp_path / "register.xlsx"
    write_book(path, {"Applikationer": [["Nyckel", "Namn", "Funktion"], ["a", "A", "Ekonomi"]]})
    more = ("--annotate", path, "--output", tmp_path / "findings.csv")
    _, lines = watch(path, "--municipality", "1461", *more, "--report", f"json={tmp_path}/a.json")

    assert "does not conform" in _until(lines, "register.xlsx: ")
    assert _checks_meanwhile(lines) == 0
    book = openpyxl.load_workbook(path)
    assert book["Applikationer"]["A2"].comment
    book["Applikationer"]["C2"].value = "Ekonomm"
    book.save(tmp_path / "saved")
    (tmp_path / "saved").replace(path)
    assert "does not conform" in _until(lines, "register.xlsx: ")
    assert "Ekonomm" in (tmp_path / "findings.csv").read_text(encoding="utf-8")
    assert _checks_meanwhile(lines) == 0


def _checks_meanwhile(lines: queue.Queue) -> int:
    time.sleep(PAUSE)
    told = [lines.get() for _ in range(lines.qsize())]
    return sum("register.xlsx: " in line for line in told)
