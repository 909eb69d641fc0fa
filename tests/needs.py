"""Parts that some tests need beside Python: skipped where they are missing, failed in CI."""

import os

import pytest


def needs(found: object, what: str) -> None:
    """
    Go on only if the part was found.

    Args:
        found: what looking for the part gave; nothing if falsy.
        what: the part, and how to get it, for the one who reads the message.
    """
    if found:
        return
    message = f"this test needs {what}"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)
