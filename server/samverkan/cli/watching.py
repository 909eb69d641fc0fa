"""Check again whenever a file is saved."""

import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event
from typing import Any

import click

from samverkan.cli.checking import Asked, check
from samverkan.errors import SamverkanError
from samverkan.registers.grids import TABLES, WORKBOOKS
from samverkan.reporting import Checked
from samverkan.sources.finding import locate, shipped
from samverkan.sources.formats import SUFFIXES
from samverkan.validate.waivers import WAIVERS

#: Milliseconds in which further changes belong to the same save.
_TOGETHER = 200
#: What spreadsheet programs put beside a file that is open.
_LOCKS = ("~$", ".~lock")
_Stamp = tuple[int, int, int] | None


def watch(
    asked: Asked, write: Callable[[Sequence[Checked]], None], written: Iterable[Path]
) -> None:
    """
    Check now and after every change to a source, until interrupted.

    A file that cannot be read meanwhile, half written or wrong, is told of and waited for.

    Args:
        asked: what to check.
        write: writes the reports.
        written: the files that a check writes. One of them may be a source too, such as a
            workbook that is annotated in its place: somebody else's save of it counts.
    """
    from watchfiles import watch as changes  # noqa: PLC0415 only who watches needs it

    endings = {*SUFFIXES, *WORKBOOKS, *TABLES}
    named = [Path(name) if asked.register.reads(name) else locate(name) for name in asked.paths]
    folders = {_folder(path) for path in named or shipped().values()}
    begun = False
    stopped = Event()
    saves = changes(
        *folders,
        watch_filter=lambda _, path: (
            not Path(path).name.startswith(_LOCKS)
            and (
                Path(path).suffix.lower() in endings
                or Path(path).name == (asked.waivers.name if asked.waivers else WAIVERS)
            )
        ),
        debounce=_TOGETHER,
        step=50,
        rust_timeout=_TOGETHER,
        yield_on_timeout=True,
        raise_interrupt=False,
        stop_event=stopped,
    )
    files = [path.resolve() for path in written]
    ours: dict[Path, _Stamp] = {}
    with _set_by_an_interrupt(stopped), suppress(KeyboardInterrupt):
        for found in saves:
            saved = {Path(path).resolve() for _, path in found}
            # The first comes when the watch has begun, so that no save is missed meanwhile.
            if not begun or any(ours.get(path, ()) != _stamp(path) for path in saved):
                if begun and sys.stdout.isatty():
                    click.clear()
                begun = True
                _check(asked, write)
                ours = {path: _stamp(path) for path in files}


def _check(asked: Asked, write: Callable[[Sequence[Checked]], None]) -> None:
    try:
        write(check(asked))
    except SamverkanError as error:
        click.echo(f"samverkan: {error}", err=True)


@contextmanager
def _set_by_an_interrupt(stopped: Event) -> Iterator[None]:
    """Set the event when the user interrupts, also if a library swallows the exception."""

    def stop(*_: Any) -> None:
        stopped.set()
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _stamp(path: Path) -> _Stamp:
    """What changes when a file is written anew; nothing of a file that is not there."""
    try:
        told = path.stat()
    except OSError:
        return None
    return told.st_ino, told.st_mtime_ns, told.st_size


def _folder(path: Path) -> Path:
    """What to watch: editors replace files, so a file's folder instead of the file."""
    return path if path.is_dir() else path.parent
