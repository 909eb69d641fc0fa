"""A CSV file as rows of cells, whatever separates them and however it is encoded."""

import csv
import io
import re
from functools import cache
from pathlib import Path

from samverkan.registers.grids import Grid, UnreadableRegisterError
from samverkan.registers.names import KEY, plain
from samverkan.registers.scheme import scheme
from samverkan.sources.reading import SourceNotFoundError

_SEPARATORS = ";,\t|"


def read_table(path: Path) -> Grid:
    """
    One CSV file: UTF-8 or Windows-1252, separated by semicolons, commas or tabs.

    Raises:
        UnreadableRegisterError: if it is no text, or no table.
    """
    try:
        text = _decoded(path.read_bytes())
    except OSError as error:
        raise SourceNotFoundError(path, (error.strerror or str(error)).lower()) from error
    except UnicodeDecodeError:
        raise UnreadableRegisterError(
            path, "is neither UTF-8 nor Windows-1252 text; save it as CSV UTF-8"
        ) from None
    separator, start = _separator(text)
    reader = csv.reader(io.StringIO(text[start:], newline=""), delimiter=separator)
    rows: list[list[object]] = []
    lines: list[int] = []
    skipped = text[:start].count("\n")
    try:
        line = 0
        for row in reader:
            rows.append(list(row))
            lines.append(skipped + line + 1)
            line = reader.line_num
    except csv.Error as error:
        raise UnreadableRegisterError(
            path, f"line {reader.line_num}: {error}; correct it there"
        ) from error
    return Grid(str(path), path.stem, rows, lines)


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252")
    if "\0" in text:
        raise UnicodeDecodeError("utf-8", b"", 0, 1, "binary")
    return text


def _separator(text: str) -> tuple[str, int]:
    """What separates the cells, and where the table begins: after Excel's `sep=;`, if there."""
    if match := re.match(r'"?sep=(.)"?\r?\n', text, re.IGNORECASE):
        return match[1], match.end()
    plain_lines = [line for line in text[:20_000].splitlines() if line.strip()][:30]
    counts = [[line.count(by) for line in plain_lines] for by in _SEPARATORS]

    def fitness(by: str) -> tuple[int, int, int]:
        # Headers that a register knows say it best; else what stands in every line alike.
        told = [cell for line in plain_lines for cell in line.split(by)]
        known = sum(plain(cell.strip('"')) in _headers() for cell in told)
        mine = sorted(counts[_SEPARATORS.index(by)])
        return known, mine[len(mine) // 2] if mine else 0, -_SEPARATORS.index(by)

    return max(_SEPARATORS, key=fitness), 0


@cache
def _headers() -> set[str]:
    found = {plain(text) for text in KEY.values()}
    return found.union(*(sheet.by_header for sheet in scheme().sheets))
