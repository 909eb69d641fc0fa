"""The command `samverkan`: thin commands over the library."""

from samverkan.cli.main import main

__all__ = ["main"]
