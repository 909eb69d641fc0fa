"""What a worker may not do: outlive its parent, reach a network, start programs, eat all memory."""

import ctypes
import math
import os
import platform
import resource
import signal
import struct
import sys
import time

_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _FILTER = 1, 38, 22, 2
#: By machine: its audit number, and the numbers of socket, connect, bind, execve,
#: execveat, ptrace, io_uring_setup.
_MACHINES = {
    "x86_64": (0xC000003E, (41, 42, 49, 59, 322, 101, 425)),
    "aarch64": (0xC00000B7, (198, 203, 200, 221, 281, 117, 425)),
}
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06
_ALLOW, _KILL, _REFUSE = 0x7FFF0000, 0x80000000, 0x00050000 | 1  # EPERM
_X32 = 0x40000000
_AT_LEAST = 0x35


def die_with_parent() -> None:
    """Be killed when the process that forked this one ends, however it ends."""
    if sys.platform == "linux":
        _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def no_network() -> bool:
    """
    Take this process, for good, the means to open sockets and to start programs.

    What is open stays open. Returns whether that could be done: only Linux can, and only on the
    machines known here.

    Source:
        seccomp(2), Linux; BPF program over `struct seccomp_data`.
    """
    known = _MACHINES.get(platform.machine())
    if sys.platform != "linux" or known is None:
        return False
    audit, refused = known
    steps = [
        (_LOAD, 0, 0, 4),
        (_EQUAL, 1, 0, audit),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, 0),
        (_AT_LEAST, 0, 1, _X32),  # the same calls by other numbers
        (_RETURN, 0, 0, _REFUSE),
        *((_EQUAL, len(refused) - place, 0, number) for place, number in enumerate(refused)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]
    program = b"".join(struct.pack("HBBI", *step) for step in steps)
    code = ctypes.create_string_buffer(program)
    told = struct.pack("HxxxxxxP", len(steps), ctypes.addressof(code))
    head = ctypes.create_string_buffer(told)
    if _prctl(_PR_SET_NO_NEW_PRIVS, 1):
        return False
    return _prctl(_PR_SET_SECCOMP, _FILTER, ctypes.addressof(head)) == 0


def limit_memory(megabytes: int) -> None:
    """Allow this process so much address space beyond what it has now."""
    if sys.platform == "linux":
        most = address_space() + megabytes * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def limit_processor(seconds: float) -> None:
    """Allow this process so many seconds of processor time from now, whole ones, rounded up."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = math.ceil(used.ru_utime + used.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


def allow_processor() -> None:
    """Allow this process all the processor time that it needs, until `limit_processor`."""
    resource.setrlimit(resource.RLIMIT_CPU, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def address_space() -> int:
    """Bytes of address space that this process has; 0 where that is not told."""
    try:
        with open("/proc/self/statm", "rb", buffering=0) as told:  # noqa: PTH123 on every answer
            return int(told.read().split()[0]) * resource.getpagesize()
    except OSError:
        return 0


def processors() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1


def processor_seconds(pid: int) -> float:
    """
    Processor time of a process so far; 0 where that is not told.

    Source:
        clock_getcpuclockid(3), Linux: the clock of a process by its number.
    """
    try:
        return time.clock_gettime((~pid << 3) | 2)
    except OSError:
        return 0


def lower_priority(pid: int) -> None:
    """Let a process run only when no other wants to."""
    try:
        if sys.platform == "linux":
            os.sched_setscheduler(pid, os.SCHED_IDLE, os.sched_param(0))
        else:
            os.setpriority(os.PRIO_PROCESS, pid, 19)
    except (ProcessLookupError, PermissionError):
        return


def restore_priority(pid: int) -> bool:
    """
    Let a process run like others again; whether that was allowed.

    It is for who has CAP_SYS_NICE, or RLIMIT_NICE of 20 (`LimitNICE=+0` in a systemd unit).
    """
    if sys.platform != "linux":
        return False
    try:
        os.sched_setscheduler(pid, os.SCHED_OTHER, os.sched_param(0))
    except (ProcessLookupError, PermissionError):
        return False
    return True


def _prctl(option: int, value: int, other: int = 0) -> int:
    call = ctypes.CDLL(None, use_errno=True).prctl
    call.argtypes = [ctypes.c_int, *[ctypes.c_ulong] * 4]
    return int(call(option, value, other, 0, 0))
