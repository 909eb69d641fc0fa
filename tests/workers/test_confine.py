"""A process that was confined cannot do what it must not; each is tried in one of its own."""

import os
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from samverkan.workers.confine import (
    address_space,
    limit_memory,
    limit_processor,
    lower_priority,
    no_network,
    processor_seconds,
    restore_priority,
)

linux = pytest.mark.skipif(sys.platform != "linux", reason="these are means of Linux alone")


def _apart(what: Callable[[], bool]) -> int:
    """The exit code of a process that does this, 0 if it says so; minus the signal that ends it."""
    pid = os.fork()
    if pid == 0:
        try:
            os._exit(0 if what() else 1)
        finally:
            os._exit(2)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _refused(what: Callable[[], object]) -> bool:
    try:
        what()
    except PermissionError:
        return True
    return False


@linux
def test_no_socket_can_be_opened_and_no_program_started_but_what_is_open_works():
    ours, theirs = socket.socketpair()

    def confined() -> bool:
        assert no_network()
        ours.sendall(b"still here")
        return _refused(socket.socket) and _refused(lambda: subprocess.run(["true"], check=False))

    with ours, theirs:
        assert _apart(confined) == 0
        assert theirs.recv(20) == b"still here"


@linux
def test_memory_beyond_the_budget_is_not_to_be_had():
    def greedy() -> bool:
        limit_memory(32)
        assert bytearray(8 * 1024 * 1024)
        try:
            bytearray(1024 * 1024 * 1024)  # more than the tests' process may have lying free
        except MemoryError:
            return True
        return False

    assert _apart(greedy) == 0


@linux
def test_processor_time_beyond_the_budget_ends_the_process():
    def busy() -> bool:
        limit_processor(0)
        end = time.monotonic() + 20
        while time.monotonic() < end:
            pass
        return True

    assert _apart(busy) == -24  # SIGXCPU


@linux
def test_the_address_space_is_that_of_the_kernel():
    pages = resource.getpagesize()

    assert address_space() % pages == 0
    assert address_space() > 10 * 1024 * 1024


@linux
def test_the_processor_time_of_another_process_is_known_and_of_none_it_is_0():
    pid = os.fork()
    if pid == 0:
        end = time.process_time() + 0.05
        while time.process_time() < end:
            pass
        time.sleep(60)
    try:
        end = time.monotonic() + 20
        while processor_seconds(pid) < 0.05 and time.monotonic() < end:
            time.sleep(0.01)
        assert 0.05 <= processor_seconds(pid) < 5
        lower_priority(pid)
        assert os.sched_getscheduler(pid) == os.SCHED_IDLE
        allowed = restore_priority(pid)
        assert os.sched_getscheduler(pid) == (os.SCHED_OTHER if allowed else os.SCHED_IDLE)
    finally:
        os.kill(pid, 9)
        os.waitpid(pid, 0)

    assert processor_seconds(pid) == 0
    lower_priority(pid)  # it has ended: nothing to lower, nothing to say
    assert not restore_priority(pid)
