"""Say on a terminal what takes long, and leave nothing behind."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer

#: What is done sooner than this many seconds needs no announcement.
PATIENCE = 2.0


@contextmanager
def progress(what: str) -> Iterator[None]:
    """Show a spinner on stderr while the block runs on past two seconds, if a terminal looks on."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console  # noqa: PLC0415 costs a tenth of a second to import

    status = Console(stderr=True).status(what)
    timer = Timer(PATIENCE, status.start)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        status.stop()
