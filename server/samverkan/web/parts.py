"""`limit`, `offset` and `labels` of an address: which part of a table, and where the others are."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from werkzeug.wrappers import Request

from samverkan.query.question import Part
from samverkan.web.protocol import ProtocolError

#: Rows of a part at most; all of a table is asked for without a limit.
MOST_ROWS = 10_000
_FARTHEST = 10**9
#: Names and values, in the order of the address.
Arguments = Sequence[tuple[str, str]]
#: Offset and limit of pages, by what they are to this one.
Pages = Mapping[str, tuple[int, int]]
_TRUTH = {"true": True, "1": True, "false": False, "0": False}


class PartOfTableError(ProtocolError):
    """`limit`, `offset` or `labels` is not what it may be."""

    def __init__(self, name: str, value: str, expected: str) -> None:
        super().__init__(f"{name} must be {expected}; got {value!r}")
        self.name, self.value, self.expected = name, value, expected


def part_of(request: Request, language: str, labels: bool = False) -> Part | None:
    """
    The part that an address asks for; None if it asks for none and for no labels.

    Args:
        request: its address.
        language: of the labels.
        labels: whether there are labels if the address does not say.

    Raises:
        PartOfTableError: says what the value may be.
    """
    limit = _number(request, "limit", MOST_ROWS)
    offset = _number(request, "offset", _FARTHEST)
    written = request.args.get("labels", "").strip()
    if written and written not in _TRUTH:
        raise PartOfTableError("labels", written, "true or false")
    wanted = _TRUTH.get(written, labels)
    if limit is None and offset is None and not wanted:
        return None
    return Part(offset or 0, limit, language if wanted else "")


def _number(request: Request, name: str, most: int) -> int | None:
    written = request.args.get(name, "").strip()
    if not written:
        return None
    short = len(written) <= len(str(most))
    if not (short and written.isascii() and written.isdecimal() and int(written) <= most):
        raise PartOfTableError(name, written, f"a whole number from 0 to {most}")
    return int(written)


def pages_of(part: Part | None, total: int | None) -> dict[str, tuple[int, int]]:
    """
    The other parts of the same length: offset and limit of `first`, `prev`, `next` and `last`.

    Empty where the table is not asked for in parts; without `prev` or `next` where there is none.
    """
    if part is None or total is None or not part.limit:
        return {}
    size = part.limit
    # the last page is counted from this one's offset, so that going on by `next` ends there
    begun = part.offset % size
    last = max(begun, begun + (total - 1 - begun) // size * size) if total else 0
    found = {"first": (0, size), "last": (last, size)}
    if part.offset > 0:
        before = max(0, min(part.offset, last + size) - size)
        found["prev"] = (before, size)
    if part.offset + size < total:
        found["next"] = (part.offset + size, size)
    return found


def link_header(path: str, arguments: Arguments, pages: Pages) -> str:
    """
    The pages as links, relative to the address that was asked.

    Source:
        RFC 8288, section 3.
    """
    return ", ".join(
        f'<{address_of_page(path, arguments, *place)}>; rel="{name}"'
        for name, place in pages.items()
    )


def address_of_page(path: str, arguments: Arguments, offset: int, limit: int) -> str:
    """The same question, another part."""
    kept = [(name, value) for name, value in arguments if name not in ("limit", "offset")]
    return f"{path}?{urlencode([*kept, ('limit', limit), ('offset', offset)])}"
