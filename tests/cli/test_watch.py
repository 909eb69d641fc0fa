"""Watching: checks again when a file is saved, and waits for one that is half written."""

import importlib.util
import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import FIXTURES
from needs import needs

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FIXTURES / "small", tmp_path / "small"))


@pytest.fixture
def watching(folder: Path) -> Iterator[tuple[subprocess.Popen, queue.Queue]]:
    """The command, at work, and the lines that it prints."""
    needs(importlib.util.find_spec("watchfiles"), "watchfiles: pip install watchfiles")
    process = subprocess.Popen(
        [sys.executable, "-m", "samverkan", "validate", str(folder), "--watch"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "server"), "PYTHONUNBUFFERED": "1"},
    )
    lines: queue.Queue = queue.Queue()
    reader = threading.Thread(
        target=lambda: [lines.put(line) for line in process.stdout or ()], daemon=True
    )
    reader.start()
    yield process, lines
    process.kill()
    process.wait()


def _until(lines: queue.Queue, told: str) -> str:
    while True:
        line = lines.get(timeout=60)
        if told in line:
            return line


def test_a_save_is_checked_and_a_broken_file_is_told_of_and_waited_for(folder: Path, watching):
    process, lines = watching
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
    assert process.wait(timeout=20) == 0
