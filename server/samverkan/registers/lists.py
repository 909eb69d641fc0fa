"""Several values in one cell, so that what is written can be read back, whatever it holds."""

import re
from collections.abc import Sequence

#: Between codes, things, numbers and short texts; and between sentences, which hold semicolons.
SHORT, LONG = ";", "||"


def split(text: str, separator: str) -> list[str]:
    """
    The values of a cell, without the spaces around them.

    A backslash before the separator makes it part of the value; backslashes before that
    are doubled. Anywhere else a backslash is a backslash.
    """
    if separator not in text:
        return [text.strip()] if text.strip() else []
    parts = [""]
    for piece in re.split(rf"(\\*{re.escape(separator)})", text):
        slashes = piece.removesuffix(separator)
        if piece.endswith(separator) and not slashes.strip("\\"):
            parts[-1] += "\\" * (len(slashes) // 2)
            if len(slashes) % 2:
                parts[-1] += separator
            else:
                parts.append("")
        else:
            parts[-1] += piece
    return [part.strip() for part in parts if part.strip()]


def join(values: Sequence[str], separator: str) -> str:
    """The cell that holds those values, in that order."""
    escaped = [
        re.sub(
            rf"(\\*){re.escape(separator)}",
            lambda match: match[1] * 2 + "\\" + separator,
            value,
        )
        for value in values
    ]
    if separator == LONG:
        return f" {LONG} ".join(escaped)
    # What ends with a backslash would escape the separator that follows at once.
    ended = [value + "\\" * (len(value) - len(value.rstrip("\\"))) for value in escaped[:-1]]
    return f"{separator} ".join([*ended, *escaped[-1:]])
