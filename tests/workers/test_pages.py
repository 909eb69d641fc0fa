"""Whoever has its memory for itself in large pages has the same data as before."""

import json
import subprocess
import sys

import pytest

from samverkan.workers import pages
from samverkan.workers.pages import enlarge

#: A process shares its data with a child, which has them for itself then, and tells of it.
PROGRAM = """
import hashlib, json, os, re
from samverkan.workers.pages import enlarge

def large():
    with open("/proc/self/smaps_rollup") as told:
        return int(re.search(r"AnonHugePages: +([0-9]+) kB", told.read())[1]) * 1024

def digest():
    return hashlib.sha256(b"".join(pieces)).hexdigest()

block, pieces = bytearray(os.urandom(2**20)) * 32, [os.urandom(2000) for _ in range(8000)]
pieces.append(block)
ready, told = os.pipe()
if os.fork() == 0:
    before, had = digest(), large()
    steps = list(enlarge())
    os.write(told, json.dumps([steps, had, large(), before, digest()]).encode())
    os._exit(0)
os.close(told)
with os.fdopen(ready) as heard:
    steps, had, has, *digests = json.load(heard)
print(json.dumps([steps, had, has, [*digests, digest()]]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="these are means of Linux alone")
def test_data_are_as_they_were_in_large_pages():
    process = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, check=True, timeout=60
    )
    steps, had, has, digests = json.loads(process.stdout)

    assert len(set(digests)) == 1
    if not steps:
        pytest.skip("this kernel makes no large pages of small ones: Linux can since 6.1")
    assert set(steps) == {2 * 1024 * 1024}
    assert has > max(had, 8 * 1024 * 1024)


def test_nothing_is_done_where_the_system_is_another(monkeypatch: pytest.MonkeyPatch):
    def never(*asked: object) -> bool:
        raise AssertionError(asked)

    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(pages, "_advise", never)
    monkeypatch.setattr(pages, "_regions", never)

    assert list(enlarge()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="these are means of Linux alone")
def test_there_is_nothing_to_step_through_where_the_kernel_cannot(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pages, "_advise", lambda *_: False)

    assert list(enlarge()) == []
