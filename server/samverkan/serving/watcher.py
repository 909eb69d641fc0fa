"""The process that watches a dataset's files, and has the supervisor read them anew."""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from samverkan.sources.dataset import read_dataset
from samverkan.sources.finding import DESCRIPTION, locate
from samverkan.sources.formats import SUFFIXES
from samverkan.workers.confine import die_with_parent

#: Milliseconds in which further changes belong to the same save.
_TOGETHER = 300


def watch_files(folders: Callable[[], list[Path]], supervisor: int) -> NoReturn:
    """
    Send SIGHUP to a process whenever an RDF file in the folders has changed; never returns.

    To be called in a process that was forked for it.
    """
    status = 1
    try:
        die_with_parent()
        for name in (signal.SIGINT, signal.SIGHUP):
            signal.signal(name, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        from watchfiles import watch  # noqa: PLC0415 it starts threads: in this process alone

        changes = watch(
            *folders(),
            watch_filter=lambda _, path: Path(path).suffix.lower() in SUFFIXES,
            debounce=_TOGETHER,
            raise_interrupt=False,
        )
        for _ in changes:
            if os.getppid() != supervisor:
                break
            os.kill(supervisor, signal.SIGHUP)
        status = 0
    finally:
        sys.stderr.flush()
        os._exit(status)


def folders_of(dataset: str) -> list[Path]:
    """The folders that hold a dataset's files; editors replace files, so not the files."""
    path = locate(dataset)
    if path.is_file() and path.name != DESCRIPTION:
        return [path.parent]
    folder = path if path.is_dir() else path.parent
    if not (folder / DESCRIPTION).is_file():
        return [folder]
    files = read_dataset(folder).files
    return sorted({folder.resolve(), *(file.path.parent.resolve() for file in files)})
