"""Say on a terminal what takes long, and leave nothing behind."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def progress(what: str) -> Iterator[None]:
    """Show a spinner on stderr while the block runs, if a terminal looks on."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console  # noqa: PLC0415 costs a tenth of a second to import

    with Console(stderr=True).status(what):
        yield
